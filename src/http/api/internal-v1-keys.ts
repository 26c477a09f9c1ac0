// Operations of the internal API about API keys of machines (D12) and about the settings of tenants' devices.
import { apiKeyId } from '../../domain/ids.ts';
import { type ApiKey } from '../../domain/api-key.ts';
import { readSettings } from '../../domain/device-types.ts';
import { createApiKey } from '../../service/api-keys/create.ts';
import { settingsOf } from '../../service/tenant-devices/settings-of.ts';
import type { Deps } from '../../service/deps.ts';
import { revokeApiKey } from '../../service/api-keys/revoke.ts';
import { setDeviceSettings } from '../../service/tenant-devices/set-settings.ts';
import { originOf, tenantOf } from './internal-tenant.ts';
import type { components, operations } from './gen/internal-v1.gen.d.ts';
import type { Handlers } from './operation.ts';
import { nextLink, partOf } from './id-paging.ts';
import { apiKeyView } from './views.ts';

type Ids = 'listApiKeys' | 'createApiKey' | 'revokeApiKey' | 'getDeviceSettings' | 'setDeviceSettings';

export const apiKeys = (deps: Deps): Pick<Handlers<operations>, Ids> => ({
  listApiKeys: async ({ query, url }) => {
    const part = await deps.apiKeys.list(tenantOf(query.tenant_id ?? ''), partOf('API keys', query, apiKeyId));
    return { status: 200, headers: nextLink('API keys', url, query, part), body: part.items.map(viewOf) };
  },

  createApiKey: async ({ body, ...context }) => {
    const { apiKey, key } = await createApiKey(deps, {
      tenant: tenantOf(body.tenant_id ?? ''),
      scopes: body.scopes,
      expiresAt: body.expires_at === undefined ? undefined : new Date(body.expires_at),
      description: body.description ?? '',
      origin: originOf(context),
    });
    return { status: 201, body: { ...viewOf(apiKey), key } };
  },

  revokeApiKey: async ({ params, ...context }) => {
    await revokeApiKey(deps, { id: apiKeyId(params.id), origin: originOf(context) });
    return { status: 204 };
  },

  getDeviceSettings: async ({ params }) => ({
    status: 200,
    body: await settingsOf(deps, tenantOf(params.tid), params.type),
  }),

  setDeviceSettings: async ({ params: { tid, type }, body, ...context }) => {
    const settings = readSettings(type, { ...body });
    await setDeviceSettings(deps, { tenant: tenantOf(tid), type, settings, origin: originOf(context) });
    return { status: 204 };
  },
});

const viewOf = (key: ApiKey): components['schemas']['ApiKey'] => ({ ...apiKeyView(key), tenant_id: key.tenant });
