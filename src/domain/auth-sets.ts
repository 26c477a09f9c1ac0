// How a device gets another auth set: the first one makes the device, and later ones meet the caps of D1.
import { statusChange, type Decision } from './admission.ts';
import type { AuthSet, AuthSetStatus, Device, Identity } from './device.ts';
import type { EventBody } from './event.ts';
import type { AuthSetId, DeviceId, Fingerprint, TenantId } from './ids.ts';
import { deviceStatus } from './status.ts';

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

export const creationEvents = (device: Device): EventBody[] => [
  ...device.authSets.map((set): EventBody => ({ type: 'auth_set.added', authSet: set.id, to: set.status })),
  { type: 'device.changed', from: 'noauth', to: device.status },
];

export const findByKey = (device: Device, contact: Contact): AuthSet | undefined =>
  device.authSets.find((set) => set.fingerprint === contact.fingerprint);

export const newSet = (contact: Contact, status: AuthSetStatus, now: Date): AuthSet => ({
  id: contact.newAuthSet,
  fingerprint: contact.fingerprint,
  pubkey: contact.pubkey,
  status,
  createdAt: now,
});

/** `undefined`: every one of the device's sets has been decided on, and none may go. */
export function addSet(device: Device, set: AuthSet, lastSeen: LastSeen): Decision | undefined {
  const pending = device.authSets.filter((other) => other.status === 'pending');
  const overPending = set.status === 'pending' && pending.length >= MAX_PENDING;
  const crowded = overPending || device.authSets.length >= MAX_AUTH_SETS;
  const gone = crowded ? leastRecent(pending, lastSeen) : undefined;
  if (crowded && gone === undefined) return undefined;
  const authSets = [...device.authSets.filter((other) => other !== gone), set];
  const dismissed: EventBody[] = gone ? [{ type: 'auth_set.dismissed', authSet: gone.id, from: gone.status }] : [];
  return {
    set: { authSets, status: deviceStatus(authSets), updatedAt: set.createdAt },
    slot: 'keep',
    events: [
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
