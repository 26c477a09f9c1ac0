// Made from api/internal-v1.yaml by `npm run gen`.

export interface paths {
  readonly '/tokens/verify': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Verify a device token
     * @description Verifies the device token in `Authorization: Bearer <token>`. The answer is 200 exactly while the token is good: its signature is valid, it has not
     *     expired, and it is one of its device's live tokens (D3). A token is refused here from the answer to the call that revokes it.
     *
     *     Every method, and every path below this one, gets the same answer, before the router (D10): gateways send the method and the path of the call that they
     *     ask about. The body and the query are ignored, and no cookie is read. HEAD returns the headers of GET.
     *
     *     The answer 200 has no body. Its headers name the device, so that nginx, Traefik, Envoy and others can let the call pass and add the headers. Every 200
     *     has all five identity headers, and none is empty. A gateway must drop headers of these names that its client sent, and an application must refuse a
     *     request that lacks one of them.
     *
     *     503 means that there is no verdict. It says nothing about the token, and comes within a second. A request to this path gets no other status than 200,
     *     401 and 503, also if the client's path behind it leads out (`/../`). The target may have 64 KiB and the request 256 headers of 64 KiB together.
     */
    readonly get: operations['verifyToken'];
    readonly put?: never;
    /**
     * Verify a device token with POST
     * @description Does the same as `verifyToken`, in the form that Mender's own gateway uses. The body is not read; `Content-Length: 0` without a content type is allowed.
     *     Every method, and every path below this one, gets the same answer, before the router (D10).
     */
    readonly post: operations['verifyTokenPost'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/revocations': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List what an offline verifier must refuse
     * @description Returns enough to refuse every token that `tokens/verify` refuses, without a request for each token. There are three ways to read it:
     *
     *     - **Snapshot**, without `cursor`: everything that is revoked and has not expired, in pages (`next` of an answer is `page` of the next request). `full`
     *       is true. Its `cursor` is older than the first page, so nothing is missed; an item may appear twice. A reader that sends the `ETag` in `If-None-Match`
     *       gets 304 while nothing has changed.
     *     - **Delta**, with `cursor`: the items after the cursor, at once, or as soon as there is one within `wait` seconds. After that, no items. `full` is
     *       false.
     *     - **Stream**, with `Accept: text/event-stream` and `cursor` or `Last-Event-ID`: each item is one event. Its `id` is the cursor after it; of items that
     *       were revoked together, only the last one has an `id`. The service sends a comment line at least every second; without one the reader has lost contact. The
     *       stream ends after five minutes with an `id` without data; continue from the last `id`.
     *
     *     410 means that the feed no longer reaches back to the cursor, or that the cursor is from another feed (a restored backup). Take the snapshot again. A
     *     reader must not ignore an item with an unknown `kind`. An item is visible on every node within 250 ms after the
     *     call that revokes is answered.
     */
    readonly get: operations['getRevocations'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/brokers/generic': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Authorize a client of a message broker
     * @description Decides about a client of a message broker, for callout services, NATS, AWS IoT and every broker that has no operation of its own here.
     *
     *     These rules are the same for all brokers:
     *
     *     - **The token is the password.** A client without a password may send the token as its user name.
     *     - **The user name**, if the client sends one, is the device id or `<tenant>/<device id>`. Brokers that later ask with the user name alone (RabbitMQ,
     *       mosquitto, VerneMQ) require it, and they require the second form for devices outside the installation's own tenant.
     *     - **The client id** is the device id, or begins with it and `-`, `/` or `:`. `DEVICEAUTH_BROKER_ANY_CLIENT_ID=true` switches this rule off.
     *     - **Topics** are those of `DEVICEAUTH_BROKER_PUBLISH` and `_SUBSCRIBE`, by default `devices/{device}/#`, or `{tenant}/devices/{device}/#` if devices
     *       have tenants. Every level before the `#` must be equal; wildcards, `$share` and `$SYS` are denied there. Topics with two readings are always denied,
     *       because bridges may read them differently: the levels `.` and `..`, empty levels, control characters, invalid UTF-8, wildcards in a topic to publish
     *       to, and more than 65,535 bytes.
     *     - **A call without a token** is decided by the device in the user name: it must be accepted and have a live token. So a revoked device fails at its next
     *       call.
     *     - The common name of a client certificate must be the device id. It never replaces the token.
     *     - An answer is sent within a second. If there is no verdict, each broker gets the answer that makes it refuse the client without asking another service.
     *
     *     A body that does not follow this document is 400, 413 or 415. Every broker refuses the client then.
     */
    readonly post: operations['askAboutClient'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/brokers/emqx/{step}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Authorize a client of EMQX
     * @description For the HTTP authenticator (`authn`) and authorizer (`authz`) of EMQX 5. The answer to `authn` has `expire_at` (EMQX 5.8 and later end the session at
     *     that time) and the client's topics as `acl`, so that `authz` is not needed. If there is no verdict, the answer is `deny`: EMQX takes every other status
     *     than 200 for "ask the next one". For the same reason a body may have 2 MiB, which is more than the longest fields of MQTT take, independent of
     *     `DEVICEAUTH_REQUEST_SIZE_LIMIT`. See `askAboutClient`.
     */
    readonly post: operations['askForEmqx'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/brokers/vernemq': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Authorize a client of VerneMQ
     * @description For the webhooks `auth_on_register`, `auth_on_publish` and `auth_on_subscribe` of VerneMQ, and those of MQTT 5 (`_m5`); the header `vernemq-hook` names
     *     the webhook. A subscription is allowed with all its topics or refused. Configure the hooks with `no_payload`: the service does not read messages. See
     *     `askAboutClient`.
     */
    readonly post: operations['askForVernemq'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/brokers/rabbitmq/{step}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Authorize a client of RabbitMQ
     * @description The four addresses of RabbitMQ's HTTP backend. Only `user` carries the password. `resource` always allows the exchange `amq.topic` and the queues of the
     *     client's own MQTT sessions, independent of the settings; a device has no tags and configures no exchange. Topics are compared with dots instead of
     *     slashes; a topic that contains dots is denied. Every step is denied in a virtual host that `DEVICEAUTH_BROKER_VHOSTS` does not name for the device's
     *     tenant; by default the only virtual host is `/`. See `askAboutClient`.
     */
    readonly post: operations['askForRabbitmq'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/brokers/mosquitto/{step}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Authorize a client of mosquitto
     * @description The three addresses of mosquitto-go-auth's HTTP backend, and of the plugin in `scripts/brokers/mosquitto`. They ask about every message, in both
     *     directions. 200 allows and 403 denies; no client is a superuser. The body suits the response modes `status` and `json`, but not `text`. See
     *     `askAboutClient`.
     */
    readonly post: operations['askForMosquitto'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/brokers/introspect': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Introspect a token (RFC 7662)
     * @description For brokers and gateways that ask by RFC 7662, such as HiveMQ. The caller sends an API key with the scope `tokens:introspect` as Bearer, in `X-API-KEY`,
     *     or as the password of Basic with any user name. It gets details about tokens of its own tenant. Every other token, and every token that is not good, is
     *     `active: false` without details.
     */
    readonly post: operations['introspectToken'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/tokens': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /**
     * Revoke all tokens of a device or a tenant
     * @description Revokes every token of one device, or without `device_id` every token of the tenant. From the answer 204 on, the tokens are refused, and they stay
     *     refused (D3). Auth sets and limits do not change, so accepted devices get new tokens with their next auth requests. The answer is also 204 if there was
     *     nothing to revoke, or if the device or tenant is unknown. The time it takes grows with the number of tokens (`x-deadline: none`).
     */
    readonly delete: operations['revokeTokens'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/tokens/{jti}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /**
     * Revoke a token
     * @description Revokes one token of the tenant by its `jti` claim. The token is refused from the answer 204 on, and stays refused (D3). It does the same as
     *     `revokeToken` of the management API, for callers that are not users.
     */
    readonly delete: operations['revokeTokenOfTenant'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/keys': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List the signing keys
     * @description Lists the keys that sign device tokens, from this node's key files (D9). `devauth keys` changes them, this API does not. Not part of Mender's API.
     */
    readonly get: operations['listSigningKeys'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/tenants': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List the tenants
     * @description Lists the tenants in the order of their ids, each with its limit and the number of its accepted devices. A tenant is listed if it has a device, once had
     *     an accepted device, or has a limit of its own. Not part of Mender's API.
     */
    readonly get: operations['listTenants'];
    readonly put?: never;
    /**
     * Announce a tenant
     * @description Answers 201 and does nothing, as Mender does: a tenant exists from its first device or limit on. The operation is kept for systems that call it. A body,
     *     if there is one, must be a JSON object; its content is ignored.
     */
    readonly post: operations['createTenant'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/tenant/{tid}/limits/max_devices': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show a tenant's limit of accepted devices
     * @description Returns the highest number of accepted devices and the present number (D4). For a tenant without a limit of its own, the limit is the installation's
     *     default.
     */
    readonly get: operations['getTenantLimit'];
    /**
     * Set a tenant's limit of accepted devices
     * @description Sets the highest number of accepted devices of the tenant. From the answer 204 on, no device is accepted beyond it, even if many are decided at the same
     *     time (D4). Accepted devices stay accepted, also if there are more of them than the new limit.
     */
    readonly put: operations['setTenantLimit'];
    readonly post?: never;
    /**
     * Remove a tenant's limit of accepted devices
     * @description Makes the tenant unlimited, as the limit -1 does (D4). The answer is also 204 if the tenant was unlimited before.
     */
    readonly delete: operations['deleteTenantLimit'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/tenants/{tid}/devices': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List a tenant's devices
     * @description Does the same as `listDevices` of the management API, for any tenant. Devices are ordered by creation time, then by id (D13). A device must match both
     *     `status` and `id` if both are given; of several values of one, any is enough. A page past the end is an empty list, and so is the list of an unknown
     *     tenant.
     */
    readonly get: operations['listDevicesOfTenant'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/tenants/{tid}/devices/count': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Count a tenant's devices
     * @description Counts the devices of the tenant, or those with one status. The count is exact at the moment of the read.
     */
    readonly get: operations['countDevicesOfTenant'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/tenants/{tid}/devices/{did}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /**
     * End a device
     * @description Ends the device, also one that is not being decommissioned (D1a). From the answer 204 on, no read shows the device, its tokens are refused, it no longer
     *     counts towards `max_devices`, and its identity may register again under a new id. An orchestrator calls this operation at the end of a decommissioning.
     */
    readonly delete: operations['endDevice'];
    readonly options?: never;
    readonly head?: never;
    /**
     * Record that a device is provisioned
     * @description Records whether the orchestrator has provisioned the device. This decides which job the orchestrator gets when the device is accepted again. No answer
     *     shows the value, and the status does not change.
     */
    readonly patch: operations['setProvisioned'];
    readonly trace?: never;
  };
  readonly '/tenants/{tid}/devices/{did}/status': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show the status of a device
     * @description Returns the status of one device of the tenant, the same as in the list.
     */
    readonly get: operations['getDeviceStatus'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/alive': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Check that the process runs
     * @description Answers 204 as long as the process runs. It checks nothing else.
     */
    readonly get: operations['alive'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/health': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Check that the store can be used
     * @description Checks whether the store can be used. The answer is sent within five seconds.
     */
    readonly get: operations['health'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/diagnosis': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Run the checks of the doctor
     * @description Returns the findings of `devauth doctor`: the store and its settings, `used` compared with a new count of the devices, slot operations and events that
     *     were left behind, the clock, the signing keys. It only reads. The time it takes grows with the number of devices (`x-deadline: none`).
     */
    readonly get: operations['diagnose'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/backup': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Get a copy of the embedded store
     * @description Returns a consistent copy of the SQLite file, made while the service runs. It includes writes that happen during the copy. It holds everything except
     *     the signing keys. To restore it: stop the service, put the copy in the place of `devauth.db`, remove `devauth.db-wal`, start. The service makes one copy
     *     at a time. With MongoDB, which has tools of its own, the answer is 404. The answer begins when the copy is complete (`x-deadline: none`).
     */
    readonly post: operations['backup'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api-keys': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List the API keys of a tenant
     * @description Lists the tenant's API keys (D12) in the order of creation. Expired keys are listed, revoked keys are not. The service keeps only the SHA-256 of a key,
     *     so the list cannot show its text.
     */
    readonly get: operations['listApiKeys'];
    readonly put?: never;
    /**
     * Create an API key
     * @description Creates an API key for scripts and gateways (D12). The key is valid on the management API and the tenant devices API, for this tenant and these scopes,
     *     until it expires or is revoked. Only this answer has its text.
     */
    readonly post: operations['createApiKey'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api-keys/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /**
     * Revoke an API key
     * @description From the answer 204 on, every node refuses the key.
     */
    readonly delete: operations['revokeApiKey'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/tenants/{tid}/device-settings/{type}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show the settings of a tenant's devices
     * @description Returns the settings that tenant devices of this type get when they connect (tenant devices API): the tenant's own settings, or the installation's if
     *     the tenant has none.
     */
    readonly get: operations['getDeviceSettings'];
    /**
     * Set the settings of a tenant's devices
     * @description Sets all settings of tenant devices of this type. Every device gets them at its next connect. Other members of the body are refused.
     */
    readonly put: operations['setDeviceSettings'];
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
    readonly Revocations: {
      /** @description True for a snapshot, false for a delta. */
      readonly full: boolean;
      /** @description The cursor at which a delta or a stream continues. */
      readonly cursor: string;
      /** @description The time of this answer, in seconds since 1970. */
      readonly generated_at: number;
      readonly items: readonly components['schemas']['RevocationItem'][];
      /** @description The next page of a snapshot, for `page`; null on the last one and in a delta. */
      readonly next: string | null;
    };
    /**
     * @description `token`: the token with the id `jti` is refused. `device`, `tenant`: the tokens of the device or the tenant whose `iat` is not after `before` are
     *     refused. `key`: the tokens that the signing key `kid` signed are refused.
     */
    readonly RevocationItem: {
      /**
       * @description The kind of thing that is refused.
       * @enum {string}
       */
      readonly kind: 'token' | 'device' | 'tenant' | 'key';
      /** @description The time after which a verifier may forget the item, in seconds since 1970. */
      readonly exp: number;
      /** @description The `jti` of the token. */
      readonly jti?: string;
      /** @description The id of the device. */
      readonly device?: string;
      /** @description The tenant; empty for the installation's own. */
      readonly tenant?: string;
      /** @description A time in seconds since 1970. */
      readonly before?: number;
      /** @description The `kid` of the signing key. */
      readonly kid?: string;
    };
    /** @description A broker's question. */
    readonly ClientAsk: {
      /**
       * @description The action of the client. If absent, `connect`.
       * @enum {string}
       */
      readonly step?: 'connect' | 'publish' | 'subscribe';
      /** @description The token. */
      readonly token?: string;
      /** @description The client's user name. */
      readonly username?: string;
      /** @description The client's id. */
      readonly client_id?: string;
      /** @description The topic, or the filter of a subscription. */
      readonly topic?: string;
      /** @description The common name of the client's certificate, if it has one. */
      readonly cert_common_name?: string;
      /** @description The virtual host, if the broker has them. */
      readonly vhost?: string;
    };
    readonly ClientVerdict: {
      /**
       * @description The verdict.
       * @enum {string}
       */
      readonly result: 'allow' | 'deny';
      /**
       * @description The reason for `deny`.
       * @enum {string}
       */
      readonly reason?:
        'missing' | 'invalid' | 'expired' | 'revoked' | 'name' | 'client_id' | 'certificate' | 'vhost' | 'topic';
      /** @description The device's id. */
      readonly device?: string;
      /** @description The device's tenant, `default` for the installation's own. */
      readonly tenant?: string;
      /** @description The time when the session should end, in seconds since 1970. */
      readonly expires_at?: number;
      /** @description The topics that the client may use. */
      readonly topics?: {
        /** @description Topics that the client may publish to. */
        readonly publish: readonly string[];
        /** @description Filters that the client may subscribe to. */
        readonly subscribe: readonly string[];
      };
    };
    /** @description The body that the EMQX configuration defines. Other members are ignored. */
    readonly EmqxAsk: {
      /** @description `${username}` */
      readonly username?: string;
      /** @description `${password}`, the token. */
      readonly password?: string;
      /** @description `${clientid}` */
      readonly clientid?: string;
      /** @description `${cert_common_name}` */
      readonly cert_common_name?: string;
      /**
       * @description `${action}`, of `authz`.
       * @enum {string}
       */
      readonly action?: 'publish' | 'subscribe';
      /** @description `${topic}`, of `authz`. */
      readonly topic?: string;
    };
    readonly EmqxVerdict: {
      /**
       * @description The verdict.
       * @enum {string}
       */
      readonly result: 'allow' | 'deny';
      /** @description Always false. */
      readonly is_superuser?: boolean;
      /** @description The time when EMQX ends the session, in seconds since 1970. */
      readonly expire_at?: number;
      /** @description The device and its tenant. */
      readonly client_attrs?: {
        readonly [key: string]: string;
      };
      /** @description The rules for the client; the last rules deny everything else. */
      readonly acl?: readonly {
        /** @enum {string} */
        readonly permission: 'allow' | 'deny';
        /** @enum {string} */
        readonly action: 'publish' | 'subscribe' | 'all';
        readonly topic: string;
      }[];
    };
    /** @description The body of a webhook. Other members are ignored. */
    readonly VernemqAsk: {
      /** @description The client's user name. */
      readonly username?: string | null;
      /** @description The token. */
      readonly password?: string | null;
      /** @description The client's id. */
      readonly client_id?: string;
      /** @description The topic of `auth_on_publish`. */
      readonly topic?: string;
      /** @description The topics of `auth_on_subscribe`. */
      readonly topics?: readonly {
        readonly topic: string;
      }[];
    };
    readonly VernemqVerdict: {
      readonly result:
        | 'ok'
        | {
            /** @enum {string} */
            readonly error: 'not_allowed' | 'unavailable';
          };
    };
    /** @description The fields of a step. Other fields are ignored. */
    readonly RabbitmqAsk: {
      /** @description The client's user name. */
      readonly username?: string;
      /** @description The token. Only for `user`. */
      readonly password?: string;
      /** @description The MQTT client's id. */
      readonly client_id?: string;
      /** @description The virtual host; needed by every step but `user`. */
      readonly vhost?: string;
      /**
       * @description The kind of resource. Only for `resource` and `topic`.
       * @enum {string}
       */
      readonly resource?: 'exchange' | 'queue' | 'topic';
      /** @description The name of the exchange or queue. */
      readonly name?: string;
      /**
       * @description The permission. Only for `resource` and `topic`.
       * @enum {string}
       */
      readonly permission?: 'configure' | 'write' | 'read';
      /** @description The routing key. Only for `topic`. */
      readonly routing_key?: string;
    };
    /** @description The fields of a step. Other fields are ignored. */
    readonly MosquittoAsk: {
      /** @description The client's user name. */
      readonly username?: string;
      /** @description The token. Only for `user`. */
      readonly password?: string;
      /** @description The client's id. */
      readonly clientid?: string;
      /** @description The topic. Only for `acl`. */
      readonly topic?: string;
      /** @description Of `acl`. 1: a message is delivered to the client, 2: it publishes one, 3: both, 4: it subscribes. */
      readonly acc?: number | ('1' | '2' | '3' | '4');
    };
    readonly MosquittoVerdict: {
      /** @description The verdict. */
      readonly ok: boolean;
      /** @description The reason if it is false, else empty. */
      readonly error: string;
    };
    readonly IntrospectionAsk: {
      /** @description The token. */
      readonly token: string;
    };
    readonly Introspection: {
      /** @description True for a token that is good now. */
      readonly active: boolean;
      /** @description The device's id. */
      readonly sub?: string;
      /** @description As in the token. */
      readonly exp?: number;
      /** @description As in the token. */
      readonly iat?: number;
      /** @description As in the token. */
      readonly jti?: string;
      /** @description As in the token. */
      readonly iss?: string;
      /** @description As in the token. */
      readonly aud?: string;
      /**
       * @description How it is sent.
       * @enum {string}
       */
      readonly token_type?: 'Bearer';
      /** @description The device's tenant, `default` for the installation's own. */
      readonly tenant?: string;
    };
    /**
     * @description A permission of an API key. On the management API: `devices:read` reads, `preauth:write` pre-authorizes, `devices:decide` accepts, rejects, dismisses
     *     and decommissions, `tokens:revoke` revokes, `revocations:read` reads what a verifier must refuse. `tokens:introspect` introspects tokens (internal API).
     *     The other scopes are those of the tenant devices API.
     * @enum {string}
     */
    readonly MachineScope:
      | 'devices:read'
      | 'preauth:write'
      | 'devices:decide'
      | 'tokens:revoke'
      | 'tokens:introspect'
      | 'revocations:read'
      | 'webhooks:read'
      | 'webhooks:write'
      | 'Device.Read'
      | 'Device.Create'
      | 'Device.Update'
      | 'Device.Delete'
      | 'Device.Connect.Reset'
      | 'Device.Connect';
    readonly NewApiKey: {
      /** @description The tenant. Absent or empty, the installation's own (D17). */
      readonly tenant_id?: string;
      readonly scopes: readonly components['schemas']['MachineScope'][];
      /**
       * Format: date-time
       * @description The time when the key expires. If absent, the key is valid until it is revoked. A time in the past is 400.
       */
      readonly expires_at?: string;
      /** @description The purpose of the key. */
      readonly description?: string;
    };
    /**
     * @description An API key without its text.
     * @example {
     *       "id": "0198f3a27c1e7d4b9a553f0d6b1c2e70",
     *       "prefix": "dak_0198f3a27c1e7d4b9a553f0d6b1c2e70_",
     *       "tenant_id": "",
     *       "scopes": [
     *         "preauth:write"
     *       ],
     *       "description": "factory line 2",
     *       "created_at": "2025-08-29T02:22:48.862Z",
     *       "last_used_at": "2025-08-29T02:30:00.000Z"
     *     }
     */
    readonly ApiKey: {
      readonly id: string;
      /** @description The beginning of the key's text. It is not secret. */
      readonly prefix: string;
      readonly tenant_id: string;
      readonly scopes: readonly components['schemas']['MachineScope'][];
      readonly description: string;
      /** Format: date-time */
      readonly created_at: string;
      /**
       * Format: date-time
       * @description The time when the key expires. Absent if it does not expire.
       */
      readonly expires_at?: string;
      /**
       * Format: date-time
       * @description The minute of the last use. Absent before the first use.
       */
      readonly last_used_at?: string;
    };
    /** @description An API key with its text. */
    readonly CreatedApiKey: {
      readonly id: string;
      /** @description The text of the key. It cannot be shown again. */
      readonly key: string;
      readonly prefix: string;
      readonly tenant_id: string;
      readonly scopes: readonly components['schemas']['MachineScope'][];
      readonly description: string;
      /** Format: date-time */
      readonly created_at: string;
      /** Format: date-time */
      readonly expires_at?: string;
    };
    /** @description The settings of a type of tenant devices. */
    readonly DeviceSettings: components['schemas']['CrewCheckSettings'];
    readonly CrewCheckSettings: {
      /** @description The https address of the logo that the device shows. The service never fetches it. */
      readonly logoUrl: string;
    };
    /**
     * @description The strongest status among the device's auth sets, in the order accepted, preauthorized, pending, rejected; `noauth` without an auth set.
     * @enum {string}
     */
    readonly DeviceStatus: 'pending' | 'accepted' | 'rejected' | 'preauthorized' | 'noauth';
    /**
     * @description The decision about one auth set.
     * @enum {string}
     */
    readonly AuthSetStatus: 'pending' | 'accepted' | 'rejected' | 'preauthorized';
    /**
     * @description The identity data, a JSON object that the vendor chooses. It names exactly one device of the tenant.
     * @example {
     *       "mac": "02:00:5e:00:00:01",
     *       "sn": "A-1001"
     *     }
     */
    readonly IdentityData: {
      readonly [key: string]: unknown;
    };
    /**
     * @description One device key of a device, and the decision about it.
     * @example {
     *       "id": "0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33",
     *       "identity_data": {
     *         "mac": "02:00:5e:00:00:01",
     *         "sn": "A-1001"
     *       },
     *       "pubkey": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…\n-----END PUBLIC KEY-----\n",
     *       "fingerprint": "506ac99102aa7b1de04c86d4fc0f3a52c1c6ef0f3d7f4c2f9e1b1a7f2c5d94bf",
     *       "key_type": "P-256",
     *       "status": "accepted",
     *       "ts": "2025-08-29T02:22:48.862Z"
     *     }
     */
    readonly AuthSet: {
      readonly id: string;
      readonly identity_data: components['schemas']['IdentityData'];
      /** @description The public key as PEM of type PUBLIC KEY, in lines of 64 characters, with a line end after the last. */
      readonly pubkey: string;
      /** @description SHA-256 of the key in DER, in hexadecimal, as `openssl pkey -pubin -outform der | sha256sum` prints it. Not part of Mender's API. */
      readonly fingerprint: string;
      /** @description The type of the key: `P-256`, `P-384`, `Ed25519`, `RSA-3072` and so on. Absent for a key of another kind. Not part of Mender's API. */
      readonly key_type?: string;
      readonly status: components['schemas']['AuthSetStatus'];
      /**
       * Format: date-time
       * @description The time when the auth set was created.
       */
      readonly ts: string;
      /**
       * Format: date-time
       * @description The time when a pending auth set made room for another one. It is removed an hour later, unless it is decided on or gets its place back.
       */
      readonly leaving_ts?: string;
    };
    /**
     * @description One device with all its auth sets.
     * @example {
     *       "id": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
     *       "identity_data": {
     *         "mac": "02:00:5e:00:00:01",
     *         "sn": "A-1001"
     *       },
     *       "status": "accepted",
     *       "created_ts": "2025-08-29T02:22:48.862Z",
     *       "updated_ts": "2025-08-29T02:30:02.816Z",
     *       "auth_sets": [
     *         {
     *           "id": "0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33",
     *           "identity_data": {
     *             "mac": "02:00:5e:00:00:01",
     *             "sn": "A-1001"
     *           },
     *           "pubkey": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…\n-----END PUBLIC KEY-----\n",
     *           "fingerprint": "506ac99102aa7b1de04c86d4fc0f3a52c1c6ef0f3d7f4c2f9e1b1a7f2c5d94bf",
     *           "key_type": "P-256",
     *           "status": "accepted",
     *           "ts": "2025-08-29T02:22:48.862Z"
     *         }
     *       ],
     *       "decommissioning": false,
     *       "check_in_time": "2025-08-29T02:31:40.004Z"
     *     }
     */
    readonly Device: {
      /** @description The id that the service gave the device. It never changes. */
      readonly id: string;
      readonly identity_data: components['schemas']['IdentityData'];
      readonly status: components['schemas']['DeviceStatus'];
      /**
       * Format: date-time
       * @description The time when the device was created.
       */
      readonly created_ts: string;
      /**
       * Format: date-time
       * @description The time of the last change of the device or of one of its auth sets. A check-in is no change (D1).
       */
      readonly updated_ts: string;
      /** @description The auth sets in the order of creation; empty if the device has none. */
      readonly auth_sets: readonly components['schemas']['AuthSet'][];
      /** @description True while an orchestrator decommissions the device (D1a). */
      readonly decommissioning: boolean;
      /**
       * Format: date-time
       * @description The time of the last check-in; absent before the first one (Mender's addition).
       */
      readonly check_in_time?: string;
    };
    readonly DeviceUpdate: {
      readonly provisioned: boolean;
    };
    /** @description The status of a device. */
    readonly Status: {
      readonly status: components['schemas']['DeviceStatus'];
    };
    readonly Count: {
      readonly count: number;
    };
    readonly SigningKey: {
      /** @description The thumbprint of the key (RFC 7638), as in the header of the tokens that it signed. */
      readonly kid: string;
      /**
       * @description The file of the key. Absent if the file is not on this node.
       * @enum {string}
       */
      readonly alg?: 'ES256' | 'RS256' | 'EdDSA';
      /**
       * @description The state of the key. Only the active key signs; every key except a revoked one verifies.
       * @enum {string}
       */
      readonly state: 'pending' | 'active' | 'retiring' | 'revoked';
      /**
       * Format: date-time
       * @description The time when this state began.
       */
      readonly since: string;
      /**
       * Format: date-time
       * @description The time when the key stopped signing. Only for a retiring key.
       */
      readonly signs_until?: string;
      /**
       * Format: date-time
       * @description The time when the last token of the key has expired, so that the key may be revoked. Only for a retiring key.
       */
      readonly verifies_until?: string;
    };
    readonly Tenant: {
      /** @description The tenant's id, empty for the installation's own. */
      readonly id: string;
      /** @description The highest number of accepted devices; -1 means no limit. */
      readonly limit: number;
      /** @description The number of accepted devices. */
      readonly used: number;
      /** @description The number of waiting devices. Counted up to 10,000, which means that many or more. */
      readonly pending: number;
    };
    readonly Limit: {
      /** @description The highest number of accepted devices; -1 means no limit, 0 admits no device. */
      readonly limit: number;
      /** @description The number of accepted devices. */
      readonly used: number;
      /**
       * @description The number of preauthorized devices; each counts towards the limit when it connects. Counted up to 10,000, which means that many or more. Not part
       *     of Mender's API.
       */
      readonly preauthorized: number;
      /**
       * @description The number of waiting devices that are not accepted with another key; each counts towards the limit if it is accepted. Counted up to 10,000. Not
       *     part of Mender's API.
       */
      readonly pending: number;
    };
    readonly Diagnosis: {
      /**
       * @description `ok` if every finding is `ok`.
       * @enum {string}
       */
      readonly status: 'ok' | 'wrong';
      readonly findings: readonly {
        /** @description The thing that was checked. */
        readonly check: string;
        /** @enum {string} */
        readonly status: 'ok' | 'wrong';
        /** @description The finding in plain words. */
        readonly says: string;
      }[];
    };
    readonly NewLimit: {
      /** @description The highest number of accepted devices; -1 means no limit, 0 admits no device. */
      readonly limit: number;
    };
    readonly Error: {
      /** @description The error in plain words. */
      readonly error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      readonly request_id?: string;
    };
  };
  responses: {
    /** @description The token is good. Always 200, without a body. */
    readonly Verified: {
      headers: {
        /**
         * @description Always 0.
         * @example 0
         */
        readonly 'Content-Length'?: number;
        /**
         * @description The device's id, the token's `sub`.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly 'X-MEN-Device-Id'?: string;
        /**
         * @description The device's tenant. For the installation's own it is `default`, a name that no other tenant can have (D17). Percent-encoded if a header cannot
         *     carry it.
         * @example acme
         */
        readonly 'X-MEN-Tenant-Id'?: string;
        /**
         * @description The token's id, its `jti`.
         * @example e7c0f9a4-2f5b-4c1d-9b7e-6d1a0c3f8b52
         */
        readonly 'X-MEN-Token-Id'?: string;
        /**
         * @description The token's expiry in seconds since 1970, its `exp`.
         * @example 1757039568
         */
        readonly 'X-MEN-Token-Exp'?: number;
        /**
         * @description The auth set for which the token was issued.
         * @example 0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33
         */
        readonly 'X-MEN-Auth-Set-Id'?: string;
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content?: never;
    };
    /** @description The token is not good, or the request has no token or more than one. An expired token is 401 too. */
    readonly Refused: {
      headers: {
        /**
         * @description The challenge (RFC 6750), the same for every refusal of a token.
         * @example Bearer error="invalid_token"
         */
        readonly 'WWW-Authenticate'?: string;
        /**
         * @description The reason, for the gateway's log. It is sent only to callers that ask, and only if the signature of the token is good. A gateway should not pass it
         *     on.
         * @example revoked
         */
        readonly 'X-MEN-Deny-Reason'?: 'expired' | 'revoked' | 'superseded' | 'rejected' | 'decommissioned';
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
    /** @description There is no verdict: the store did not answer within a second, or the request was refused before its token was read. This says nothing about the token. */
    readonly NoVerdict: {
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
    /** @description The installation requires its key, and the request has no key or a wrong one. Nothing changed. */
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
    /** @description A parameter or the body does not follow this document. Nothing changed. */
    readonly BadRequest: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "status must be one of: pending, accepted, rejected, preauthorized, noauth",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/json': components['schemas']['Error'];
      };
    };
    /** @description It does not exist, or it belongs to another tenant. Nothing changed. */
    readonly NotFound: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "device not found",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/json': components['schemas']['Error'];
      };
    };
    /** @description `Accept` excludes every media type of the answer with `q=0`. Nothing changed. A caller that names only other types gets the first one. */
    readonly NotAcceptable: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "Accept excludes every media type of the answer: application/json, text/event-stream",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/json': components['schemas']['Error'];
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
         *       "error": "request body too large",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/json': components['schemas']['Error'];
      };
    };
    /** @description The body is not sent as `application/json` in UTF-8, or it is compressed. Nothing changed. */
    readonly UnsupportedMediaType: {
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
    /** @description The service has a fault. The log has the cause under the request's id; the answer does not. */
    readonly InternalError: {
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
    readonly Unavailable: {
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
  parameters: {
    /**
     * @description With `1`, a 401 has its reason in `X-MEN-Deny-Reason`. For gateways that keep the reason to themselves. A gateway that passes all headers of its client
     *     on should remove this header. With `DEVICEAUTH_VERIFY_EXPLAIN=true` every 401 has the reason.
     * @example 1
     */
    readonly Explain: string;
    /** @description The tenant of the API keys. Absent or empty, the installation's own (D17). */
    readonly TenantOfKey: string;
    /**
     * @description A type of tenant devices.
     * @example CrewCheck
     */
    readonly DeviceType: 'CrewCheck';
    /**
     * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
     * @example acme
     */
    readonly TenantId: string;
    /**
     * @description The tenant's id, as tokens carry it in `mender.tenant`. The empty value, `tenant_id=`, means the installation's own tenant (D17). If absent, 400.
     * @example acme
     */
    readonly TenantOfToken: string;
    /**
     * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
     * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
     */
    readonly DeviceId: string;
    /** @description Only devices with this status. If repeated, with any of these. If absent, devices with every status. An empty value is 400. */
    readonly StatusFilter: readonly components['schemas']['DeviceStatus'][];
    /** @description Only the device with this id. If repeated, with any of these ids. An id that no device of the tenant has matches nothing. */
    readonly IdFilter: readonly string[];
    /**
     * @description The number of the page, from 1. If absent, and without `cursor`, the first page. The schema has no default, so that the service can refuse `page`
     *     together with `cursor`.
     */
    readonly Page: number;
    /** @description The number of devices on a page. */
    readonly PerPage: number;
    /**
     * @description An opaque cursor: empty for the first page, then the value in the `next` link. Without a `next` link the walk is finished. Not allowed together with
     *     `page` (400). A cursor that this service did not create, or that was cut or changed, is 400 (D13).
     */
    readonly Cursor: string;
  };
  requestBodies: never;
  headers: {
    /**
     * @description The request's id, as in the log and in `request_id`.
     * @example 5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11
     */
    readonly RequestId: string;
    /**
     * @description RFC 8288, one header for each relation: `first` always, `prev` except on page 1, `next` if there is another page. Links have path and query only, with
     *     the filters of the request. With a cursor there is no `prev`. A link of more than 4 KiB is left out; only a filter with about a hundred ids is that
     *     long.
     * @example </api/internal/v1/devauth/tenants/acme/devices?page=2&per_page=20>; rel="next"
     */
    readonly Link: string;
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
  readonly verifyToken: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description With `1`, a 401 has its reason in `X-MEN-Deny-Reason`. For gateways that keep the reason to themselves. A gateway that passes all headers of its client
         *     on should remove this header. With `DEVICEAUTH_VERIFY_EXPLAIN=true` every 401 has the reason.
         * @example 1
         */
        readonly 'X-Devauth-Explain'?: components['parameters']['Explain'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: components['responses']['Verified'];
      readonly 401: components['responses']['Refused'];
      readonly 503: components['responses']['NoVerdict'];
    };
  };
  readonly verifyTokenPost: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description With `1`, a 401 has its reason in `X-MEN-Deny-Reason`. For gateways that keep the reason to themselves. A gateway that passes all headers of its client
         *     on should remove this header. With `DEVICEAUTH_VERIFY_EXPLAIN=true` every 401 has the reason.
         * @example 1
         */
        readonly 'X-Devauth-Explain'?: components['parameters']['Explain'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: components['responses']['Verified'];
      readonly 401: components['responses']['Refused'];
      readonly 503: components['responses']['NoVerdict'];
    };
  };
  readonly getRevocations: {
    readonly parameters: {
      readonly query?: {
        /** @description The cursor of a snapshot, a delta or an event. It is opaque. */
        readonly cursor?: string;
        /** @description The `next` of a page of a snapshot. It is opaque. Not allowed together with `cursor`. */
        readonly page?: string;
        /** @description The number of seconds that a delta waits for an item. */
        readonly wait?: number;
      };
      readonly header?: {
        /** @description The `ETag` of a snapshot. */
        readonly 'If-None-Match'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /**
       * @description The items. A snapshot has an `ETag`, which changes with every change in the installation. A snapshot and a delta are compressed (gzip) if the caller
       *     accepts it; a stream is not.
       */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "full": false,
           *       "cursor": "MTcgMDE5OGYzYTItN2MxZS03ZDRiLTlhNTUtM2YwZDZiMWMyZTcwLjE",
           *       "generated_at": 1772323200,
           *       "items": [
           *         {
           *           "kind": "token",
           *           "jti": "5b1c6c2e-7a2b-4a39-9d5d-2f8f1f1f8f10",
           *           "exp": 1772928000,
           *           "device": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
           *           "tenant": ""
           *         }
           *       ],
           *       "next": null
           *     }
           */
          readonly 'application/json': components['schemas']['Revocations'];
          readonly 'text/event-stream': string;
        };
      };
      /** @description Nothing has changed since the snapshot. No body. */
      readonly 304: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 406: components['responses']['NotAcceptable'];
      /** @description The feed no longer reaches back to the cursor. Take the snapshot again. */
      readonly 410: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly askAboutClient: {
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
         *       "step": "connect",
         *       "token": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
         *       "client_id": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70"
         *     }
         */
        readonly 'application/json': components['schemas']['ClientAsk'];
        readonly 'application/x-www-form-urlencoded': components['schemas']['ClientAsk'];
      };
    };
    readonly responses: {
      /** @description The verdict. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "result": "deny",
           *       "reason": "revoked"
           *     }
           */
          readonly 'application/json': components['schemas']['ClientVerdict'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly askForEmqx: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @description The step that EMQX asks about. */
        readonly step: 'authn' | 'authz';
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "username": "",
         *       "password": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
         *       "clientid": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70"
         *     }
         */
        readonly 'application/json': components['schemas']['EmqxAsk'];
        readonly 'application/x-www-form-urlencoded': components['schemas']['EmqxAsk'];
      };
    };
    readonly responses: {
      /** @description The verdict in the form that EMQX reads. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "result": "deny"
           *     }
           */
          readonly 'application/json': components['schemas']['EmqxVerdict'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 500: components['responses']['InternalError'];
    };
  };
  readonly askForVernemq: {
    readonly parameters: {
      readonly query?: never;
      readonly header: {
        /** @description The webhook that VerneMQ calls. */
        readonly 'vernemq-hook':
          | 'auth_on_register'
          | 'auth_on_publish'
          | 'auth_on_subscribe'
          | 'auth_on_register_m5'
          | 'auth_on_publish_m5'
          | 'auth_on_subscribe_m5';
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "username": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
         *       "password": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
         *       "client_id": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70"
         *     }
         */
        readonly 'application/json': components['schemas']['VernemqAsk'];
      };
    };
    readonly responses: {
      /** @description The verdict in the form that VerneMQ reads. It must not be cached. */
      readonly 200: {
        headers: {
          /** @description Always `no-store`. VerneMQ caches an answer with `max-age`. */
          readonly 'Cache-Control'?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "result": {
           *         "error": "not_allowed"
           *       }
           *     }
           */
          readonly 'application/json': components['schemas']['VernemqVerdict'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 500: components['responses']['InternalError'];
    };
  };
  readonly askForRabbitmq: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @description The step that RabbitMQ asks about. */
        readonly step: 'user' | 'vhost' | 'resource' | 'topic';
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "username": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
         *       "password": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
         *       "vhost": "/"
         *     }
         */
        readonly 'application/json': components['schemas']['RabbitmqAsk'];
        readonly 'application/x-www-form-urlencoded': components['schemas']['RabbitmqAsk'];
      };
    };
    readonly responses: {
      /** @description `allow`, or `deny` with the reason, which RabbitMQ logs. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /** @example deny revoked */
          readonly 'text/plain': string;
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 500: components['responses']['InternalError'];
    };
  };
  readonly askForMosquitto: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @description The step that mosquitto asks about. */
        readonly step: 'user' | 'superuser' | 'acl';
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "username": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
         *       "password": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
         *       "clientid": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70"
         *     }
         */
        readonly 'application/json': components['schemas']['MosquittoAsk'];
        readonly 'application/x-www-form-urlencoded': components['schemas']['MosquittoAsk'];
      };
    };
    readonly responses: {
      /** @description Allowed. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ok": true,
           *       "error": ""
           *     }
           */
          readonly 'application/json': components['schemas']['MosquittoVerdict'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      /** @description Denied. */
      readonly 403: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ok": false,
           *       "error": "revoked"
           *     }
           */
          readonly 'application/json': components['schemas']['MosquittoVerdict'];
        };
      };
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 500: components['responses']['InternalError'];
      /** @description There is no verdict. */
      readonly 503: {
        headers: {
          readonly 'Retry-After': components['headers']['RetryAfter'];
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ok": false,
           *       "error": "unavailable"
           *     }
           */
          readonly 'application/json': components['schemas']['MosquittoVerdict'];
        };
      };
    };
  };
  readonly introspectToken: {
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
         *       "token": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln"
         *     }
         */
        readonly 'application/json': components['schemas']['IntrospectionAsk'];
        readonly 'application/x-www-form-urlencoded': components['schemas']['IntrospectionAsk'];
      };
    };
    readonly responses: {
      /** @description The state of the token. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "active": false
           *     }
           */
          readonly 'application/json': components['schemas']['Introspection'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      /** @description The key does not have the scope. */
      readonly 403: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      /** @description The key sends more requests than the settings allow. */
      readonly 429: {
        headers: {
          readonly 'Retry-After': components['headers']['RetryAfter'];
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly revokeTokens: {
    readonly parameters: {
      readonly query: {
        /**
         * @description The tenant's id, as tokens carry it in `mender.tenant`. The empty value, `tenant_id=`, means the installation's own tenant (D17). If absent, 400.
         * @example acme
         */
        readonly tenant_id: components['parameters']['TenantOfToken'];
        /** @description Revokes only the tokens of this device. */
        readonly device_id?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All these tokens are revoked. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly revokeTokenOfTenant: {
    readonly parameters: {
      readonly query: {
        /**
         * @description The tenant's id, as tokens carry it in `mender.tenant`. The empty value, `tenant_id=`, means the installation's own tenant (D17). If absent, 400.
         * @example acme
         */
        readonly tenant_id: components['parameters']['TenantOfToken'];
      };
      readonly header?: never;
      readonly path: {
        /**
         * @description The token's `jti`. A text that is not a live token of the tenant is 404; this includes a token that is already revoked.
         * @example e7c0f9a4-2f5b-4c1d-9b7e-6d1a0c3f8b52
         */
        readonly jti: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The token is revoked. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 404: components['responses']['NotFound'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly listSigningKeys: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The keys. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example [
           *       {
           *         "kid": "vGkJuTWbvZpKcQMiqgAlcNzpZr7sC4e3oUnPpRr1bQk",
           *         "alg": "ES256",
           *         "state": "active",
           *         "since": "2025-08-29T02:22:48.862Z"
           *       }
           *     ]
           */
          readonly 'application/json': readonly components['schemas']['SigningKey'][];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly listTenants: {
    readonly parameters: {
      readonly query?: {
        /** @description The number of tenants on a page; 20 by default. */
        readonly limit?: number;
        /** @description An opaque cursor. Empty for the first page, then the value in the `next` link. */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One page of tenants. A page past the end is empty. */
      readonly 200: {
        headers: {
          /**
           * @description RFC 8288; `next` if there is another page.
           * @example </api/internal/v1/devauth/tenants?cursor=LmFjbWU&limit=20>; rel="next"
           */
          readonly Link?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example [
           *       {
           *         "id": "acme",
           *         "limit": 450,
           *         "used": 300,
           *         "pending": 12
           *       }
           *     ]
           */
          readonly 'application/json': readonly components['schemas']['Tenant'][];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly createTenant: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        /**
         * @example {
         *       "tenant_id": "acme"
         *     }
         */
        readonly 'application/json': Record<string, never>;
      };
    };
    readonly responses: {
      /** @description The call is accepted. No body. */
      readonly 201: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
    };
  };
  readonly getTenantLimit: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        readonly tid: components['parameters']['TenantId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The limit and the number of accepted devices. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "limit": 100,
           *       "used": 42,
           *       "preauthorized": 8,
           *       "pending": 3
           *     }
           */
          readonly 'application/json': components['schemas']['Limit'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly setTenantLimit: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        readonly tid: components['parameters']['TenantId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "limit": 100
         *     }
         */
        readonly 'application/json': components['schemas']['NewLimit'];
      };
    };
    readonly responses: {
      /** @description The limit is set. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly deleteTenantLimit: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        readonly tid: components['parameters']['TenantId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The tenant is unlimited. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly listDevicesOfTenant: {
    readonly parameters: {
      readonly query?: {
        /** @description Only devices with this status. If repeated, with any of these. If absent, devices with every status. An empty value is 400. */
        readonly status?: components['parameters']['StatusFilter'];
        /** @description Only the device with this id. If repeated, with any of these ids. An id that no device of the tenant has matches nothing. */
        readonly id?: components['parameters']['IdFilter'];
        /**
         * @description The number of the page, from 1. If absent, and without `cursor`, the first page. The schema has no default, so that the service can refuse `page`
         *     together with `cursor`.
         */
        readonly page?: components['parameters']['Page'];
        /** @description The number of devices on a page. */
        readonly per_page?: components['parameters']['PerPage'];
        /**
         * @description An opaque cursor: empty for the first page, then the value in the `next` link. Without a `next` link the walk is finished. Not allowed together with
         *     `page` (400). A cursor that this service did not create, or that was cut or changed, is 400 (D13).
         */
        readonly cursor?: components['parameters']['Cursor'];
      };
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        readonly tid: components['parameters']['TenantId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One page of devices. A page past the end is empty. */
      readonly 200: {
        headers: {
          readonly Link: components['headers']['Link'];
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': readonly components['schemas']['Device'][];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly countDevicesOfTenant: {
    readonly parameters: {
      readonly query?: {
        /** @description Counts only devices with this status. If absent, all devices. */
        readonly status?: components['schemas']['DeviceStatus'];
      };
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        readonly tid: components['parameters']['TenantId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The count. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "count": 42
           *     }
           */
          readonly 'application/json': components['schemas']['Count'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly endDevice: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        readonly tid: components['parameters']['TenantId'];
        /**
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly did: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The device is removed. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 404: components['responses']['NotFound'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly setProvisioned: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        readonly tid: components['parameters']['TenantId'];
        /**
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly did: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "provisioned": true
         *     }
         */
        readonly 'application/json': components['schemas']['DeviceUpdate'];
      };
    };
    readonly responses: {
      /** @description The value is recorded. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 404: components['responses']['NotFound'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly getDeviceStatus: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        readonly tid: components['parameters']['TenantId'];
        /**
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly did: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The status, one of five. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "status": "accepted"
           *     }
           */
          readonly 'application/json': components['schemas']['Status'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 404: components['responses']['NotFound'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly alive: {
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
      readonly 401: components['responses']['Unauthorized'];
    };
  };
  readonly health: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The store can be used. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 401: components['responses']['Unauthorized'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly diagnose: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The findings. The status is 200 also if a check failed. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "status": "wrong",
           *       "findings": [
           *         {
           *           "check": "store",
           *           "status": "ok",
           *           "says": "answers"
           *         },
           *         {
           *           "check": "slots",
           *           "status": "wrong",
           *           "says": "the own tenant: used is 3, and 2 devices are accepted"
           *         }
           *       ]
           *     }
           */
          readonly 'application/json': components['schemas']['Diagnosis'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
    };
  };
  readonly backup: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The file. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/octet-stream': string;
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 404: components['responses']['NotFound'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly listApiKeys: {
    readonly parameters: {
      readonly query?: {
        /** @description The tenant of the API keys. Absent or empty, the installation's own (D17). */
        readonly tenant_id?: components['parameters']['TenantOfKey'];
        /** @description The number of keys on a page; 100 by default. */
        readonly limit?: number;
        /** @description An opaque cursor. Empty for the first page, then the value in the `next` link. */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One page of API keys. A page past the end is empty. */
      readonly 200: {
        headers: {
          /**
           * @description RFC 8288; `next` if there is another page.
           * @example </api/internal/v1/devauth/api-keys?cursor=MDE5OGYzYTI&limit=100>; rel="next"
           */
          readonly Link?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': readonly components['schemas']['ApiKey'][];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly createApiKey: {
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
         *       "scopes": [
         *         "preauth:write"
         *       ],
         *       "description": "factory line 2",
         *       "expires_at": "2027-01-01T00:00:00Z"
         *     }
         */
        readonly 'application/json': components['schemas']['NewApiKey'];
      };
    };
    readonly responses: {
      /** @description The API key with its text. */
      readonly 201: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CreatedApiKey'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly revokeApiKey: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The id of the API key, the part between the underscores. An unknown or revoked key is 404.
         * @example 0198f3a27c1e7d4b9a553f0d6b1c2e70
         */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The key is revoked. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 404: components['responses']['NotFound'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly getDeviceSettings: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        readonly tid: components['parameters']['TenantId'];
        /**
         * @description A type of tenant devices.
         * @example CrewCheck
         */
        readonly type: components['parameters']['DeviceType'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The settings. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['DeviceSettings'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly setDeviceSettings: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        readonly tid: components['parameters']['TenantId'];
        /**
         * @description A type of tenant devices.
         * @example CrewCheck
         */
        readonly type: components['parameters']['DeviceType'];
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "logoUrl": "https://acme.example/logo.png"
         *     }
         */
        readonly 'application/json': components['schemas']['DeviceSettings'];
      };
    };
    readonly responses: {
      /** @description The settings are set. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
}
