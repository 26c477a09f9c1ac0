// The names that a device uses as a client of a message broker.
import { OWN_TENANT, deviceId, tenantId, type DeviceId, type TenantId } from './ids.ts';

export interface BrokerClient {
  readonly device: DeviceId;
  readonly tenant: TenantId;
}

/** The name of the installation's own tenant, if a name must not be empty (D17). */
export const OWN_TENANT_NAME = 'default';

export const tenantName = (tenant: TenantId): string => (tenant === OWN_TENANT ? OWN_TENANT_NAME : tenant);

/** The user name that a broker sends later without the token: `<device>` in the own tenant, else `<tenant>/<device>`. */
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

/** True if the user name belongs to the device. The device id alone is enough for brokers that send the token each time. */
export const isNameOf = (userName: string, client: BrokerClient, names: 'any' | 'whole'): boolean =>
  userName === userNameOf(client) || (names === 'any' && userName === client.device);

/**
 * True for the device id, also with more text after `-`, `/` or `:`. With another id a device could take over the session of
 * another device.
 */
export const ownsClientId = ({ device }: Pick<BrokerClient, 'device'>, clientId: string): boolean =>
  clientId === device || ['-', '/', ':'].some((separator) => clientId.startsWith(device + separator));

/** True for a text that may be a token and cannot be a user name. */
export const looksLikeToken = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) && text.length > 100;
