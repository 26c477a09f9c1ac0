// Connects a device, with its own key or by a machine, and returns its settings. It reads the device once.
import { keyIdOf, matches, type ParsedKey } from '../../domain/api-key.ts';
import type { TenantDeviceId, TenantId } from '../../domain/ids.ts';
import type { DeviceSettings } from '../../domain/device-types.ts';
import { Refused } from '../../domain/errors.ts';
import type { TenantDevice } from '../../domain/tenant-device.ts';
import { getTenantDevice } from './change.ts';
import { settingsOf, type ConfigureDeps } from './settings-of.ts';
import type { Deps } from '../deps.ts';

export interface Connect {
  readonly tenant: TenantId;
  readonly device: TenantDeviceId;
  /** The key that the device sent. `undefined` for a machine, which may connect every device. */
  readonly key: ParsedKey | undefined;
  /** The address of the caller. */
  readonly from: string;
}

type ConnectDeps = ConfigureDeps & Pick<Deps, 'tenantDeviceUses' | 'wrongKeys' | 'now'>;

/**
 * Returns the settings. Refuses a wrong key with `caller_unknown`, then a disabled device with `device_disabled`. Only machines get
 * `device_not_found`.
 */
export async function connect(deps: ConnectDeps, command: Connect): Promise<DeviceSettings> {
  const { tenant, device: id, key } = command;
  const device =
    key === undefined ? await getTenantDevice(deps, tenant, id) : await authenticateDevice(deps, command, key);
  if (!device.isEnabled) throw new Refused('device_disabled', 'the device is disabled');
  return settingsOf(deps, tenant, device.type);
}

async function authenticateDevice(
  deps: ConnectDeps,
  { tenant, device: id, from }: Connect,
  key: ParsedKey,
): Promise<TenantDevice> {
  const source = { from, id: key.id };
  const device = key.kind === 'ddk' && key.id === keyIdOf(id) ? await deps.tenantDevices.find(tenant, id) : undefined;
  if (device === undefined || !matches(key, device.key)) throw deps.wrongKeys.refusal(source);
  deps.tenantDeviceUses.note({ tenant, id, at: deps.now() });
  return device;
}
