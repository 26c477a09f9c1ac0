// The decisions about keys that are new to the service: a device that asks, and a list that announces it.
import { move, statusChange, type Decision } from './admission.ts';
import type { AuthSet, AuthSetId, AuthSetStatus, Device, DeviceId, Fingerprint, Identity, TenantId } from './device.ts';
import { Refused } from './errors.ts';
import type { Happening } from './event.ts';
import { deviceStatus } from './status.ts';
import { addToken, type TokenClaims, type TokenRules } from './token.ts';

/** Caps of D1. When one is reached, the pending set seen longest ago goes, never one that an operator has decided on. */
export const MAX_AUTH_SETS = 50;
export const MAX_PENDING = 10;

/** A key and the identity it comes with; ids for what may have to be made of them. */
export interface Contact {
  readonly tenant: TenantId;
  readonly identity: Identity;
  readonly fingerprint: Fingerprint;
  readonly pubkey: string;
  readonly newDevice: DeviceId;
  readonly newAuthSet: AuthSetId;
}

/** When a waiting set was last heard of, as far as this node knows. */
export type LastSeen = (set: AuthSetId) => Date | undefined;

/** What a device gets when it asks. */
export type Submission =
  | {
      readonly admitted: false;
      readonly waits: AuthSetId | undefined;
      readonly create?: Device;
      readonly decision?: Decision;
    }
  | { readonly admitted: true; readonly decision: Decision };

/**
 * An auth request whose signature has been verified. A pending or rejected set is refused and nothing is written; a key that is
 * new waits as pending; a preauthorized one is accepted, if there is room; an accepted one gets `token`.
 */
export function submit(
  device: Device | undefined,
  contact: Contact,
  token: TokenClaims,
  how: { readonly rules: TokenRules; readonly lastSeen: LastSeen; readonly now: Date },
): Submission {
  if (device === undefined) {
    return { admitted: false, waits: contact.newAuthSet, create: firstSeen(contact, 'pending', how.now) };
  }
  if (device.decommissioningSince !== undefined) return { admitted: false, waits: undefined };
  const set = findByKey(device, contact);
  if (set === undefined) {
    const decision = addSet(device, newSet(contact, 'pending', how.now), how.lastSeen);
    return { admitted: false, waits: decision && contact.newAuthSet, ...(decision && { decision }) };
  }
  if (set.status === 'pending' || set.status === 'rejected') return { admitted: false, waits: set.id };
  const moved = move('device', device, set, 'accepted', how.now);
  const tokens = moved?.set.tokens ?? device.tokens;
  const live = { jti: token.jti, authSet: set.id, expiresAt: token.expiresAt };
  return {
    admitted: true,
    decision: {
      set: { ...moved?.set, tokens: addToken(tokens, live, how.now, how.rules) },
      slot: moved?.slot ?? 'keep',
      happenings: moved?.happenings ?? [],
      checkIn: how.now,
    },
  };
}

/**
 * POST /devices with `force` on a device that is there. A key it does not know is added as preauthorized, a pending or rejected
 * one becomes so, and a preauthorized or accepted one stays as it is: a list can be run again.
 */
export function preauthorizeAgain(
  device: Device,
  contact: Contact,
  lastSeen: LastSeen,
  now: Date,
): Decision | undefined {
  if (device.decommissioningSince !== undefined) throw deviceExists(device);
  const set = findByKey(device, contact);
  if (set !== undefined) return move('provisioner', device, set, 'preauthorized', now);
  const decision = addSet(device, newSet(contact, 'preauthorized', now), lastSeen);
  if (decision === undefined) {
    throw new Refused('auth_sets_full', `the device has ${MAX_AUTH_SETS} authorization sets; dismiss one first`);
  }
  return decision;
}

/** A device that was never seen before, with its one set. */
export function firstSeen(contact: Contact, status: AuthSetStatus, now: Date): Device {
  return {
    id: contact.newDevice,
    tenant: contact.tenant,
    identity: contact.identity,
    status,
    authSets: [newSet(contact, status, now)],
    tokens: [],
    provisioned: false,
    decommissioningSince: undefined,
    createdAt: now,
    updatedAt: now,
    checkInAt: undefined,
    revision: 1,
  };
}

export const firstHappenings = (device: Device): Happening[] => [
  ...device.authSets.map((set): Happening => ({ type: 'auth_set.added', authSet: set.id, to: set.status })),
  { type: 'device.changed', from: 'noauth', to: device.status },
];

/** 409: the conflicting device goes with it, whole. */
export const deviceExists = (device: Device) => new Refused('device_exists', 'device already exists', { device });

const findByKey = (device: Device, contact: Contact): AuthSet | undefined =>
  device.authSets.find((set) => set.fingerprint === contact.fingerprint);

const newSet = (contact: Contact, status: AuthSetStatus, now: Date): AuthSet => ({
  id: contact.newAuthSet,
  fingerprint: contact.fingerprint,
  pubkey: contact.pubkey,
  status,
  createdAt: now,
});

/** `undefined`: every one of the device's sets has been decided on, and none may go. */
function addSet(device: Device, set: AuthSet, lastSeen: LastSeen): Decision | undefined {
  const pending = device.authSets.filter((other) => other.status === 'pending');
  const overPending = set.status === 'pending' && pending.length >= MAX_PENDING;
  const crowded = overPending || device.authSets.length >= MAX_AUTH_SETS;
  const gone = crowded ? leastRecent(pending, lastSeen) : undefined;
  if (crowded && gone === undefined) return undefined;
  const authSets = [...device.authSets.filter((other) => other !== gone), set];
  const dismissed: Happening[] = gone ? [{ type: 'auth_set.dismissed', authSet: gone.id, from: gone.status }] : [];
  return {
    set: { authSets, status: deviceStatus(authSets), updatedAt: set.createdAt },
    slot: 'keep',
    happenings: [
      ...dismissed,
      { type: 'auth_set.added', authSet: set.id, to: set.status },
      ...statusChange(device, { authSets }),
    ],
  };
}

function leastRecent(sets: readonly AuthSet[], lastSeen: LastSeen): AuthSet | undefined {
  const seen = (set: AuthSet) => Math.max(set.createdAt.getTime(), lastSeen(set.id)?.getTime() ?? 0);
  return [...sets].sort((a, b) => seen(a) - seen(b))[0];
}
