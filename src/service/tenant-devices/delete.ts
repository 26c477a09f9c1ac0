// A tenant app deletes a device, and with it its key.
import { removeTenantDevice, type TenantDeviceCommand, type TenantDeviceDeps } from './change.ts';
import type { ConfigureDeps } from './settings-of.ts';
import { refuseUnexpected, type Expected } from './update.ts';

export interface DeleteDevice extends TenantDeviceCommand {
  readonly expected: Expected;
}

/** No such device is there, and its key opens nothing. Refuses with `precondition_failed` when it is not as expected. */
export async function deleteDevice(
  deps: TenantDeviceDeps & ConfigureDeps,
  { expected, ...command }: DeleteDevice,
): Promise<void> {
  await removeTenantDevice(deps, command, (device) => refuseUnexpected(deps, device, expected));
}
