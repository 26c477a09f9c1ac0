// Preauthorizes a device before it connects, for a provisioning script.
import type { AuthSet, Device, Identity } from '../../domain/device.ts';
import type { DeviceId, Fingerprint, TenantId } from '../../domain/ids.ts';
import type { Origin } from '../../domain/event.ts';
import { firstSeen } from '../../domain/auth-sets.ts';
import { deviceExists, preauthorizeAgain } from '../../domain/preauthorization.ts';
import { changeDevice, decided, type ChangeDeps, type Outcome } from './change-device.ts';

export interface Preauthorize {
  readonly tenant: TenantId;
  readonly identity: Identity;
  readonly key: { readonly fingerprint: Fingerprint; readonly pem: AuthSet['pubkey'] };
  /** True if a known device gets the key too. If false, a known device is refused. */
  readonly force: boolean;
  readonly origin: Origin;
}

/** Returns the device's id. Its next auth request with this key gets a token, if there is room. Refuses with `device_exists`. */
export async function preauthorize(deps: ChangeDeps, command: Preauthorize): Promise<DeviceId> {
  const contact = {
    tenant: command.tenant,
    identity: command.identity,
    fingerprint: command.key.fingerprint,
    pubkey: command.key.pem,
    from: undefined,
    newDevice: deps.ids.device(),
    newAuthSet: deps.ids.authSet(),
  };
  return changeDevice(deps, {
    ...command,
    load: () => deps.devices.findByIdentity(command.tenant, command.identity.key),
    decide: (device: Device | undefined): Outcome<DeviceId> => {
      if (device === undefined) {
        return { write: 'device', device: firstSeen(contact, 'preauthorized', deps.now()), answer: contact.newDevice };
      }
      if (!command.force) throw deviceExists(device);
      return decided(preauthorizeAgain(device, contact, deps.now()), device.id);
    },
  });
}
