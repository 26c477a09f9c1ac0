// A tenant app for specs: users with scopes, machines with keys, and tenant devices, over the composed service.
import type { Answer, Call, TestApp } from './app.ts';

export const TENANT = 'acme';

export interface TenantAppDevice {
  readonly id: string;
  /** The key of the device. */
  readonly key: string;
}

export interface TenantApp {
  /** `GET /{id}`, under `/api/<tenant>/devices`, as a user of that tenant with every scope unless the call says otherwise. */
  devices(request: string, call?: Call & { readonly tenant?: string }): Promise<Answer>;
  user(scopes: readonly string[] | undefined, tenant?: string): Readonly<Record<string, string>>;
  machine(scopes: readonly string[], more?: Readonly<Record<string, unknown>>): Promise<MachineKey>;
  create(body?: unknown): Promise<string>;
  /** A device that was reset. */
  named(body?: unknown): Promise<TenantAppDevice>;
  connect(device: TenantAppDevice, key?: string): Promise<Answer>;
}

export interface MachineKey {
  readonly id: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const ALL_USER_SCOPES = [
  'Device.Read',
  'Device.Create',
  'Device.Update',
  'Device.Delete',
  'Device.Connect.Reset',
];

export function tenantAppOf(app: TestApp): TenantApp {
  const user: TenantApp['user'] = (scopes, tenant = TENANT) => ({
    Authorization: `Bearer ${app.users.token(tenant, { scope: scopes?.join(' ') })}`,
  });
  const devices: TenantApp['devices'] = (request, { tenant = TENANT, headers, ...call } = {}) => {
    const [method = '', path = ''] = request.split(' ');
    return app.public(`${method} /api/${tenant === '' ? 'default' : tenant}/devices${path}`, {
      ...call,
      headers:
        headers?.['Authorization'] || headers?.['X-API-KEY']
          ? headers
          : { ...user(ALL_USER_SCOPES, tenant), ...headers },
    });
  };
  const create: TenantApp['create'] = async (body = {}) => {
    const made = await devices('POST', { body });
    return made.body.deviceId;
  };
  return {
    devices,
    user,
    machine: async (scopes, more = { tenant_id: TENANT }) => {
      const { body } = await app.internal('POST /api-keys', { body: { scopes, ...more } });
      return { id: body.id, key: body.key, headers: { 'X-API-KEY': body.key } };
    },
    create,
    named: async (body) => {
      const id = await create(body);
      const reset = await devices(`POST /${id}/connections/reset`);
      return { id, key: reset.body.apiKey };
    },
    connect: ({ id, key }, other = key) => devices(`POST /${id}/connect`, { headers: { 'X-API-KEY': other } }),
  };
}
