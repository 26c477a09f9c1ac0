// The fleet of one tenant: the calls of the app, for this tenant only. Each spec has its own fleet and sees no device of others.
import type { Answer, Call, Seen, TestApp } from './app.ts';
import type { SimulatedDevice } from './simulated-device.ts';
import { openUserIssuer } from './users.ts';

export interface Fleet {
  readonly tenant: string;
  readonly tenantToken: string;
  management(request: string, call?: Call): Promise<Answer>;
  ask(device: SimulatedDevice): Promise<Answer>;
  pending(device?: SimulatedDevice): Promise<Seen>;
  accepted(device?: SimulatedDevice): Promise<Seen & { readonly token: string }>;
  preauthorize(device: SimulatedDevice, more?: Readonly<Record<string, unknown>>): Promise<Answer>;
  setStatus(seen: Pick<Seen, 'id' | 'authSet'>, status: string): Promise<Answer>;
  /** The device in the form of the management API. */
  show(id: string): Promise<Answer['body']>;
  limit(limit: number): Promise<Answer>;
}

export interface Tenants {
  /** For `openApp`: the token of a device names its tenant (D17). */
  readonly settings: Readonly<Record<string, string>>;
  tokenOf(tenant: string): string;
  /** The fleet of that tenant, or of a new one. */
  fleet(app: TestApp, tenant?: string): Fleet;
}

export function openTenants(): Tenants {
  const issuer = openUserIssuer();
  const tokenOf = (tenant: string): string => issuer.token(tenant, { 'mender.user': undefined });
  let made = 0;
  return {
    settings: { DEVICEAUTH_TENANT_TOKEN_KEYS: issuer.publicKeyFile },
    tokenOf,
    fleet: (app, tenant) => {
      made += 1;
      return fleetOf(app, tenant ?? `tenant-${made}`, tokenOf);
    },
  };
}

function fleetOf(app: TestApp, tenant: string, tokenOf: (tenant: string) => string): Fleet {
  const of = { tenant, tenantToken: tokenOf(tenant) };
  const management: Fleet['management'] = (request, call) => app.management(request, { ...call, tenant });
  return {
    ...of,
    management,
    ask: (device) => app.ask(device, { tenant_token: of.tenantToken }),
    pending: (device) => app.pending(device, of),
    accepted: (device) => app.accepted(device, of),
    preauthorize: (device, more) => app.preauthorize(device, more, of),
    setStatus: (seen, status) =>
      management(`PUT /devices/${seen.id}/auth/${seen.authSet}/status`, { body: { status } }),
    show: async (id) => (await management(`GET /devices/${id}`)).body,
    limit: (limit) => app.internal(`PUT /tenant/${tenant}/limits/max_devices`, { body: { limit } }),
  };
}
