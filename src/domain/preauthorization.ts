// The decision about a device that a list announces before it asks.
import { move, type Decision } from './admission.ts';
import { addAnnounced, findByKey, MAX_AUTH_SETS, type Contact } from './auth-sets.ts';
import type { Device } from './device.ts';
import { Refused } from './errors.ts';

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

/** 409, with the device that is in the way. */
export const deviceExists = (device: Device) => new Refused('device_exists', 'device already exists', { device });
