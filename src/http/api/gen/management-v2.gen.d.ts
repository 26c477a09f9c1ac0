// Made from api/management-v2.yaml by `npm run gen`.

export interface paths {
  readonly '/devices': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List devices
     * @description Lists the tenant's devices, ordered by creation time, then by id (D13). Values of one filter are alternatives; all filters together must hold. A page
     *     past the end is an empty list. Pages by number shift when a device joins or leaves the filter while they are read; the cursor misses no device that
     *     matched throughout.
     *
     *     `identity.<name>` filters by an attribute at the top of the identity data, as the filter of `searchDevices` does: `identity.sn=E2026` is a value,
     *     repeated any of several; `identity.sn=E20*` is a beginning, `identity.sn=*` any value, and `identity.*=ber*` any attribute that begins so. A value that ends
     *     with `*` itself can be searched for with `searchDevices`. Filters beyond `status` and `id`, and `order`, take no `page` but 1: follow the `next` link.
     */
    readonly get: operations['listDevices'];
    readonly put?: never;
    /**
     * Pre-authorize a device
     * @description Admits a device before it ever connects. Afterwards the identity has an auth set of this key in status `preauthorized`, and the device's first auth
     *     request signed with that key is answered with a token without anyone deciding; it takes its place under `max_devices` only then (D4). The identity
     *     is compared in canonical form, so the order of its members and white space do not matter; the key likewise, however its PEM is wrapped.
     *
     *     Without `force` an identity that is known already, in any status, is 409 and nothing changes. With `force` an identity that is known already
     *     gets, for this key:
     *
     *     | the key's auth set | afterwards |
     *     | --- | --- |
     *     | none | added, `preauthorized` |
     *     | `pending` or `rejected` | `preauthorized` |
     *     | `preauthorized` or `accepted` | unchanged |
     *
     *     Each of these is 201, so a list can be run again without harm to a running device. A device that is being decommissioned is 409, with `force` too.
     */
    readonly post: operations['preauthorize'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/search': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Search devices
     * @description The same list as `listDevices`, in the same order, with the filter in the body: for more ids than a URL holds. An empty object lists all devices.
     *     As in Mender, except that `application/json` with a `charset` is taken, and an unknown status is 400 as in the list.
     */
    readonly post: operations['searchDevices'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/count': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Count devices
     * @description Counts the devices of the tenant, or those of one status. Exact at the moment of the read. `preauthorized` and `noauth` are taken, as in Mender.
     */
    readonly get: operations['countDevices'];
    readonly put?: never;
    /**
     * Count the devices that match a filter
     * @description Counts the devices that every member of the filter matches, up to `up_to`. Not part of Mender's API.
     */
    readonly post: operations['countMatchingDevices'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/decisions': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Decide many auth sets
     * @description Accepts, rejects or puts back many auth sets in one call: those that are named, or those that a filter matches (D21). Each is decided as
     *     `setAuthSetStatus` would, by itself, whole or not at all. An auth set that is no longer in `from` is left alone and reported as `changed`. The device
     *     that was made first comes first: where the limit has room for some only, they get it, and the others are `no_room`. `dry_run` answers the same and
     *     changes nothing.
     *
     *     With `filter`, only devices with exactly one auth set in `from` are meant, made by `seen_before`. Where `expected_count` is not the number of
     *     these, the answer is 409 and nothing is done. One call decides at most 1,000; `next` of its answer goes into `cursor` of the next call, with the same
     *     members. One bulk decision of a tenant runs at a time on a node; another is 429. Not part of Mender's API.
     */
    readonly post: operations['decideAuthSets'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/decisions/{id}/undo': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Undo a bulk decision
     * @description Puts every auth set that the bulk decision changed back to the status it had before, unless it has changed since. This is a decision of its own, with an
     *     id of its own. Tokens that ended do not come back. Not part of Mender's API.
     */
    readonly post: operations['undoDecision'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/bulk': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Pre-authorize a list of devices
     * @description Does what `preauthorize` does, for each row of a list of at most 100,000 rows and 64 MiB. The list is read as it arrives: it is a JSON array, NDJSON (one
     *     object a line) or CSV. A CSV list (RFC 4180) begins with a line that names its columns: `pubkey`, and `identity.<name>` for each attribute; an
     *     empty cell is an attribute that the device does not have, and its values are texts.
     *
     *     Each row is done by itself, whole or not at all, and is reported in the order of the list, also when it is not as it should be:
     *
     *     | `result` | meaning |
     *     | --- | --- |
     *     | `created` | The device is new; its auth set is `preauthorized`. |
     *     | `updated` | With `on_conflict=force`: the known device has this key now as a `preauthorized` auth set. |
     *     | `exists` | The identity is known with this key. Unchanged. |
     *     | `other_key` | The identity is known with other keys only. Unchanged. |
     *     | `duplicate` | An earlier row of the list, `first_row`, has the same identity. That row decided. |
     *     | `invalid` | The row cannot be read, or its key is not admitted (D8). `member` names the place. |
     *     | `full` | The device has as many auth sets as a device may have. Unchanged. |
     *     | `decommissioning` | The device is being decommissioned. Unchanged. |
     *
     *     So a list can be run again, after a broken connection too: what was created before is `exists` then. A list that ends in the middle, is not what its
     *     media type says, or is too long stops there: the rows before it stay done, and `stopped` says where and why. Where nothing was reported yet,
     *     the answer has an error status.
     *
     *     Rows are done in groups of at most 50; when the caller goes away, the groups under way are the last. One bulk call of a tenant runs at a time on a
     *     node, and another is 429. It counts as one request. Not part of Mender's API.
     */
    readonly post: operations['preauthorizeMany'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/dismissals': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Dismiss many auth sets
     * @description Removes many auth sets in one call, each as `dismissAuthSet` would: by itself, whole or not at all. An auth set that is not in `from`, where that is
     *     given, is left alone and reported as `changed`. With its last auth set a preauthorized device goes too. **This cannot be undone**: a dismissed key
     *     has to ask again, or to be pre-authorized again. `dry_run` answers the same and changes nothing. One bulk call of a tenant runs at a time on a
     *     node; another is 429. When the caller goes away, what has not been begun is left. Not part of Mender's API.
     */
    readonly post: operations['dismissAuthSets'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/decommissions': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Decommission many devices
     * @description Ends many devices in one call, each as `decommission` would: by itself, whole or not at all. Their tokens are good no more, and their places under
     *     `max_devices` are free again. **This cannot be undone.** `dry_run` answers the same and changes nothing. One bulk call of a tenant runs at a time
     *     on a node; another is 429. When the caller goes away, what has not been begun is left. Not part of Mender's API.
     */
    readonly post: operations['decommissionDevices'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/export': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Export devices
     * @description Writes all devices that the filters match, in the order of creation: NDJSON, one `Device` a line, or CSV with a line for each auth set where the caller
     *     accepts `text/csv`. Filters are those of `listDevices`, `identity.<name>` included. The answer is written as it is read; one that ends early is cut
     *     off in the middle of the transfer, which every HTTP client reports. Not part of Mender's API.
     */
    readonly get: operations['exportDevices'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/summary': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show the figures of the tenant
     * @description Shows how many auth sets wait and how many devices are accepted. The `ETag` changes when anything in the installation was decided: with it in
     *     `If-None-Match` a caller that polls gets 304 while nothing happened. Not part of Mender's API.
     */
    readonly get: operations['getSummary'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show a device
     * @description Shows one device, exactly as its entry in the list reads, the order of its auth sets included.
     */
    readonly get: operations['getDevice'];
    readonly put?: never;
    readonly post?: never;
    /**
     * Decommission a device
     * @description Ends the device. All its tokens are good no more from the moment of the 204, and its place under `max_devices` is free again (D1a, D4).
     *
     *     Without an orchestrator it is gone at once: no read shows it, a second DELETE is 404, and its identity may register again under a new id.
     *     With an orchestrator it stays readable with `decommissioning: true` and its accepted set rejected; its auth requests are 401, changes to it are 404,
     *     a second DELETE is 204. It ends when the orchestrator ends it (internal API) or after a day.
     */
    readonly delete: operations['decommission'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/{id}/diagnosis': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Say why a device is in, or why not
     * @description Says in one sentence why the device gets tokens or does not, and what would let it in, from its auth sets, its tokens, the limit, who decided, and the last
     *     refused request of each key. A refused request is no write: the node that answered it shows it at once, another node within a minute, and a crash
     *     loses at most the last minute. Not part of Mender's API.
     */
    readonly get: operations['diagnoseDevice'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/diagnosis': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Say why a device is not in the list
     * @description For a device that nobody has seen: what the service knows of that identity or that key, and what would happen if such a device asked now. If neither is
     *     known, it looks for a near miss: the same attributes in another case or spelling, one attribute that differs, the same value under another name. Nothing
     *     changes. Not part of Mender's API.
     */
    readonly post: operations['diagnoseIdentity'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/{id}/auth/{aid}': {
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
     * Dismiss an auth set
     * @description Removes one auth set of the device. The tokens of the set are good no more from the moment of the 204.
     *
     *     - An accepted set also gives its place under `max_devices` back (D4).
     *     - If the last set was `preauthorized`, the device is removed with it.
     *     - The last set in any other status leaves the device, with status `noauth`; its next auth request makes a new pending set.
     *
     *     A dismissed key is not barred: an auth request signed with it waits as pending again. To bar it, reject the set.
     */
    readonly delete: operations['dismissAuthSet'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/{id}/auth/{aid}/status': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show the status of an auth set
     * @description Shows the status of one auth set of the device. A set of another device is 404.
     */
    readonly get: operations['getAuthSetStatus'];
    /**
     * Accept, reject or put back an auth set
     * @description Decides about one auth set of the device.
     *
     *     | from | to `accepted` | to `rejected` | to `pending` |
     *     | --- | --- | --- | --- |
     *     | `pending` | yes, if there is room | yes | no change |
     *     | `accepted` | no change | yes | yes |
     *     | `rejected` | yes, if there is room | no change | yes |
     *     | `preauthorized` | 400 | 400 | 400 |
     *
     *     Back to `pending` is allowed, as in Mender. Only the device itself, or a dismissal, ends `preauthorized`.
     *
     *     - Accepting takes a place under `max_devices` unless the device holds one already (D4), and rejects any other accepted set of the device.
     *     - Leaving `accepted`, by this call or because another set was accepted: the tokens of the set are good no more from the moment of the 204, and none
     *       of them ever becomes good again (D3).
     *
     *     Checked in this order: a body that names none of the three statuses is 400; an unknown set, a set of another device, and a device being
     *     decommissioned are 404; the present status is 204 and changes nothing; a transition that is not in the table is 400; no room is 422.
     */
    readonly put: operations['setAuthSetStatus'];
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/tokens/{id}': {
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
     * @description Revokes one token by its `jti` claim. It is refused from the moment of the 204 on, and never becomes good again (D3). The auth set stays accepted:
     *     the device gets a new token with its next auth request.
     */
    readonly delete: operations['revokeToken'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/events': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List what happened
     * @description Lists the changes in the tenant, the newest first: who changed what, from what to what, why, and in which request. All filters that are given must
     *     hold. A page may hold fewer events than `per_page` while there are more: a search that finds little stops after a while, and the `next` link continues it.
     *     Without `next` the search is done. Events are kept for `DEVICEAUTH_AUDIT_DAYS` days.
     */
    readonly get: operations['listEvents'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/events/export': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Export what happened
     * @description Writes all events that the filters match, the newest first: NDJSON, one `Event` a line, or CSV where the caller accepts `text/csv`. In CSV the column
     *     `other` holds the remaining members as JSON, and a text that a spreadsheet would run as a formula begins with an apostrophe. The answer is written as
     *     it is read. One that ends early is cut off in the middle of the transfer, which every HTTP client reports.
     */
    readonly get: operations['exportEvents'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/limits/max_devices': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show the limit of accepted devices
     * @description Shows how many devices of the tenant may be accepted, and how many are (D4). A limit below `used` removes no device.
     */
    readonly get: operations['getLimit'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/queue': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show who waits, and from where
     * @description Shows how many pending auth sets of the tenant hold a place, and which sources hold most of them (D23). A source is the address that a device asks from: an
     *     IPv4 address, or the /64 of an IPv6 address. Behind a proxy that `DEVICEAUTH_TRUSTED_PROXIES` does not name it is the address of the proxy. There is one queue,
     *     `strangers`. Not part of Mender's API.
     */
    readonly get: operations['getQueue'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/devices/{id}/tokens': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List the live tokens of a device
     * @description Lists the tokens of the device that verify now, the oldest first. The text of a token is not kept and cannot be shown. Not part of Mender's API.
     */
    readonly get: operations['listTokens'];
    readonly put?: never;
    readonly post?: never;
    /**
     * Revoke all tokens of a device
     * @description Revokes every live token of the device. The status of its auth sets does not change: an accepted device gets a new token when it asks. Not part of
     *     Mender's API.
     */
    readonly delete: operations['revokeTokensOfDevice'];
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
     * Show what a verifier that works offline must refuse
     * @description For gateways at the edge, which cannot reach the internal API. Enough to refuse every token of the tenant that `tokens/verify` refuses, without asking for
     *     each: what concerns the tenant, and the signing keys that are revoked. It tells nothing about other tenants, so a verifier must refuse their tokens; `tenant`
     *     is the caller's. Not part of Mender's API. Three ways to read it:
     *
     *     - **Snapshot**, without `cursor`: everything that is revoked and has not expired, in pages (`next`, then `page`). `full` is true. Its `cursor` is older than
     *       the first page, so nothing is missed; an item may come twice. With its `ETag` in `If-None-Match` a reader gets 304 while nothing happened.
     *     - **Delta**, with `cursor`: what came after it, at once or as soon as there is something within `wait` seconds; else no items. `full` is false.
     *     - **Stream**, with `Accept: text/event-stream` and `cursor` or `Last-Event-ID`: each item is an event, with the cursor behind it as `id`. A comment line
     *       comes at least every second; a reader that misses them is out of contact. The stream ends after five minutes; go on from the last `id`.
     *
     *     410: the feed does not go back to the cursor, or it is of another feed (a restored backup). Take the snapshot again. A reader that meets a `kind` that
     *     it does not know must not ignore it. On one node an item is visible when the call that revokes is answered; on another within 250 ms.
     *     The stream of an API key that was revoked goes on until its end.
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
  readonly '/session': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show who is calling
     * @description Shows the caller as this service knows it. Any valid credential may ask. Not part of Mender's API.
     */
    readonly get: operations['getSession'];
    readonly put?: never;
    readonly post?: never;
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
     * List the API keys
     * @description Lists the API keys of the caller's tenant in order of creation (D12), expired keys included, revoked keys not. The text of a key is not kept and cannot
     *     be shown. Only users may ask: an API key manages no keys. Not part of Mender's API.
     */
    readonly get: operations['listApiKeys'];
    readonly put?: never;
    /**
     * Create an API key
     * @description Creates an API key of the caller's tenant for scripts and gateways (D12). Its text is in this answer and in no other. Unknown members are refused.
     *     Only users may create keys. Not part of Mender's API.
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
     * @description From the moment of the 204 the key is refused on every node. A key of another tenant is 404. Only users may revoke keys. Not part of Mender's API.
     */
    readonly delete: operations['revokeApiKey'];
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
    /** @description The device that is admitted when it connects. */
    readonly PreAuthSet: {
      /** @description The identity exactly as the device will send it in `id_data`; there it is a string that holds this object. */
      readonly identity_data: {
        readonly [key: string]: unknown;
      };
      /** @description The device's public key, PEM of type PUBLIC KEY. Text around the block does not matter (RFC 7468, lax grammar). */
      readonly pubkey: string;
      /** @description Also when the identity is known already. Absent means false (Mender's addition). */
      readonly force?: boolean;
    };
    /** @description One row of a list of devices to pre-authorize. */
    readonly ListedDevice: {
      /** @description The identity exactly as the device will send it in `id_data`. */
      readonly identity_data: {
        readonly [key: string]: unknown;
      };
      /** @description The device's public key, PEM of type PUBLIC KEY. In CSV, `\n` may stand for a line end. */
      readonly pubkey: string;
    };
    /** @description What happened to one row of a list. */
    readonly ListedResult: {
      /** @description The number of the row in the list. The names of CSV columns are not counted. */
      readonly row: number;
      /** @description The line of the list on which the row begins. */
      readonly line: number;
      /** @enum {string} */
      readonly result:
        'created' | 'updated' | 'exists' | 'other_key' | 'duplicate' | 'invalid' | 'full' | 'decommissioning';
      /** @description The device that has the identity. Absent if there is none. */
      readonly device?: string;
      /** @description Its auth set of this key. Absent if there is none. */
      readonly auth_set?: string;
      /** @description Of a duplicate, the number of the row that has the identity first. */
      readonly first_row?: number;
      /** @description The member of an invalid row that is wrong. Absent if the row as a whole is wrong. */
      readonly member?: string;
      /** @description What is wrong with an invalid row, in words. */
      readonly error?: string;
    };
    /** @description How many rows had each result. */
    readonly BulkPreauthorized: {
      /** @description A result for each row, in the order of the list. */
      readonly results?: readonly components['schemas']['ListedResult'][];
      readonly rows: number;
      readonly created: number;
      readonly updated: number;
      readonly exists: number;
      readonly other_key: number;
      readonly duplicate: number;
      readonly invalid: number;
      readonly full: number;
      readonly decommissioning: number;
      /** @description Present if the list was not done to its end. The rows that are reported stay done. */
      readonly stopped?: {
        /** @description Why, in words. */
        readonly error: string;
        /** @description The line of the list at which it stopped. Absent if that is not known. */
        readonly line?: number;
      };
    };
    /** @description Which devices are meant. All members must hold; one that is absent filters nothing. Unknown members are refused. */
    readonly DeviceFilter: {
      /** @description One status, or any of several. */
      readonly status?: components['schemas']['DeviceStatus'] | readonly components['schemas']['DeviceStatus'][];
      /** @description One device id, or any of several. An id that is no device of the tenant matches nothing. */
      readonly id?: string | readonly string[];
      /** @description Some auth set of the device has this status, or one of these; also the new key of an accepted device. */
      readonly auth_set_status?:
        components['schemas']['AuthSetStatus'] | readonly components['schemas']['AuthSetStatus'][];
      /** @description Conditions about the identity data. */
      readonly identity?: readonly components['schemas']['AttributeCondition'][];
      /** @description The beginning of the SHA-256 fingerprint of an auth set's key, in hexadecimal. */
      readonly key?: string;
      readonly created?: components['schemas']['TimeWindow'];
      readonly check_in?: components['schemas']['CheckInWindow'];
    };
    readonly DeviceDiagnosis: {
      /**
       * @description `in`: it has a token that is good. `waits`: nobody has decided. `rejected`. `no_room`: it is announced, and the limit was reached when it asked.
       *     `other_key`: it asks with another key than the accepted or announced one. `silent`: it may come in, and has not asked. `expired`: it was in, has no
       *     good token any more, and has not asked since. `decommissioning`. `no_auth_set`: it has no key on record.
       * @enum {string}
       */
      readonly verdict:
        | 'in'
        | 'waits'
        | 'rejected'
        | 'no_room'
        | 'other_key'
        | 'silent'
        | 'expired'
        | 'decommissioning'
        | 'no_auth_set';
      /** @description The same in plain words. */
      readonly says: string;
      /**
       * Format: date-time
       * @description Since when, where that is known.
       */
      readonly since?: string;
      /**
       * @description What would let it in. `wait` means that nothing but its next request is missing. Absent where it is in or being decommissioned.
       * @enum {string}
       */
      readonly next?: 'accept' | 'wait' | 'free_room' | 'preauthorize_key';
      /** @description How many tokens of the device verify now. */
      readonly live_tokens: number;
      /**
       * Format: date-time
       * @description When the last of these expires.
       */
      readonly newest_expires_ts?: string;
      readonly auth_sets: readonly components['schemas']['DiagnosedAuthSet'][];
      /** @description A key that is no auth set of the device, because the device had no place for it, or 50 auth sets. The last one only. */
      readonly refused_key?: {
        readonly fingerprint: string;
        readonly last_attempt: components['schemas']['LastAttempt'];
      };
    };
    readonly DiagnosedAuthSet: {
      readonly id: string;
      /** @description SHA-256 of the key in DER, in hexadecimal. */
      readonly fingerprint: string;
      /** @description As in `AuthSet`. */
      readonly key_type?: string;
      readonly status: components['schemas']['AuthSetStatus'];
      readonly last_attempt?: components['schemas']['LastAttempt'];
      /** @description The last decision about the auth set. Absent where nobody has decided, or where it is not in the audit any more. */
      readonly decided?: {
        /** Format: date-time */
        readonly ts: string;
        /** @description Who decided, as in `Event`. */
        readonly actor: string;
        readonly to: components['schemas']['AuthSetStatus'];
        /** @description Why, in the words of the operator. */
        readonly reason?: string;
        readonly request_id: string;
      };
    };
    /** @description The last request that was signed with this key. */
    readonly LastAttempt: {
      /** Format: date-time */
      readonly ts: string;
      /**
       * @description `token`, or why there was none: the auth set was `pending` or `rejected`, there was `no_room`, the device was `decommissioning`, had no place for
       *     another key (`places_full`), or 50 auth sets (`sets_full`).
       * @enum {string}
       */
      readonly outcome: 'token' | 'pending' | 'rejected' | 'no_room' | 'decommissioning' | 'places_full' | 'sets_full';
      /** @description How often in a row it was refused for this reason. The request that put the key on record is not counted. */
      readonly times?: number;
      /** @description Where it came from; only with `DEVICEAUTH_REFUSAL_ADDRESSES`. */
      readonly address?: string;
    };
    /** @description What a device would send, or a part of it. Unknown members are refused. */
    readonly DiagnosedIdentity: {
      /** @description The identity as the device sends it. */
      readonly identity_data?: {
        readonly [key: string]: unknown;
      };
      /** @description The public key, PEM of type PUBLIC KEY. */
      readonly pubkey?: string;
    };
    readonly IdentityDiagnosis: {
      /**
       * @description `exact`: identity and key are on record together, or the one of them that was given is. `identity`: the identity is, without this key. `key`: the key is,
       *     under another identity. `near`: a device on record is nearly the same. `none`.
       * @enum {string}
       */
      readonly match: 'exact' | 'identity' | 'key' | 'near' | 'none';
      /** @description The same in plain words. */
      readonly says: string;
      /** @description The device on record that is meant; `diagnoseDevice` says more about it. */
      readonly device?: string;
      /** @description In what it differs from that device. The key, if it does, is named `pubkey` and shown by its fingerprint. */
      readonly differences: readonly {
        /** @description The attribute. */
        readonly name: string;
        /** @description Its value on record. Absent where the device on record has no such attribute. */
        readonly expected?: string;
        /** @description Its value in the request. Absent where it was not given. */
        readonly got?: string;
      }[];
      /**
       * @description What a device with this identity and this key would get if it asked now: a token (`accept`), a place among those that `wait`, or nothing, because it is
       *     rejected or its key is not admitted (`reject`), or because there is `no_room`.
       * @enum {string}
       */
      readonly would: 'accept' | 'wait' | 'reject' | 'no_room';
      /**
       * @description What would let it in. Absent where it would get a token.
       * @enum {string}
       */
      readonly next?: 'accept' | 'wait' | 'free_room' | 'preauthorize_key';
    };
    /** @description The status an auth set is to have. */
    readonly Decision: {
      /** @enum {string} */
      readonly status: 'accepted' | 'rejected' | 'pending';
    };
    /** @description The status of an auth set. */
    readonly Status: {
      readonly status: components['schemas']['AuthSetStatus'];
    };
    readonly Count: {
      readonly count: number;
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
    readonly Queues: {
      readonly queues: readonly components['schemas']['Queue'][];
    };
    readonly Queue: {
      /**
       * @description `strangers`: devices and keys that came without being announced.
       * @enum {string}
       */
      readonly name: 'strangers';
      /** @description How many pending auth sets hold a place. */
      readonly places: number;
      /**
       * @description How many places there are (`DEVICEAUTH_MAX_PENDING_DEVICES`). When all are taken, a stranger gets in only if another set makes room. Several nodes that write
       *     at the same time may exceed it by a few.
       */
      readonly cap: number;
      /** @description How many pending auth sets have made room. They hold no place, and can be accepted for an hour. */
      readonly leaving: number;
      /**
       * Format: date-time
       * @description When the oldest auth set that holds a place asked for the first time. Absent where none does.
       */
      readonly oldest_ts?: string;
      /**
       * @description How many requests of strangers were answered 429 in the last hour, by the rates of strangers and for want of a place. Counted in the memory of the node that
       *     answers, since its start; other nodes have counts of their own.
       */
      readonly refused_1h: number;
      /** @description The sources that hold most places, the heaviest first. */
      readonly sources: readonly components['schemas']['QueueSource'][];
    };
    readonly QueueSource: {
      /** @description An IPv4 address, or the /64 of an IPv6 address. Absent for auth sets of a version that did not note it. */
      readonly from?: string;
      /** @description How many places it holds. */
      readonly places: number;
      /** @description How many different keys these auth sets have. */
      readonly keys: number;
      /**
       * Format: date-time
       * @description When the newest of them asked for the first time.
       */
      readonly newest_ts: string;
    };
    /**
     * @description What happened.
     * @enum {string}
     */
    readonly EventType:
      | 'auth_set.added'
      | 'auth_set.changed'
      | 'auth_set.dismissed'
      | 'device.changed'
      | 'device.sets_full'
      | 'queue.pressure'
      | 'device.decommissioning'
      | 'device.removed'
      | 'device.provisioned'
      | 'tokens.revoked'
      | 'tokens.superseded'
      | 'tokens.purged'
      | 'limit.changed'
      | 'tenant_device.created'
      | 'tenant_device.changed'
      | 'tenant_device.key_reset'
      | 'tenant_device.removed'
      | 'device_settings.changed'
      | 'api_key.created'
      | 'api_key.revoked'
      | 'signing_key.changed'
      | 'settings.changed';
    /** @description One change. Members that a type does not have are absent. */
    readonly Event: {
      /** @description The id of the event. It is the same in every place, so that a receiver recognises a repetition. */
      readonly id: string;
      /**
       * Format: date-time
       * @description When it happened.
       */
      readonly ts: string;
      readonly type: components['schemas']['EventType'];
      /**
       * @description Who did it: `user:<sub>`, `api-key:<id>`, `key:<fingerprint>` (a device by its own key), `tenant-device:<id>`, `internal` (the internal API), `system`.
       *     `internal:<name>` is a caller of the internal API that named itself (`X-Devauth-Actor`); the name is not verified.
       */
      readonly actor: string;
      /** @description The request that did it. Items of one bulk request share it. */
      readonly request_id: string;
      /** @description Why, in the words of the operator. */
      readonly reason?: string;
      /** @description The bulk decision that the change is part of. */
      readonly decision?: string;
      /** @description The device. */
      readonly device?: string;
      /** @description The identity of the device as canonical JSON text. Absent where it is very long. */
      readonly identity?: string;
      /** @description The revision of the device after the change. */
      readonly revision?: number;
      /** @description The auth set. */
      readonly auth_set?: string;
      /** @description SHA-256 of the key of the auth set, in hexadecimal. */
      readonly fingerprint?: string;
      /** @description What it was before. */
      readonly from?: string;
      /**
       * @description Why an auth set was removed that nobody dismissed. It had to make room for another one, or has not asked for too long.
       * @enum {string}
       */
      readonly by?: 'displaced' | 'silent';
      /** @description What it is now. */
      readonly to?: string;
      /** @description How many of the tenant’s places pending auth sets hold. */
      readonly taken?: number;
      /** @description How many places the tenant has. */
      readonly places?: number;
      /** @description The sources that hold most places, the heaviest first. */
      readonly sources?: readonly {
        /** @description An IPv4 address, or the /64 of an IPv6 address. Empty for auth sets of earlier versions. */
        readonly from: string;
        /** @description How many places it holds. */
        readonly places: number;
      }[];
      /** @description What Mender’s workflows say. */
      readonly provisioned?: boolean;
      /** @description The limit now; -1 is unlimited. */
      readonly limit?: number;
      /** @description The limit before. */
      readonly previous_limit?: number;
      /** @description The `jti` of each token that went. */
      readonly revoked?: readonly string[];
      /** @description The tenant device. */
      readonly tenant_device?: string;
      /** @description True if the tenant device may connect. */
      readonly is_enabled?: boolean;
      /** @description The type of tenant device that has other settings now. */
      readonly device_type?: string;
      /** @description The API key. */
      readonly api_key?: string;
      /** @description The scopes of the API key. */
      readonly scopes?: readonly string[];
      /** @description The signing key. */
      readonly kid?: string;
      /** @description Settings of the service that differ from those of its last start. Of a secret only whether it is set. */
      readonly settings?: readonly {
        /** @description The name of the setting. */
        readonly name: string;
        /** @description Its value before; absent for its default. */
        readonly from?: string;
        /** @description Its value now; absent for its default. */
        readonly to?: string;
      }[];
    };
    readonly Error: {
      /** @description What is wrong, in words. */
      readonly error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      readonly request_id?: string;
    };
    /** @description An `Error` that also says how full it is. */
    readonly LimitReached: {
      /** @description What is wrong, in words. */
      readonly error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      readonly request_id?: string;
      /** @description How many devices may be accepted. */
      readonly limit: number;
      /** @description How many devices are accepted. */
      readonly used: number;
    };
    /** @description A live token, without its text. */
    readonly Token: {
      /** @description The id of the token, as its claim `jti` has it. */
      readonly jti: string;
      /** @description The auth set it was issued to. */
      readonly auth_set: string;
      /** Format: date-time */
      readonly expires_ts: string;
    };
    /** @description A caller of this API. */
    readonly Session: {
      /** @enum {string} */
      readonly kind: 'user' | 'api_key';
      /** @description The claim `sub` of a user, or the id of an API key. */
      readonly subject: string;
      /** @description The caller's tenant; empty for the installation's own. */
      readonly tenant: string;
      /** @description The scopes of an API key. Empty for a user, who may do everything in the tenant. */
      readonly scopes: readonly string[];
      /**
       * Format: date-time
       * @description When the token or the API key expires. Absent for an API key that does not.
       */
      readonly expires_ts?: string;
    };
    readonly Revocations: {
      /** @description The caller's tenant; empty for the installation's own. The items are enough for its tokens alone. */
      readonly tenant: string;
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
    /**
     * @description What an API key may do; operations name the scope they need in `x-scopes`.
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
    /** @description An API key without its text. */
    readonly ApiKey: {
      readonly id: string;
      /** @description The beginning of the key's text. It is no secret. */
      readonly prefix: string;
      readonly scopes: readonly components['schemas']['MachineScope'][];
      readonly description: string;
      /** Format: date-time */
      readonly created_at: string;
      /**
       * Format: date-time
       * @description Absent if the key does not expire.
       */
      readonly expires_at?: string;
      /**
       * Format: date-time
       * @description To the minute. Absent before the first use.
       */
      readonly last_used_at?: string;
    };
    /** @description An API key with its text. */
    readonly CreatedApiKey: {
      /** @description The text of the key. It cannot be shown again. */
      readonly key: string;
      readonly id: string;
      readonly prefix: string;
      readonly scopes: readonly components['schemas']['MachineScope'][];
      readonly description: string;
      /** Format: date-time */
      readonly created_at: string;
      /** Format: date-time */
      readonly expires_at?: string;
    };
    /** @description The API key to create. */
    readonly NewApiKey: {
      readonly scopes: readonly components['schemas']['MachineScope'][];
      readonly description?: string;
      /**
       * Format: date-time
       * @description A time in the future. If absent, the key does not expire.
       */
      readonly expires_at?: string;
    };
    /** @description A condition about one attribute at the top of the identity data. Texts are compared without case, a MAC address in any spelling. */
    readonly AttributeCondition: {
      /** @description The name of the attribute; `*` with `prefix` means any attribute. */
      readonly name: string;
      /** @enum {string} */
      readonly op: 'eq' | 'prefix' | 'in' | 'exists';
      /**
       * @description With `eq` a text, a number or a boolean; with `prefix` a text; with `in` a list of 1 to 100 texts; absent with `exists`. A text has at most 1,024
       *     characters. Anything else is 400 and names the condition.
       */
      readonly value?: unknown;
    };
    readonly TimeWindow: {
      /**
       * Format: date-time
       * @description At that time or later.
       */
      readonly after?: string;
      /**
       * Format: date-time
       * @description Before that time.
       */
      readonly before?: string;
    };
    readonly CheckInWindow: {
      /** Format: date-time */
      readonly after?: string;
      /** Format: date-time */
      readonly before?: string;
      /** @description True, and alone, for devices that were never seen. */
      readonly never?: boolean;
    };
    readonly CappedCount: {
      readonly count: number;
      /** @description True if there are more devices, or may be. */
      readonly more: boolean;
    };
    /** @description A decision about many auth sets. Either `auth_sets` or `filter` is given. */
    readonly BulkDecision: {
      /**
       * @description The status they are to have.
       * @enum {string}
       */
      readonly status: 'accepted' | 'rejected' | 'pending';
      /**
       * @description The status they must have now.
       * @enum {string}
       */
      readonly from: 'pending' | 'accepted' | 'rejected';
      readonly auth_sets?: readonly {
        readonly device: string;
        readonly auth_set: string;
      }[];
      readonly filter?: components['schemas']['DeviceFilter'];
      /**
       * Format: date-time
       * @description With `filter`, required. Auth sets that were made later are not touched.
       */
      readonly seen_before?: string;
      /** @description How many the caller expects. Required with `filter`. */
      readonly expected_count?: number;
      /** @description Also accept a second key of an accepted device; the first one is then rejected. False by default. */
      readonly allow_key_change?: boolean;
      /** @description Why, for the audit. */
      readonly reason?: string;
      /** @description Answer what would happen, and change nothing. */
      readonly dry_run?: boolean;
      /** @description With `filter`, `next` of the answer before. */
      readonly cursor?: string;
    };
    readonly BulkDecided: {
      /** @description The id of the bulk decision, for `undoDecision` and the audit. Absent in a dry run. */
      readonly decision?: string;
      /** @description How many auth sets were named, or matched. */
      readonly matched: number;
      /** @description How many of this call were decided. */
      readonly done: number;
      /** @description How many of this call were left alone. */
      readonly left: number;
      /** @description How many more devices may be accepted afterwards. Absent without a limit. */
      readonly room?: number;
      readonly results: readonly {
        readonly device: string;
        readonly auth_set: string;
        /** @enum {string} */
        readonly result: 'done' | 'unchanged' | 'changed' | 'several_keys' | 'key_change' | 'no_room' | 'gone';
      }[];
      /** @description In a dry run, what the devices have in common. */
      readonly facets?: readonly {
        readonly name: string;
        readonly values: readonly {
          readonly value: string;
          readonly count: number;
        }[];
      }[];
      /** @description The cursor of the next part. Absent after the last one. */
      readonly next?: string;
    };
    /** @description The auth sets that are to be dismissed. */
    readonly BulkDismissal: {
      readonly auth_sets: readonly {
        readonly device: string;
        readonly auth_set: string;
      }[];
      /**
       * @description The status they must have now. If absent, any.
       * @enum {string}
       */
      readonly from?: 'pending' | 'accepted' | 'rejected' | 'preauthorized';
      /** @description Why, for the audit. */
      readonly reason?: string;
      /** @description Answer what would happen, and change nothing. */
      readonly dry_run?: boolean;
    };
    /** @description The devices that are to be decommissioned. */
    readonly BulkDecommission: {
      readonly devices: readonly string[];
      /** @description Why, for the audit. */
      readonly reason?: string;
      /** @description Answer what would happen, and change nothing. */
      readonly dry_run?: boolean;
    };
    readonly BulkRemoved: {
      /** @description The id of the bulk call, for the audit. Absent in a dry run. `undoDecision` refuses it with 400. */
      readonly decision?: string;
      /** @description Always false. */
      readonly can_undo: boolean;
      /** @description How many were named. */
      readonly matched: number;
      /** @description How many were removed. */
      readonly done: number;
      /** @description How many were left alone. */
      readonly left: number;
      readonly results: readonly {
        readonly device: string;
        readonly auth_set?: string;
        /**
         * @description `unchanged`: the device is being decommissioned already. `gone`: there is no such device or auth set, or it is being decommissioned.
         * @enum {string}
         */
        readonly result: 'done' | 'unchanged' | 'changed' | 'gone';
      }[];
      /** @description In a dry run, what the devices have in common. */
      readonly facets?: readonly {
        readonly name: string;
        readonly values: readonly {
          readonly value: string;
          readonly count: number;
        }[];
      }[];
    };
    readonly CountChanged: {
      readonly error: string;
      readonly request_id?: string;
      readonly matched: number;
      readonly expected_count: number;
    };
    readonly Summary: {
      /** @description How many devices have an auth set that waits, up to 10,000. */
      readonly pending: number;
      /** @description True if more wait. */
      readonly pending_more: boolean;
      readonly accepted: number;
      /** @description How many devices may be accepted; -1 is unlimited. */
      readonly limit: number;
      /**
       * Format: date-time
       * @description When the first of the waiting devices was made. Absent if none waits.
       */
      readonly oldest_pending_ts?: string;
      /** @description The position of the newest event of the installation. */
      readonly feed: number;
    };
  };
  responses: {
    /** @description One page of devices; empty past the end. */
    readonly Devices: {
      headers: {
        readonly Link: components['headers']['Link'];
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': readonly components['schemas']['Device'][];
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
    /** @description No credential, or one that is not good (D12). */
    readonly Unauthorized: {
      headers: {
        readonly 'WWW-Authenticate': components['headers']['Challenge'];
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "Authorization not present in header",
         *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
         *     }
         */
        readonly 'application/json': components['schemas']['Error'];
      };
    };
    /** @description The caller is known, but may not do this (D12). */
    readonly Forbidden: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "forbidden",
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
    /** @description The caller asks too often. Nothing changed. */
    readonly TooManyRequests: {
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
     * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
     * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
     */
    readonly DeviceId: string;
    /**
     * @description The auth set's id. Any text that is no auth set of this device is 404; ids need not be UUIDs.
     * @example 0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33
     */
    readonly AuthSetId: string;
    /** @description Only devices of this status; if repeated, of any of these. If absent, devices of every status. An empty value is 400. */
    readonly StatusFilter: readonly components['schemas']['DeviceStatus'][];
    /** @description Only the device with this id; if repeated, with any of these. An id of no device of the tenant matches nothing. For many ids use `searchDevices`. */
    readonly IdFilter: readonly string[];
    /** @description Only devices of which some auth set has this status; if repeated, any of these. So the new key of an accepted device is found under `pending`. */
    readonly AuthSetStatusFilter: readonly components['schemas']['AuthSetStatus'][];
    /** @description Only devices with a key of which the SHA-256 fingerprint begins so, in hexadecimal. */
    readonly KeyFilter: string;
    /** @description Only devices that were made at this time or later. */
    readonly CreatedAfter: string;
    /** @description Only devices that were made before this time. */
    readonly CreatedBefore: string;
    /** @description Only devices that were last seen at this time or later. */
    readonly CheckInAfter: string;
    /** @description Only devices that were last seen before this time. */
    readonly CheckInBefore: string;
    /** @description With `true`, only devices that were never seen. */
    readonly CheckInNever: boolean;
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
    /** @description Only events of the device of this id, also of one that is gone. */
    readonly EventDevice: string;
    /** @description Only events of this type. */
    readonly EventType: components['schemas']['EventType'];
    /** @description Only what this actor did, as `actor` of an event names it. */
    readonly EventActor: string;
    /** @description Only events from this time on. */
    readonly EventAfter: string;
    /** @description Only events before this time. */
    readonly EventBefore: string;
    /** @description How many events a page holds at most. */
    readonly EventsPerPage: number;
    /** @description Where to go on, opaque, as the `next` link carries it. A cursor that was not made by this service is 400. */
    readonly EventsCursor: string;
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
     * @example </api/management/v2/devauth/devices?page=2&per_page=20>; rel="next"
     */
    readonly Link: string;
    /**
     * @description How to authenticate (RFC 6750). With a user token whose signature is good, it also says what else is wrong with the token:
     *     `error="invalid_token", error_description="expired 3 h ago"`.
     * @example Bearer realm="ManagementJWT"
     */
    readonly Challenge: string;
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
  readonly listDevices: {
    readonly parameters: {
      readonly query?: {
        /** @description Only devices of this status; if repeated, of any of these. If absent, devices of every status. An empty value is 400. */
        readonly status?: components['parameters']['StatusFilter'];
        /** @description Only the device with this id; if repeated, with any of these. An id of no device of the tenant matches nothing. For many ids use `searchDevices`. */
        readonly id?: components['parameters']['IdFilter'];
        /** @description Only devices of which some auth set has this status; if repeated, any of these. So the new key of an accepted device is found under `pending`. */
        readonly auth_set_status?: components['parameters']['AuthSetStatusFilter'];
        /** @description Only devices with a key of which the SHA-256 fingerprint begins so, in hexadecimal. */
        readonly key?: components['parameters']['KeyFilter'];
        /** @description Only devices that were made at this time or later. */
        readonly created_after?: components['parameters']['CreatedAfter'];
        /** @description Only devices that were made before this time. */
        readonly created_before?: components['parameters']['CreatedBefore'];
        /** @description Only devices that were last seen at this time or later. */
        readonly check_in_after?: components['parameters']['CheckInAfter'];
        /** @description Only devices that were last seen before this time. */
        readonly check_in_before?: components['parameters']['CheckInBefore'];
        /** @description With `true`, only devices that were never seen. */
        readonly check_in_never?: components['parameters']['CheckInNever'];
        /** @description The order of creation, or its reverse. With a cursor, the order of the page before. */
        readonly order?: 'created' | '-created';
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
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: components['responses']['Devices'];
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly preauthorize: {
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
         *       "identity_data": {
         *         "mac": "02:00:5e:00:00:01",
         *         "sn": "A-1001"
         *       },
         *       "pubkey": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…\n-----END PUBLIC KEY-----\n",
         *       "force": false
         *     }
         */
        readonly 'application/json': components['schemas']['PreAuthSet'];
      };
    };
    readonly responses: {
      /** @description The auth set is as described. No body. */
      readonly 201: {
        headers: {
          /**
           * @description The device, relative to the API's base, `devices/<id>`; the known device's own id when `force` met one.
           * @example devices/0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
           */
          readonly Location?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The body is no JSON object, `identity_data` or `pubkey` is missing or empty, or the key is not one that is admitted (D8). Nothing changed. */
      readonly 400: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "failed to decode preauth request: cannot decode public key",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      /** @description The identity is known already and nothing changed. The body is the whole device that has it. */
      readonly 409: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Device'];
        };
      };
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      /** @description The device has as many auth sets as a device may have (D1), and none of them may be removed. Nothing changed. */
      readonly 422: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "maximum number of authentication sets of the device reached",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11"
           *     }
           */
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly searchDevices: {
    readonly parameters: {
      readonly query?: {
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
        /** @description The order of creation, or its reverse. With a cursor, the order of the page before. */
        readonly order?: 'created' | '-created';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "status": [
         *         "pending",
         *         "rejected"
         *       ],
         *       "id": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70"
         *     }
         */
        readonly 'application/json': components['schemas']['DeviceFilter'];
      };
    };
    readonly responses: {
      readonly 200: components['responses']['Devices'];
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly countDevices: {
    readonly parameters: {
      readonly query?: {
        /** @description Count only devices of this status. Absent, all are counted. */
        readonly status?: components['schemas']['DeviceStatus'];
      };
      readonly header?: never;
      readonly path?: never;
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
      readonly 403: components['responses']['Forbidden'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly countMatchingDevices: {
    readonly parameters: {
      readonly query?: {
        /** @description Stop counting there. 10,000 by default. */
        readonly up_to?: number;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "auth_set_status": "pending"
         *     }
         */
        readonly 'application/json': components['schemas']['DeviceFilter'];
      };
    };
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
           *       "count": 42,
           *       "more": false
           *     }
           */
          readonly 'application/json': components['schemas']['CappedCount'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly decideAuthSets: {
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
         *       "status": "accepted",
         *       "from": "pending",
         *       "auth_sets": [
         *         {
         *           "device": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
         *           "auth_set": "0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33"
         *         }
         *       ],
         *       "reason": "delivery 41"
         *     }
         */
        readonly 'application/json': components['schemas']['BulkDecision'];
      };
    };
    readonly responses: {
      /** @description What happened to each auth set, in the order in which they were decided. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['BulkDecided'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      /** @description The filter matches another number of devices than `expected_count`. Nothing changed. */
      readonly 409: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CountChanged'];
        };
      };
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      /** @description There is room for none of them, or the filter matches more than 100,000 devices. Nothing changed. */
      readonly 422: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['LimitReached'] | components['schemas']['Error'];
        };
      };
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly undoDecision: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The id of the bulk decision. An unknown id is 404; one that dismissed auth sets or decommissioned devices is 400.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What happened to each auth set. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['BulkDecided'];
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
  readonly preauthorizeMany: {
    readonly parameters: {
      readonly query?: {
        /** @description Report what would happen, and change nothing. Ids of what would be created are absent. */
        readonly dry_run?: boolean;
        /**
         * @description What happens to an identity that is known already. `skip` leaves it, which is the default. `force` adds the key, as `force` of `preauthorize` does.
         *     `fail` stops the list at the first one.
         */
        readonly on_conflict?: 'skip' | 'force' | 'fail';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example [
         *       {
         *         "identity_data": {
         *           "mac": "02:00:5e:00:00:01",
         *           "sn": "A-1001"
         *         },
         *         "pubkey": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…\n-----END PUBLIC KEY-----\n"
         *       }
         *     ]
         */
        readonly 'application/json': readonly components['schemas']['ListedDevice'][];
        readonly 'application/x-ndjson': string;
        readonly 'text/csv': string;
      };
    };
    readonly responses: {
      /**
       * @description What happened to each row: one JSON object, or NDJSON as the rows are done, a `ListedResult` a line and the summary (`BulkPreauthorized` without
       *     `results`) as the last line. An answer that does not end so was cut off.
       */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['BulkPreauthorized'];
          readonly 'application/x-ndjson': string;
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly dismissAuthSets: {
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
         *       "auth_sets": [
         *         {
         *           "device": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
         *           "auth_set": "0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33"
         *         }
         *       ],
         *       "from": "rejected",
         *       "reason": "keys of the old image"
         *     }
         */
        readonly 'application/json': components['schemas']['BulkDismissal'];
      };
    };
    readonly responses: {
      /** @description What happened to each, in the order of the devices' creation. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['BulkRemoved'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly decommissionDevices: {
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
         *       "devices": [
         *         "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70"
         *       ],
         *       "reason": "returned to the maker"
         *     }
         */
        readonly 'application/json': components['schemas']['BulkDecommission'];
      };
    };
    readonly responses: {
      /** @description What happened to each, in the order of the devices' creation. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['BulkRemoved'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly exportDevices: {
    readonly parameters: {
      readonly query?: {
        /** @description Only devices of this status; if repeated, of any of these. If absent, devices of every status. An empty value is 400. */
        readonly status?: components['parameters']['StatusFilter'];
        /** @description Only the device with this id; if repeated, with any of these. An id of no device of the tenant matches nothing. For many ids use `searchDevices`. */
        readonly id?: components['parameters']['IdFilter'];
        /** @description Only devices of which some auth set has this status; if repeated, any of these. So the new key of an accepted device is found under `pending`. */
        readonly auth_set_status?: components['parameters']['AuthSetStatusFilter'];
        /** @description Only devices with a key of which the SHA-256 fingerprint begins so, in hexadecimal. */
        readonly key?: components['parameters']['KeyFilter'];
        /** @description Only devices that were made at this time or later. */
        readonly created_after?: components['parameters']['CreatedAfter'];
        /** @description Only devices that were made before this time. */
        readonly created_before?: components['parameters']['CreatedBefore'];
        /** @description Only devices that were last seen at this time or later. */
        readonly check_in_after?: components['parameters']['CheckInAfter'];
        /** @description Only devices that were last seen before this time. */
        readonly check_in_before?: components['parameters']['CheckInBefore'];
        /** @description With `true`, only devices that were never seen. */
        readonly check_in_never?: components['parameters']['CheckInNever'];
        /** @description In CSV, an attribute of the identity data that has a column of its own, `identity.<name>`. May be repeated. */
        readonly attribute?: readonly string[];
        /** @description In CSV, put an apostrophe before a text that a spreadsheet would run as a formula. False by default. */
        readonly spreadsheet?: boolean;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /**
       * @description The devices. The columns of CSV: `id`, `status`, `created_ts`, `check_in_time`, `auth_set`, `auth_set_status`, `fingerprint`, those of `attribute`, and
       *     `identity_data`.
       */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/x-ndjson': string;
          readonly 'text/csv': string;
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
  readonly getSummary: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The `ETag` of the answer before. */
        readonly 'If-None-Match'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The figures. */
      readonly 200: {
        headers: {
          /**
           * @description A weak entity tag (RFC 9110, section 8.8.3).
           * @example W/"41-"
           */
          readonly ETag?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "pending": 12,
           *       "pending_more": false,
           *       "accepted": 300,
           *       "limit": 450,
           *       "feed": 41
           *     }
           */
          readonly 'application/json': components['schemas']['Summary'];
        };
      };
      /** @description Nothing happened since. No body. */
      readonly 304: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
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
         * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The device. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Device'];
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
  readonly decommission: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The device is decommissioned. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
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
  readonly diagnoseDevice: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The diagnosis. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "verdict": "no_room",
           *       "says": "It is announced (by user:anna, 2025-08-28 14:05 UTC), and asked 12 times, last 2025-08-29 02:22 UTC, but there is no room (450 of 450 are accepted).",
           *       "since": "2025-08-29T02:22:48.862Z",
           *       "next": "free_room",
           *       "live_tokens": 0,
           *       "auth_sets": [
           *         {
           *           "id": "0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33",
           *           "fingerprint": "506ac99102aa7b1de04c86d4fc0f3a52c1c6ef0f3d7f4c2f9e1b1a7f2c5d94bf",
           *           "key_type": "P-256",
           *           "status": "preauthorized",
           *           "last_attempt": {
           *             "ts": "2025-08-29T02:22:48.862Z",
           *             "outcome": "no_room",
           *             "times": 12
           *           }
           *         }
           *       ]
           *     }
           */
          readonly 'application/json': components['schemas']['DeviceDiagnosis'];
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
  readonly diagnoseIdentity: {
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
         *       "identity_data": {
         *         "mac": "02:00:5e:00:00:01",
         *         "sn": "a-1001"
         *       }
         *     }
         */
        readonly 'application/json': components['schemas']['DiagnosedIdentity'];
      };
    };
    readonly responses: {
      /** @description What is known. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "match": "near",
           *       "says": "Nobody has seen this identity. A device on record is nearly the same: 1 attribute differs.",
           *       "device": "0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70",
           *       "differences": [
           *         {
           *           "name": "sn",
           *           "expected": "A-1001",
           *           "got": "a-1001"
           *         }
           *       ],
           *       "would": "wait",
           *       "next": "preauthorize_key"
           *     }
           */
          readonly 'application/json': components['schemas']['IdentityDiagnosis'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly dismissAuthSet: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
        /**
         * @description The auth set's id. Any text that is no auth set of this device is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33
         */
        readonly aid: components['parameters']['AuthSetId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The auth set is gone. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
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
  readonly getAuthSetStatus: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
        /**
         * @description The auth set's id. Any text that is no auth set of this device is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33
         */
        readonly aid: components['parameters']['AuthSetId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The status, one of four. */
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
      readonly 403: components['responses']['Forbidden'];
      readonly 404: components['responses']['NotFound'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly setAuthSetStatus: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
        /**
         * @description The auth set's id. Any text that is no auth set of this device is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33
         */
        readonly aid: components['parameters']['AuthSetId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "status": "accepted"
         *     }
         */
        readonly 'application/json': components['schemas']['Decision'];
      };
    };
    readonly responses: {
      /** @description The auth set has this status. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The body names none of the three statuses, or the transition is not allowed. Nothing changed. */
      readonly 400: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Error'];
        };
      };
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 404: components['responses']['NotFound'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      /** @description As many devices are accepted as the tenant may have. Nothing changed. */
      readonly 422: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": "maximum number of accepted devices reached",
           *       "request_id": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11",
           *       "limit": 100,
           *       "used": 100
           *     }
           */
          readonly 'application/json': components['schemas']['LimitReached'];
        };
      };
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly revokeToken: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The token's `jti`. Any text that is no live token of the tenant is 404, one that was revoked already too.
         * @example e7c0f9a4-2f5b-4c1d-9b7e-6d1a0c3f8b52
         */
        readonly id: string;
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
      readonly 403: components['responses']['Forbidden'];
      readonly 404: components['responses']['NotFound'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly listEvents: {
    readonly parameters: {
      readonly query?: {
        /** @description Only events of the device of this id, also of one that is gone. */
        readonly device?: components['parameters']['EventDevice'];
        /** @description Only events of this type. */
        readonly type?: components['parameters']['EventType'];
        /** @description Only what this actor did, as `actor` of an event names it. */
        readonly actor?: components['parameters']['EventActor'];
        /** @description Only events from this time on. */
        readonly after?: components['parameters']['EventAfter'];
        /** @description Only events before this time. */
        readonly before?: components['parameters']['EventBefore'];
        /** @description How many events a page holds at most. */
        readonly per_page?: components['parameters']['EventsPerPage'];
        /** @description Where to go on, opaque, as the `next` link carries it. A cursor that was not made by this service is 400. */
        readonly cursor?: components['parameters']['EventsCursor'];
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The events, the newest first. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          /** @description The next page: `<…>; rel="next"`. Absent on the last one. */
          readonly Link?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': readonly components['schemas']['Event'][];
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
  readonly exportEvents: {
    readonly parameters: {
      readonly query?: {
        /** @description Only events of the device of this id, also of one that is gone. */
        readonly device?: components['parameters']['EventDevice'];
        /** @description Only events of this type. */
        readonly type?: components['parameters']['EventType'];
        /** @description Only what this actor did, as `actor` of an event names it. */
        readonly actor?: components['parameters']['EventActor'];
        /** @description Only events from this time on. */
        readonly after?: components['parameters']['EventAfter'];
        /** @description Only events before this time. */
        readonly before?: components['parameters']['EventBefore'];
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The events, the newest first. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/x-ndjson': string;
          readonly 'text/csv': string;
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
  readonly getLimit: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
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
      readonly 403: components['responses']['Forbidden'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly getQueue: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The queues of the tenant. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "queues": [
           *         {
           *           "name": "strangers",
           *           "places": 8412,
           *           "cap": 10000,
           *           "leaving": 3,
           *           "oldest_ts": "2025-08-28T14:05:11.204Z",
           *           "refused_1h": 57,
           *           "sources": [
           *             {
           *               "from": "203.0.113.7",
           *               "places": 8390,
           *               "keys": 84,
           *               "newest_ts": "2025-08-29T02:22:48.862Z"
           *             },
           *             {
           *               "from": "2001:db8:0:5::/64",
           *               "places": 22,
           *               "keys": 22,
           *               "newest_ts": "2025-08-29T01:10:03.517Z"
           *             }
           *           ]
           *         }
           *       ]
           *     }
           */
          readonly 'application/json': components['schemas']['Queues'];
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
  readonly listTokens: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The live tokens. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example [
           *       {
           *         "jti": "5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11",
           *         "auth_set": "0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33",
           *         "expires_ts": "2025-09-05T02:22:48.000Z"
           *       }
           *     ]
           */
          readonly 'application/json': readonly components['schemas']['Token'][];
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
  readonly revokeTokensOfDevice: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The device's id. Any text that is no device of the tenant is 404; ids need not be UUIDs.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description No token of the device is good. No body. */
      readonly 204: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
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
           *       "tenant": "",
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
      readonly 403: components['responses']['Forbidden'];
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
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly getSession: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The caller. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "kind": "user",
           *       "subject": "anna@example.com",
           *       "tenant": "",
           *       "scopes": [],
           *       "expires_ts": "2025-08-29T10:22:48.000Z"
           *     }
           */
          readonly 'application/json': components['schemas']['Session'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly listApiKeys: {
    readonly parameters: {
      readonly query?: {
        /** @description The number of keys on a page; 100 by default. */
        readonly limit?: number;
        /** @description An opaque cursor. Empty on the first page, then as the `next` link has it. */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One page of keys. */
      readonly 200: {
        headers: {
          /**
           * @description RFC 8288; `next` if there are more.
           * @example </api/management/v2/devauth/api-keys?cursor=MDE5OGYzYTI&limit=100>; rel="next"
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
      readonly 429: components['responses']['TooManyRequests'];
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
      /** @description The key with its text. */
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
      readonly 429: components['responses']['TooManyRequests'];
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
         * @description The key's id, the part between the underscores. An unknown or revoked key is 404.
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
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
}
