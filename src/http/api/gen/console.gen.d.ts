// Made from api/console.yaml by `npm run gen`.

export interface paths {
  readonly '/': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Open the console
     * @description The page. It depends on no cookie, loads nothing from other hosts and has no inline script.
     */
    readonly get: operations['getConsolePage'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/{file}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Get a part of the page
     * @description A file that the page asks for. Names are hashed, so a file may be kept for ever.
     */
    readonly get: operations['getConsoleFile'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/config': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show how to sign in
     * @description What the page has to know before anyone has signed in.
     */
    readonly get: operations['getConsoleConfig'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/session': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show who is signed in
     * @description Says who the cookie is of. Without a good one the answer is 200 as well, with `signed_in` false.
     */
    readonly get: operations['getConsoleSession'];
    readonly put?: never;
    /**
     * Sign in with a token or a one-time code
     * @description Sets the cookie of the session. The body has a token or a code, not both. The token is a user's JWT, verified as the management API does (D12); API keys are for machines and are refused.
     *     On the internal listener it may also be `DEVICEAUTH_INTERNAL_API_KEY`, which opens the pages of the installation.
     *     The code is that of the link which the service prints on the first run, while no users are configured and only this machine reaches the console. It signs
     *     in as the operator of this machine, once and within five minutes. A code that is wrong, old or used is 401, and the answer does not say which of them. After
     *     ten such tries no code is good any more, until the service starts again. The link has the code behind its `#`, so that it is in no request line.
     */
    readonly post: operations['signIn'];
    /**
     * Sign out
     * @description Clears the cookie and what the browser keeps of the page. The token itself is good until it expires, as everywhere.
     */
    readonly delete: operations['signOut'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/login': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Sign in at the issuer
     * @description Leads to the page of the issuer that `DEVICEAUTH_OIDC_ISSUER` names (OpenID Connect: authorization code with PKCE, state and nonce). What belongs to this
     *     sign-in is in a cookie of ten minutes. Where no issuer is set, 404.
     */
    readonly get: operations['beginLogin'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/callback': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Come back from the issuer
     * @description Exchanges the code for the operator's token, which is verified as in `signIn`, and sets the cookie of the session. A code that this browser did not ask for
     *     sets none. Where no issuer is set, 404.
     */
    readonly get: operations['finishLogin'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    readonly Config: {
      /** @description `oidc`: the issuer's own page. `token`: a token that is pasted. `gateway`: a gateway in front adds the token, and there is no login page. */
      readonly ways: readonly ('oidc' | 'token' | 'gateway')[];
      /** @description What the button for `oidc` says. */
      readonly label?: string;
      /** @description True while no users are configured, and the token in `token_file` manages this installation. */
      readonly first_run: boolean;
      /** @description The file of the first run's token. Only this machine can reach such an installation. */
      readonly token_file?: string;
      /**
       * @description The internal console also has the pages of the installation.
       * @enum {string}
       */
      readonly listener: 'public' | 'internal';
      /** @description The version of the service. */
      readonly version: string;
    };
    readonly Session: {
      readonly signed_in: boolean;
      readonly subject?: string;
      /** @description The tenant of the user; empty for the installation's own. */
      readonly tenant?: string;
      /**
       * Format: date-time
       * @description When the token ends. Absent if the service cannot tell.
       */
      readonly expires_ts?: string;
      /** @description True if the key of the installation has been given too. Only on the internal listener. */
      readonly installation?: boolean;
    };
    readonly NewSession: {
      /** @description A user's JWT. */
      readonly token?: string;
      /** @description The code of a one-time link. */
      readonly code?: string;
    };
    readonly Error: {
      /** @description What is wrong, in words. */
      readonly error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      readonly request_id?: string;
    };
  };
  responses: {
    /** @description A parameter or the body is not as this document says. */
    readonly BadRequest: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "request body is missing",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/json': components['schemas']['Error'];
      };
    };
    /** @description The call does not come from the page of this console. Nothing else of it was read. */
    readonly NotThePage: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "only the page of the console may call this",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/json': components['schemas']['Error'];
      };
    };
    /** @description The issuer does not answer. */
    readonly NoIssuer: {
      headers: {
        /** @description After how many seconds to try again (RFC 9110, 10.2.3). */
        readonly 'Retry-After'?: number;
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "service unavailable",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/json': components['schemas']['Error'];
      };
    };
    /** @description There is no such file. */
    readonly NoSuchFile: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "not found",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/json': components['schemas']['Error'];
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
    readonly RequestId: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  readonly getConsolePage: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The page. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /** @example <!doctype html> */
          readonly 'text/html': string;
        };
      };
    };
  };
  readonly getConsoleFile: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The file's name.
         * @example icon.svg
         */
        readonly file: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The file, as its `Content-Type` says. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/css': string;
          readonly 'text/javascript': string;
          readonly 'image/svg+xml': string;
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 404: components['responses']['NoSuchFile'];
    };
  };
  readonly getConsoleConfig: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The ways to sign in, the best first. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
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
          readonly 'application/json': components['schemas']['Config'];
        };
      };
    };
  };
  readonly getConsoleSession: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The session. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
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
          readonly 'application/json': components['schemas']['Session'];
        };
      };
    };
  };
  readonly signIn: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "token": "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl"
         *     }
         */
        readonly 'application/json': components['schemas']['NewSession'];
      };
    };
    readonly responses: {
      /** @description Signed in. No body. */
      readonly 204: {
        headers: {
          /** @description The session, for the life of the token. */
          readonly 'Set-Cookie'?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      /** @description The token or the code is not good. */
      readonly 401: {
        headers: {
          /**
           * @description The challenge (RFC 6750). With a good signature it says what else is wrong with the token.
           * @example Bearer
           */
          readonly 'WWW-Authenticate'?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "unauthorized",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      readonly 403: components['responses']['NotThePage'];
      /** @description The token makes a cookie of more than 4,000 bytes, which browsers drop. A smaller audience, or a gateway that adds the token, is the way out. */
      readonly 413: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "the token is too large for a cookie",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      /** @description The body is not sent as `application/json` in UTF-8, or it is compressed. */
      readonly 415: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "Bad Content-Type, expected 'application/json'",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  readonly signOut: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Signed out. No body. */
      readonly 204: {
        headers: {
          /** @description An empty cookie that has expired. */
          readonly 'Set-Cookie'?: string;
          /**
           * @description What the browser is to forget.
           * @example "cache", "storage"
           */
          readonly 'Clear-Site-Data'?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 403: components['responses']['NotThePage'];
    };
  };
  readonly beginLogin: {
    readonly parameters: {
      readonly query?: {
        /** @description Where to come back to, a place of the page that begins with `/console/#/`. Anything else leads to `/console/`. */
        readonly to?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Off to the issuer. No body. */
      readonly 303: {
        headers: {
          /** @description The page of the issuer. */
          readonly Location?: string;
          /** @description The sign-in that has begun. */
          readonly 'Set-Cookie'?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 404: components['responses']['NoSuchFile'];
      readonly 503: components['responses']['NoIssuer'];
    };
  };
  readonly finishLogin: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Signed in, and on to the page. No body. */
      readonly 303: {
        headers: {
          /** @description The page. */
          readonly Location?: string;
          /** @description The session; the cookie of the sign-in is cleared. */
          readonly 'Set-Cookie'?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The sign-in was not begun in this browser, was not completed, or its token is not good. */
      readonly 401: {
        headers: {
          /**
           * @description The challenge (RFC 6750). With a good signature it says what else is wrong with the token.
           * @example Bearer
           */
          readonly 'WWW-Authenticate'?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "the sign-in was not completed: open the console and sign in again",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      readonly 404: components['responses']['NoSuchFile'];
      /** @description The token makes a cookie of more than 4,000 bytes, which browsers drop. */
      readonly 413: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "the token is too large for a cookie",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      readonly 503: components['responses']['NoIssuer'];
    };
  };
}
