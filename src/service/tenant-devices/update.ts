// Renames, describes, enables or disables a tenant device, for a tenant app.
import { Refused } from '../../domain/errors.ts';
import { update as decide, type ConfiguredDevice, type TenantDevicePatch } from '../../domain/tenant-device.ts';
import { changeTenantDevice, type TenantDeviceCommand, type TenantDeviceDeps } from './change.ts';
import { configured, type ConfigureDeps } from './settings-of.ts';

/** True if the caller has seen this state of the device. Absent if any state will do. */
export type Expected = ((state: ConfiguredDevice) => boolean) | undefined;

export interface UpdateDevice extends TenantDeviceCommand {
  readonly wanted: TenantDevicePatch;
  readonly expected: Expected;
}

/**
 * Updates the device. Refuses with `device_not_found`, and with `precondition_failed` if the device is not in the expected state.
 */
export async function updateDevice(
  deps: TenantDeviceDeps & ConfigureDeps,
  { wanted, expected, ...command }: UpdateDevice,
): Promise<ConfiguredDevice> {
  const device = await changeTenantDevice(deps, command, async (found) => {
    await refuseUnexpected(deps, found, expected);
    return decide(found, wanted);
  });
  return configured(deps, device);
}

export async function refuseUnexpected(
  deps: ConfigureDeps,
  device: ConfiguredDevice['device'] | undefined,
  expected: Expected,
): Promise<void> {
  if (expected === undefined) return;
  if (device !== undefined && expected(await configured(deps, device))) return;
  throw new Refused('precondition_failed', 'the device is not in the state that If-Match names');
}
