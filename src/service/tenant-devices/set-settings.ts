// Sets the settings that a tenant's devices of one type get when they connect.
import type { TenantId } from '../../domain/ids.ts';
import type { DeviceSettings, DeviceType } from '../../domain/device-types.ts';
import type { Origin } from '../../domain/event.ts';
import type { Deps } from '../deps.ts';
import { writeAndAnnounce, type AnnounceDeps } from '../write-and-announce.ts';

export interface SetDeviceSettings {
  readonly tenant: TenantId;
  readonly type: DeviceType;
  readonly settings: DeviceSettings;
  readonly origin: Origin;
}

/** Sets them for every device of that type in the tenant. A device gets them at its next connect. */
export async function setDeviceSettings(
  deps: AnnounceDeps & Pick<Deps, 'tenantDevices'>,
  { tenant, type, settings, origin }: SetDeviceSettings,
): Promise<void> {
  const body = { type: 'device_settings.changed', deviceType: type } as const;
  await writeAndAnnounce(deps, { tenant, origin }, body, (event) =>
    deps.tenantDevices.setSettings(tenant, type, settings, event),
  );
}
