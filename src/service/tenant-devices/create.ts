// Creates a tenant device, for a tenant app. It has no key until its connections are reset.
import type { TenantId } from '../../domain/ids.ts';
import { DEFAULT_TYPE, type DeviceType } from '../../domain/device-types.ts';
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import type { ConfiguredDevice, TenantDevice } from '../../domain/tenant-device.ts';
import { commitTenantDevice, type TenantDeviceDeps } from './change.ts';
import type { Deps } from '../deps.ts';
import { configured, type ConfigureDeps } from './settings-of.ts';

export interface CreateDevice {
  readonly tenant: TenantId;
  readonly type: DeviceType | undefined;
  readonly name: string | undefined;
  readonly description: string | null | undefined;
  readonly origin: Origin;
}

/**
 * Creates the device, enabled. Refuses with `limit_reached` if the tenant has the highest number of devices. Creates that run at
 * the same time can exceed that number, at most by their own number.
 */
export async function createDevice(
  deps: TenantDeviceDeps & ConfigureDeps,
  command: CreateDevice,
): Promise<ConfiguredDevice> {
  const device: TenantDevice = {
    id: deps.ids.tenantDevice(),
    tenant: command.tenant,
    type: command.type ?? DEFAULT_TYPE,
    name: command.name ?? '',
    description: command.description ?? null,
    isEnabled: true,
    key: undefined,
    createdAt: deps.now(),
    revision: 1,
  };
  await refuseFull(deps, command.tenant);
  const event = { type: 'tenant_device.created', tenantDevice: device.id } as const;
  if (!(await commitTenantDevice(deps, command, { kind: 'create', device }, event))) {
    throw new Refused('conflict', 'the device could not be created; try again');
  }
  return configured(deps, device);
}

async function refuseFull(
  { tenantDevices, tenantDeviceRules }: Pick<Deps, 'tenantDevices' | 'tenantDeviceRules'>,
  tenant: TenantId,
): Promise<void> {
  const { cap } = tenantDeviceRules;
  if ((await tenantDevices.count(tenant)) < cap) return;
  throw new Refused('limit_reached', 'the tenant has as many devices as it may have', { limit: cap });
}
