// What a tenant's devices of one type are told when they connect.
import type { TenantId } from '../../domain/device.ts';
import type { DeviceSettings, DeviceType } from '../../domain/device-types.ts';
import { eventOf, type Origin } from '../../domain/event.ts';
import type { Deps } from '../deps.ts';

export interface SetDeviceSettings {
  readonly tenant: TenantId;
  readonly type: DeviceType;
  readonly settings: DeviceSettings;
  readonly origin: Origin;
}

/** Every device of that type in the tenant has these settings, from its next connect on. */
export async function setDeviceSettings(
  deps: Pick<Deps, 'tenantDevices' | 'events' | 'ids' | 'now'>,
  { tenant, type, settings, origin }: SetDeviceSettings,
): Promise<void> {
  const occasion = { change: deps.ids.change(), tenant, at: deps.now(), origin };
  const event = eventOf({ type: 'device_settings.changed', deviceType: type }, occasion);
  await deps.tenantDevices.setSettings(tenant, type, settings, event);
  deps.events.happened([event]);
}
