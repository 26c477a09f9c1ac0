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
     * Is this token good
     * @description Judges the device token in `Authorization: Bearer <token>`: 200 exactly while it is good. A token is good while its signature holds, it has not
     *     expired, and it is one of its device's live tokens (D3). From the answer to a call that takes it away on, it is refused here.
     *
     *     Any method, and any path below this one, is answered in the same way, before the router (D10): gateways send the method and path of the call they ask
     *     about. The body and the query are ignored, and no cookie is read. HEAD gives the headers of GET.
     *
     *     200 carries who it is in headers and has no body, so nginx, Traefik, Envoy and others can allow on it and pass the headers on. All five identity
     *     headers are on every 200, and none is ever empty. A gateway must drop headers of these names that its client sent, and an application must refuse
     *     a request that lacks one of them.
     *
     *     503 says that the service could not judge; it is never a verdict on the token. It comes within a second when there is no verdict:
     *     no request to this path is answered with another status than 200, 401 and 503. The target may have 64 KiB and the request 256 headers of 64 KiB
     *     together; what is larger than both together is refused by the parser of HTTP with 431.
     */
    readonly get: operations['verifyToken'];
    readonly put?: never;
    /**
     * Is this token good, asked by POST
     * @description The same as `verifyToken`, as Mender's own gateway asks it. A body is neither needed nor read; `Content-Length: 0` without a content type is fine.
     *     Any method, and any path below this one, is answered in the same way, before the router (D10).
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
     * What a verifier that works offline must refuse
     * @description Enough to refuse every token that `tokens/verify` refuses, without asking for each. Three ways to read it:
     *
     *     - **Snapshot**, without `cursor`: everything that is revoked and has not expired, in pages (`next`, then `page`). `full` is true. Its `cursor` is older than
     *       the first page, so nothing is missed; an item may come twice. With its `ETag` in `If-None-Match` a reader gets 304 while nothing happened.
     *     - **Delta**, with `cursor`: what came after it, at once or as soon as there is something within `wait` seconds; else no items. `full` is false.
     *     - **Stream**, with `Accept: text/event-stream` and `cursor` or `Last-Event-ID`: each item is an event, with the cursor behind it as `id`. A comment line
     *       comes at least every second; a reader that misses them is out of contact. The stream ends after five minutes; go on from the last `id`.
     *
     *     410: the feed does not go back to the cursor, or it is of another feed (a restored backup). Take the snapshot again. A reader that meets a `kind` that
     *     it does not know must not ignore it. On one node an item is visible when the call that revokes is answered; on another within 250 ms.
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
     * May this client of a broker do that
     * @description Judges a client of a message broker, for callout services, NATS, AWS IoT and every broker that has no operation of its own here.
     *
     *     What holds for all brokers:
     *
     *     - **The token is the password.** A client without a password may have it as its user name.
     *     - **The user name**, where there is one, is the device id, or `<tenant>/<device id>`. Brokers that later ask by the user name alone (RabbitMQ, mosquitto,
     *       VerneMQ) need it, and of a device of another than the installation's own tenant they need the second form.
     *     - **The client id** is the device id, or begins with it and `-`, `/` or `:`; `DEVICEAUTH_BROKER_ANY_CLIENT_ID=true` turns that off.
     *     - **Topics** are those of `DEVICEAUTH_BROKER_PUBLISH` and `_SUBSCRIBE`, by default `devices/{device}/#`, or `{tenant}/devices/{device}/#` where devices have
     *       tenants. Every level before the `#` must be equal; wildcards, `$share` and `$SYS` are denied there.
     *     - **A call without a token** is judged by the device that the user name is: accepted, and with a live token. So a revoked device fails at its next call.
     *     - A common name of a client certificate must be the device id. It never replaces the token.
     *     - An answer comes within a second. Without a verdict, each broker gets what makes it refuse and not ask anyone else.
     *
     *     A body that is not as described is 400, 413 or 415, which every broker takes for a refusal.
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
     * EMQX asks about a client
     * @description The HTTP authenticator (`authn`) and authorizer (`authz`) of EMQX 5. `authn` answers with `expire_at` (EMQX 5.8 and later end the session then) and with the
     *     client's topics as `acl`, so that `authz` is not needed. Without a verdict the answer is `deny`: EMQX takes every status but 200 for "ask the next one".
     *     See `askAboutClient`.
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
     * VerneMQ asks about a client
     * @description The webhooks `auth_on_register`, `auth_on_publish` and `auth_on_subscribe` of VerneMQ, also those of MQTT 5 (`_m5`), by the header `vernemq-hook`. All topics of
     *     a subscription are allowed, or none. Configure the hooks with `no_payload`: this service does not read messages. See `askAboutClient`.
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
     * RabbitMQ asks about a client
     * @description The four addresses of RabbitMQ's HTTP backend. Only `user` has the password. `resource` allows the exchange `amq.topic` and the queues of the client's own MQTT
     *     sessions, whatever the settings say; a device has no tags and configures no exchange. Topics are compared with dots for slashes; a topic that has dots itself is
     *     denied. See `askAboutClient`.
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
     * mosquitto asks about a client
     * @description The three addresses of mosquitto-go-auth's HTTP backend, and of the plugin in `scripts/brokers/mosquitto`. They ask for every message, in both directions. 200
     *     allows and 403 denies; nobody is a superuser. The body is right for the response modes `status` and `json`, not for `text`. See `askAboutClient`.
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
     * @description For brokers and gateways that ask by RFC 7662, such as HiveMQ. The caller has an API key with the scope `tokens:introspect`, as Bearer, in `X-API-KEY`, or as the
     *     password of Basic with any user name. It is told about devices of its own tenant; every other token, and one that is not good, is `active: false` and nothing more.
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
     * @description Revokes every token of one device, or without `device_id` every token of the tenant. They are good no more from the moment of the 204, and none of
     *     them ever becomes good again (D3). Auth sets and limits stay as they are, so accepted devices get new tokens with their next auth requests. 204 as well when
     *     there was nothing to revoke, the device or the tenant being unknown included. The answer takes as long as there are many (`x-deadline: none`).
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
     * @description Revokes one token of the tenant by its `jti` claim. It is refused from the moment of the 204 on, and never becomes good again (D3).
     *     The management API's `revokeToken`, for callers that are no users.
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
     * @description Lists the keys that sign device tokens, as this node's key files say now (D9). They are changed by `devauth keys`, not here. Not part of Mender's API.
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
     * @description Lists the tenants in the order of ids, each with its limit and how much of it is used: those that have a device, once had one that was accepted, or
     *     have a limit of their own. Not part of Mender's API.
     */
    readonly get: operations['listTenants'];
    readonly put?: never;
    /**
     * Announce a tenant
     * @description Answers 201 and does nothing, as Mender does: a tenant needs no making and is there with its first device or limit. Kept for the systems that call it.
     *     A body, if there is one, must be a JSON object; what it holds is ignored.
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
     * @description Shows how many devices of the tenant may be accepted, and how many are (D4). For a tenant without a limit of its own, the installation's default.
     */
    readonly get: operations['getTenantLimit'];
    /**
     * Set a tenant's limit of accepted devices
     * @description Sets how many devices of the tenant may be accepted. From the moment of the 204 no device is accepted beyond it, however many are decided on at once
     *     (D4). Accepted devices stay accepted, even if there are more of them than the new limit.
     */
    readonly put: operations['setTenantLimit'];
    readonly post?: never;
    /**
     * Lift a tenant's limit of accepted devices
     * @description Makes the tenant unlimited, as setting -1 does (D4). 204 as well when it was.
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
     * @description The management API's `listDevices`, for any tenant: ordered by creation time, then by id (D13). Filters of one kind are alternatives; `status` and `id`
     *     together must both hold. A page past the end is an empty list, and so is the list of an unknown tenant.
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
     * @description Counts the devices of the tenant, or those of one status. Exact at the moment of the read.
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
     * @description Ends the device for good, whether it was being decommissioned or not (D1a): no read shows it, its tokens are good no more from the moment of the
     *     204, its place under `max_devices` is free, and its identity may register again under a new id. An orchestrator calls it when it is done with a
     *     decommissioning.
     */
    readonly delete: operations['endDevice'];
    readonly options?: never;
    readonly head?: never;
    /**
     * Note that a device is provisioned
     * @description Notes whether the orchestrator has provisioned the device. This decides what the orchestrator gets when the device is accepted again.
     *     Shown in no answer, and no change of status.
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
     * @description Shows the status of one device of the tenant, as in the list.
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
     * Is the process alive
     * @description Answered as long as the process answers anything; it looks at nothing else.
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
     * Can the service work
     * @description Looks whether the store can be used. Answered within five seconds.
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
     * Is anything not as it should be
     * @description What `devauth doctor` shows: the store and its settings, `used` against the devices counted again, slot operations and events that were left behind,
     *     the clock, the signing keys. Reads only; counting takes the longer the more devices there are (`x-deadline: none`).
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
     * @description A consistent copy of the SQLite file, made while the service runs; it includes what is written during the copy. It holds everything but the signing keys.
     *     To restore it: stop the service, put the copy in the place of `devauth.db`, remove `devauth.db-wal`, start. One copy is made at a time.
     *     404 where the store is MongoDB, which has tools of its own. The answer begins when the copy is made (`x-deadline: none`).
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
     * List the keys of machines
     * @description Lists the tenant's API keys (D12) in the order in which they were made, expired ones included, revoked ones not. A key's text is not in it and cannot be
     *     had: only its SHA-256 is kept.
     */
    readonly get: operations['listApiKeys'];
    readonly put?: never;
    /**
     * Make a key for a machine
     * @description Makes an API key for scripts and gateways (D12): good on the management API and the tenant devices API, for this tenant and within these scopes, until
     *     it expires or is revoked. Its text is in this answer and in no other.
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
     * Revoke a machine's key
     * @description The key opens nothing from the moment of the 204, on any node, and never again.
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
     * @description Shows the settings that tenant devices of this type get when they connect (tenant devices API): the tenant's own settings, or the installation's
     *     where it has set none.
     */
    readonly get: operations['getDeviceSettings'];
    /**
     * Set the settings of a tenant's devices
     * @description Every tenant device of this type has these settings from its next connect on. The body has all of them; other members are refused.
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
      /** @description Where a delta or a stream goes on. */
      readonly cursor: string;
      /** @description When this was made, in seconds since 1970. */
      readonly generated_at: number;
      readonly items: readonly components['schemas']['RevocationItem'][];
      /** @description The next page of a snapshot, for `page`; null on the last one and in a delta. */
      readonly next: string | null;
    };
    /**
     * @description `token`: the token `jti` is refused. `device` and `tenant`: the tokens of the device, or of the tenant, whose `iat` is not after `before` are refused.
     *     `key`: the tokens that the signing key `kid` has signed are refused.
     */
    readonly RevocationItem: {
      /**
       * @description What is refused.
       * @enum {string}
       */
      readonly kind: 'token' | 'device' | 'tenant' | 'key';
      /** @description When the item may be forgotten, in seconds since 1970. */
      readonly exp: number;
      /** @description The token. */
      readonly jti?: string;
      /** @description The device. */
      readonly device?: string;
      /** @description The tenant; empty for the installation's own. */
      readonly tenant?: string;
      /** @description In seconds since 1970. */
      readonly before?: number;
      /** @description The signing key. */
      readonly kid?: string;
    };
    /** @description A broker's question. */
    readonly ClientAsk: {
      /**
       * @description What the client wants; absent, `connect`.
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
      /** @description The common name of its certificate, where it has one. */
      readonly cert_common_name?: string;
    };
    readonly ClientVerdict: {
      /**
       * @description The verdict.
       * @enum {string}
       */
      readonly result: 'allow' | 'deny';
      /**
       * @description Why it is `deny`.
       * @enum {string}
       */
      readonly reason?: 'missing' | 'invalid' | 'expired' | 'revoked' | 'name' | 'client_id' | 'certificate' | 'topic';
      /** @description The device's id. */
      readonly device?: string;
      /** @description Its tenant, `default` for the installation's own. */
      readonly tenant?: string;
      /** @description When the session should end, in seconds since 1970. */
      readonly expires_at?: number;
      /** @description What the client may use. */
      readonly topics?: {
        /** @description Topics. */
        readonly publish: readonly string[];
        /** @description Filters. */
        readonly subscribe: readonly string[];
      };
    };
    /** @description The body that is configured in EMQX; other members are ignored. */
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
      /** @description When EMQX ends the session, in seconds since 1970. */
      readonly expire_at?: number;
      /** @description The device and its tenant. */
      readonly client_attrs?: {
        readonly [key: string]: string;
      };
      /** @description What the client may do; the last ones deny everything else. */
      readonly acl?: readonly {
        /** @enum {string} */
        readonly permission: 'allow' | 'deny';
        /** @enum {string} */
        readonly action: 'publish' | 'subscribe' | 'all';
        readonly topic: string;
      }[];
    };
    /** @description The body of a webhook; other members are ignored. */
    readonly VernemqAsk: {
      /** @description The client's user name. */
      readonly username?: string | null;
      /** @description The token. */
      readonly password?: string | null;
      /** @description The client's id. */
      readonly client_id?: string;
      /** @description Of `auth_on_publish`. */
      readonly topic?: string;
      /** @description Of `auth_on_subscribe`. */
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
    /** @description The fields of a step; other fields are ignored. */
    readonly RabbitmqAsk: {
      /** @description The client's user name. */
      readonly username?: string;
      /** @description The token, of `user`. */
      readonly password?: string;
      /** @description The MQTT client's id. */
      readonly client_id?: string;
      /**
       * @description Of `resource` and `topic`.
       * @enum {string}
       */
      readonly resource?: 'exchange' | 'queue' | 'topic';
      /** @description The name of the exchange or queue. */
      readonly name?: string;
      /**
       * @description Of `resource` and `topic`.
       * @enum {string}
       */
      readonly permission?: 'configure' | 'write' | 'read';
      /** @description Of `topic`. */
      readonly routing_key?: string;
    };
    /** @description The fields of a step; other fields are ignored. */
    readonly MosquittoAsk: {
      /** @description The client's user name. */
      readonly username?: string;
      /** @description The token, of `user`. */
      readonly password?: string;
      /** @description The client's id. */
      readonly clientid?: string;
      /** @description Of `acl`. */
      readonly topic?: string;
      /** @description Of `acl`. 1: a message is delivered to the client, 2: it publishes one, 3: both, 4: it subscribes. */
      readonly acc?: number | ('1' | '2' | '3' | '4');
    };
    readonly MosquittoVerdict: {
      /** @description The verdict. */
      readonly ok: boolean;
      /** @description Why it is false, else empty. */
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
     * @description What a machine may do. On the management API: `devices:read` looks, `preauth:write` pre-authorizes, `devices:decide` accepts, rejects, dismisses and
     *     decommissions, `tokens:revoke` revokes. `revocations:read` reads what a
     *     verifier must refuse. `tokens:introspect` introspects tokens (internal API). The others are those of the tenant devices API.
     * @enum {string}
     */
    readonly MachineScope:
      | 'devices:read'
      | 'preauth:write'
      | 'devices:decide'
      | 'tokens:revoke'
      | 'tokens:introspect'
      | 'revocations:read'
      | 'Device.Read'
      | 'Device.Create'
      | 'Device.Update'
      | 'Device.Delete'
      | 'Device.Connect.Reset'
      | 'Device.Connect';
    readonly NewApiKey: {
      /** @description Absent or empty, the installation's own tenant (D17). */
      readonly tenant_id?: string;
      readonly scopes: readonly components['schemas']['MachineScope'][];
      /**
       * Format: date-time
       * @description Absent, the key is good until it is revoked. One that has passed is 400.
       */
      readonly expires_at?: string;
      /** @description What the key is for. */
      readonly description?: string;
    };
    /**
     * @description A machine's key, without its text.
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
      /** @description What the key's text begins with; it opens nothing. */
      readonly prefix: string;
      readonly tenant_id: string;
      readonly scopes: readonly components['schemas']['MachineScope'][];
      readonly description: string;
      /** Format: date-time */
      readonly created_at: string;
      /**
       * Format: date-time
       * @description Absent, never.
       */
      readonly expires_at?: string;
      /**
       * Format: date-time
       * @description To the minute; absent before the first use.
       */
      readonly last_used_at?: string;
    };
    /** @description A machine's key, with its text. */
    readonly CreatedApiKey: {
      readonly id: string;
      /** @description The key. It cannot be shown again. */
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
      /** @description Address of the logo that the device shows; https. The service never fetches it. */
      readonly logoUrl: string;
    };
    /**
     * @description The strongest status among the device's auth sets, in the order accepted, preauthorized, pending, rejected; `noauth` when it has none.
     * @enum {string}
     */
    readonly DeviceStatus: 'pending' | 'accepted' | 'rejected' | 'preauthorized' | 'noauth';
    /**
     * @description What was decided about one auth set.
     * @enum {string}
     */
    readonly AuthSetStatus: 'pending' | 'accepted' | 'rejected' | 'preauthorized';
    /**
     * @description What the device calls itself, a JSON object of the vendor's choice. It names one device within the tenant.
     * @example {
     *       "mac": "02:00:5e:00:00:01",
     *       "sn": "A-1001"
     *     }
     */
    readonly IdentityData: {
      readonly [key: string]: unknown;
    };
    /**
     * @description One key with which the device has asked, or may ask, for a token.
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
      /** @description The public key, PEM of type PUBLIC KEY, in lines of 64 characters with a line end after the last. */
      readonly pubkey: string;
      /** @description SHA-256 of the key in DER, in hexadecimal, as `openssl pkey -pubin -outform der | sha256sum` prints it. Not part of Mender's API. */
      readonly fingerprint: string;
      /** @description The type of the key: `P-256`, `P-384`, `Ed25519`, `RSA-3072` and the like. Absent for a key of another kind. Not part of Mender's API. */
      readonly key_type?: string;
      readonly status: components['schemas']['AuthSetStatus'];
      /**
       * Format: date-time
       * @description When the auth set was made.
       */
      readonly ts: string;
      /**
       * Format: date-time
       * @description When a pending auth set had to make room for another one. It is removed an hour later, unless it is decided on or gets its place back.
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
      /** @description Given by the service, and the same for the device's whole life. */
      readonly id: string;
      readonly identity_data: components['schemas']['IdentityData'];
      readonly status: components['schemas']['DeviceStatus'];
      /**
       * Format: date-time
       * @description When the device was first heard of.
       */
      readonly created_ts: string;
      /**
       * Format: date-time
       * @description When the device or one of its auth sets last changed. Being seen is no change (D1).
       */
      readonly updated_ts: string;
      /** @description The auth sets in the order of creation; empty if there are none. */
      readonly auth_sets: readonly components['schemas']['AuthSet'][];
      /** @description True while an orchestrator is ending the device (D1a). */
      readonly decommissioning: boolean;
      /**
       * Format: date-time
       * @description When the device was last seen; absent before the first time (Mender's addition).
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
      /** @description The thumbprint of the key (RFC 7638), as in the header of its tokens. */
      readonly kid: string;
      /**
       * @description Absent for a key whose file is not on this node.
       * @enum {string}
       */
      readonly alg?: 'ES256' | 'RS256' | 'EdDSA';
      /**
       * @description Only the active key signs; every key but a revoked one verifies.
       * @enum {string}
       */
      readonly state: 'pending' | 'active' | 'retiring' | 'revoked';
      /**
       * Format: date-time
       * @description Since when it is in this state.
       */
      readonly since: string;
      /**
       * Format: date-time
       * @description When it stopped signing; of a retiring key only.
       */
      readonly signs_until?: string;
      /**
       * Format: date-time
       * @description When the last token under it has expired, so that it may be revoked; of a retiring key only.
       */
      readonly verifies_until?: string;
    };
    readonly Tenant: {
      /** @description Empty for the installation's own. */
      readonly id: string;
      /** @description How many devices may be accepted; -1 is no limit. */
      readonly limit: number;
      /** @description How many devices are accepted. */
      readonly used: number;
      /** @description How many devices wait. Counted up to 10,000, which then means that many or more. */
      readonly pending: number;
    };
    readonly Limit: {
      /** @description How many devices may be accepted; -1 is no limit, 0 admits no device. */
      readonly limit: number;
      /** @description How many devices are accepted. */
      readonly used: number;
      /** @description How many devices are preauthorized: each takes a place when it comes. Counted up to 10,000, which then means that many or more. Not part of Mender's API. */
      readonly preauthorized: number;
      /** @description How many devices wait and are not accepted under another key: each takes a place if it is accepted. Counted up to 10,000. Not part of Mender's API. */
      readonly pending: number;
    };
    readonly Diagnosis: {
      /**
       * @description `ok` when every finding is.
       * @enum {string}
       */
      readonly status: 'ok' | 'wrong';
      readonly findings: readonly {
        /** @description What was looked at. */
        readonly check: string;
        /** @enum {string} */
        readonly status: 'ok' | 'wrong';
        /** @description What was found, in words. */
        readonly says: string;
      }[];
    };
    readonly NewLimit: {
      /** @description How many devices may be accepted; -1 is no limit, 0 admits no device. */
      readonly limit: number;
    };
    readonly Error: {
      /** @description What is wrong, in words. */
      readonly error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      readonly request_id?: string;
    };
  };
  responses: {
    /** @description The token is good. Exactly 200, and no body. */
    readonly Verified: {
      headers: {
        /**
         * @description Always 0.
         * @example 0
         */
        readonly 'Content-Length'?: number;
        /**
         * @description The device, the token's `sub`.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly 'X-MEN-Device-Id'?: string;
        /**
         * @description The device's tenant; `default` for the installation's own (D17), a name that no other tenant can have. Percent-encoded where a header cannot
         *     carry it.
         * @example acme
         */
        readonly 'X-MEN-Tenant-Id'?: string;
        /**
         * @description The token, its `jti`.
         * @example e7c0f9a4-2f5b-4c1d-9b7e-6d1a0c3f8b52
         */
        readonly 'X-MEN-Token-Id'?: string;
        /**
         * @description When the token expires, in seconds since 1970, its `exp`.
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
    /** @description The token is not good, or the request has none, or more than one. An expired token is 401 too. */
    readonly Refused: {
      headers: {
        /**
         * @description The challenge (RFC 6750), the same for every refusal of a token.
         * @example Bearer error="invalid_token"
         */
        readonly 'WWW-Authenticate'?: string;
        /**
         * @description The reason, for the gateway's log. Only for callers that ask for it, and only if the signature of the token is good. A gateway should not pass it on.
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
    /** @description There is no verdict: the store did not answer within a second, or the request was such that the token was not looked at. It is no verdict on the token. */
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
    /** @description The installation asks for its key here, and this is not it. Nothing changed. */
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
    /** @description A parameter or the body is not as this document says. Nothing changed. */
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
    /** @description Not there, or not this tenant's. Nothing changed. */
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
    /** @description The body is larger than the service takes. Nothing changed. */
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
    /** @description A fault of the service. Only the log has the cause, under the request's id. */
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
     * @description The store cannot be reached, the device kept changing, or no answer was ready within 10 s of the whole request: what was asked for may then still be
     *     done. To repeat the request is safe.
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
     * @description `1`: a 401 says why in `X-MEN-Deny-Reason`. For gateways that keep the reason to themselves. One that passes all headers of its client on should
     *     remove this one. With `DEVICEAUTH_VERIFY_EXPLAIN=true` every 401 says it.
     * @example 1
     */
    readonly Explain: string;
    /** @description The keys' tenant. Absent or empty, the installation's own (D17). */
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
     * @description The tenant's id, as the tokens carry it in `mender.tenant`. The empty value, `tenant_id=`, means the installation's own tenant (D17); absent is 400.
     * @example acme
     */
    readonly TenantOfToken: string;
    /**
     * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
     * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
     */
    readonly DeviceId: string;
    /** @description Only devices of this status; if repeated, of any of these. If absent, devices of every status. An empty value is 400. */
    readonly StatusFilter: readonly components['schemas']['DeviceStatus'][];
    /** @description Only the device with this id; if repeated, with any of these. An id of no device of the tenant matches nothing. */
    readonly IdFilter: readonly string[];
    /**
     * @description The number of the page, from 1. If absent, and without `cursor`, the first. The default is not in the schema, so that `page` beside `cursor` can be told and
     *     refused.
     */
    readonly Page: number;
    /** @description How many devices a page holds. */
    readonly PerPage: number;
    /**
     * @description Where to go on, opaque: empty to begin, then as the `next` link carries it; without `next` the walk is done. Not together with `page` (400).
     *     A cursor that was not made by this service is 400 (D13).
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
     * @description RFC 8288, one header per relation: `first` always, `prev` but for page 1, `next` when there is more. Path and query only, with the filters of the
     *     request. With a cursor there is no `prev`. A link of more than 4 KiB, which only a filter by a hundred ids makes, is left out.
     * @example </api/internal/v1/devauth/tenants/acme/devices?page=2&per_page=20>; rel="next"
     */
    readonly Link: string;
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
  readonly verifyToken: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description `1`: a 401 says why in `X-MEN-Deny-Reason`. For gateways that keep the reason to themselves. One that passes all headers of its client on should
         *     remove this one. With `DEVICEAUTH_VERIFY_EXPLAIN=true` every 401 says it.
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
         * @description `1`: a 401 says why in `X-MEN-Deny-Reason`. For gateways that keep the reason to themselves. One that passes all headers of its client on should
         *     remove this one. With `DEVICEAUTH_VERIFY_EXPLAIN=true` every 401 says it.
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
        /** @description The cursor of a snapshot, a delta or an event, opaque. */
        readonly cursor?: string;
        /** @description The `next` of a page of a snapshot, opaque. Not together with `cursor`. */
        readonly page?: string;
        /** @description How many seconds a delta waits for an item. */
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
       * @description The items. A snapshot has an `ETag`, which changes when anything in the installation does. A snapshot and a delta are compressed (gzip) where the
       *     caller accepts it; a stream is not.
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
      /** @description Nothing happened since the snapshot. No body. */
      readonly 304: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      /** @description The feed does not go back to the cursor. Take the snapshot again. */
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
        /** @description What is asked. */
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
      /** @description The verdict, as EMQX reads it. */
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
        /** @description What is asked. */
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
      /** @description The verdict, as VerneMQ reads it. It is not to be cached. */
      readonly 200: {
        headers: {
          /** @description `no-store`: VerneMQ caches what has a `max-age`. */
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
        /** @description What is asked. */
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
        /** @description What is asked. */
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
      /** @description What the token is good for. */
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
      /** @description The key asks more often than the settings allow. */
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
         * @description The tenant's id, as the tokens carry it in `mender.tenant`. The empty value, `tenant_id=`, means the installation's own tenant (D17); absent is 400.
         * @example acme
         */
        readonly tenant_id: components['parameters']['TenantOfToken'];
        /** @description Only this device's tokens. */
        readonly device_id?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description None of these tokens is live. No body. */
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
         * @description The tenant's id, as the tokens carry it in `mender.tenant`. The empty value, `tenant_id=`, means the installation's own tenant (D17); absent is 400.
         * @example acme
         */
        readonly tenant_id: components['parameters']['TenantOfToken'];
      };
      readonly header?: never;
      readonly path: {
        /**
         * @description The token's `jti`. Any text that is no live token of the tenant is 404, one that was revoked already too.
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
        /** @description How many tenants a page holds; 20 by default. */
        readonly limit?: number;
        /** @description Where to go on, opaque; empty to begin, then as the `next` link carries it. */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One page of tenants; empty past the end. */
      readonly 200: {
        headers: {
          /**
           * @description RFC 8288; `next` when there is more.
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
      /** @description Heard. No body. */
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
      /** @description The limit and its use. */
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
        /** @description Only devices of this status; if repeated, of any of these. If absent, devices of every status. An empty value is 400. */
        readonly status?: components['parameters']['StatusFilter'];
        /** @description Only the device with this id; if repeated, with any of these. An id of no device of the tenant matches nothing. */
        readonly id?: components['parameters']['IdFilter'];
        /**
         * @description The number of the page, from 1. If absent, and without `cursor`, the first. The default is not in the schema, so that `page` beside `cursor` can be told and
         *     refused.
         */
        readonly page?: components['parameters']['Page'];
        /** @description How many devices a page holds. */
        readonly per_page?: components['parameters']['PerPage'];
        /**
         * @description Where to go on, opaque: empty to begin, then as the `next` link carries it; without `next` the walk is done. Not together with `page` (400).
         *     A cursor that was not made by this service is 400 (D13).
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
      /** @description One page of devices; empty past the end. */
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
        /** @description Count only devices of this status. Absent, all are counted. */
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
         * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly did: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The device is gone. No body. */
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
         * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
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
      /** @description Noted. No body. */
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
         * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
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
      /** @description It can. No body. */
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
      /** @description What was found; 200 whether or not something is wrong. */
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
        /** @description The keys' tenant. Absent or empty, the installation's own (D17). */
        readonly tenant_id?: components['parameters']['TenantOfKey'];
        /** @description How many keys a page holds. Absent, 100. */
        readonly limit?: number;
        /** @description Where to go on, opaque; empty to begin, then as the `next` link carries it. */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One page of keys; empty past the end. */
      readonly 200: {
        headers: {
          /**
           * @description RFC 8288; `next` when there is more.
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
      /** @description The key, with its text. */
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
         * @description The key's id, the part between the underscores. Any text that is no key is 404, one that was revoked already too.
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
