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
     * @description The page. It needs no cookie, loads nothing from other hosts and has no inline script. After a sign-in at the issuer that failed, a browser comes here
     *     with the reason in the parameter `sign-in` and the id of the request in `request`. The page removes both from its address and shows what happened.
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
     * Get a file of the page
     * @description Returns a file that the page loads. The name contains a hash, so a client may keep the file for ever.
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
     * Show the ways to sign in
     * @description Returns what the page must know before anyone has signed in.
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
     * @description Returns the user of the cookie. Without a valid cookie the answer is also 200, with `signed_in` false.
     */
    get: operations['getConsoleSession'];
    put?: never;
    /**
     * Sign in with a token or a one-time code
     * @description Sets the cookie of the session. The body has a token or a code, not both. The token is a user's JWT, verified in the same way as on the management API
     *     (D12). API keys are for machines and are refused. On the internal listener the token may also be `DEVICEAUTH_INTERNAL_API_KEY`, which opens the pages of
     *     the installation. The code is part of the link that the service prints at its first start, while no users are configured and only this machine reaches
     *     the console. It signs in the operator of this machine, once and within five minutes. A wrong, old or used code is 401, and the answer does not say which
     *     of them. After ten such tries no code is accepted until the service starts again. The link has the code after its `#`, so that no request line contains
     *     it.
     */
    post: operations['signIn'];
    /**
     * Sign out
     * @description Clears the cookie and what the browser keeps of the page. The token itself stays valid until it expires.
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
     * @description Redirects to the page of the issuer that `DEVICEAUTH_OIDC_ISSUER` names (OpenID Connect: authorization code with PKCE, state and nonce). A cookie holds
     *     the data of this sign-in for ten minutes. Without an issuer the answer is 404.
     *
     *     A caller that prefers `text/html` to JSON, as a browser does, gets a redirect (303) to the page instead of an error. The page shows what happened.
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
     * Return from the issuer
     * @description Exchanges the code for the operator's token, verifies the token as `signIn` does, and sets the cookie of the session. A code that this browser did not
     *     ask for is refused. Without an issuer the answer is 404. A caller that prefers `text/html` gets a redirect (303) to the page instead of an error.
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
  '/logout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Sign out at the issuer
     * @description The page calls it after `signOut`. Redirects to the address of the issuer that ends the session there (OpenID Connect RP-Initiated Logout), which returns
     *     to the page. If the issuer has no such address, it redirects to the page. Nothing changes in this service. Without an issuer the answer is 404. A
     *     caller that prefers `text/html` gets a redirect (303) to the page instead of an error.
     */
    get: operations['endLogin'];
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
      /** @description `oidc`: the page of the issuer. `token`: a token that the user pastes. `gateway`: a gateway in front adds the token, and there is no login page. */
      ways: ('oidc' | 'token' | 'gateway')[];
      /** @description The text of the button for `oidc`. */
      label?: string;
      /** @description True while no users are configured. The token in `token_file` then manages this installation. */
      first_run: boolean;
      /** @description The file with the token of the first run. Only this machine can reach such an installation. */
      token_file?: string;
      /**
       * @description True if this is the internal console, which also has the pages of the installation.
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
       * @description The time when the token expires. Absent if the service does not know it.
       */
      expires_ts?: string;
      /** @description True if the caller also sent the key of the installation. Only on the internal listener. */
      installation?: boolean;
    };
    NewSession: {
      /** @description A user's JWT. */
      token?: string;
      /** @description The code of a one-time link. */
      code?: string;
    };
    Error: {
      /** @description The error in plain words. */
      error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      request_id?: string;
    };
  };
  responses: {
    /** @description A parameter or the body does not follow this document. */
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
    /** @description The call does not come from the page of this console. The service read nothing else of it. */
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
        /** @description The number of seconds to wait before the next try (RFC 9110, 10.2.3). */
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
    /** @description The file does not exist. */
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
      /** @description The file, of the type that `Content-Type` names. */
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
          /** @description The session. It ends when the token expires. */
          'Set-Cookie'?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      /** @description The token or the code is not valid. */
      401: {
        headers: {
          /**
           * @description The challenge (RFC 6750). If the signature of the token is good, it names the other fault of the token.
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
      /** @description The token needs a cookie of more than 4,000 bytes, which browsers drop. Use a smaller audience, or a gateway that adds the token. */
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
          /** @description An empty cookie that is expired. */
          'Set-Cookie'?: string;
          /**
           * @description The data that the browser deletes.
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
        /** @description The place of the page to return to. It begins with `/console/#/`; any other value leads to `/console/`. */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A redirect to the issuer, or to the page if it failed. No body. */
      303: {
        headers: {
          /** @description The page of the issuer. */
          Location?: string;
          /** @description The data of this sign-in. */
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
      /** @description Signed in, or a browser whose sign-in failed. A redirect to the page. No body. */
      303: {
        headers: {
          /** @description The page. */
          Location?: string;
          /** @description The cookie of the session; the cookie of the sign-in is cleared. */
          'Set-Cookie'?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The sign-in did not begin in this browser, was not completed, or its token is not valid. */
      401: {
        headers: {
          /**
           * @description The challenge (RFC 6750). If the signature of the token is good, it names the other fault of the token.
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
      /** @description The token needs a cookie of more than 4,000 bytes, which browsers drop. */
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
  endLogin: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A redirect to the issuer or to the page. No body. */
      303: {
        headers: {
          /** @description The address of the issuer, or the page. */
          Location?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      404: components['responses']['NoSuchFile'];
      503: components['responses']['NoIssuer'];
    };
  };
}
