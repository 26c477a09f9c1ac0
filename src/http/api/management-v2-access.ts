// Operations of the management API about tokens of a device, API keys of the tenant, and the caller itself. Not part of Mender's
// API.
import { apiKeyId, deviceId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import { isExpired } from '../../domain/token.ts';
import { createApiKey } from '../../service/api-keys/create.ts';
import { revokeApiKey } from '../../service/api-keys/revoke.ts';
import type { Deps } from '../../service/deps.ts';
import { revokeDeviceTokens } from '../../service/fleet/revoke-token.ts';
import { callerOrigin } from './caller-origin.ts';
import type { operations } from './gen/management-v2.gen.d.ts';
import { nextLink, partOf } from './id-paging.ts';
import type { Handlers } from './operation.ts';
import { apiKeyView, tokenView } from './views.ts';

type Ids = 'listTokens' | 'revokeTokensOfDevice' | 'getSession' | 'listApiKeys' | 'createApiKey' | 'revokeApiKey';

export const access = (deps: Deps): Pick<Handlers<operations>, Ids> => ({
  listTokens: async ({ caller, params }) => {
    const device = await deps.devices.find(caller.tenant, deviceId(params.id));
    if (device === undefined) throw deviceNotFound();
    const now = deps.now();
    return { status: 200, body: device.tokens.filter((token) => !isExpired(token, now)).map(tokenView) };
  },

  revokeTokensOfDevice: async ({ params, ...context }) => {
    const { tenant } = context.caller;
    const device = deviceId(params.id);
    if ((await deps.devices.find(tenant, device)) === undefined) throw deviceNotFound();
    await revokeDeviceTokens(deps, { tenant, device, origin: callerOrigin(context) });
    return { status: 204 };
  },

  getSession: ({ caller: { tenant, session } }) => {
    if (session === undefined) throw new TypeError('a caller of the management API has a session');
    const { kind, subject, scopes, expiresAt } = session;
    const expires = expiresAt && { expires_ts: expiresAt.toISOString() };
    return { status: 200, body: { kind, subject, tenant, scopes, ...expires } };
  },

  listApiKeys: async ({ caller, query, url }) => {
    const part = await deps.apiKeys.list(caller.tenant, partOf('API keys', query, apiKeyId));
    return { status: 200, headers: nextLink('API keys', url, query, part), body: part.items.map(apiKeyView) };
  },

  createApiKey: async ({ body, ...context }) => {
    const { apiKey, key } = await createApiKey(deps, {
      tenant: context.caller.tenant,
      scopes: body.scopes,
      expiresAt: body.expires_at === undefined ? undefined : new Date(body.expires_at),
      description: body.description ?? '',
      origin: callerOrigin(context),
    });
    return { status: 201, body: { ...apiKeyView(apiKey), key } };
  },

  revokeApiKey: async ({ params, ...context }) => {
    await revokeApiKey(deps, { id: apiKeyId(params.id), of: context.caller.tenant, origin: callerOrigin(context) });
    return { status: 204 };
  },
});

const deviceNotFound = () => new Refused('device_not_found', 'device not found');
