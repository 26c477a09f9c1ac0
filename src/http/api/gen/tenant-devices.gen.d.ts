// Made from api/tenant-devices.yaml by `npm run gen`.

export interface paths {
  readonly '/{tenantId}/devices': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List devices
     * @description Lists the devices of the tenant in the order of creation. Without `limit` and `cursor` the answer has all of them, and is sent while they are read. With
     *     `limit` or `cursor` the answer is a page, and `Link` has the address of the next one. A device that exists during the whole walk is listed once.
     */
    readonly get: operations['listTenantDevices'];
    readonly put?: never;
    /**
     * Create a device
     * @description Creates a device of the given type, enabled. It has no API key yet: `connections/reset` creates one. Defaults: `type` is `CrewCheck`, the name is empty,
     *     and there is no description. Names need not be unique. These devices do not count towards `max_devices`. A tenant may have about 10,000 of them, or
     *     about as many as the installation allows: the service counts them before it creates one, so creates at the same time can exceed the number.
     */
    readonly post: operations['createDevice'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/{tenantId}/devices/{deviceId}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show a device
     * @description Returns one device, the same as its entry in the list.
     */
    readonly get: operations['getDevice'];
    /**
     * Update a device
     * @description Changes the members that the body has. An absent member does not change; `description: null` clears it. A disabled device keeps its key, and `connect`
     *     refuses it from the answer 200 on. With `If-Match` the change is made only to that state of the device.
     */
    readonly put: operations['updateDevice'];
    readonly post?: never;
    /**
     * Delete a device and its API key
     * @description Deletes the device. From the answer 202 on, its key is refused. An id that no device of the tenant has is 202 too, so a deletion may be repeated. With
     *     `If-Match` only that state of the device is deleted, and a device that does not exist is 412.
     */
    readonly delete: operations['deleteDevice'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/{tenantId}/devices/{deviceId}/connect': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Connect a device and return its settings
     * @description For the device itself, with its own key, and for a machine with the scope `Device.Connect` that asks for a device. A user's token is 403.
     *
     *     The key of another device, an old key and the key of a deleted device are all 401. Only a caller with the device's key, or with the scope, learns that a
     *     device is disabled. Only a machine can get 404.
     */
    readonly post: operations['connect'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/{tenantId}/devices/{deviceId}/connections/reset': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Create a new API key for a device
     * @description Creates an API key for the device and returns it; it cannot be shown again. From the answer 200 on, the former key is refused. Of two resets at the same
     *     time only the key of the later one is valid. A disabled device gets a key too, and stays disabled.
     */
    readonly post: operations['resetConnections'];
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
    /**
     * @description The type of the device. It decides which settings the device has.
     * @enum {string}
     */
    readonly DeviceType: 'CrewCheck';
    /**
     * @description The settings of a CrewCheck device. All such devices of a tenant have the same settings.
     * @example {
     *       "logoUrl": "https://example.com/crewcheck/logo.png"
     *     }
     */
    readonly CrewCheckSettings: {
      /** @description The https address of the logo that the device shows. The service never fetches it. */
      readonly logoUrl: string;
    };
    /** @description The settings for the device's type: the tenant's own or the installation's. */
    readonly Settings: components['schemas']['CrewCheckSettings'];
    /**
     * @description One device. It contains no part of the API key.
     * @example {
     *       "deviceId": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
     *       "name": "Gate 4",
     *       "description": "By the north entrance",
     *       "isEnabled": true,
     *       "type": "CrewCheck",
     *       "settings": {
     *         "logoUrl": "https://example.com/crewcheck/logo.png"
     *       }
     *     }
     */
    readonly Device: {
      /** @description The id that the service gave the device. It never changes. */
      readonly deviceId: string;
      readonly name: string;
      readonly description: string | null;
      /** @description True if the device may connect. */
      readonly isEnabled: boolean;
      readonly type: components['schemas']['DeviceType'];
      readonly settings: components['schemas']['Settings'];
    };
    readonly Devices: readonly components['schemas']['Device'][];
    /** @description The type and the name of the device. Every member may be absent. */
    readonly CreateDevice: {
      readonly type?: components['schemas']['DeviceType'];
      readonly name?: string;
      readonly description?: string | null;
    };
    /** @description The changes. An absent member does not change. */
    readonly UpdateDevice: {
      readonly name?: string;
      /** @description null clears it. */
      readonly description?: string | null;
      /** @description True if the device may connect. */
      readonly isEnabled?: boolean;
    };
    readonly ConnectResponse: {
      readonly settings: components['schemas']['Settings'];
    };
    /**
     * @description What the device needs to connect.
     * @example {
     *       "deviceId": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
     *       "tenantId": "acme",
     *       "apiKey": "ddk_0198f3a27c1e7d4b9a553f0d6b1c2e70_…",
     *       "environment": "https://devices.example.com"
     *     }
     */
    readonly ConnectionToken: {
      readonly deviceId: string;
      /** @description The id in the path. */
      readonly tenantId: string;
      /** @description The API key of the device. It cannot be shown again. */
      readonly apiKey: string;
      /**
       * Format: uri
       * @description The base address that the device should call, from `DEVICEAUTH_PUBLIC_URL`. It never depends on the Host header of the request.
       */
      readonly environment: string;
    };
    readonly Problem: components['schemas']['ProblemDetails'] | components['schemas']['HttpValidationProblemDetails'];
    /** @description RFC 9457. */
    readonly ProblemDetails: {
      /** @description The code of the refusal. It does not change between versions. */
      readonly type?: string | null;
      readonly title?: string | null;
      /** Format: int32 */
      readonly status?: number | null;
      /** @description The error in plain words. */
      readonly detail?: string | null;
      readonly instance?: string | null;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      readonly request_id?: string;
    } & {
      readonly [key: string]: unknown;
    };
    /** @description A problem with the messages of the validation, for each place in the request. */
    readonly HttpValidationProblemDetails: {
      readonly type?: string | null;
      readonly title?: string | null;
      /** Format: int32 */
      readonly status?: number | null;
      readonly detail?: string | null;
      readonly instance?: string | null;
      readonly errors?: {
        readonly [key: string]: readonly string[];
      };
      readonly request_id?: string;
    } & {
      readonly [key: string]: unknown;
    };
  };
  responses: {
    /** @description The device. */
    readonly OneDevice: {
      headers: {
        readonly ETag: components['headers']['ETag'];
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Device'];
        readonly 'text/json': components['schemas']['Device'];
        readonly 'text/plain': components['schemas']['Device'];
      };
    };
    /** @description A parameter or the body does not follow this document. Nothing changed. */
    readonly BadRequest: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "invalid_request",
         *       "title": "Bad Request",
         *       "status": 400,
         *       "detail": "body.name must be string",
         *       "errors": {
         *         "body.name": [
         *           "must be string"
         *         ]
         *       },
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The request has no credential, more than one, or one that is not valid (D12). */
    readonly Unauthorized: {
      headers: {
        readonly 'WWW-Authenticate': components['headers']['Challenge'];
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "caller_unknown",
         *       "title": "Unauthorized",
         *       "status": 401,
         *       "detail": "unauthorized",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The caller is known, but may not do this here. The body is the same for tenants and devices that exist and for those that do not. */
    readonly Forbidden: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "caller_forbidden",
         *       "title": "Forbidden",
         *       "status": 403,
         *       "detail": "forbidden",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The tenant does not have this device. Nothing changed. */
    readonly NotFound: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "device_not_found",
         *       "title": "Not Found",
         *       "status": 404,
         *       "detail": "device not found",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The device is not in a state that `If-Match` names. Nothing changed. */
    readonly PreconditionFailed: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "precondition_failed",
         *       "title": "Precondition Failed",
         *       "status": 412,
         *       "detail": "the device is not in the state that If-Match names",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The body is larger than the limit. Nothing changed. */
    readonly TooLarge: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "too_large",
         *       "title": "Payload Too Large",
         *       "status": 413,
         *       "detail": "request entity too large",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The body is not sent as one of the three types in UTF-8, or it is compressed. Nothing changed. */
    readonly UnsupportedMediaType: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "media_type_unsupported",
         *       "title": "Unsupported Media Type",
         *       "status": 415,
         *       "detail": "Bad Content-Type, expected 'application/json'",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Too many wrong keys for one id from one address within a second. Nothing changed. */
    readonly TooManyRequests: {
      headers: {
        readonly 'Retry-After': components['headers']['RetryAfter'];
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "too_many_requests",
         *       "title": "Too Many Requests",
         *       "status": 429,
         *       "detail": "too many wrong API keys",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The service has a fault. The log has the cause under the request's id; the answer does not. */
    readonly InternalError: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "about:blank",
         *       "title": "Internal Server Error",
         *       "status": 500,
         *       "detail": "internal error",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/problem+json': components['schemas']['Problem'];
      };
    };
    /**
     * @description The store cannot be reached, other commands kept changing the device, or no answer was ready within 10 s. In the last case the service may still do
     *     what was asked for. It is safe to repeat the request.
     */
    readonly Unavailable: {
      headers: {
        readonly 'Retry-After': components['headers']['RetryAfter'];
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "store_unavailable",
         *       "title": "Service Unavailable",
         *       "status": 503,
         *       "detail": "the store cannot be used",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/problem+json': components['schemas']['Problem'];
      };
    };
  };
  parameters: {
    /**
     * @description The tenant; `default` for the installation's own (D17).
     * @example acme
     */
    readonly TenantId: string;
    /**
     * @description The device's id. An id that no device of the tenant has gets the same answer as a deleted device.
     * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
     */
    readonly DeviceId: string;
    /** @description The number of devices on a page. 100 if it is absent and `cursor` is present. */
    readonly Limit: number;
    /**
     * @description An opaque cursor: empty for the first page, then the value in the `next` link. Without a `next` link the walk is finished. A cursor that this service
     *     did not create is 400 (D13).
     */
    readonly Cursor: string;
    /**
     * @description The `ETag` of the state that the caller knows, several of them separated by commas, or `*` for any (RFC 9110, 13.1.1). If the device is in another state
     *     or does not exist, the answer is 412.
     * @example "3.5f2a9c41"
     */
    readonly IfMatch: string;
  };
  requestBodies: never;
  headers: {
    /**
     * @description The request's id, as in the log and in `request_id`.
     * @example 5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11
     */
    readonly RequestId: string;
    /**
     * @description The state of the device and of its settings.
     * @example "3.5f2a9c41"
     */
    readonly ETag: string;
    /**
     * @description RFC 8288, only on pages; `next` if there is another page. Path and query only.
     * @example </api/acme/devices?cursor=MDE5OGYzYTI&limit=100>; rel="next"
     */
    readonly Link: string;
    /**
     * @description How to authenticate (RFC 6750). If the signature of a user's token is good, it names the other fault of the token: `error="invalid_token",
     *     error_description="expired 3 h ago"`.
     * @example Bearer
     */
    readonly Challenge: string;
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
  readonly listTenantDevices: {
    readonly parameters: {
      readonly query?: {
        /** @description The number of devices on a page. 100 if it is absent and `cursor` is present. */
        readonly limit?: components['parameters']['Limit'];
        /**
         * @description An opaque cursor: empty for the first page, then the value in the `next` link. Without a `next` link the walk is finished. A cursor that this service
         *     did not create is 400 (D13).
         */
        readonly cursor?: components['parameters']['Cursor'];
      };
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant; `default` for the installation's own (D17).
         * @example acme
         */
        readonly tenantId: components['parameters']['TenantId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The devices. */
      readonly 200: {
        headers: {
          readonly Link: components['headers']['Link'];
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Devices'];
          readonly 'text/json': components['schemas']['Devices'];
          readonly 'text/plain': components['schemas']['Devices'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly createDevice: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant; `default` for the installation's own (D17).
         * @example acme
         */
        readonly tenantId: components['parameters']['TenantId'];
      };
      readonly cookie?: never;
    };
    /** @description The type and the name of the device. */
    readonly requestBody?: {
      readonly content: {
        /**
         * @example {
         *       "type": "CrewCheck",
         *       "name": "Gate 4",
         *       "description": "By the north entrance"
         *     }
         */
        readonly 'application/json': components['schemas']['CreateDevice'];
        readonly 'text/json': components['schemas']['CreateDevice'];
        readonly 'application/*+json': components['schemas']['CreateDevice'];
      };
    };
    readonly responses: {
      /** @description The new device. */
      readonly 201: {
        headers: {
          /**
           * @description The path of the device.
           * @example /api/acme/devices/0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
           */
          readonly Location?: string;
          readonly ETag: components['headers']['ETag'];
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Device'];
          readonly 'text/json': components['schemas']['Device'];
          readonly 'text/plain': components['schemas']['Device'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      /** @description The tenant has the highest number of devices. Nothing changed. */
      readonly 409: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "limit_reached",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "the tenant has as many devices as it may have",
           *       "limit": 10000,
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly getDevice: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant; `default` for the installation's own (D17).
         * @example acme
         */
        readonly tenantId: components['parameters']['TenantId'];
        /**
         * @description The device's id. An id that no device of the tenant has gets the same answer as a deleted device.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly deviceId: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: components['responses']['OneDevice'];
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 404: components['responses']['NotFound'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly updateDevice: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description The `ETag` of the state that the caller knows, several of them separated by commas, or `*` for any (RFC 9110, 13.1.1). If the device is in another state
         *     or does not exist, the answer is 412.
         * @example "3.5f2a9c41"
         */
        readonly 'If-Match'?: components['parameters']['IfMatch'];
      };
      readonly path: {
        /**
         * @description The tenant; `default` for the installation's own (D17).
         * @example acme
         */
        readonly tenantId: components['parameters']['TenantId'];
        /**
         * @description The device's id. An id that no device of the tenant has gets the same answer as a deleted device.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly deviceId: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    /** @description The changes. */
    readonly requestBody?: {
      readonly content: {
        /**
         * @example {
         *       "name": "Gate 5",
         *       "description": null,
         *       "isEnabled": false
         *     }
         */
        readonly 'application/json': components['schemas']['UpdateDevice'];
        readonly 'text/json': components['schemas']['UpdateDevice'];
        readonly 'application/*+json': components['schemas']['UpdateDevice'];
      };
    };
    readonly responses: {
      readonly 200: components['responses']['OneDevice'];
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 404: components['responses']['NotFound'];
      readonly 412: components['responses']['PreconditionFailed'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly deleteDevice: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description The `ETag` of the state that the caller knows, several of them separated by commas, or `*` for any (RFC 9110, 13.1.1). If the device is in another state
         *     or does not exist, the answer is 412.
         * @example "3.5f2a9c41"
         */
        readonly 'If-Match'?: components['parameters']['IfMatch'];
      };
      readonly path: {
        /**
         * @description The tenant; `default` for the installation's own (D17).
         * @example acme
         */
        readonly tenantId: components['parameters']['TenantId'];
        /**
         * @description The device's id. An id that no device of the tenant has gets the same answer as a deleted device.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly deviceId: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The device does not exist any longer. No body. */
      readonly 202: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 412: components['responses']['PreconditionFailed'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly connect: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant; `default` for the installation's own (D17).
         * @example acme
         */
        readonly tenantId: components['parameters']['TenantId'];
        /**
         * @description The device's id. An id that no device of the tenant has gets the same answer as a deleted device.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly deviceId: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The device may connect. Its settings. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ConnectResponse'];
          readonly 'text/json': components['schemas']['ConnectResponse'];
          readonly 'text/plain': components['schemas']['ConnectResponse'];
        };
      };
      /** @description The device is disabled, or a parameter does not follow this document. */
      readonly 400: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "device_disabled",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "the device is disabled",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 404: components['responses']['NotFound'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly resetConnections: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant; `default` for the installation's own (D17).
         * @example acme
         */
        readonly tenantId: components['parameters']['TenantId'];
        /**
         * @description The device's id. An id that no device of the tenant has gets the same answer as a deleted device.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly deviceId: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What the device needs to connect. Proxies must not store it. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['ConnectionToken'];
          readonly 'text/json': components['schemas']['ConnectionToken'];
          readonly 'text/plain': components['schemas']['ConnectionToken'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 404: components['responses']['NotFound'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
}
