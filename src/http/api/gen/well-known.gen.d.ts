// Made from api/well-known.yaml by `npm run gen`.

export interface paths {
  readonly '/.well-known/jwks.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show the keys that verify device tokens
     * @description Returns the public keys of all signing keys with live tokens (RFC 7517). The `kid` of a key is its thumbprint (RFC 7638). A key is in the set before it
     *     signs, and until its last token has expired. A revoked key is not in the set (D9). A token with a good signature may be revoked: only `tokens/verify`
     *     knows (D3).
     */
    readonly get: operations['getJwks'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/livez': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Check that the process runs
     * @description Answers 204 as long as the process runs. It checks neither the store nor the keys.
     */
    readonly get: operations['livez'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/readyz': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Check that the process is ready for requests
     * @description Says whether a load balancer should send requests here. The process is not ready if the store does not answer within 2 s, if it has no key to sign with,
     *     if it does not know the keys of users yet, or if it is stopping.
     */
    readonly get: operations['readyz'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/metrics': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show the metrics of this node
     * @description Returns the metrics in the text format of Prometheus. Metrics of the store describe the whole installation and are at most 10 s old. Counters count on
     *     this node since its start. No label holds the id of a device, a tenant, a token or a user.
     */
    readonly get: operations['getMetrics'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/openapi': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Read the API documents
     * @description Returns a page (Swagger UI) with the documents of the operations on this listener. It loads nothing from other hosts and has no inline script. The
     *     public listener serves it only if `DEVICEAUTH_PUBLIC_DOCS` is set.
     */
    readonly get: operations['getDocs'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/openapi/{file}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Get an API document or a file of the page
     * @description `<stem>.yaml` is a document, such as `management-v2.yaml`. The page asks for the other names.
     */
    readonly get: operations['getDocsFile'];
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
    readonly Jwks: {
      readonly keys: readonly components['schemas']['Jwk'][];
    };
    /** @description One public key. It has public members only. */
    readonly Jwk: {
      /** @enum {string} */
      readonly kty: 'EC' | 'RSA' | 'OKP';
      readonly kid: string;
      /** @enum {string} */
      readonly use: 'sig';
      /** @enum {string} */
      readonly alg: 'ES256' | 'RS256' | 'EdDSA';
      /**
       * @description `P-256` for an EC key, `Ed25519` for an OKP key.
       * @enum {string}
       */
      readonly crv?: 'P-256' | 'Ed25519';
      /** @description In base64url. Only for EC and OKP keys. */
      readonly x?: string;
      /** @description In base64url. Only for EC keys. */
      readonly y?: string;
      /** @description In base64url. Only for RSA keys. */
      readonly n?: string;
      /** @description In base64url. Only for RSA keys. */
      readonly e?: string;
    };
    readonly Readiness: {
      /** @enum {string} */
      readonly status: 'ready' | 'not ready';
      readonly checks: {
        readonly store: components['schemas']['Check'];
        readonly keys: components['schemas']['Check'];
        readonly users: components['schemas']['Check'];
        readonly process: components['schemas']['Check'];
      };
    };
    /** @enum {string} */
    readonly Check: 'ok' | 'failed';
    readonly Error: {
      /** @description The error in plain words. */
      readonly error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      readonly request_id?: string;
    };
  };
  responses: {
    /** @description The file does not exist, or this listener does not serve the documents. */
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
    /** @description The installation requires its key, and the request has no key or a wrong one. */
    readonly Unauthorized: {
      headers: {
        /**
         * @description The challenge (RFC 6750).
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
    /** @description The metrics of the store could not be read within 10 s. */
    readonly Unavailable: {
      headers: {
        readonly 'Retry-After': components['headers']['RetryAfter'];
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "no answer in time; the request may have been done",
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
    /**
     * @description The number of seconds to wait before the next try (RFC 9110, 10.2.3).
     * @example 1
     */
    readonly RetryAfter: number;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  readonly getJwks: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The key set. */
      readonly 200: {
        headers: {
          /**
           * @description The time that a client may keep the set. A new key is published longer than this before it signs (D9).
           * @example public, max-age=300
           */
          readonly 'Cache-Control'?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "keys": [
           *         {
           *           "kty": "EC",
           *           "kid": "thumbprint-of-the-first-key",
           *           "use": "sig",
           *           "alg": "ES256",
           *           "crv": "P-256",
           *           "x": "the-x-coordinate-in-base64url",
           *           "y": "the-y-coordinate-in-base64url"
           *         },
           *         {
           *           "kty": "RSA",
           *           "kid": "thumbprint-of-the-second-key",
           *           "use": "sig",
           *           "alg": "RS256",
           *           "n": "the-modulus-in-base64url",
           *           "e": "AQAB"
           *         }
           *       ]
           *     }
           */
          readonly 'application/json': components['schemas']['Jwks'];
        };
      };
    };
  };
  readonly livez: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Alive. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readonly readyz: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Ready; every check is `ok`. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "status": "ready",
           *       "checks": {
           *         "store": "ok",
           *         "keys": "ok",
           *         "users": "ok",
           *         "process": "ok"
           *       }
           *     }
           */
          readonly 'application/json': components['schemas']['Readiness'];
        };
      };
      /** @description Not ready. */
      readonly 503: {
        headers: {
          readonly 'Retry-After': components['headers']['RetryAfter'];
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "status": "not ready",
           *       "checks": {
           *         "store": "failed",
           *         "keys": "ok",
           *         "users": "ok",
           *         "process": "ok"
           *       }
           *     }
           */
          readonly 'application/json': components['schemas']['Readiness'];
        };
      };
    };
  };
  readonly getMetrics: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The metrics. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example # HELP devauth_tokens_issued_total Device tokens issued.
           *     # TYPE devauth_tokens_issued_total counter
           *     devauth_tokens_issued_total 42
           */
          readonly 'text/plain': string;
        };
      };
      readonly 401: components['responses']['Unauthorized'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly getDocs: {
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
      readonly 404: components['responses']['NoSuchFile'];
    };
  };
  readonly getDocsFile: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The file's name.
         * @example management-v2.yaml
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
          readonly 'application/yaml': unknown;
          readonly 'text/css': string;
          readonly 'text/javascript': string;
        };
      };
      /** @description The name is too long or not a valid text. */
      readonly 400: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "params.file must NOT have more than 64 characters",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      readonly 404: components['responses']['NoSuchFile'];
    };
  };
}
