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
     * @description Lists the tenant's devices, ordered by creation time, then by id (D13). A device must match every filter that is given; of the values of one filter, one
     *     is enough. A page past the end is an empty list. Pages by number shift when a device joins or leaves the result between two calls. A walk by cursor
     *     misses no device that matched during the whole walk.
     *
     *     `identity.<name>` filters by an attribute at the top of the identity data, as the filter of `searchDevices` does. `identity.sn=E2026` is a value; if
     *     repeated, any of several. `identity.sn=E20*` is a beginning, `identity.sn=*` any value, `identity.*=ber*` any attribute that begins so. To search for a
     *     value that itself ends with `*`, use `searchDevices`. With `order`, or with a filter other than `status` and `id`, only page 1 has a number: follow the
     *     `next` link.
     */
    readonly get: operations['listDevices'];
    readonly put?: never;
    /**
     * Pre-authorize a device
     * @description Admits a device before it connects. Afterwards the identity has an auth set with this key in status `preauthorized`. The device's first auth request
     *     that is signed with the key gets a token; nobody has to decide. The device counts towards `max_devices` only from then on (D4). Identities are compared
     *     in canonical form: the order of members and white space do not matter. Keys are compared in canonical form too: the line lengths of the PEM do not
     *     matter.
     *
     *     Without `force`, an identity that is known already, in any status, is 409 and nothing changes. With `force`, a known identity gets for this key:
     *
     *     | the key's auth set | afterwards |
     *     | --- | --- |
     *     | none | added, `preauthorized` |
     *     | `pending` or `rejected` | `preauthorized` |
     *     | `preauthorized` or `accepted` | unchanged |
     *
     *     Each of these is 201, so a list can be sent again without harm to a running device. A device that is being decommissioned is 409, also with `force`.
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
     * @description Returns the same list as `listDevices`, in the same order, with the filter in the body, for more ids than a URL can hold. An empty object lists all
     *     devices. Differences from Mender: `application/json` with a `charset` is accepted, and an unknown status is 400.
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
     * @description Counts the devices of the tenant, or those with one status. The count is exact at the moment of the read. As in Mender, the status may also be
     *     `preauthorized` or `noauth`.
     */
    readonly get: operations['countDevices'];
    readonly put?: never;
    /**
     * Count the devices that match a filter
     * @description Counts the devices that match every member of the filter, up to `up_to`. Not part of Mender's API.
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
     * @description Accepts, rejects or puts back many auth sets in one call: the auth sets that are named, or those that match a filter (D21). Each is decided as
     *     `setAuthSetStatus` decides, on its own, completely or not at all. An auth set that is no longer in `from` stays as it is and is reported as `changed`.
     *     Devices are decided in the order of creation: if the limit has room for some of them only, the oldest get it, and the others are `no_room`. `dry_run`
     *     gives the same answer and changes nothing.
     *
     *     `filter` selects only devices with exactly one auth set in `from`, if that set was created up to `seen_before`. If their number is not `expected_count`,
     *     the answer is 409 and nothing changes. One call decides at most 1,000 auth sets; send `next` of the answer as `cursor` of the next call, with the same
     *     other members. A tenant has one bulk decision at a time on a node; a second one is 429. Not part of Mender's API.
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
     * @description Puts every auth set that the bulk decision changed back to its former status, unless it has changed since. This is a decision of its own, with an id of
     *     its own. Revoked tokens stay revoked. Not part of Mender's API.
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
     * @description Does what `preauthorize` does for each row of a list of at most 100,000 rows and 64 MiB. The service reads the list while it arrives. The list is a JSON
     *     array, NDJSON (one object on a line) or CSV (RFC 4180). The first line of CSV names the columns: `pubkey`, and `identity.<name>` for each attribute. The
     *     values are texts; an empty cell means that the device does not have the attribute.
     *
     *     Each row is done on its own, completely or not at all. Every row is reported, in the order of the list, invalid rows too:
     *
     *     | `result` | meaning |
     *     | --- | --- |
     *     | `created` | The device is new; its auth set is `preauthorized`. |
     *     | `updated` | With `on_conflict=force`: the known device now has this key as a `preauthorized` auth set. |
     *     | `exists` | The identity is known with this key. Unchanged. |
     *     | `other_key` | The identity is known, but only with other keys. Unchanged. |
     *     | `duplicate` | An earlier row of the list, `first_row`, has the same identity. Only that row was done. |
     *     | `invalid` | The row cannot be read, or its key is not admitted (D8). `member` names the part that is wrong. |
     *     | `full` | The device has the highest number of auth sets. Unchanged. |
     *     | `decommissioning` | The device is being decommissioned. Unchanged. |
     *
     *     A list can therefore be sent again, also after a broken connection: rows that were created before are `exists` then. If the list ends early, is too long
     *     or is not of its media type, the call stops there. The rows before that place stay done, and `stopped` names the place and the reason. If no row was
     *     reported yet, the answer has an error status.
     *
     *     Rows are done in groups of at most 50, several at once. If the caller disconnects, the groups that have begun are finished and no other group begins.
     *     The reported rows have no gap: after a stop the rest of the list can be sent alone. Rows of it that were done already are `exists` then.
     *     A tenant has one bulk call at a time on a node; a second one is 429. The call counts as one request. Not part of Mender's API.
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
     * @description Removes many auth sets in one call. Each is removed as `dismissAuthSet` removes it: on its own, completely or not at all. If `from` is given, an auth
     *     set with another status stays as it is and is reported as `changed`. A preauthorized device is removed with its last auth set. **This cannot be
     *     undone**: a dismissed key has to ask again or be pre-authorized again. `dry_run` gives the same answer and changes nothing. A tenant has one bulk call
     *     at a time on a node; a second one is 429. If the caller disconnects, auth sets that are not yet begun stay as they are. Not part of Mender's API.
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
     * @description Decommissions many devices in one call. Each is decommissioned as `decommission` does it: on its own, completely or not at all. Afterwards their tokens
     *     are refused, and they no longer count towards `max_devices`. **This cannot be undone.** `dry_run` gives the same answer and changes nothing. A tenant
     *     has one bulk call at a time on a node; a second one is 429. If the caller disconnects, devices that are not yet begun stay as they are. Not part of
     *     Mender's API.
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
     * @description Returns all devices that match the filters, in the order of creation. The format is NDJSON with one `Device` on each line, or, if the caller prefers
     *     `text/csv`, CSV with a line for each auth set. The filters are those of `listDevices`, with `identity.<name>`. The service sends the answer while it
     *     reads the store. An answer that ends early breaks off in the middle of the transfer; every HTTP client reports that as an error. Not part of Mender's
     *     API.
     */
    readonly get: operations['exportDevices'];
    readonly put?: never;
    /**
     * Export what a search finds
     * @description Returns the same as `exportDevices`, with the filter of `searchDevices` in the body: for more ids than a URL can hold, and for more than one condition
     *     on an attribute. An empty object exports all devices. Not part of Mender's API.
     */
    readonly post: operations['exportSearch'];
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
     * Show the numbers of the tenant
     * @description Returns how many auth sets wait and how many devices are accepted. The `ETag` changes with every decision in the installation. A caller that polls sends
     *     it in `If-None-Match` and gets 304 while nothing has changed. Not part of Mender's API.
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
     * @description Returns one device, the same as its entry in the list, with its auth sets in the same order.
     */
    readonly get: operations['getDevice'];
    readonly put?: never;
    readonly post?: never;
    /**
     * Decommission a device
     * @description Ends the device. From the answer 204 on, all its tokens are refused, and it no longer counts towards `max_devices` (D1a, D4).
     *
     *     Without an orchestrator the device is gone at once: no read shows it, a second DELETE is 404, and its identity may register again under a new id. With
     *     an orchestrator the device stays readable, with `decommissioning: true`, and its accepted auth set is rejected. Its auth requests are 401, changes to it
     *     are 404, and a second DELETE is 204. It ends when the orchestrator ends it (internal API), or after a day.
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
     * Explain why a device gets tokens or not
     * @description Explains in one sentence why the device gets tokens or not, and what would change that. The explanation uses its auth sets, its tokens, the limit, the
     *     last decision, and the last refused request of each key. A refused request is not written to the store at once: the node that answered it shows it at
     *     once, another node within a minute, and a crash loses at most the last minute. Not part of Mender's API.
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
     * Explain why a device is not in the list
     * @description Returns what the service knows about an identity or a key that is not in the list, and what would happen if such a device asked now. If neither the
     *     identity nor the key is known, the service looks for a near miss: the same attributes in another case or spelling, one attribute that differs, the same
     *     value under another name. Nothing changes. Not part of Mender's API.
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
     * @description Removes one auth set of the device. From the answer 204 on, the tokens of the set are refused.
     *
     *     - A device whose accepted set is removed no longer counts towards `max_devices` (D4).
     *     - If the last set was `preauthorized`, the device is removed too.
     *     - If the last set had another status, the device stays, with status `noauth`. Its next auth request creates a new pending set.
     *
     *     A dismissed key is not blocked: its next auth request creates a pending set. To block the key, reject the set.
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
     * @description Returns the status of one auth set of the device. An auth set of another device is 404.
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
     *     As in Mender, an auth set may become `pending` again. Only the device itself or a dismissal ends `preauthorized`.
     *
     *     - Accepting rejects any other accepted set of the device. It requires room under `max_devices`, unless the device is accepted already (D4).
     *     - If a set stops being accepted, by this call or because another set was accepted, its tokens are refused from the answer 204 on, and stay refused (D3).
     *
     *     The checks are in this order: a body without one of the three statuses is 400; an unknown set, a set of another device, and a device that is being
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
     * @description Revokes one token by its `jti` claim. The token is refused from the answer 204 on, and stays refused (D3). The auth set stays accepted: the device gets
     *     a new token with its next auth request.
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
     * List events
     * @description Lists the changes in the tenant, the newest first: who changed what, the status before and after, the reason and the request. An event must match every
     *     filter that is given. A page may hold fewer events than `per_page` although there are more: a search that finds little stops after a while, and the
     *     `next` link continues it. Without `next` the search is finished. Events are kept for `DEVICEAUTH_AUDIT_DAYS` days.
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
     * Export events
     * @description Returns all events that match the filters, the newest first. The format is NDJSON with one `Event` on each line, or, if the caller prefers `text/csv`,
     *     CSV. In CSV the column `other` holds the remaining members as JSON, and a text that a spreadsheet would run as a formula begins with an apostrophe. The
     *     service sends the answer while it reads the store. An answer that ends early breaks off in the middle of the transfer; every HTTP client reports that as
     *     an error.
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
     * @description Returns the limit and the number of accepted devices (D4). A limit below `used` removes no device.
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
     * Show the queue of waiting devices and its sources
     * @description Returns how many places of the queue the tenant's pending auth sets hold, and which sources hold most of them (D23). A source is the address that a
     *     device asks from: an IPv4 address, or the /64 of an IPv6 address. Behind a proxy that `DEVICEAUTH_TRUSTED_PROXIES` does not name, it is the address of
     *     the proxy. There is one queue, `strangers`. Not part of Mender's API.
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
     * @description Lists the tokens of the device that verify now, the oldest first. The service does not keep the text of a token. Not part of Mender's API.
     */
    readonly get: operations['listTokens'];
    readonly put?: never;
    readonly post?: never;
    /**
     * Revoke all tokens of a device
     * @description Revokes every live token of the device. The status of its auth sets does not change: an accepted device gets a new token with its next auth request. Not
     *     part of Mender's API.
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
     * List what an offline verifier must refuse
     * @description For gateways that cannot reach the internal API. Returns enough to refuse every token of the tenant that `tokens/verify` refuses, without a request for
     *     each token: the items of the tenant, and the revoked signing keys. It has no items of other tenants, so a verifier must refuse the tokens of other
     *     tenants; `tenant` is the caller's. Not part of Mender's API. There are three ways to read it:
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
     *     call that revokes is answered. The stream of a revoked API key continues until its five minutes are over.
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
     * Show the caller
     * @description Returns the caller as the service knows it. Every valid credential may ask. Not part of Mender's API.
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
     * @description Lists the API keys of the caller's tenant in the order of creation (D12). Expired keys are listed, revoked keys are not. The service does not keep the
     *     text of a key. Only users may ask: an API key manages no keys. Not part of Mender's API.
     */
    readonly get: operations['listApiKeys'];
    readonly put?: never;
    /**
     * Create an API key
     * @description Creates an API key of the caller's tenant for scripts and gateways (D12). Only this answer has its text. Unknown members are refused. Only users may
     *     create keys. Not part of Mender's API.
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
     * @description From the answer 204 on, every node refuses the key. A key of another tenant is 404. Only users may revoke keys. Not part of Mender's API.
     */
    readonly delete: operations['revokeApiKey'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/webhooks': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List the webhooks
     * @description Lists the webhooks of the caller's tenant in order of creation, without their secrets. Not part of Mender's API.
     */
    readonly get: operations['listWebhooks'];
    readonly put?: never;
    /**
     * Create a webhook
     * @description Creates a webhook (Standard Webhooks): an address that receives the events of the caller's tenant from now on. Its secret is in this answer and in no
     *     other. The address is https, on port 443 or one from 1024 on, and leads to a public network; `DEVICEAUTH_WEBHOOKS_PRIVATE_NETWORKS` allows others.
     *     Unknown members are refused. Not part of Mender's API.
     */
    readonly post: operations['createWebhook'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/webhooks/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show a webhook
     * @description Returns the webhook without its secrets, with the state of its deliveries. Not part of Mender's API.
     */
    readonly get: operations['getWebhook'];
    readonly put?: never;
    readonly post?: never;
    /**
     * Remove a webhook
     * @description Removes the webhook, its secrets and its log. A running delivery may still arrive. Not part of Mender's API.
     */
    readonly delete: operations['removeWebhook'];
    readonly options?: never;
    readonly head?: never;
    /**
     * Change a webhook
     * @description Changes the members that the body has. A delivery that waits for its next attempt is tried at once. A webhook that becomes enabled receives the events
     *     from then on. Unknown members are refused. Not part of Mender's API.
     */
    readonly patch: operations['changeWebhook'];
    readonly trace?: never;
  };
  readonly '/webhooks/{id}/secret': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Replace the secret of a webhook
     * @description Creates a new secret; only this answer has it. The former secret also signs, for a day or as long as the body says, so that `webhook-signature`
     *     has two signatures; a still older one ends at once. Unknown members are refused. Not part of Mender's API.
     */
    readonly post: operations['rotateWebhookSecret'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/webhooks/{id}/deliveries': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List the deliveries to a webhook
     * @description Lists the last 100 attempts to deliver, the newest first. An attempt is kept for a week. Not part of Mender's API.
     */
    readonly get: operations['listWebhookDeliveries'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/webhooks/{id}/deliveries/{delivery}/redeliver': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send a message again
     * @description Sends the message of that attempt once more, with the same `webhook-id`, also to a webhook that is disabled. The answer comes when the receiver has answered,
     *     or after 15 s (`x-deadline: none`). 404 also when the event is no longer kept. Not part of Mender's API.
     */
    readonly post: operations['redeliverWebhookDelivery'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/webhooks/{id}/redeliver': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send everything since a time again
     * @description The webhook gets every message since that time once more, in order and with the same `webhook-id`s, as far as the feed keeps them (a week at least). What waits for
     *     its next attempt is tried at once. The webhook must be enabled. Unknown members are refused. Not part of Mender's API.
     */
    readonly post: operations['redeliverWebhookEvents'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/webhooks/{id}/ping': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send a test message
     * @description Sends a `webhook.ping` and answers with what the receiver said, also for a webhook that is disabled. The answer comes when the receiver has answered, or after
     *     15 s (`x-deadline: none`). The message is not repeated. Not part of Mender's API.
     */
    readonly post: operations['pingWebhook'];
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
    /** @description A device to admit before it connects. */
    readonly PreAuthSet: {
      /** @description The identity exactly as the device will send it in `id_data`. There it is a string that holds this object. */
      readonly identity_data: {
        readonly [key: string]: unknown;
      };
      /** @description The device's public key as PEM of type PUBLIC KEY. Text around the block does not matter (RFC 7468, lax grammar). */
      readonly pubkey: string;
      /** @description With true, an identity that is known already is not 409. Absent means false (Mender's addition). */
      readonly force?: boolean;
    };
    /** @description One row of a list of devices to pre-authorize. */
    readonly ListedDevice: {
      /** @description The identity exactly as the device will send it in `id_data`. */
      readonly identity_data: {
        readonly [key: string]: unknown;
      };
      /** @description The device's public key as PEM of type PUBLIC KEY. In CSV, `\n` may stand for a line end. */
      readonly pubkey: string;
    };
    /** @description The result for one row of a list. */
    readonly ListedResult: {
      /** @description The number of the row in the list. The line with the names of CSV columns is not counted. */
      readonly row: number;
      /** @description The line of the list on which the row begins. */
      readonly line: number;
      /** @enum {string} */
      readonly result:
        'created' | 'updated' | 'exists' | 'other_key' | 'duplicate' | 'invalid' | 'full' | 'decommissioning';
      /** @description The device with the identity. Absent if there is none. */
      readonly device?: string;
      /** @description The auth set with this key. Absent if there is none. */
      readonly auth_set?: string;
      /** @description The number of the first row with the same identity. Only for a duplicate. */
      readonly first_row?: number;
      /** @description The member of an invalid row that is wrong. Absent if the row as a whole is wrong. */
      readonly member?: string;
      /** @description The fault of an invalid row in plain words. */
      readonly error?: string;
    };
    /** @description The number of rows with each result. */
    readonly BulkPreauthorized: {
      /** @description The result for each row, in the order of the list. */
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
      /** @description Present if the call stopped before the end of the list. The reported rows stay done; later rows may be done too. */
      readonly stopped?: {
        /** @description The reason in plain words. */
        readonly error: string;
        /** @description The line of the list at which the call stopped. Absent if it is not known. */
        readonly line?: number;
      };
    };
    /** @description A filter of devices. A device must match every member that is present. Unknown members are refused. */
    readonly DeviceFilter: {
      /** @description One status, or several. A device matches with any of them. */
      readonly status?: components['schemas']['DeviceStatus'] | readonly components['schemas']['DeviceStatus'][];
      /** @description One device id, or several. An id that no device of the tenant has matches nothing. */
      readonly id?: string | readonly string[];
      /** @description A status of an auth set, or several. A device matches if any of its auth sets has one of them; the new key of an accepted device counts too. */
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
       * @description `in`: the device has a live token. `waits`: nobody has decided. `rejected`. `no_room`: it is preauthorized, and the limit was reached when it asked.
       *     `other_key`: it asks with a key that is neither accepted nor preauthorized. `silent`: it may get a token but has not asked. `expired`: it had
       *     tokens, all have expired, and it has not asked since. `decommissioning`. `no_auth_set`: it has no auth set.
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
      /** @description The same state in plain words. */
      readonly says: string;
      /**
       * Format: date-time
       * @description The time when this state began, if it is known.
       */
      readonly since?: string;
      /**
       * @description What would let the device in. `wait` means that only its next request is missing. Absent in the states `in` and `decommissioning`.
       * @enum {string}
       */
      readonly next?: 'accept' | 'wait' | 'free_room' | 'preauthorize_key';
      /** @description The number of tokens of the device that verify now. */
      readonly live_tokens: number;
      /**
       * Format: date-time
       * @description The time when the last of these tokens expires.
       */
      readonly newest_expires_ts?: string;
      readonly auth_sets: readonly components['schemas']['DiagnosedAuthSet'][];
      /** @description The last key that asked for this device and did not become an auth set, because the queue had no place for it or the device has 50 auth sets. */
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
      /** @description The last decision about the auth set. Absent if nobody has decided, or if the audit no longer has the decision. */
      readonly decided?: {
        /** Format: date-time */
        readonly ts: string;
        /** @description The actor who decided, as in `Event`. */
        readonly actor: string;
        readonly to: components['schemas']['AuthSetStatus'];
        /** @description The reason that the operator gave. */
        readonly reason?: string;
        readonly request_id: string;
      };
    };
    /** @description The last auth request that was signed with this key. */
    readonly LastAttempt: {
      /** Format: date-time */
      readonly ts: string;
      /**
       * @description `token`, or the reason for the refusal: the auth set was `pending` or `rejected`, the limit had `no_room`, the device was `decommissioning`, its
       *     queue had no place for another key (`places_full`), or it has 50 auth sets (`sets_full`).
       * @enum {string}
       */
      readonly outcome: 'token' | 'pending' | 'rejected' | 'no_room' | 'decommissioning' | 'places_full' | 'sets_full';
      /** @description The number of refusals in a row for this reason. The request that created the auth set is not counted. */
      readonly times?: number;
      /** @description The address that the request came from. Only with `DEVICEAUTH_REFUSAL_ADDRESSES`. */
      readonly address?: string;
    };
    /** @description The auth request of a device, or a part of it. Unknown members are refused. */
    readonly DiagnosedIdentity: {
      /** @description The identity as the device sends it. */
      readonly identity_data?: {
        readonly [key: string]: unknown;
      };
      /** @description The public key as PEM of type PUBLIC KEY. */
      readonly pubkey?: string;
    };
    readonly IdentityDiagnosis: {
      /**
       * @description `exact`: the service knows identity and key together, or the one of them that was given. `identity`: it knows the identity, without this key. `key`:
       *     it knows the key, under another identity. `near`: it knows a device that is nearly the same. `none`.
       * @enum {string}
       */
      readonly match: 'exact' | 'identity' | 'key' | 'near' | 'none';
      /** @description The same in plain words. */
      readonly says: string;
      /** @description The known device; `diagnoseDevice` has more about it. */
      readonly device?: string;
      /** @description The differences from the known device. A different key is named `pubkey` and shown by its fingerprint. */
      readonly differences: readonly {
        /** @description The attribute. */
        readonly name: string;
        /** @description The value that the known device has. Absent if it has no such attribute. */
        readonly expected?: string;
        /** @description The value in the request. Absent if the request does not have the attribute. */
        readonly got?: string;
      }[];
      /**
       * @description What a device with this identity and this key would get if it asked now: a token (`accept`), a place in the queue (`wait`), nothing because it is
       *     rejected or its key is not admitted (`reject`), or nothing because the limit is reached (`no_room`).
       * @enum {string}
       */
      readonly would: 'accept' | 'wait' | 'reject' | 'no_room';
      /**
       * @description What would let the device in. Absent if it would get a token.
       * @enum {string}
       */
      readonly next?: 'accept' | 'wait' | 'free_room' | 'preauthorize_key';
    };
    /** @description The status that the auth set gets. */
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
      /** @description The highest number of accepted devices; -1 means no limit, 0 admits no device. */
      readonly limit: number;
      /** @description The number of accepted devices. */
      readonly used: number;
      /**
       * @description The number of preauthorized devices; each counts towards the limit when it connects. Counted up to 10,000, which means that
       *     many or more. Not part of Mender's API.
       */
      readonly preauthorized: number;
      /**
       * @description The number of waiting devices that are not accepted with another key; each counts towards the limit if it is accepted. Counted up to 10,000. Not
       *     part of Mender's API.
       */
      readonly pending: number;
    };
    readonly Queues: {
      readonly queues: readonly components['schemas']['Queue'][];
    };
    readonly Queue: {
      /**
       * @description The name of the queue. `strangers` holds devices and keys that were not preauthorized.
       * @enum {string}
       */
      readonly name: 'strangers';
      /** @description The number of pending auth sets that hold a place. */
      readonly places: number;
      /**
       * @description The number of places (`DEVICEAUTH_MAX_PENDING_DEVICES`). When all are taken, a new device or key gets a place only if another pending set makes
       *     room. Nodes that write at the same time may exceed the number by a few.
       */
      readonly cap: number;
      /** @description The number of pending auth sets that made room. They hold no place, and can be accepted for an hour. */
      readonly leaving: number;
      /**
       * Format: date-time
       * @description The time of the first request of the oldest auth set that holds a place. Absent if none holds one.
       */
      readonly oldest_ts?: string;
      /**
       * @description The number of requests of unknown devices and keys that were answered 429 in the last hour, because of a rate or because all places were taken. This
       *     node counts in memory since its start; other nodes have their own count.
       */
      readonly refused_1h: number;
      /** @description The sources that hold the most places, the heaviest first. */
      readonly sources: readonly components['schemas']['QueueSource'][];
    };
    readonly QueueSource: {
      /** @description An IPv4 address, or the /64 of an IPv6 address. Absent for auth sets that an older version created without a source. */
      readonly from?: string;
      /** @description The number of places that the source holds. */
      readonly places: number;
      /** @description The number of different keys of these auth sets. */
      readonly keys: number;
      /**
       * Format: date-time
       * @description The time of the first request of the newest of these auth sets.
       */
      readonly newest_ts: string;
    };
    /**
     * @description The type of the change.
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
      | 'limit.reached'
      | 'limit.changed'
      | 'tenant_device.created'
      | 'tenant_device.changed'
      | 'tenant_device.key_reset'
      | 'tenant_device.removed'
      | 'device_settings.changed'
      | 'api_key.created'
      | 'api_key.revoked'
      | 'webhook.created'
      | 'webhook.changed'
      | 'webhook.secret_rotated'
      | 'webhook.redelivery_requested'
      | 'webhook.disabled'
      | 'webhook.removed'
      | 'signing_key.changed'
      | 'settings.changed';
    /** @description One change. A member is absent if the type of the event does not have it. */
    readonly Event: {
      /** @description The id of the event. It is the same wherever the event appears, so that a receiver can recognise a repetition. */
      readonly id: string;
      /**
       * Format: date-time
       * @description The time of the change.
       */
      readonly ts: string;
      readonly type: components['schemas']['EventType'];
      /**
       * @description The actor: `user:<sub>`, `api-key:<id>`, `key:<fingerprint>` (a device, by its own key), `tenant-device:<id>`, `internal` (the internal API),
       *     `system`. `internal:<name>` is a caller of the internal API that sent its name in `X-Devauth-Actor`; the name is not verified.
       */
      readonly actor: string;
      /** @description The id of the request that made the change. The items of one bulk request share it. */
      readonly request_id: string;
      /** @description The reason that the operator gave. */
      readonly reason?: string;
      /** @description The id of the bulk decision that the change belongs to. */
      readonly decision?: string;
      /** @description The id of the device. */
      readonly device?: string;
      /** @description The identity data of the device as canonical JSON text. Absent if it is very long. */
      readonly identity?: string;
      /** @description The revision of the device after the change. */
      readonly revision?: number;
      /** @description The id of the auth set. */
      readonly auth_set?: string;
      /** @description SHA-256 of the key of the auth set, in hexadecimal. */
      readonly fingerprint?: string;
      /** @description The value before the change. */
      readonly from?: string;
      /**
       * @description Why the service removed the auth set: it had to make room for another one (`displaced`), or its device has not asked for too long (`silent`).
       * @enum {string}
       */
      readonly by?: 'displaced' | 'silent';
      /** @description The value after the change. */
      readonly to?: string;
      /** @description The number of the tenant's places that pending auth sets hold. */
      readonly taken?: number;
      /** @description The number of places of the tenant. */
      readonly places?: number;
      /** @description The sources that hold the most places, the heaviest first. */
      readonly sources?: readonly {
        /** @description An IPv4 address, or the /64 of an IPv6 address. Empty for auth sets of earlier versions. */
        readonly from: string;
        /** @description The number of places that the source holds. */
        readonly places: number;
      }[];
      /** @description The provisioning state as Mender's workflows reported it. */
      readonly provisioned?: boolean;
      /** @description The limit after the change; -1 means no limit. */
      readonly limit?: number;
      /** @description The limit before the change. */
      readonly previous_limit?: number;
      /** @description The `jti` of each revoked token. */
      readonly revoked?: readonly string[];
      /** @description The id of the tenant device. */
      readonly tenant_device?: string;
      /** @description True if the tenant device may connect, or the webhook receives events. */
      readonly is_enabled?: boolean;
      /** @description The type of tenant device whose settings changed. */
      readonly device_type?: string;
      /** @description The id of the API key. */
      readonly api_key?: string;
      /** @description The scopes of the API key. */
      readonly scopes?: readonly string[];
      /** @description The webhook. */
      readonly webhook?: string;
      /** @description The host of the webhook's address. */
      readonly host?: string;
      /**
       * @description Why the service has disabled the webhook.
       * @enum {string}
       */
      readonly because?: 'gone' | 'failing';
      /**
       * Format: date-time
       * @description The webhook is told again of what happened since then.
       */
      readonly since?: string;
      /** @description The `kid` of the signing key. */
      readonly kid?: string;
      /** @description The settings of the service that changed since its last start. For a secret, only whether it is set. */
      readonly settings?: readonly {
        /** @description The name of the setting. */
        readonly name: string;
        /** @description The value before. Absent if it was the default. */
        readonly from?: string;
        /** @description The value now. Absent if it is the default. */
        readonly to?: string;
      }[];
    };
    readonly Error: {
      /** @description The error in plain words. */
      readonly error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      readonly request_id?: string;
    };
    /** @description An `Error` that also has the limit and the number of accepted devices. */
    readonly LimitReached: {
      /** @description The error in plain words. */
      readonly error: string;
      /** @description The request's id, the same as in `X-MEN-RequestID`. */
      readonly request_id?: string;
      /** @description The highest number of accepted devices. */
      readonly limit: number;
      /** @description The number of accepted devices. */
      readonly used: number;
    };
    /** @description A live token, without its text. */
    readonly Token: {
      /** @description The id of the token, its claim `jti`. */
      readonly jti: string;
      /** @description The auth set for which the token was issued. */
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
      /** @description The caller's tenant; empty for the installation's own. The items are complete for tokens of this tenant only. */
      readonly tenant: string;
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
    /**
     * @description A permission of an API key. `x-scopes` of an operation names the scope that it requires.
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
    /** @description An API key without its text. */
    readonly ApiKey: {
      readonly id: string;
      /** @description The beginning of the key's text. It is not secret. */
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
       * @description The minute of the last use. Absent before the first use.
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
    /**
     * @description A type of event for a webhook; `api/README.md` describes each one. `webhook.disabled`: the service has disabled another webhook of the tenant. `webhook.ping` is
     *     sent on demand only.
     * @enum {string}
     */
    readonly WebhookEventType:
      | 'device.pending'
      | 'device.accepted'
      | 'device.rejected'
      | 'device.key_changed'
      | 'device.removed'
      | 'tokens.revoked'
      | 'limit.reached'
      | 'webhook.disabled'
      | 'webhook.ping';
    /** @description A webhook without its secrets. */
    readonly Webhook: {
      readonly id: string;
      readonly url: string;
      /** @description The types of events that it receives. Empty for all. */
      readonly events: readonly components['schemas']['WebhookEventType'][];
      readonly description: string;
      readonly enabled: boolean;
      /**
       * @description Present if the service has disabled it. `gone`, its receiver answered 410; `failing`, no delivery succeeded for three days.
       * @enum {string}
       */
      readonly disabled_because?: 'gone' | 'failing';
      /** @description The secrets that sign, the newest first. */
      readonly secrets: readonly {
        /** Format: date-time */
        readonly created_at: string;
        /**
         * Format: date-time
         * @description Present on a secret that was replaced.
         */
        readonly ends_at?: string;
      }[];
      /** @description The number of failed rounds of deliveries in a row. */
      readonly failures: number;
      /**
       * Format: date-time
       * @description Absent while deliveries succeed.
       */
      readonly failing_since?: string;
      /**
       * Format: date-time
       * @description The time of the next round. Absent while deliveries succeed.
       */
      readonly next_attempt_at?: string;
      /** @description The reason of the last failed round. */
      readonly problem?: string;
      /**
       * Format: date-time
       * @description The time of the last successful delivery.
       */
      readonly delivered_at?: string;
      /** Format: date-time */
      readonly created_at: string;
      /** Format: date-time */
      readonly updated_at: string;
    };
    /** @description A webhook with its secret. */
    readonly CreatedWebhook: {
      readonly id: string;
      /** @description The secret that verifies the signatures. It cannot be shown again. */
      readonly secret: string;
      readonly url: string;
      /** @description The types of events that it receives. Empty for all. */
      readonly events: readonly components['schemas']['WebhookEventType'][];
      readonly description: string;
      readonly enabled: boolean;
      /**
       * @description Present if the service has disabled it. `gone`, its receiver answered 410; `failing`, no delivery succeeded for three days.
       * @enum {string}
       */
      readonly disabled_because?: 'gone' | 'failing';
      /** @description The secrets that sign, the newest first. */
      readonly secrets: readonly {
        /** Format: date-time */
        readonly created_at: string;
        /**
         * Format: date-time
         * @description Present on a secret that was replaced.
         */
        readonly ends_at?: string;
      }[];
      /** @description The number of failed rounds of deliveries in a row. */
      readonly failures: number;
      /**
       * Format: date-time
       * @description Absent while deliveries succeed.
       */
      readonly failing_since?: string;
      /**
       * Format: date-time
       * @description The time of the next round. Absent while deliveries succeed.
       */
      readonly next_attempt_at?: string;
      /** @description The reason of the last failed round. */
      readonly problem?: string;
      /**
       * Format: date-time
       * @description The time of the last successful delivery.
       */
      readonly delivered_at?: string;
      /** Format: date-time */
      readonly created_at: string;
      /** Format: date-time */
      readonly updated_at: string;
    };
    /** @description The webhook to create. */
    readonly NewWebhook: {
      /** @description An address without user, password and fragment. */
      readonly url: string;
      /** @description The types of events that it receives. Absent or empty for all. */
      readonly events?: readonly components['schemas']['WebhookEventType'][];
      readonly description?: string;
      /** @description If absent, true. */
      readonly enabled?: boolean;
    };
    /** @description The changes. */
    readonly WebhookChange: {
      /** @description An address without user, password and fragment. */
      readonly url?: string;
      /** @description The types of events that it receives. Empty for all. */
      readonly events?: readonly components['schemas']['WebhookEventType'][];
      readonly description?: string;
      readonly enabled?: boolean;
    };
    /** @description What is sent again. */
    readonly WebhookRedelivery: {
      /** Format: date-time */
      readonly since: string;
    };
    /** @description One attempt to deliver a message. */
    readonly WebhookDelivery: {
      /** @description The id of the attempt. */
      readonly id: string;
      /** Format: date-time */
      readonly ts: string;
      /** @description The header `webhook-id`, which is the same in every attempt to deliver the message. */
      readonly webhook_id: string;
      readonly event: components['schemas']['WebhookEventType'];
      /**
       * @description Why it was sent. `redelivery` and `ping`, on demand.
       * @enum {string}
       */
      readonly cause: 'event' | 'redelivery' | 'ping';
      /** @description True if the receiver answered 2xx. */
      readonly delivered: boolean;
      /** @description What the receiver answered. Absent if it did not answer. */
      readonly status?: number;
      /** @description Why it is not delivered. */
      readonly problem?: string;
      /** @description The beginning of the answer. */
      readonly answer?: string;
      readonly duration_ms: number;
    };
    /** @description Options for the new secret. */
    readonly SecretRotation: {
      /** @description The number of seconds in which the former secret also signs; 86400 by default. 0 ends it at once. */
      readonly overlap_seconds?: number;
    };
    readonly RotatedSecret: {
      /** @description The secret that verifies the signatures. It cannot be shown again. */
      readonly secret: string;
      /**
       * Format: date-time
       * @description The time when the former secret ends. Absent if it has ended.
       */
      readonly previous_ends_at?: string;
    };
    /** @description A condition on one attribute at the top of the identity data. Texts are compared without case, MAC addresses in any spelling. */
    readonly AttributeCondition: {
      /** @description The name of the attribute; `*` with `prefix` means any attribute. */
      readonly name: string;
      /** @enum {string} */
      readonly op: 'eq' | 'prefix' | 'in' | 'exists';
      /**
       * @description With `eq`, a text, a number or a boolean. With `prefix`, a text. With `in`, a list of 1 to 100 texts. With `exists`, absent. A text has at most
       *     1,024 characters. Anything else is 400; the error names the condition.
       */
      readonly value?: unknown;
    };
    readonly TimeWindow: {
      /**
       * Format: date-time
       * @description At this time or later.
       */
      readonly after?: string;
      /**
       * Format: date-time
       * @description Before this time.
       */
      readonly before?: string;
    };
    readonly CheckInWindow: {
      /** Format: date-time */
      readonly after?: string;
      /** Format: date-time */
      readonly before?: string;
      /** @description With true, devices that have never checked in. Not allowed together with the others. */
      readonly never?: boolean;
    };
    readonly CappedCount: {
      readonly count: number;
      /** @description True if there are more devices, or may be more. */
      readonly more: boolean;
    };
    /** @description A decision about many auth sets. It has either `auth_sets` or `filter`. */
    readonly BulkDecision: {
      /**
       * @description The status that the auth sets get.
       * @enum {string}
       */
      readonly status: 'accepted' | 'rejected' | 'pending';
      /**
       * @description The status that the auth sets must have now.
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
       * @description Only auth sets that were created up to this time are decided. Required with `filter`.
       */
      readonly seen_before?: string;
      /** @description The number of devices that the caller expects. Required with `filter`. */
      readonly expected_count?: number;
      /** @description With true, also accepts a second key of an accepted device; its first key is then rejected. False by default. */
      readonly allow_key_change?: boolean;
      /** @description The reason, for the audit. */
      readonly reason?: string;
      /** @description With true, answers what would happen, and changes nothing. */
      readonly dry_run?: boolean;
      /** @description The `next` of the last answer. Only with `filter`. */
      readonly cursor?: string;
    };
    readonly BulkDecided: {
      /** @description The id of the bulk decision, for `undoDecision` and the audit. Absent in a dry run, and if nothing was done: there is nothing to undo then. */
      readonly decision?: string;
      /** @description The number of auth sets that were named or that matched. */
      readonly matched: number;
      /** @description The number of auth sets that this call decided. */
      readonly done: number;
      /** @description The number of auth sets that this call left as they were. */
      readonly left: number;
      /** @description The number of devices that may still be accepted afterwards. Absent without a limit. */
      readonly room?: number;
      readonly results: readonly {
        readonly device: string;
        readonly auth_set: string;
        /** @enum {string} */
        readonly result: 'done' | 'unchanged' | 'changed' | 'several_keys' | 'key_change' | 'no_room' | 'gone';
      }[];
      /** @description Properties that the devices have in common. Only in a dry run. */
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
    /** @description The auth sets to dismiss. */
    readonly BulkDismissal: {
      readonly auth_sets: readonly {
        readonly device: string;
        readonly auth_set: string;
      }[];
      /**
       * @description The status that the auth sets must have now. If absent, any status.
       * @enum {string}
       */
      readonly from?: 'pending' | 'accepted' | 'rejected' | 'preauthorized';
      /** @description The reason, for the audit. */
      readonly reason?: string;
      /** @description With true, answers what would happen, and changes nothing. */
      readonly dry_run?: boolean;
    };
    /** @description The devices to decommission. */
    readonly BulkDecommission: {
      readonly devices: readonly string[];
      /** @description The reason, for the audit. */
      readonly reason?: string;
      /** @description With true, answers what would happen, and changes nothing. */
      readonly dry_run?: boolean;
    };
    readonly BulkRemoved: {
      /** @description The id of the bulk call, for the audit. Absent in a dry run, and if nothing was done. `undoDecision` refuses it with 400. */
      readonly decision?: string;
      /** @description Always false. */
      readonly can_undo: boolean;
      /** @description The number of auth sets or devices that were named. */
      readonly matched: number;
      /** @description The number that was removed. */
      readonly done: number;
      /** @description The number that was left as it was. */
      readonly left: number;
      readonly results: readonly {
        readonly device: string;
        readonly auth_set?: string;
        /**
         * @description `unchanged`: the device is already being decommissioned. `gone`: the device or auth set does not exist, or the device is being decommissioned.
         * @enum {string}
         */
        readonly result: 'done' | 'unchanged' | 'changed' | 'gone';
      }[];
      /** @description Properties that the devices have in common. Only in a dry run. */
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
      /** @description The number of devices with an auth set that waits, up to 10,000. */
      readonly pending: number;
      /** @description True if more wait. */
      readonly pending_more: boolean;
      readonly accepted: number;
      /** @description The highest number of accepted devices; -1 means no limit. */
      readonly limit: number;
      /**
       * Format: date-time
       * @description The time when the first of the waiting devices was created. Absent if none waits.
       */
      readonly oldest_pending_ts?: string;
      /** @description The position of the newest event of the installation. */
      readonly feed: number;
    };
  };
  responses: {
    /**
     * @description The devices. CSV has the columns `id`, `status`, `created_ts`, `check_in_time`, `auth_set`, `auth_set_status`, `fingerprint`, one for each
     *     `attribute`, and `identity_data`.
     */
    readonly Exported: {
      headers: {
        readonly 'X-MEN-RequestID': components['headers']['RequestId'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/x-ndjson': string;
        readonly 'text/csv': string;
      };
    };
    /** @description One page of devices. A page past the end is empty. */
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
    /** @description The request has no credential, or its credential is not valid (D12). */
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
    /** @description The caller is known, but may not call this operation (D12). Nothing changed. */
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
         *       "error": "Accept excludes every media type of the answer: application/x-ndjson, text/csv",
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
    /** @description The caller sends too many requests. Nothing changed. */
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
    /** @description An attribute of the identity data that gets a column of its own in CSV, `identity.<name>`. May be repeated. */
    readonly ExportAttribute: readonly string[];
    /** @description With true, CSV has an apostrophe before a text that a spreadsheet would run as a formula. False by default. */
    readonly ExportSpreadsheet: boolean;
    /**
     * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
     * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
     */
    readonly DeviceId: string;
    /**
     * @description The webhook's id. An id that no webhook of the tenant has is 404.
     * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
     */
    readonly WebhookId: string;
    /**
     * @description The auth set's id, not necessarily a UUID. An id that no auth set of this device has is 404.
     * @example 0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33
     */
    readonly AuthSetId: string;
    /** @description Only devices with this status. If repeated, with any of these. If absent, devices with every status. An empty value is 400. */
    readonly StatusFilter: readonly components['schemas']['DeviceStatus'][];
    /**
     * @description Only the device with this id. If repeated, with any of these ids. An id that no device of the tenant has matches nothing. For many ids use
     *     `searchDevices`.
     */
    readonly IdFilter: readonly string[];
    /** @description Only devices with an auth set of this status. If repeated, of any of these. `pending` therefore finds the new key of an accepted device too. */
    readonly AuthSetStatusFilter: readonly components['schemas']['AuthSetStatus'][];
    /** @description Only devices with a key whose SHA-256 fingerprint begins with this text, in hexadecimal. */
    readonly KeyFilter: string;
    /** @description Only devices that were created at this time or later. */
    readonly CreatedAfter: string;
    /** @description Only devices that were created before this time. */
    readonly CreatedBefore: string;
    /** @description Only devices with a last check-in at this time or later. */
    readonly CheckInAfter: string;
    /** @description Only devices with a last check-in before this time. */
    readonly CheckInBefore: string;
    /** @description With `true`, only devices that have never checked in. */
    readonly CheckInNever: boolean;
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
    /** @description Only events of the device with this id, also of a device that no longer exists. */
    readonly EventDevice: string;
    /** @description Only events of this type. */
    readonly EventType: components['schemas']['EventType'];
    /** @description Only changes by this actor, as `actor` of an event names it. */
    readonly EventActor: string;
    /** @description Only events at this time or later. */
    readonly EventAfter: string;
    /** @description Only events before this time. */
    readonly EventBefore: string;
    /** @description The highest number of events on a page. */
    readonly EventsPerPage: number;
    /** @description An opaque cursor, the value in the `next` link. A cursor that this service did not create, or that was cut or changed, is 400. */
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
     * @description RFC 8288, one header for each relation: `first` always, `prev` except on page 1, `next` if there is another page. Links have path and query only, with
     *     the filters of the request. With a cursor there is no `prev`. A link of more than 4 KiB is left out; only a filter with about a hundred ids is that
     *     long.
     * @example </api/management/v2/devauth/devices?page=2&per_page=20>; rel="next"
     */
    readonly Link: string;
    /**
     * @description How to authenticate (RFC 6750). If the signature of a user's token is good, it names the other fault of the token: `error="invalid_token",
     *     error_description="expired 3 h ago"`.
     * @example Bearer realm="ManagementJWT"
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
  readonly listDevices: {
    readonly parameters: {
      readonly query?: {
        /** @description Only devices with this status. If repeated, with any of these. If absent, devices with every status. An empty value is 400. */
        readonly status?: components['parameters']['StatusFilter'];
        /**
         * @description Only the device with this id. If repeated, with any of these ids. An id that no device of the tenant has matches nothing. For many ids use
         *     `searchDevices`.
         */
        readonly id?: components['parameters']['IdFilter'];
        /** @description Only devices with an auth set of this status. If repeated, of any of these. `pending` therefore finds the new key of an accepted device too. */
        readonly auth_set_status?: components['parameters']['AuthSetStatusFilter'];
        /** @description Only devices with a key whose SHA-256 fingerprint begins with this text, in hexadecimal. */
        readonly key?: components['parameters']['KeyFilter'];
        /** @description Only devices that were created at this time or later. */
        readonly created_after?: components['parameters']['CreatedAfter'];
        /** @description Only devices that were created before this time. */
        readonly created_before?: components['parameters']['CreatedBefore'];
        /** @description Only devices with a last check-in at this time or later. */
        readonly check_in_after?: components['parameters']['CheckInAfter'];
        /** @description Only devices with a last check-in before this time. */
        readonly check_in_before?: components['parameters']['CheckInBefore'];
        /** @description With `true`, only devices that have never checked in. */
        readonly check_in_never?: components['parameters']['CheckInNever'];
        /** @description The order of creation, or its reverse. A cursor continues in the order of its first page. */
        readonly order?: 'created' | '-created';
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
      /** @description The auth set has the status that is described above. No body. */
      readonly 201: {
        headers: {
          /**
           * @description The device, relative to the API's base, `devices/<id>`. With `force`, the id of a known device.
           * @example devices/0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
           */
          readonly Location?: string;
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The body is not a JSON object, `identity_data` or `pubkey` is missing or empty, or the key is not admitted (D8). Nothing changed. */
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
      /** @description The identity is known already and nothing changed. The body is the known device. */
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
      /** @description The device has the highest number of auth sets (D1), and none of them may be removed. Nothing changed. */
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
        /** @description The order of creation, or its reverse. A cursor continues in the order of its first page. */
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
        /** @description Counts only devices with this status. If absent, all devices. */
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
        /** @description The number at which counting stops. 10,000 by default. */
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
      /** @description The result for each auth set, in the order in which they were decided. */
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
         * @description The id of the bulk decision. 404 if no decision with this id has changed anything, or if the audit no longer has it. The id of a bulk dismissal or
         *     decommissioning is 400.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The result for each auth set. */
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
        /** @description With true, reports what would happen, and changes nothing. The ids of devices and auth sets that would be created are absent. */
        readonly dry_run?: boolean;
        /**
         * @description What to do with an identity that is known already. `skip` (the default) leaves the device unchanged. `force` adds the key, as `force` of
         *     `preauthorize` does. `fail` stops at the first such row.
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
       * @description The result for each row. Either one JSON object, or NDJSON that is sent while the rows are done: one `ListedResult` on each line, and as the last
       *     line the summary (`BulkPreauthorized` without `results`). NDJSON without that last line was cut off.
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
      readonly 406: components['responses']['NotAcceptable'];
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
      /** @description The result for each auth set, in the order in which the devices were created. */
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
      /** @description The result for each device, in the order in which the devices were created. */
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
        /** @description Only devices with this status. If repeated, with any of these. If absent, devices with every status. An empty value is 400. */
        readonly status?: components['parameters']['StatusFilter'];
        /**
         * @description Only the device with this id. If repeated, with any of these ids. An id that no device of the tenant has matches nothing. For many ids use
         *     `searchDevices`.
         */
        readonly id?: components['parameters']['IdFilter'];
        /** @description Only devices with an auth set of this status. If repeated, of any of these. `pending` therefore finds the new key of an accepted device too. */
        readonly auth_set_status?: components['parameters']['AuthSetStatusFilter'];
        /** @description Only devices with a key whose SHA-256 fingerprint begins with this text, in hexadecimal. */
        readonly key?: components['parameters']['KeyFilter'];
        /** @description Only devices that were created at this time or later. */
        readonly created_after?: components['parameters']['CreatedAfter'];
        /** @description Only devices that were created before this time. */
        readonly created_before?: components['parameters']['CreatedBefore'];
        /** @description Only devices with a last check-in at this time or later. */
        readonly check_in_after?: components['parameters']['CheckInAfter'];
        /** @description Only devices with a last check-in before this time. */
        readonly check_in_before?: components['parameters']['CheckInBefore'];
        /** @description With `true`, only devices that have never checked in. */
        readonly check_in_never?: components['parameters']['CheckInNever'];
        /** @description An attribute of the identity data that gets a column of its own in CSV, `identity.<name>`. May be repeated. */
        readonly attribute?: components['parameters']['ExportAttribute'];
        /** @description With true, CSV has an apostrophe before a text that a spreadsheet would run as a formula. False by default. */
        readonly spreadsheet?: components['parameters']['ExportSpreadsheet'];
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: components['responses']['Exported'];
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 406: components['responses']['NotAcceptable'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly exportSearch: {
    readonly parameters: {
      readonly query?: {
        /** @description An attribute of the identity data that gets a column of its own in CSV, `identity.<name>`. May be repeated. */
        readonly attribute?: components['parameters']['ExportAttribute'];
        /** @description With true, CSV has an apostrophe before a text that a spreadsheet would run as a formula. False by default. */
        readonly spreadsheet?: components['parameters']['ExportSpreadsheet'];
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "auth_set_status": "pending",
         *       "identity": [
         *         {
         *           "name": "site",
         *           "op": "prefix",
         *           "value": "berlin"
         *         }
         *       ]
         *     }
         */
        readonly 'application/json': components['schemas']['DeviceFilter'];
      };
    };
    readonly responses: {
      readonly 200: components['responses']['Exported'];
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 406: components['responses']['NotAcceptable'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly getSummary: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The `ETag` of the last answer. */
        readonly 'If-None-Match'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The numbers. */
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
      /** @description Nothing has changed since that answer. No body. */
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
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
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
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
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
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
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
           *       "says": "It is preauthorized (by user:anna, 2025-08-28 14:05 UTC), and asked 12 times, last 2025-08-29 02:22 UTC, but there is no room (450 of 450 are accepted).",
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
      /** @description What the service knows. */
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
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
        /**
         * @description The auth set's id, not necessarily a UUID. An id that no auth set of this device has is 404.
         * @example 0198f3a2-7c1e-7e02-8e11-5a9c4d7e1f33
         */
        readonly aid: components['parameters']['AuthSetId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The auth set is removed. No body. */
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
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
        /**
         * @description The auth set's id, not necessarily a UUID. An id that no auth set of this device has is 404.
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
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
        /**
         * @description The auth set's id, not necessarily a UUID. An id that no auth set of this device has is 404.
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
      /** @description The body has none of the three statuses, or the transition is not allowed. Nothing changed. */
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
      /** @description The tenant has the highest number of accepted devices. Nothing changed. */
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
         * @description The token's `jti`. A text that is not a live token of the tenant is 404; this includes a token that is already revoked.
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
        /** @description Only events of the device with this id, also of a device that no longer exists. */
        readonly device?: components['parameters']['EventDevice'];
        /** @description Only events of this type. */
        readonly type?: components['parameters']['EventType'];
        /** @description Only changes by this actor, as `actor` of an event names it. */
        readonly actor?: components['parameters']['EventActor'];
        /** @description Only events at this time or later. */
        readonly after?: components['parameters']['EventAfter'];
        /** @description Only events before this time. */
        readonly before?: components['parameters']['EventBefore'];
        /** @description The highest number of events on a page. */
        readonly per_page?: components['parameters']['EventsPerPage'];
        /** @description An opaque cursor, the value in the `next` link. A cursor that this service did not create, or that was cut or changed, is 400. */
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
          /** @description The next page, `<…>; rel="next"`. Absent on the last one. */
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
        /** @description Only events of the device with this id, also of a device that no longer exists. */
        readonly device?: components['parameters']['EventDevice'];
        /** @description Only events of this type. */
        readonly type?: components['parameters']['EventType'];
        /** @description Only changes by this actor, as `actor` of an event names it. */
        readonly actor?: components['parameters']['EventActor'];
        /** @description Only events at this time or later. */
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
      readonly 406: components['responses']['NotAcceptable'];
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
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
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
         * @description The device's id, not necessarily a UUID. An id that no device of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['DeviceId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The device has no live token. No body. */
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
      readonly 403: components['responses']['Forbidden'];
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
        /** @description An opaque cursor. Empty for the first page, then the value in the `next` link. */
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
           * @description RFC 8288; `next` if there is another page.
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
  readonly listWebhooks: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The webhooks. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': readonly components['schemas']['Webhook'][];
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
  readonly createWebhook: {
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
         *       "url": "https://hooks.example.com/devauth",
         *       "events": [
         *         "device.pending",
         *         "device.accepted"
         *       ],
         *       "description": "ticket system"
         *     }
         */
        readonly 'application/json': components['schemas']['NewWebhook'];
      };
    };
    readonly responses: {
      /** @description The webhook with its secret. */
      readonly 201: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CreatedWebhook'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      /** @description The tenant has the highest number of webhooks (`DEVICEAUTH_WEBHOOKS_PER_TENANT`). Nothing changed. */
      readonly 422: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['LimitReached'];
        };
      };
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly getWebhook: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The webhook's id. An id that no webhook of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['WebhookId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The webhook. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Webhook'];
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
  readonly removeWebhook: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The webhook's id. An id that no webhook of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['WebhookId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The webhook is removed. No body. */
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
  readonly changeWebhook: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The webhook's id. An id that no webhook of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['WebhookId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "events": [
         *         "device.pending"
         *       ],
         *       "enabled": false
         *     }
         */
        readonly 'application/json': components['schemas']['WebhookChange'];
      };
    };
    readonly responses: {
      /** @description The webhook after the change. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Webhook'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 404: components['responses']['NotFound'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly rotateWebhookSecret: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The webhook's id. An id that no webhook of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['WebhookId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        /**
         * @example {
         *       "overlap_seconds": 3600
         *     }
         */
        readonly 'application/json': components['schemas']['SecretRotation'];
      };
    };
    readonly responses: {
      /** @description The new secret. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['RotatedSecret'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 404: components['responses']['NotFound'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly listWebhookDeliveries: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The webhook's id. An id that no webhook of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['WebhookId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The attempts. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': readonly components['schemas']['WebhookDelivery'][];
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
  readonly redeliverWebhookDelivery: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The webhook's id. An id that no webhook of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['WebhookId'];
        /**
         * @description The id of an attempt in the list of deliveries.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly delivery: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What became of it. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['WebhookDelivery'];
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
  readonly redeliverWebhookEvents: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The webhook's id. An id that no webhook of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['WebhookId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "since": "2026-01-31T08:00:00Z"
         *     }
         */
        readonly 'application/json': components['schemas']['WebhookRedelivery'];
      };
    };
    readonly responses: {
      /** @description The webhook. The deliveries follow. */
      readonly 202: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Webhook'];
        };
      };
      readonly 400: components['responses']['BadRequest'];
      readonly 401: components['responses']['Unauthorized'];
      readonly 403: components['responses']['Forbidden'];
      readonly 404: components['responses']['NotFound'];
      readonly 413: components['responses']['TooLarge'];
      readonly 415: components['responses']['UnsupportedMediaType'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 500: components['responses']['InternalError'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly pingWebhook: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The webhook's id. An id that no webhook of the tenant has is 404.
         * @example 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70
         */
        readonly id: components['parameters']['WebhookId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What became of it. */
      readonly 200: {
        headers: {
          readonly 'X-MEN-RequestID': components['headers']['RequestId'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['WebhookDelivery'];
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
