// Decides about a device that a list preauthorizes.
import { move, type Decision } from './admission.ts';
import { addAnnounced, findByKey, MAX_AUTH_SETS, type Contact } from './auth-sets.ts';
import type { Device } from './device.ts';
import { Refused } from './errors.ts';
import type { AuthSetId } from './ids.ts';

/**
 * Decides POST /devices with `force` for a stored device. An unknown key is added as preauthorized. A pending or rejected key
 * becomes preauthorized. A preauthorized or accepted key does not change, so a list can be sent again.
 */
export function preauthorizeAgain(device: Device, contact: Contact, now: Date): Decision | undefined {
  if (device.decommissioningSince !== undefined) throw deviceExists(device);
  const set = findByKey(device, contact);
  if (set !== undefined) return move('provisioner', device, set, 'preauthorized', now);
  const decision = addAnnounced(device, contact, now);
  if (decision === undefined) {
    throw new Refused('auth_sets_full', `the device has ${MAX_AUTH_SETS} authorization sets; dismiss one first`);
  }
  return decision;
}

/** The result for a row, and the decision to write. */
export type Listed =
  | { readonly result: 'updated'; readonly authSet: AuthSetId; readonly decision: Decision }
  | { readonly result: 'exists'; readonly authSet: AuthSetId }
  | { readonly result: 'other_key' | 'full' | 'decommissioning' };

/** Decides about a row with a known identity. Without `force` the device does not change. */
export function preauthorizeListed(device: Device, contact: Contact, force: boolean, now: Date): Listed {
  const set = findByKey(device, contact);
  if (device.decommissioningSince !== undefined) return { result: 'decommissioning' };
  if (!force) return set === undefined ? { result: 'other_key' } : { result: 'exists', authSet: set.id };
  if (set === undefined) {
    const decision = addAnnounced(device, contact, now);
    return decision === undefined ? { result: 'full' } : { result: 'updated', authSet: contact.newAuthSet, decision };
  }
  const decision = move('provisioner', device, set, 'preauthorized', now);
  return decision === undefined
    ? { result: 'exists', authSet: set.id }
    : { result: 'updated', authSet: set.id, decision };
}

/** Returns the refusal 409 with the device that has the identity. */
export const deviceExists = (device: Device) => new Refused('device_exists', 'device already exists', { device });
