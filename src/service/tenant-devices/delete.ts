// Deletes a tenant device and its key, for a tenant app.
import { removeTenantDevice, type TenantDeviceCommand, type TenantDeviceDeps } from './change.ts';
import type { ConfigureDeps } from './settings-of.ts';
import { refuseUnexpected, type Expected } from './update.ts';

export interface DeleteDevice extends TenantDeviceCommand {
  readonly expected: Expected;
}

/**
 * Deletes the device; its key is refused afterwards. Refuses with `precondition_failed` if the device is not in the expected state.
 */
export async function deleteDevice(
  deps: TenantDeviceDeps & ConfigureDeps,
  { expected, ...command }: DeleteDevice,
): Promise<void> {
  await removeTenantDevice(deps, command, (device) => refuseUnexpected(deps, device, expected));
}
