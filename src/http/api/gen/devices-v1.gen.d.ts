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
     * @description A device says who it is (`id_data`) and with which key (`pubkey`), and signs the body with that key. What follows depends on the auth set that
     *     identity and key make together:
     *
     *     | the auth set | answer | afterwards |
     *     | --- | --- | --- |
     *     | accepted | 200 | the device has one more token; if the set then has more live tokens than a setting allows, the oldest one is superseded (D3) |
     *     | preauthorized, room under `max_devices` | 200 | accepted, any other accepted set of the device rejected and its tokens revoked |
     *     | preauthorized, no room | 401 | unchanged; the next request tries again |
     *     | unknown | 401 | pending, waiting for an operator; the device is made if its identity is new |
     *     | pending, rejected | 401 | unchanged |
     *     | any, the device is being decommissioned | 401 | unchanged |
     *
     *     A device with many undecided keys loses the pending set that was seen longest ago, never an accepted or preauthorized one (D1).
     *     A repeated request makes nothing twice, so a device simply asks again, at its own pace, until it is accepted.
     *
     *     The signature is over the body as sent, byte for byte (D7). The header `X-MEN-Signature` has it, in base64 with padding:
     *
     *     | key | signature |
     *     | --- | --- |
     *     | RSA | PKCS #1 v1.5 with SHA-256 (RFC 8017) |
     *     | ECDSA | DER, with SHA-256 for every curve |
     *     | Ed25519 | 64 bytes, over the body itself (RFC 8032) |
     *
     *     Checked in Mender's order, which is why no member and no header is `required` here; the service checks them itself and answers with its own text:
     *
     *     1. the body is JSON: 400
     *     2. `id_data` is there: 400
     *     3. `pubkey` is there: 400
     *     4. `pubkey` is a key that is admitted (D8): 400
     *     5. `id_data` holds a JSON object that can name a device: 400
     *     6. `X-MEN-Signature` is there: 400
     *     7. the signature is good: 401
     *
     *     Nothing is read from or written to the store before all of these hold. Where the installation reads tenants from `tenant_token` (D17), one that is
     *     missing or not good is 401, before the store too.
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
    /** @description Which device asks, and with which key. */
    readonly AuthRequest: {
      /**
       * @description The identity: a string that holds a JSON object, not empty. Compared in canonical form, so the order of its members and white space do not matter.
       *     Missing, null or empty is 400.
       */
      readonly id_data?: string | null;
      /**
       * @description The public key: the first PEM block of type PUBLIC KEY in the text, read by the lax grammar of RFC 7468. Text around the block, white space and
       *     header lines do not matter, and the key is compared in canonical form. Another thing (a certificate, an SSH key, PKCS #1 …) is 400 and is named in the
       *     error; so is a private key, which has leaked by being sent. Missing, null or empty is 400.
       */
      readonly pubkey?: string | null;
      /** @description A JWT with the tenant of the device. It is ignored unless the installation reads tenants from it (D17). */
      readonly tenant_token?: string | null;
    };
    readonly Error: {
      /** @description What is wrong, in words. */
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
     * @description After how many seconds to try again (RFC 9110, 10.2.3).
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
         * @description The signature over the body. Every request needs it; one without is 400, after the checks of the body.
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
       * @description A token: a signed JWT, compact, nothing before or after it. It is good until its `exp`, or until it is revoked (D3).
       *     Gateways have it checked by `tokens/verify`, or against `/.well-known/jwks.json`.
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
       * @description No token. Either the signature is wrong, and nothing changed; or the device is not admitted, for one of the reasons in the table above. It does not learn
       *     which, and asks again later.
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
      /** @description The body is larger than the service takes. Nothing changed. */
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
      /** @description The body is not sent as `application/json` in UTF-8, or it is compressed (the signature is over the bytes sent). Nothing changed. */
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
       * @description This key asks too often; counted for each key, because a whole factory may share one address. Or the key is new, and too many unknown keys wait
       *     from its source, for its identity or in the whole queue: then it may wait when `Retry-After` is over, or from another source. Nothing changed (D23).
       *     Behind a proxy all devices have one source unless `DEVICEAUTH_TRUSTED_PROXIES` names it.
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
      /** @description A fault of the service. Only the log has the cause, under the request's id. */
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
       * @description The store cannot be reached, the device kept changing, or no answer was ready within 10 s of the whole request: what was asked for may then still be
       *     done. To repeat the request is safe.
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
