// A tenant app has a device's key replaced.
import { hashOf, keyIdOf, writeKey } from '../../domain/api-key.ts';
import { replaceKey } from '../../domain/tenant-device.ts';
import { changeTenantDevice, type TenantDeviceCommand, type TenantDeviceDeps } from './change.ts';

/** The device's fresh key, which is shown to nobody again; the one before opens nothing. Refuses with `device_not_found`. */
export async function resetConnections(deps: TenantDeviceDeps, command: TenantDeviceCommand): Promise<string> {
  const key = writeKey('ddk', keyIdOf(command.device), deps.ids.secret());
  await changeTenantDevice(deps, command, (device) => replaceKey(device, hashOf(key)));
  return key;
}
