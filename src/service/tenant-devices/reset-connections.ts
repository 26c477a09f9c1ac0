// Replaces the key of a tenant device, for a tenant app.
import { hashOf, keyIdOf, writeKey } from '../../domain/api-key.ts';
import { replaceKey } from '../../domain/tenant-device.ts';
import { changeTenantDevice, type TenantDeviceCommand, type TenantDeviceDeps } from './change.ts';

/**
 * Returns the device's new key, which is never shown again. The former key is refused afterwards. Refuses with `device_not_found`.
 */
export async function resetConnections(deps: TenantDeviceDeps, command: TenantDeviceCommand): Promise<string> {
  const key = writeKey('ddk', keyIdOf(command.device), deps.ids.secret());
  await changeTenantDevice(deps, command, (device) => replaceKey(device, hashOf(key)));
  return key;
}
