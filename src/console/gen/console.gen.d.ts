// Made from api/console.yaml by `npm run gen`.

export interface paths {
  '/': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Open the console
     * @description The page. It depends on no cookie, loads nothing from other hosts and has no inline script.
     */
    get: operations['getConsolePage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/{file}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a part of the page
     * @description A file that the page asks for. Names are hashed, so a file may be kept for ever.
     */
    get: operations['getConsoleFile'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/config': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show how to sign in
     * @description What the page has to know before anyone has signed in.
     */
    get: operations['getConsoleConfig'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show who is signed in
     * @description Says who the cookie is of. Without a good one the answer is 200 as well, with `signed_in` false.
     */
    get: operations['getConsoleSession'];
    put?: never;
    /**
     * Sign in with a token or a one-time code
     * @description Sets the cookie of the session. The body has a token or a code, not both. The token is a user's JWT, verified as the management API does (D12); API keys are for machines and are refused.
     *     On the internal listener it may also be `DEVICEAUTH_INTERNAL_API_KEY`, which opens the pages of the installation.
     *     The code is that of the link which the service prints on the first run, while no users are configured and only this machine reaches the console. It signs
     *     in as the operator of this machine, once and within five minutes. A code that is wrong, old or used is 401, and the answer does not say which of them. After
     *     ten such tries no code is good any more, until the service starts again. The link has the code behind its `#`, so that it is in no request line.
     */
    post: operations['signIn'];
    /**
     * Sign out
     * @description Clears the cookie and what the browser keeps of the page. The token itself is good until it expires, as everywhere.
     */
    delete: operations['signOut'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/login': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Sign in at the issuer
     * @description Leads to the page of the issuer that `DEVICEAUTH_OIDC_ISSUER` names (OpenID Connect: authorization code with PKCE, state and nonce). What belongs to this
     *     sign-in is in a cookie of ten minutes. Where no issuer is set, 404.
     */
    get: operations['beginLogin'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/callback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Come back from the issuer
     * @description Exchanges the code for the operator's token, which is verified as in `signIn`, and sets the cookie of the session. A code that this browser did not ask for
     *     sets none. Where no issuer is set, 404.
     */
    get: operations['finishLogin'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Config: {
      /** @description `oidc`: the issuer's own page. `token`: a token that is pasted. `gateway`: a gateway in front adds the token, and there is no login page. */
      ways: ('oidc' | 'token' | 'gateway')[];
      /** @description What the button for `oidc` says. */
      label?: string;
      /** @description True while no users are configured, and the token in `token_file` manages this installation. */
      first_run: boolean;
      /** @description The file of the first run's token. Only this machine can reach such an installation. */
      token_file?: string;
      /**
       * @description The internal console also has the pages of the installation.
       * @enum {string}
       */
      listener: 'public' | 'internal';
      /** @description The version of the service. */
      version: string;
    };
    Session: {
      signed_in: boolean;
      subject?: string;
      /** @description The tenant of the user; empty for the installation's own. */
      tenant?: string;
      /**
       * Format: date-time
       * @description When the token ends. Absent if the service cannot tell.
       */
      expires_ts?: string;
      /** @description True if the key of the installation has been given too. Only on the internal listener. */
      installation?: boolean;
    };
    NewSession: {
      /** @description A user's JWT. */
      token?: string;
      /** @description The code of a one-time link. */
      code?: string;
    };
    Error: {
      /** @description What is wrong, in words. */
      error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      request_id?: string;
    };
  };
  responses: {
    /** @description A parameter or the body is not as this document says. */
    BadRequest: {
      headers: {
        'X-MEN-RequestID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "request body is missing",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The call does not come from the page of this console. Nothing else of it was read. */
    NotThePage: {
      headers: {
        'X-MEN-RequestID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "only the page of the console may call this",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The issuer does not answer. */
    NoIssuer: {
      headers: {
        /** @description After how many seconds to try again (RFC 9110, 10.2.3). */
        'Retry-After'?: number;
        'X-MEN-RequestID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "service unavailable",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description There is no such file. */
    NoSuchFile: {
      headers: {
        'X-MEN-RequestID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "not found",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: {
    /**
     * @description The request's id, as in the log.
     * @example 5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11
     */
    RequestId: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  getConsolePage: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The page. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /** @example <!doctype html> */
          'text/html': string;
        };
      };
    };
  };
  getConsoleFile: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The file's name.
         * @example icon.svg
         */
        file: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file, as its `Content-Type` says. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          'text/css': string;
          'text/javascript': string;
          'image/svg+xml': string;
        };
      };
      400: components['responses']['BadRequest'];
      404: components['responses']['NoSuchFile'];
    };
  };
  getConsoleConfig: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The ways to sign in, the best first. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ways": [
           *         "token"
           *       ],
           *       "first_run": true,
           *       "token_file": "data/operator.token",
           *       "listener": "public",
           *       "version": "0.1.0"
           *     }
           */
          'application/json': components['schemas']['Config'];
        };
      };
    };
  };
  getConsoleSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "signed_in": true,
           *       "subject": "anna@example.com",
           *       "tenant": "",
           *       "expires_ts": "2025-09-05T02:22:48.000Z"
           *     }
           */
          'application/json': components['schemas']['Session'];
        };
      };
    };
  };
  signIn: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "token": "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl"
         *     }
         */
        'application/json': components['schemas']['NewSession'];
      };
    };
    responses: {
      /** @description Signed in. No body. */
      204: {
        headers: {
          /** @description The session, for the life of the token. */
          'Set-Cookie'?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      /** @description The token or the code is not good. */
      401: {
        headers: {
          /**
           * @description The challenge (RFC 6750). With a good signature it says what else is wrong with the token.
           * @example Bearer
           */
          'WWW-Authenticate'?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "unauthorized",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          'application/json': components['schemas']['Error'];
        };
      };
      403: components['responses']['NotThePage'];
      /** @description The token makes a cookie of more than 4,000 bytes, which browsers drop. A smaller audience, or a gateway that adds the token, is the way out. */
      413: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "the token is too large for a cookie",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The body is not sent as `application/json` in UTF-8, or it is compressed. */
      415: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "Bad Content-Type, expected 'application/json'",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  signOut: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Signed out. No body. */
      204: {
        headers: {
          /** @description An empty cookie that has expired. */
          'Set-Cookie'?: string;
          /**
           * @description What the browser is to forget.
           * @example "cache", "storage"
           */
          'Clear-Site-Data'?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      403: components['responses']['NotThePage'];
    };
  };
  beginLogin: {
    parameters: {
      query?: {
        /** @description Where to come back to, a place of the page that begins with `/console/#/`. Anything else leads to `/console/`. */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Off to the issuer. No body. */
      303: {
        headers: {
          /** @description The page of the issuer. */
          Location?: string;
          /** @description The sign-in that has begun. */
          'Set-Cookie'?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      404: components['responses']['NoSuchFile'];
      503: components['responses']['NoIssuer'];
    };
  };
  finishLogin: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Signed in, and on to the page. No body. */
      303: {
        headers: {
          /** @description The page. */
          Location?: string;
          /** @description The session; the cookie of the sign-in is cleared. */
          'Set-Cookie'?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The sign-in was not begun in this browser, was not completed, or its token is not good. */
      401: {
        headers: {
          /**
           * @description The challenge (RFC 6750). With a good signature it says what else is wrong with the token.
           * @example Bearer
           */
          'WWW-Authenticate'?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "the sign-in was not completed: open the console and sign in again",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          'application/json': components['schemas']['Error'];
        };
      };
      404: components['responses']['NoSuchFile'];
      /** @description The token makes a cookie of more than 4,000 bytes, which browsers drop. */
      413: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "the token is too large for a cookie",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          'application/json': components['schemas']['Error'];
        };
      };
      503: components['responses']['NoIssuer'];
    };
  };
}
