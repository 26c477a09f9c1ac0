// Made from api/internal-v1.yaml by `npm run gen`.

export interface paths {
  '/tokens/verify': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
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
    get: operations['verifyToken'];
    put?: never;
    /**
     * Verify a device token with POST
     * @description Does the same as `verifyToken`, in the form that Mender's own gateway uses. The body is not read; `Content-Length: 0` without a content type is allowed.
     *     Every method, and every path below this one, gets the same answer, before the router (D10).
     */
    post: operations['verifyTokenPost'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/revocations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
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
    get: operations['getRevocations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/brokers/generic': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
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
    post: operations['askAboutClient'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/brokers/emqx/{step}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Authorize a client of EMQX
     * @description For the HTTP authenticator (`authn`) and authorizer (`authz`) of EMQX 5. The answer to `authn` has `expire_at` (EMQX 5.8 and later end the session at
     *     that time) and the client's topics as `acl`, so that `authz` is not needed. If there is no verdict, the answer is `deny`: EMQX takes every other status
     *     than 200 for "ask the next one". For the same reason a body may have 2 MiB, which is more than the longest fields of MQTT take, independent of
     *     `DEVICEAUTH_REQUEST_SIZE_LIMIT`. See `askAboutClient`.
     */
    post: operations['askForEmqx'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/brokers/vernemq': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Authorize a client of VerneMQ
     * @description For the webhooks `auth_on_register`, `auth_on_publish` and `auth_on_subscribe` of VerneMQ, and those of MQTT 5 (`_m5`); the header `vernemq-hook` names
     *     the webhook. A subscription is allowed with all its topics or refused. Configure the hooks with `no_payload`: the service does not read messages. See
     *     `askAboutClient`.
     */
    post: operations['askForVernemq'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/brokers/rabbitmq/{step}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Authorize a client of RabbitMQ
     * @description The four addresses of RabbitMQ's HTTP backend. Only `user` carries the password. `resource` always allows the exchange `amq.topic` and the queues of the
     *     client's own MQTT sessions, independent of the settings; a device has no tags and configures no exchange. Topics are compared with dots instead of
     *     slashes; a topic that contains dots is denied. Every step is denied in a virtual host that `DEVICEAUTH_BROKER_VHOSTS` does not name for the device's
     *     tenant; by default the only virtual host is `/`. See `askAboutClient`.
     */
    post: operations['askForRabbitmq'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/brokers/mosquitto/{step}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Authorize a client of mosquitto
     * @description The three addresses of mosquitto-go-auth's HTTP backend, and of the plugin in `scripts/brokers/mosquitto`. They ask about every message, in both
     *     directions. 200 allows and 403 denies; no client is a superuser. The body suits the response modes `status` and `json`, but not `text`. See
     *     `askAboutClient`.
     */
    post: operations['askForMosquitto'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/brokers/introspect': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Introspect a token (RFC 7662)
     * @description For brokers and gateways that ask by RFC 7662, such as HiveMQ. The caller sends an API key with the scope `tokens:introspect` as Bearer, in `X-API-KEY`,
     *     or as the password of Basic with any user name. It gets details about tokens of its own tenant. Every other token, and every token that is not good, is
     *     `active: false` without details.
     */
    post: operations['introspectToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/tokens': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke all tokens of a device or a tenant
     * @description Revokes every token of one device, or without `device_id` every token of the tenant. From the answer 204 on, the tokens are refused, and they stay
     *     refused (D3). Auth sets and limits do not change, so accepted devices get new tokens with their next auth requests. The answer is also 204 if there was
     *     nothing to revoke, or if the device or tenant is unknown. The time it takes grows with the number of tokens (`x-deadline: none`).
     */
    delete: operations['revokeTokens'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/tokens/{jti}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke a token
     * @description Revokes one token of the tenant by its `jti` claim. The token is refused from the answer 204 on, and stays refused (D3). It does the same as
     *     `revokeToken` of the management API, for callers that are not users.
     */
    delete: operations['revokeTokenOfTenant'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the signing keys
     * @description Lists the keys that sign device tokens, from this node's key files (D9). `devauth keys` changes them, this API does not. Not part of Mender's API.
     */
    get: operations['listSigningKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/tenants': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the tenants
     * @description Lists the tenants in the order of their ids, each with its limit and the number of its accepted devices. A tenant is listed if it has a device, once had
     *     an accepted device, or has a limit of its own. Not part of Mender's API.
     */
    get: operations['listTenants'];
    put?: never;
    /**
     * Announce a tenant
     * @description Answers 201 and does nothing, as Mender does: a tenant exists from its first device or limit on. The operation is kept for systems that call it. A body,
     *     if there is one, must be a JSON object; its content is ignored.
     */
    post: operations['createTenant'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/tenant/{tid}/limits/max_devices': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show a tenant's limit of accepted devices
     * @description Returns the highest number of accepted devices and the present number (D4). For a tenant without a limit of its own, the limit is the installation's
     *     default.
     */
    get: operations['getTenantLimit'];
    /**
     * Set a tenant's limit of accepted devices
     * @description Sets the highest number of accepted devices of the tenant. From the answer 204 on, no device is accepted beyond it, even if many are decided at the same
     *     time (D4). Accepted devices stay accepted, also if there are more of them than the new limit.
     */
    put: operations['setTenantLimit'];
    post?: never;
    /**
     * Remove a tenant's limit of accepted devices
     * @description Makes the tenant unlimited, as the limit -1 does (D4). The answer is also 204 if the tenant was unlimited before.
     */
    delete: operations['deleteTenantLimit'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/tenants/{tid}/devices': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List a tenant's devices
     * @description Does the same as `listDevices` of the management API, for any tenant. Devices are ordered by creation time, then by id (D13). A device must match both
     *     `status` and `id` if both are given; of several values of one, any is enough. A page past the end is an empty list, and so is the list of an unknown
     *     tenant.
     */
    get: operations['listDevicesOfTenant'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/tenants/{tid}/devices/count': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Count a tenant's devices
     * @description Counts the devices of the tenant, or those with one status. The count is exact at the moment of the read.
     */
    get: operations['countDevicesOfTenant'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/tenants/{tid}/devices/{did}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End a device
     * @description Ends the device, also one that is not being decommissioned (D1a). From the answer 204 on, no read shows the device, its tokens are refused, it no longer
     *     counts towards `max_devices`, and its identity may register again under a new id. An orchestrator calls this operation at the end of a decommissioning.
     */
    delete: operations['endDevice'];
    options?: never;
    head?: never;
    /**
     * Record that a device is provisioned
     * @description Records whether the orchestrator has provisioned the device. This decides which job the orchestrator gets when the device is accepted again. No answer
     *     shows the value, and the status does not change.
     */
    patch: operations['setProvisioned'];
    trace?: never;
  };
  '/tenants/{tid}/devices/{did}/status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show the status of a device
     * @description Returns the status of one device of the tenant, the same as in the list.
     */
    get: operations['getDeviceStatus'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/alive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Check that the process runs
     * @description Answers 204 as long as the process runs. It checks nothing else.
     */
    get: operations['alive'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Check that the store can be used
     * @description Checks whether the store can be used. The answer is sent within five seconds.
     */
    get: operations['health'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/diagnosis': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Run the checks of the doctor
     * @description Returns the findings of `devauth doctor`: the store and its settings, `used` compared with a new count of the devices, slot operations and events that
     *     were left behind, the clock, the signing keys. It only reads. The time it takes grows with the number of devices (`x-deadline: none`).
     */
    get: operations['diagnose'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/backup': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Get a copy of the embedded store
     * @description Returns a consistent copy of the SQLite file, made while the service runs. It includes writes that happen during the copy. It holds everything except
     *     the signing keys. To restore it: stop the service, put the copy in the place of `devauth.db`, remove `devauth.db-wal`, start. The service makes one copy
     *     at a time. With MongoDB, which has tools of its own, the answer is 404. The answer begins when the copy is complete (`x-deadline: none`).
     */
    post: operations['backup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the API keys of a tenant
     * @description Lists the tenant's API keys (D12) in the order of creation. Expired keys are listed, revoked keys are not. The service keeps only the SHA-256 of a key,
     *     so the list cannot show its text.
     */
    get: operations['listApiKeys'];
    put?: never;
    /**
     * Create an API key
     * @description Creates an API key for scripts and gateways (D12). The key is valid on the management API and the tenant devices API, for this tenant and these scopes,
     *     until it expires or is revoked. Only this answer has its text.
     */
    post: operations['createApiKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api-keys/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke an API key
     * @description From the answer 204 on, every node refuses the key.
     */
    delete: operations['revokeApiKey'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/tenants/{tid}/device-settings/{type}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show the settings of a tenant's devices
     * @description Returns the settings that tenant devices of this type get when they connect (tenant devices API): the tenant's own settings, or the installation's if
     *     the tenant has none.
     */
    get: operations['getDeviceSettings'];
    /**
     * Set the settings of a tenant's devices
     * @description Sets all settings of tenant devices of this type. Every device gets them at its next connect. Other members of the body are refused.
     */
    put: operations['setDeviceSettings'];
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
    Revocations: {
      /** @description True for a snapshot, false for a delta. */
      full: boolean;
      /** @description The cursor at which a delta or a stream continues. */
      cursor: string;
      /** @description The time of this answer, in seconds since 1970. */
      generated_at: number;
      items: components['schemas']['RevocationItem'][];
      /** @description The next page of a snapshot, for `page`; null on the last one and in a delta. */
      next: string | null;
    };
    /**
     * @description `token`: the token with the id `jti` is refused. `device`, `tenant`: the tokens of the device or the tenant whose `iat` is not after `before` are
     *     refused. `key`: the tokens that the signing key `kid` signed are refused.
     */
    RevocationItem: {
      /**
       * @description The kind of thing that is refused.
       * @enum {string}
       */
      kind: 'token' | 'device' | 'tenant' | 'key';
      /** @description The time after which a verifier may forget the item, in seconds since 1970. */
      exp: number;
      /** @description The `jti` of the token. */
      jti?: string;
      /** @description The id of the device. */
      device?: string;
      /** @description The tenant; empty for the installation's own. */
      tenant?: string;
      /** @description A time in seconds since 1970. */
      before?: number;
      /** @description The `kid` of the signing key. */
      kid?: string;
    };
    /** @description A broker's question. */
    ClientAsk: {
      /**
       * @description The action of the client. If absent, `connect`.
       * @enum {string}
       */
      step?: 'connect' | 'publish' | 'subscribe';
      /** @description The token. */
      token?: string;
      /** @description The client's user name. */
      username?: string;
      /** @description The client's id. */
      client_id?: string;
      /** @description The topic, or the filter of a subscription. */
      topic?: string;
      /** @description The common name of the client's certificate, if it has one. */
      cert_common_name?: string;
      /** @description The virtual host, if the broker has them. */
      vhost?: string;
    };
    ClientVerdict: {
      /**
       * @description The verdict.
       * @enum {string}
       */
      result: 'allow' | 'deny';
      /**
       * @description The reason for `deny`.
       * @enum {string}
       */
      reason?: 'missing' | 'invalid' | 'expired' | 'revoked' | 'name' | 'client_id' | 'certificate' | 'vhost' | 'topic';
      /** @description The device's id. */
      device?: string;
      /** @description The device's tenant, `default` for the installation's own. */
      tenant?: string;
      /** @description The time when the session should end, in seconds since 1970. */
      expires_at?: number;
      /** @description The topics that the client may use. */
      topics?: {
        /** @description Topics that the client may publish to. */
        publish: string[];
        /** @description Filters that the client may subscribe to. */
        subscribe: string[];
      };
    };
    /** @description The body that the EMQX configuration defines. Other members are ignored. */
    EmqxAsk: {
      /** @description `${username}` */
      username?: string;
      /** @description `${password}`, the token. */
      password?: string;
      /** @description `${clientid}` */
      clientid?: string;
      /** @description `${cert_common_name}` */
      cert_common_name?: string;
      /**
       * @description `${action}`, of `authz`.
       * @enum {string}
       */
      action?: 'publish' | 'subscribe';
      /** @description `${topic}`, of `authz`. */
      topic?: string;
    };
    EmqxVerdict: {
      /**
       * @description The verdict.
       * @enum {string}
       */
      result: 'allow' | 'deny';
      /** @description Always false. */
      is_superuser?: boolean;
      /** @description The time when EMQX ends the session, in seconds since 1970. */
      expire_at?: number;
      /** @description The device and its tenant. */
      client_attrs?: {
        [key: string]: string;
      };
      /** @description The rules for the client; the last rules deny everything else. */
      acl?: {
        /** @enum {string} */
        permission: 'allow' | 'deny';
        /** @enum {string} */
        action: 'publish' | 'subscribe' | 'all';
        topic: string;
      }[];
    };
    /** @description The body of a webhook. Other members are ignored. */
    VernemqAsk: {
      /** @description The client's user name. */
      username?: string | null;
      /** @description The token. */
      password?: string | null;
      /** @description The client's id. */
      client_id?: string;
      /** @description The topic of `auth_on_publish`. */
      topic?: string;
      /** @description The topics of `auth_on_subscribe`. */
      topics?: {
        topic: string;
      }[];
    };
    VernemqVerdict: {
      result:
        | 'ok'
        | {
            /** @enum {string} */
            error: 'not_allowed' | 'unavailable';
          };
    };
    /** @description The fields of a step. Other fields are ignored. */
    RabbitmqAsk: {
      /** @description The client's user name. */
      username?: string;
      /** @description The token. Only for `user`. */
      password?: string;
      /** @description The MQTT client's id. */
      client_id?: string;
      /** @description The virtual host; needed by every step but `user`. */
      vhost?: string;
      /**
       * @description The kind of resource. Only for `resource` and `topic`.
       * @enum {string}
       */
      resource?: 'exchange' | 'queue' | 'topic';
      /** @description The name of the exchange or queue. */
      name?: string;
      /**
       * @description The permission. Only for `resource` and `topic`.
       * @enum {string}
       */
      permission?: 'configure' | 'write' | 'read';
      /** @description The routing key. Only for `topic`. */
      routing_key?: string;
    };
    /** @description The fields of a step. Other fields are ignored. */
    MosquittoAsk: {
      /** @description The client's user name. */
      username?: string;
      /** @description The token. Only for `user`. */
      password?: string;
      /** @description The client's id. */
      clientid?: string;
      /** @description The topic. Only for `acl`. */
      topic?: string;
      /** @description Of `acl`. 1: a message is delivered to the client, 2: it publishes one, 3: both, 4: it subscribes. */
      acc?: number | ('1' | '2' | '3' | '4');
    };
    MosquittoVerdict: {
      /** @description The verdict. */
      ok: boolean;
      /** @description The reason if it is false, else empty. */
      error: string;
    };
    IntrospectionAsk: {
      /** @description The token. */
      token: string;
    };
    Introspection: {
      /** @description True for a token that is good now. */
      active: boolean;
      /** @description The device's id. */
      sub?: string;
      /** @description As in the token. */
      exp?: number;
      /** @description As in the token. */
      iat?: number;
      /** @description As in the token. */
      jti?: string;
      /** @description As in the token. */
      iss?: string;
      /** @description As in the token. */
      aud?: string;
      /**
       * @description How it is sent.
       * @enum {string}
       */
      token_type?: 'Bearer';
      /** @description The device's tenant, `default` for the installation's own. */
      tenant?: string;
    };
    /**
     * @description A permission of an API key. On the management API: `devices:read` reads, `preauth:write` pre-authorizes, `devices:decide` accepts, rejects, dismisses
     *     and decommissions, `tokens:revoke` revokes, `revocations:read` reads what a verifier must refuse. `tokens:introspect` introspects tokens (internal API).
     *     The other scopes are those of the tenant devices API.
     * @enum {string}
     */
    MachineScope:
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
    NewApiKey: {
      /** @description The tenant. Absent or empty, the installation's own (D17). */
      tenant_id?: string;
      scopes: components['schemas']['MachineScope'][];
      /**
       * Format: date-time
       * @description The time when the key expires. If absent, the key is valid until it is revoked. A time in the past is 400.
       */
      expires_at?: string;
      /** @description The purpose of the key. */
      description?: string;
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
    ApiKey: {
      id: string;
      /** @description The beginning of the key's text. It is not secret. */
      prefix: string;
      tenant_id: string;
      scopes: components['schemas']['MachineScope'][];
      description: string;
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description The time when the key expires. Absent if it does not expire.
       */
      expires_at?: string;
      /**
       * Format: date-time
       * @description The minute of the last use. Absent before the first use.
       */
      last_used_at?: string;
    };
    /** @description An API key with its text. */
    CreatedApiKey: {
      id: string;
      /** @description The text of the key. It cannot be shown again. */
      key: string;
      prefix: string;
      tenant_id: string;
      scopes: components['schemas']['MachineScope'][];
      description: string;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      expires_at?: string;
    };
    /** @description The settings of a type of tenant devices. */
    DeviceSettings: components['schemas']['CrewCheckSettings'];
    CrewCheckSettings: {
      /** @description The https address of the logo that the device shows. The service never fetches it. */
      logoUrl: string;
    };
    /**
     * @description The strongest status among the device's auth sets, in the order accepted, preauthorized, pending, rejected; `noauth` without an auth set.
     * @enum {string}
     */
    DeviceStatus: 'pending' | 'accepted' | 'rejected' | 'preauthorized' | 'noauth';
    /**
     * @description The decision about one auth set.
     * @enum {string}
     */
    AuthSetStatus: 'pending' | 'accepted' | 'rejected' | 'preauthorized';
    /**
     * @description The identity data, a JSON object that the vendor chooses. It names exactly one device of the tenant.
     * @example {
     *       "mac": "02:00:5e:00:00:01",
     *       "sn": "A-1001"
     *     }
     */
    IdentityData: {
      [key: string]: unknown;
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
    AuthSet: {
      id: string;
      identity_data: components['schemas']['IdentityData'];
      /** @description The public key as PEM of type PUBLIC KEY, in lines of 64 characters, with a line end after the last. */
      pubkey: string;
      /** @description SHA-256 of the key in DER, in hexadecimal, as `openssl pkey -pubin -outform der | sha256sum` prints it. Not part of Mender's API. */
      fingerprint: string;
      /** @description The type of the key: `P-256`, `P-384`, `Ed25519`, `RSA-3072` and so on. Absent for a key of another kind. Not part of Mender's API. */
      key_type?: string;
      status: components['schemas']['AuthSetStatus'];
      /**
       * Format: date-time
       * @description The time when the auth set was created.
       */
      ts: string;
      /**
       * Format: date-time
       * @description The time when a pending auth set made room for another one. It is removed an hour later, unless it is decided on or gets its place back.
       */
      leaving_ts?: string;
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
    Device: {
      /** @description The id that the service gave the device. It never changes. */
      id: string;
      identity_data: components['schemas']['IdentityData'];
      status: components['schemas']['DeviceStatus'];
      /**
       * Format: date-time
       * @description The time when the device was created.
       */
      created_ts: string;
      /**
       * Format: date-time
       * @description The time of the last change of the device or of one of its auth sets. A check-in is no change (D1).
       */
      updated_ts: string;
      /** @description The auth sets in the order of creation; empty if the device has none. */
      auth_sets: components['schemas']['AuthSet'][];
      /** @description True while an orchestrator decommissions the device (D1a). */
      decommissioning: boolean;
      /**
       * Format: date-time
       * @description The time of the last check-in; absent before the first one (Mender's addition).
       */
      check_in_time?: string;
    };
    DeviceUpdate: {
      provisioned: boolean;
    };
    /** @description The status of a device. */
    Status: {
      status: components['schemas']['DeviceStatus'];
    };
    Count: {
      count: number;
    };
    SigningKey: {
      /** @description The thumbprint of the key (RFC 7638), as in the header of the tokens that it signed. */
      kid: string;
      /**
       * @description The file of the key. Absent if the file is not on this node.
       * @enum {string}
       */
      alg?: 'ES256' | 'RS256' | 'EdDSA';
      /**
       * @description The state of the key. Only the active key signs; every key except a revoked one verifies.
       * @enum {string}
       */
      state: 'pending' | 'active' | 'retiring' | 'revoked';
      /**
       * Format: date-time
       * @description The time when this state began.
       */
      since: string;
      /**
       * Format: date-time
       * @description The time when the key stopped signing. Only for a retiring key.
       */
      signs_until?: string;
      /**
       * Format: date-time
       * @description The time when the last token of the key has expired, so that the key may be revoked. Only for a retiring key.
       */
      verifies_until?: string;
    };
    Tenant: {
      /** @description The tenant's id, empty for the installation's own. */
      id: string;
      /** @description The highest number of accepted devices; -1 means no limit. */
      limit: number;
      /** @description The number of accepted devices. */
      used: number;
      /** @description The number of waiting devices. Counted up to 10,000, which means that many or more. */
      pending: number;
    };
    Limit: {
      /** @description The highest number of accepted devices; -1 means no limit, 0 admits no device. */
      limit: number;
      /** @description The number of accepted devices. */
      used: number;
      /**
       * @description The number of preauthorized devices; each counts towards the limit when it connects. Counted up to 10,000, which means that many or more. Not part
       *     of Mender's API.
       */
      preauthorized: number;
      /**
       * @description The number of waiting devices that are not accepted with another key; each counts towards the limit if it is accepted. Counted up to 10,000. Not
       *     part of Mender's API.
       */
      pending: number;
    };
    Diagnosis: {
      /**
       * @description `ok` if every finding is `ok`.
       * @enum {string}
       */
      status: 'ok' | 'wrong';
      findings: {
        /** @description The thing that was checked. */
        check: string;
        /** @enum {string} */
        status: 'ok' | 'wrong';
        /** @description The finding in plain words. */
        says: string;
      }[];
    };
    NewLimit: {
      /** @description The highest number of accepted devices; -1 means no limit, 0 admits no device. */
      limit: number;
    };
    Error: {
      /** @description The error in plain words. */
      error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      request_id?: string;
    };
  };
  responses: {
    /** @description The token is good. Always 200, without a body. */
    Verified: {
      headers: {
        /**
         * @description Always 0.
         * @example 0
         */
        'Content-Length'?: number;
        /**
         * @description The device's id, the token's `sub`.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        'X-MEN-Device-Id'?: string;
        /**
         * @description The device's tenant. For the installation's own it is `default`, a name that no other tenant can have (D17). Percent-encoded if a header cannot
         *     carry it.
         * @example acme
         */
        'X-MEN-Tenant-Id'?: string;
        /**
         * @description The token's id, its `jti`.
         * @example e7c0f9a4-2f5b-4c1d-9b7e-6d1a0c3f8b52
         */
        'X-MEN-Token-Id'?: string;
        /**
         * @description The token's expiry in seconds since 1970, its `exp`.
         * @example 1757039568
         */
        'X-MEN-Token-Exp'?: number;
        /**
         * @description The auth set for which the token was issued.
         * @example 0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33
         */
        'X-MEN-Auth-Set-Id'?: string;
        'X-MEN-RequestID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content?: never;
    };
    /** @description The token is not good, or the request has no token or more than one. An expired token is 401 too. */
    Refused: {
      headers: {
        /**
         * @description The challenge (RFC 6750), the same for every refusal of a token.
         * @example Bearer error="invalid_token"
         */
        'WWW-Authenticate'?: string;
        /**
         * @description The reason, for the gateway's log. It is sent only to callers that ask, and only if the signature of the token is good. A gateway should not pass it
         *     on.
         * @example revoked
         */
        'X-MEN-Deny-Reason'?: 'expired' | 'revoked' | 'superseded' | 'rejected' | 'decommissioned';
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
    /** @description There is no verdict: the store did not answer within a second, or the request was refused before its token was read. This says nothing about the token. */
    NoVerdict: {
      headers: {
        'Retry-After': components['headers']['RetryAfter'];
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
    /** @description The installation requires its key, and the request has no key or a wrong one. Nothing changed. */
    Unauthorized: {
      headers: {
        /**
         * @description The challenge (RFC 6750).
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
    /** @description A parameter or the body does not follow this document. Nothing changed. */
    BadRequest: {
      headers: {
        'X-MEN-RequestID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "status must be one of: pending, accepted, rejected, preauthorized, noauth",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description It does not exist, or it belongs to another tenant. Nothing changed. */
    NotFound: {
      headers: {
        'X-MEN-RequestID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "device not found",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description `Accept` excludes every media type of the answer with `q=0`. Nothing changed. A caller that names only other types gets the first one. */
    NotAcceptable: {
      headers: {
        'X-MEN-RequestID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "Accept excludes every media type of the answer: application/json, text/event-stream",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The body is larger than the limit. Nothing changed. */
    TooLarge: {
      headers: {
        'X-MEN-RequestID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "request body too large",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The body is not sent as `application/json` in UTF-8, or it is compressed. Nothing changed. */
    UnsupportedMediaType: {
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
    /** @description The service has a fault. The log has the cause under the request's id; the answer does not. */
    InternalError: {
      headers: {
        'X-MEN-RequestID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "internal error",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /**
     * @description The store cannot be reached, other commands kept changing the device, or no answer was ready within 10 s. In the last case the service may still do
     *     what was asked for. It is safe to repeat the request.
     */
    Unavailable: {
      headers: {
        'Retry-After': components['headers']['RetryAfter'];
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
  };
  parameters: {
    /**
     * @description With `1`, a 401 has its reason in `X-MEN-Deny-Reason`. For gateways that keep the reason to themselves. A gateway that passes all headers of its client
     *     on should remove this header. With `DEVICEAUTH_VERIFY_EXPLAIN=true` every 401 has the reason.
     * @example 1
     */
    Explain: string;
    /** @description The tenant of the API keys. Absent or empty, the installation's own (D17). */
    TenantOfKey: string;
    /**
     * @description A type of tenant devices.
     * @example CrewCheck
     */
    DeviceType: 'CrewCheck';
    /**
     * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
     * @example acme
     */
    TenantId: string;
    /**
     * @description The tenant's id, as tokens carry it in `mender.tenant`. The empty value, `tenant_id=`, means the installation's own tenant (D17). If absent, 400.
     * @example acme
     */
    TenantOfToken: string;
    /**
     * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
     * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
     */
    DeviceId: string;
    /** @description Only devices with this status. If repeated, with any of these. If absent, devices with every status. An empty value is 400. */
    StatusFilter: components['schemas']['DeviceStatus'][];
    /** @description Only the device with this id. If repeated, with any of these ids. An id that no device of the tenant has matches nothing. */
    IdFilter: string[];
    /**
     * @description The number of the page, from 1. If absent, and without `cursor`, the first page. The schema has no default, so that the service can refuse `page`
     *     together with `cursor`.
     */
    Page: number;
    /** @description The number of devices on a page. */
    PerPage: number;
    /**
     * @description An opaque cursor: empty for the first page, then the value in the `next` link. Without a `next` link the walk is finished. Not allowed together with
     *     `page` (400). A cursor that this service did not create, or that was cut or changed, is 400 (D13).
     */
    Cursor: string;
  };
  requestBodies: never;
  headers: {
    /**
     * @description The request's id, as in the log and in `request_id`.
     * @example 5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11
     */
    RequestId: string;
    /**
     * @description RFC 8288, one header for each relation: `first` always, `prev` except on page 1, `next` if there is another page. Links have path and query only, with
     *     the filters of the request. With a cursor there is no `prev`. A link of more than 4 KiB is left out; only a filter with about a hundred ids is that
     *     long.
     * @example </api/internal/v1/devauth/tenants/acme/devices?page=2&per_page=20>; rel="next"
     */
    Link: string;
    /**
     * @description The number of seconds to wait before the next try (RFC 9110, 10.2.3).
     * @example 1
     */
    RetryAfter: number;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  verifyToken: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description With `1`, a 401 has its reason in `X-MEN-Deny-Reason`. For gateways that keep the reason to themselves. A gateway that passes all headers of its client
         *     on should remove this header. With `DEVICEAUTH_VERIFY_EXPLAIN=true` every 401 has the reason.
         * @example 1
         */
        'X-Devauth-Explain'?: components['parameters']['Explain'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Verified'];
      401: components['responses']['Refused'];
      503: components['responses']['NoVerdict'];
    };
  };
  verifyTokenPost: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description With `1`, a 401 has its reason in `X-MEN-Deny-Reason`. For gateways that keep the reason to themselves. A gateway that passes all headers of its client
         *     on should remove this header. With `DEVICEAUTH_VERIFY_EXPLAIN=true` every 401 has the reason.
         * @example 1
         */
        'X-Devauth-Explain'?: components['parameters']['Explain'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Verified'];
      401: components['responses']['Refused'];
      503: components['responses']['NoVerdict'];
    };
  };
  getRevocations: {
    parameters: {
      query?: {
        /** @description The cursor of a snapshot, a delta or an event. It is opaque. */
        cursor?: string;
        /** @description The `next` of a page of a snapshot. It is opaque. Not allowed together with `cursor`. */
        page?: string;
        /** @description The number of seconds that a delta waits for an item. */
        wait?: number;
      };
      header?: {
        /** @description The `ETag` of a snapshot. */
        'If-None-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /**
       * @description The items. A snapshot has an `ETag`, which changes with every change in the installation. A snapshot and a delta are compressed (gzip) if the caller
       *     accepts it; a stream is not.
       */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
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
          'application/json': components['schemas']['Revocations'];
          'text/event-stream': string;
        };
      };
      /** @description Nothing has changed since the snapshot. No body. */
      304: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      406: components['responses']['NotAcceptable'];
      /** @description The feed no longer reaches back to the cursor. Take the snapshot again. */
      410: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  askAboutClient: {
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
         *       "step": "connect",
         *       "token": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
         *       "client_id": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70"
         *     }
         */
        'application/json': components['schemas']['ClientAsk'];
        'application/x-www-form-urlencoded': components['schemas']['ClientAsk'];
      };
    };
    responses: {
      /** @description The verdict. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "result": "deny",
           *       "reason": "revoked"
           *     }
           */
          'application/json': components['schemas']['ClientVerdict'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  askForEmqx: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The step that EMQX asks about. */
        step: 'authn' | 'authz';
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "username": "",
         *       "password": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
         *       "clientid": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70"
         *     }
         */
        'application/json': components['schemas']['EmqxAsk'];
        'application/x-www-form-urlencoded': components['schemas']['EmqxAsk'];
      };
    };
    responses: {
      /** @description The verdict in the form that EMQX reads. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "result": "deny"
           *     }
           */
          'application/json': components['schemas']['EmqxVerdict'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['InternalError'];
    };
  };
  askForVernemq: {
    parameters: {
      query?: never;
      header: {
        /** @description The webhook that VerneMQ calls. */
        'vernemq-hook':
          | 'auth_on_register'
          | 'auth_on_publish'
          | 'auth_on_subscribe'
          | 'auth_on_register_m5'
          | 'auth_on_publish_m5'
          | 'auth_on_subscribe_m5';
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "username": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
         *       "password": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
         *       "client_id": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70"
         *     }
         */
        'application/json': components['schemas']['VernemqAsk'];
      };
    };
    responses: {
      /** @description The verdict in the form that VerneMQ reads. It must not be cached. */
      200: {
        headers: {
          /** @description Always `no-store`. VerneMQ caches an answer with `max-age`. */
          'Cache-Control'?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "result": {
           *         "error": "not_allowed"
           *       }
           *     }
           */
          'application/json': components['schemas']['VernemqVerdict'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['InternalError'];
    };
  };
  askForRabbitmq: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The step that RabbitMQ asks about. */
        step: 'user' | 'vhost' | 'resource' | 'topic';
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "username": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
         *       "password": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
         *       "vhost": "/"
         *     }
         */
        'application/json': components['schemas']['RabbitmqAsk'];
        'application/x-www-form-urlencoded': components['schemas']['RabbitmqAsk'];
      };
    };
    responses: {
      /** @description `allow`, or `deny` with the reason, which RabbitMQ logs. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /** @example deny revoked */
          'text/plain': string;
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['InternalError'];
    };
  };
  askForMosquitto: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The step that mosquitto asks about. */
        step: 'user' | 'superuser' | 'acl';
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "username": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
         *       "password": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
         *       "clientid": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70"
         *     }
         */
        'application/json': components['schemas']['MosquittoAsk'];
        'application/x-www-form-urlencoded': components['schemas']['MosquittoAsk'];
      };
    };
    responses: {
      /** @description Allowed. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ok": true,
           *       "error": ""
           *     }
           */
          'application/json': components['schemas']['MosquittoVerdict'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      /** @description Denied. */
      403: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ok": false,
           *       "error": "revoked"
           *     }
           */
          'application/json': components['schemas']['MosquittoVerdict'];
        };
      };
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['InternalError'];
      /** @description There is no verdict. */
      503: {
        headers: {
          'Retry-After': components['headers']['RetryAfter'];
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ok": false,
           *       "error": "unavailable"
           *     }
           */
          'application/json': components['schemas']['MosquittoVerdict'];
        };
      };
    };
  };
  introspectToken: {
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
         *       "token": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln"
         *     }
         */
        'application/json': components['schemas']['IntrospectionAsk'];
        'application/x-www-form-urlencoded': components['schemas']['IntrospectionAsk'];
      };
    };
    responses: {
      /** @description The state of the token. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "active": false
           *     }
           */
          'application/json': components['schemas']['Introspection'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      /** @description The key does not have the scope. */
      403: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      /** @description The key sends more requests than the settings allow. */
      429: {
        headers: {
          'Retry-After': components['headers']['RetryAfter'];
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  revokeTokens: {
    parameters: {
      query: {
        /**
         * @description The tenant's id, as tokens carry it in `mender.tenant`. The empty value, `tenant_id=`, means the installation's own tenant (D17). If absent, 400.
         * @example acme
         */
        tenant_id: components['parameters']['TenantOfToken'];
        /** @description Revokes only the tokens of this device. */
        device_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All these tokens are revoked. No body. */
      204: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  revokeTokenOfTenant: {
    parameters: {
      query: {
        /**
         * @description The tenant's id, as tokens carry it in `mender.tenant`. The empty value, `tenant_id=`, means the installation's own tenant (D17). If absent, 400.
         * @example acme
         */
        tenant_id: components['parameters']['TenantOfToken'];
      };
      header?: never;
      path: {
        /**
         * @description The token's `jti`. A text that is not a live token of the tenant is 404; this includes a token that is already revoked.
         * @example e7c0f9a4-2f5b-4c1d-9b7e-6d1a0c3f8b52
         */
        jti: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The token is revoked. No body. */
      204: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  listSigningKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The keys. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
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
          'application/json': components['schemas']['SigningKey'][];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      503: components['responses']['Unavailable'];
    };
  };
  listTenants: {
    parameters: {
      query?: {
        /** @description The number of tenants on a page; 20 by default. */
        limit?: number;
        /** @description An opaque cursor. Empty for the first page, then the value in the `next` link. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page of tenants. A page past the end is empty. */
      200: {
        headers: {
          /**
           * @description RFC 8288; `next` if there is another page.
           * @example </api/internal/v1/devauth/tenants?cursor=LmFjbWU&limit=20>; rel="next"
           */
          Link?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
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
          'application/json': components['schemas']['Tenant'][];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  createTenant: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "tenant_id": "acme"
         *     }
         */
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description The call is accepted. No body. */
      201: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
    };
  };
  getTenantLimit: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        tid: components['parameters']['TenantId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The limit and the number of accepted devices. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
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
          'application/json': components['schemas']['Limit'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  setTenantLimit: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        tid: components['parameters']['TenantId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "limit": 100
         *     }
         */
        'application/json': components['schemas']['NewLimit'];
      };
    };
    responses: {
      /** @description The limit is set. No body. */
      204: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  deleteTenantLimit: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        tid: components['parameters']['TenantId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The tenant is unlimited. No body. */
      204: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  listDevicesOfTenant: {
    parameters: {
      query?: {
        /** @description Only devices with this status. If repeated, with any of these. If absent, devices with every status. An empty value is 400. */
        status?: components['parameters']['StatusFilter'];
        /** @description Only the device with this id. If repeated, with any of these ids. An id that no device of the tenant has matches nothing. */
        id?: components['parameters']['IdFilter'];
        /**
         * @description The number of the page, from 1. If absent, and without `cursor`, the first page. The schema has no default, so that the service can refuse `page`
         *     together with `cursor`.
         */
        page?: components['parameters']['Page'];
        /** @description The number of devices on a page. */
        per_page?: components['parameters']['PerPage'];
        /**
         * @description An opaque cursor: empty for the first page, then the value in the `next` link. Without a `next` link the walk is finished. Not allowed together with
         *     `page` (400). A cursor that this service did not create, or that was cut or changed, is 400 (D13).
         */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        tid: components['parameters']['TenantId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page of devices. A page past the end is empty. */
      200: {
        headers: {
          Link: components['headers']['Link'];
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Device'][];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  countDevicesOfTenant: {
    parameters: {
      query?: {
        /** @description Counts only devices with this status. If absent, all devices. */
        status?: components['schemas']['DeviceStatus'];
      };
      header?: never;
      path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        tid: components['parameters']['TenantId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The count. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "count": 42
           *     }
           */
          'application/json': components['schemas']['Count'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  endDevice: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        tid: components['parameters']['TenantId'];
        /**
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        did: components['parameters']['DeviceId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The device is removed. No body. */
      204: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  setProvisioned: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        tid: components['parameters']['TenantId'];
        /**
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        did: components['parameters']['DeviceId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "provisioned": true
         *     }
         */
        'application/json': components['schemas']['DeviceUpdate'];
      };
    };
    responses: {
      /** @description The value is recorded. No body. */
      204: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  getDeviceStatus: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        tid: components['parameters']['TenantId'];
        /**
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        did: components['parameters']['DeviceId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The status, one of five. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "status": "accepted"
           *     }
           */
          'application/json': components['schemas']['Status'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  alive: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Alive. No body. */
      204: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
    };
  };
  health: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The store can be used. No body. */
      204: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['Unauthorized'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  diagnose: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The findings. The status is 200 also if a check failed. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
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
          'application/json': components['schemas']['Diagnosis'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
    };
  };
  backup: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          'application/octet-stream': string;
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  listApiKeys: {
    parameters: {
      query?: {
        /** @description The tenant of the API keys. Absent or empty, the installation's own (D17). */
        tenant_id?: components['parameters']['TenantOfKey'];
        /** @description The number of keys on a page; 100 by default. */
        limit?: number;
        /** @description An opaque cursor. Empty for the first page, then the value in the `next` link. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page of API keys. A page past the end is empty. */
      200: {
        headers: {
          /**
           * @description RFC 8288; `next` if there is another page.
           * @example </api/internal/v1/devauth/api-keys?cursor=MDE5OGYzYTI&limit=100>; rel="next"
           */
          Link?: string;
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiKey'][];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  createApiKey: {
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
         *       "scopes": [
         *         "preauth:write"
         *       ],
         *       "description": "factory line 2",
         *       "expires_at": "2027-01-01T00:00:00Z"
         *     }
         */
        'application/json': components['schemas']['NewApiKey'];
      };
    };
    responses: {
      /** @description The API key with its text. */
      201: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreatedApiKey'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  revokeApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the API key, the part between the underscores. An unknown or revoked key is 404.
         * @example 0198f3a27c1e7d4b9a553f0d6b1c2e70
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The key is revoked. No body. */
      204: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  getDeviceSettings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        tid: components['parameters']['TenantId'];
        /**
         * @description A type of tenant devices.
         * @example CrewCheck
         */
        type: components['parameters']['DeviceType'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The settings. */
      200: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeviceSettings'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
  setDeviceSettings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The tenant's id. The empty segment means the installation's own tenant (D17) and is rewritten before the router.
         * @example acme
         */
        tid: components['parameters']['TenantId'];
        /**
         * @description A type of tenant devices.
         * @example CrewCheck
         */
        type: components['parameters']['DeviceType'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "logoUrl": "https://acme.example/logo.png"
         *     }
         */
        'application/json': components['schemas']['DeviceSettings'];
      };
    };
    responses: {
      /** @description The settings are set. No body. */
      204: {
        headers: {
          'X-MEN-RequestID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['InternalError'];
      503: components['responses']['Unavailable'];
    };
  };
}
