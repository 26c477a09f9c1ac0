// Made from api/devices-v1.yaml by `npm run gen`.

export interface paths {
  readonly '/auth_requests': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Ask for a token
     * @description A device sends its identity (`id_data`) and its key (`pubkey`), and signs the body with that key. Identity and key together are one auth set. The answer
     *     depends on its status:
     *
     *     | the auth set | answer | afterwards |
     *     | --- | --- | --- |
     *     | accepted | 200 | the device has one more token; if the set then has more live tokens than a setting allows, the oldest one is superseded (D3) |
     *     | preauthorized, room under `max_devices` | 200 | the set is accepted; another accepted set of the device is rejected and its tokens are revoked |
     *     | preauthorized, no room | 401 | unchanged; the next request tries again |
     *     | unknown | 401 | the set is pending and waits for an operator; a device with a new identity is created |
     *     | pending, rejected | 401 | unchanged |
     *     | any, the device is being decommissioned | 401 | unchanged |
     *
     *     A device with too many undecided keys loses the pending set that asked longest ago, never an accepted or preauthorized one (D1). A repeated request
     *     creates nothing twice, so a device repeats its request, at its own pace, until it is accepted.
     *
     *     The signature covers the body byte for byte, as it was sent (D7). The header `X-MEN-Signature` has it in base64 with padding:
     *
     *     | key | signature |
     *     | --- | --- |
     *     | RSA | PKCS #1 v1.5 with SHA-256 (RFC 8017) |
     *     | ECDSA | DER, with SHA-256 for every curve |
     *     | Ed25519 | 64 bytes, over the body itself (RFC 8032) |
     *
     *     The checks are in Mender's order. For that reason no member and no header is `required` here: the service checks them itself and answers with its own
     *     text:
     *
     *     1. the body is not JSON: 400
     *     2. `id_data` is missing: 400
     *     3. `pubkey` is missing: 400
     *     4. the key in `pubkey` is not admitted (D8): 400
     *     5. `id_data` does not hold a JSON object that can identify a device: 400
     *     6. `X-MEN-Signature` is missing: 400
     *     7. the signature is wrong: 401
     *
     *     The service reads from and writes to the store only if none of these applies. If the installation reads tenants from `tenant_token` (D17), a missing or
     *     invalid `tenant_token` is 401, also before the store is read.
     */
    readonly post: operations['submitAuthRequest'];
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
    /** @description An auth request: the identity of the device and its key. */
    readonly AuthRequest: {
      /**
       * @description The identity: a string that holds a JSON object, not empty. It is compared in canonical form, so the order of members and white space do not matter.
       *     Missing, null or empty is 400.
       */
      readonly id_data?: string | null;
      /**
       * @description The public key: the first PEM block of type PUBLIC KEY in the text, by the lax grammar of RFC 7468. Text around the block, white space and header
       *     lines do not matter. The key is compared in canonical form. Anything else (a certificate, an SSH key, PKCS #1 …) is 400, and the error names it. A
       *     private key is 400 too; it has leaked, because it was sent. Missing, null or empty is 400.
       */
      readonly pubkey?: string | null;
      /** @description A JWT with the tenant of the device. It is ignored unless the installation reads tenants from it (D17). */
      readonly tenant_token?: string | null;
    };
    readonly Error: {
      /** @description The error in plain words. */
      readonly error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      readonly request_id?: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: {
    /**
     * @description The request's id, as in the log and in `request_id`.
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
  readonly submitAuthRequest: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description The signature of the body. Every request must have it; a request without it is 400, after the checks of the body.
         * @example MEUCIQDsignatureInBase64AsTheKeyMakesIt==
         */
        readonly 'X-MEN-Signature'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "id_data": "{\"mac\":\"02:00:5e:00:00:01\",\"sn\":\"A-1001\"}",
         *       "pubkey": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…\n-----END PUBLIC KEY-----\n",
         *       "tenant_token": ""
         *     }
         */
        readonly 'application/json': components['schemas']['AuthRequest'];
      };
    };
    readonly responses: {
      /**
       * @description A token: a signed JWT in compact form, with nothing before or after it. It is valid until its `exp`, or until it is revoked (D3). Gateways check it
       *     with `tokens/verify`, or against `/.well-known/jwks.json`.
       */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /** @example eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Ij8ifQ.Y2xhaW1z.c2lnbmF0dXJl */
          readonly 'application/jwt': string;
        };
      };
      /** @description The body or the key cannot be used, or the signature is missing. Nothing changed. */
      readonly 400: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      /**
       * @description No token. Either the signature is wrong, and nothing changed; or the device is not admitted, for one of the reasons in the table above. The answer
       *     does not say which. The device asks again later.
       */
      readonly 401: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      /** @description The body is larger than the limit. Nothing changed. */
      readonly 413: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "request body too large",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      /** @description The body is not sent as `application/json` in UTF-8, or it is compressed (the signature covers the bytes that were sent). Nothing changed. */
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
      /**
       * @description This key sends too many requests. Each key has a count of its own, because a whole factory may share one address. Or the key is new, and there are
       *     too many waiting keys from its source, for its identity or in the whole queue: then it may get a place when `Retry-After` is over, or from another
       *     source. Nothing changed (D23). Behind a proxy that `DEVICEAUTH_TRUSTED_PROXIES` does not name, all devices have one source.
       */
      readonly 429: {
        headers: {
          readonly 'Retry-After': components['headers']['RetryAfter'];
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "too many requests",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service has a fault. The log has the cause under the request's id; the answer does not. */
      readonly 500: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "internal error",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      /**
       * @description The store cannot be reached, other commands kept changing the device, or no answer was ready within 10 s. In the last case the service may still do
       *     what was asked for. It is safe to repeat the request.
       */
      readonly 503: {
        headers: {
          readonly 'Retry-After': components['headers']['RetryAfter'];
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
    };
  };
}
