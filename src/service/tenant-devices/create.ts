// A tenant app makes a named device. It has no key until its connections are reset.
import type { TenantId } from '../../domain/device.ts';
import { DEFAULT_TYPE, type DeviceType } from '../../domain/device-types.ts';
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import type { ConfiguredDevice, TenantDevice } from '../../domain/tenant-device.ts';
import { writeAndAnnounce, type TenantDeviceDeps } from './change.ts';
import { configured, type ConfigureDeps } from './settings-of.ts';

export interface CreateDevice {
  readonly tenant: TenantId;
  readonly type: DeviceType | undefined;
  readonly name: string | undefined;
  readonly description: string | null | undefined;
  readonly origin: Origin;
}

/** The device is there, enabled. Refuses with `limit_reached` when the tenant has as many as it may have. */
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
  const happening = { type: 'tenant_device.created', tenantDevice: device.id } as const;
  const written = await writeAndAnnounce(deps, command, { kind: 'create', device, cap: deps.registry.cap }, happening);
  if (!written) throw new Refused('conflict', 'the device could not be made; try again');
  return configured(deps, device);
}
