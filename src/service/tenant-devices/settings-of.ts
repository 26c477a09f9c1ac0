// Returns a tenant device as callers see it, with the settings of its type: the tenant's own or the installation's.
import type { TenantId } from '../../domain/ids.ts';
import { defaultSettings, type DeviceSettings, type DeviceType } from '../../domain/device-types.ts';
import type { ConfiguredDevice, TenantDevice } from '../../domain/tenant-device.ts';
import type { Deps } from '../deps.ts';

export type ConfigureDeps = Pick<Deps, 'tenantDevices' | 'tenantDeviceRules'>;

export async function settingsOf(
  { tenantDevices, tenantDeviceRules }: ConfigureDeps,
  tenant: TenantId,
  type: DeviceType,
): Promise<DeviceSettings> {
  return (await tenantDevices.findSettings(tenant, type)) ?? defaultSettings(type, tenantDeviceRules.settingDefaults);
}

export async function configured(deps: ConfigureDeps, device: TenantDevice): Promise<ConfiguredDevice> {
  return { device, settings: await settingsOf(deps, device.tenant, device.type) };
}
