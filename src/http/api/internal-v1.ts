// The internal API. It serves any tenant, by the id in the path or the query (D17). tokens/verify is answered before it gets here.
import { deviceId, tokenId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import { UNLIMITED } from '../../domain/limits.ts';
import { endDevice } from '../../service/fleet/decommission.ts';
import type { Finding } from '../../service/diagnose.ts';
import { purgeTokens, revokeDeviceTokens, revokeToken } from '../../service/fleet/revoke-token.ts';
import { setLimit } from '../../service/fleet/set-limit.ts';
import { setProvisioned } from '../../service/fleet/set-provisioned.ts';
import { apiKeys } from './internal-v1-keys.ts';
import { unnameOwnTenant } from '../own-tenant.ts';
import { brokers, type BrokerDeps } from './brokers.ts';
import { introspection, type IntrospectionDeps } from './introspection.ts';
import { originOf, tenantOf } from './internal-tenant.ts';
import { revocationFeed, type RevocationsDeps } from './revocations.ts';
import type { operations } from './gen/internal-v1.gen.d.ts';
import { listDevices } from './device-list.ts';
import { installation, type InstallationDeps } from './internal-v1-installation.ts';
import { limitView } from './limit-view.ts';
import type { Handlers } from './operation.ts';
import type { SizedStream } from '../../store/stats.ts';

export interface InternalDeps extends BrokerDeps, IntrospectionDeps, RevocationsDeps, InstallationDeps {
  readonly ping: () => Promise<void>;
  readonly diagnose: () => Promise<readonly Finding[]>;
  /** Makes a copy of the embedded store. `undefined` on MongoDB. */
  readonly backup: (() => Promise<SizedStream>) | undefined;
}

export const internalV1 = (deps: InternalDeps): Handlers<operations> => ({
  verifyToken: notHere,
  verifyTokenPost: notHere,
  ...apiKeys(deps),
  ...revocationFeed(deps),
  ...installation(deps),
  ...brokers(deps),
  ...introspection(deps),

  revokeTokens: async ({ query, ...context }) => {
    const command = { tenant: tenantOf(query.tenant_id), origin: originOf(context) };
    if (query.device_id === undefined) await purgeTokens(deps, command);
    else await revokeDeviceTokens(deps, { ...command, device: deviceId(query.device_id) });
    return { status: 204 };
  },

  revokeTokenOfTenant: async ({ params, query, ...context }) => {
    await revokeToken(deps, { tenant: tenantOf(query.tenant_id), jti: tokenId(params.jti), origin: originOf(context) });
    return { status: 204 };
  },

  createTenant: () => ({ status: 201 }),

  getTenantLimit: async ({ params }) => ({ status: 200, body: await limitView(deps, tenantOf(params.tid)) }),

  setTenantLimit: async ({ params, body, ...context }) => {
    await setLimit(deps, { tenant: tenantOf(params.tid), limit: body.limit, origin: originOf(context) });
    return { status: 204 };
  },

  deleteTenantLimit: async ({ params, ...context }) => {
    await setLimit(deps, { tenant: tenantOf(params.tid), limit: UNLIMITED, origin: originOf(context) });
    return { status: 204 };
  },

  listDevicesOfTenant: ({ params, query, url }) =>
    listDevices(deps, tenantOf(params.tid), query, { page: query, url: unnameOwnTenant(url) }),

  countDevicesOfTenant: async ({ params, query }) => {
    const count = await deps.devices.count(tenantOf(params.tid), query.status ? { statuses: [query.status] } : {});
    return { status: 200, body: { count } };
  },

  getDeviceStatus: async ({ params }) => {
    const state = await deps.devices.tokenState(tenantOf(params.tid), deviceId(params.did));
    if (state === undefined) throw new Refused('device_not_found', 'device not found');
    return { status: 200, body: { status: state.status } };
  },

  setProvisioned: async ({ params, body, ...context }) => {
    const command = { tenant: tenantOf(params.tid), device: deviceId(params.did), origin: originOf(context) };
    await setProvisioned(deps, { ...command, provisioned: body.provisioned });
    return { status: 204 };
  },

  endDevice: async ({ params, ...context }) => {
    await endDevice(deps, { tenant: tenantOf(params.tid), device: deviceId(params.did), origin: originOf(context) });
    return { status: 204 };
  },

  diagnose: async () => {
    const findings = await deps.diagnose();
    const status = findings.every((finding) => finding.status === 'ok') ? 'ok' : 'wrong';
    return { status: 200, body: { status, findings } };
  },

  backup: async () => {
    if (deps.backup === undefined)
      throw new Refused('not_found', 'the store is MongoDB: use its own tools, such as mongodump');
    const { stream, bytes } = await deps.backup();
    return {
      status: 200,
      headers: { 'Content-Length': String(bytes) },
      type: 'application/octet-stream',
      body: stream,
    };
  },

  alive: () => ({ status: 204 }),

  health: async () => {
    await deps.ping();
    return { status: 204 };
  },
});

/** The listener answers it before Express (D10), so a request never gets here. */
function notHere(): never {
  throw new TypeError('tokens/verify is answered before the router');
}
