// By which names a device is a client of a message broker.
import { OWN_TENANT, deviceId, tenantId, type DeviceId, type TenantId } from './ids.ts';

export interface BrokerClient {
  readonly device: DeviceId;
  readonly tenant: TenantId;
}

/** The name of the installation's own tenant where a text must be (D17). */
export const OWN_TENANT_NAME = 'default';

export const tenantName = (tenant: TenantId): string => (tenant === OWN_TENANT ? OWN_TENANT_NAME : tenant);

/** The user name by which a broker asks again without the token: `<device>` in the own tenant, else `<tenant>/<device>`. */
export const userNameOf = ({ device, tenant }: BrokerClient): string =>
  tenant === OWN_TENANT ? device : `${tenant}/${device}`;

export function clientOf(userName: string): BrokerClient {
  const at = userName.lastIndexOf('/');
  const tenant = userName.slice(0, Math.max(0, at));
  return {
    device: deviceId(userName.slice(at + 1)),
    tenant: tenant === OWN_TENANT_NAME ? OWN_TENANT : tenantId(tenant),
  };
}

/** True if a user name is the device's. The device id alone will do where the broker sends the token each time. */
export const isNameOf = (userName: string, client: BrokerClient, names: 'any' | 'whole'): boolean =>
  userName === userNameOf(client) || (names === 'any' && userName === client.device);

/** True for the device id, also with more behind `-`, `/` or `:`. Under another id a device would take over the session of another one. */
export const ownsClientId = ({ device }: Pick<BrokerClient, 'device'>, clientId: string): boolean =>
  clientId === device || ['-', '/', ':'].some((separator) => clientId.startsWith(device + separator));

/** True for a text that may be a token, and can be no user name. */
export const looksLikeToken = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) && text.length > 100;
