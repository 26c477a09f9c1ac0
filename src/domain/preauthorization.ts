// The decision about a device that a list announces before it asks.
import { move, type Decision } from './admission.ts';
import { addAnnounced, findByKey, MAX_AUTH_SETS, type Contact } from './auth-sets.ts';
import type { Device } from './device.ts';
import { Refused } from './errors.ts';
import type { AuthSetId } from './ids.ts';

/**
 * POST /devices with `force` on a device that is on record. A key it does not know is added as preauthorized, a pending or rejected one
 * becomes so, and a preauthorized or accepted one stays as it is: a list can be run again.
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

/** What a list makes of a device that is on record. `decision` is what is to be written. */
export type Listed =
  | { readonly result: 'updated'; readonly authSet: AuthSetId; readonly decision: Decision }
  | { readonly result: 'exists'; readonly authSet: AuthSetId }
  | { readonly result: 'other_key' | 'full' | 'decommissioning' };

/** Decides about a row of a list whose identity is known. Without `force` a known device is left as it is. */
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

/** 409, with the device that is in the way. */
export const deviceExists = (device: Device) => new Refused('device_exists', 'device already exists', { device });
