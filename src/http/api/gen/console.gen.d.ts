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
     * @description The page. It needs no cookie, loads nothing from other hosts and has no inline script. After a sign-in at the issuer that failed, a browser comes here
     *     with the reason in the parameter `sign-in` and the id of the request in `request`. The page removes both from its address and shows what happened.
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
     * Get a file of the page
     * @description Returns a file that the page loads. The name contains a hash, so a client may keep the file for ever.
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
     * Show the ways to sign in
     * @description Returns what the page must know before anyone has signed in.
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
     * @description Returns the user of the cookie. Without a valid cookie the answer is also 200, with `signed_in` false.
     */
    readonly get: operations['getConsoleSession'];
    readonly put?: never;
    /**
     * Sign in with a token or a one-time code
     * @description Sets the cookie of the session. The body has a token or a code, not both. The token is a user's JWT, verified in the same way as on the management API
     *     (D12). API keys are for machines and are refused. On the internal listener the token may also be `DEVICEAUTH_INTERNAL_API_KEY`, which opens the pages of
     *     the installation. The code is part of the link that the service prints at its first start, while no users are configured and only this machine reaches
     *     the console. It signs in the operator of this machine, once and within five minutes. A wrong, old or used code is 401, and the answer does not say which
     *     of them. After ten such tries no code is accepted until the service starts again. The link has the code after its `#`, so that no request line contains
     *     it.
     */
    readonly post: operations['signIn'];
    /**
     * Sign out
     * @description Clears the cookie and what the browser keeps of the page. The token itself stays valid until it expires.
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
     * @description Redirects to the page of the issuer that `DEVICEAUTH_OIDC_ISSUER` names (OpenID Connect: authorization code with PKCE, state and nonce). A cookie holds
     *     the data of this sign-in for ten minutes. Without an issuer the answer is 404.
     *
     *     A caller that prefers `text/html` to JSON, as a browser does, gets a redirect (303) to the page instead of an error. The page shows what happened.
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
     * Return from the issuer
     * @description Exchanges the code for the operator's token, verifies the token as `signIn` does, and sets the cookie of the session. A code that this browser did not
     *     ask for is refused. Without an issuer the answer is 404. A caller that prefers `text/html` gets a redirect (303) to the page instead of an error.
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
  readonly '/logout': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Sign out at the issuer
     * @description The page calls it after `signOut`. Redirects to the address of the issuer that ends the session there (OpenID Connect RP-Initiated Logout), which returns
     *     to the page. If the issuer has no such address, it redirects to the page. Nothing changes in this service. Without an issuer the answer is 404. A
     *     caller that prefers `text/html` gets a redirect (303) to the page instead of an error.
     */
    readonly get: operations['endLogin'];
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
      /** @description `oidc`: the page of the issuer. `token`: a token that the user pastes. `gateway`: a gateway in front adds the token, and there is no login page. */
      readonly ways: readonly ('oidc' | 'token' | 'gateway')[];
      /** @description The text of the button for `oidc`. */
      readonly label?: string;
      /** @description True while no users are configured. The token in `token_file` then manages this installation. */
      readonly first_run: boolean;
      /** @description The file with the token of the first run. Only this machine can reach such an installation. */
      readonly token_file?: string;
      /**
       * @description True if this is the internal console, which also has the pages of the installation.
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
       * @description The time when the token expires. Absent if the service does not know it.
       */
      readonly expires_ts?: string;
      /** @description True if the caller also sent the key of the installation. Only on the internal listener. */
      readonly installation?: boolean;
    };
    readonly NewSession: {
      /** @description A user's JWT. */
      readonly token?: string;
      /** @description The code of a one-time link. */
      readonly code?: string;
    };
    readonly Error: {
      /** @description The error in plain words. */
      readonly error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      readonly request_id?: string;
    };
  };
  responses: {
    /** @description A parameter or the body does not follow this document. */
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
    /** @description The call does not come from the page of this console. The service read nothing else of it. */
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
        /** @description The number of seconds to wait before the next try (RFC 9110, 10.2.3). */
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
    /** @description The file does not exist. */
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
      /** @description The file, of the type that `Content-Type` names. */
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
          /** @description The session. It ends when the token expires. */
          readonly 'Set-Cookie'?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      /** @description The token or the code is not valid. */
      readonly 401: {
        headers: {
          /**
           * @description The challenge (RFC 6750). If the signature of the token is good, it names the other fault of the token.
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
      /** @description The token needs a cookie of more than 4,000 bytes, which browsers drop. Use a smaller audience, or a gateway that adds the token. */
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
          /** @description An empty cookie that is expired. */
          readonly 'Set-Cookie'?: string;
          /**
           * @description The data that the browser deletes.
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
        /** @description The place of the page to return to. It begins with `/console/#/`; any other value leads to `/console/`. */
        readonly to?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A redirect to the issuer, or to the page if it failed. No body. */
      readonly 303: {
        headers: {
          /** @description The page of the issuer. */
          readonly Location?: string;
          /** @description The data of this sign-in. */
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
      /** @description Signed in, or a browser whose sign-in failed. A redirect to the page. No body. */
      readonly 303: {
        headers: {
          /** @description The page. */
          readonly Location?: string;
          /** @description The cookie of the session; the cookie of the sign-in is cleared. */
          readonly 'Set-Cookie'?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The sign-in did not begin in this browser, was not completed, or its token is not valid. */
      readonly 401: {
        headers: {
          /**
           * @description The challenge (RFC 6750). If the signature of the token is good, it names the other fault of the token.
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
      /** @description The token needs a cookie of more than 4,000 bytes, which browsers drop. */
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
  readonly endLogin: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A redirect to the issuer or to the page. No body. */
      readonly 303: {
        headers: {
          /** @description The address of the issuer, or the page. */
          readonly Location?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 404: components['responses']['NoSuchFile'];
      readonly 503: components['responses']['NoIssuer'];
    };
  };
}
