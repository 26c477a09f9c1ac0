// Adds an auth set to a device, and chooses the one to remove when there are too many (D1, D23).
import { end, move, statusChange, type Decision } from './admission.ts';
import type { AuthSet, AuthSetStatus, Device, Identity } from './device.ts';
import type { DismissedBy, EventBody } from './event.ts';
import type { AuthSetId, DeviceId, Fingerprint, TenantId } from './ids.ts';
import { findRoomInDevice, holdsPlace, isFirst, lastAskedOf, PLACES_OF_A_DEVICE } from './places.ts';
import { deviceStatus } from './status.ts';

export const MAX_AUTH_SETS = 50;

/** A key and its identity, with the ids of what may be created. */
export interface Contact {
  readonly tenant: TenantId;
  readonly identity: Identity;
  readonly fingerprint: Fingerprint;
  readonly pubkey: string;
  /** The source of the request. `undefined` if an operator preauthorizes the key. */
  readonly from: string | undefined;
  readonly newDevice: DeviceId;
  readonly newAuthSet: AuthSetId;
}

/** Returns a new device with its first auth set. */
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
  ...(contact.from !== undefined && { from: contact.from, askedAt: now }),
});

/** The reason why a device takes no new key: its places are all taken, or none of its 50 sets may be removed. */
export type NoRoom = 'places' | 'sets';

export interface Added {
  readonly decision: Decision;
  /** True if another set of the device gave up its place, so that the tenant has the same number of places taken. */
  readonly hasSwapped: boolean;
}

/** Adds the key of a stranger to a stored device. */
export function addStranger(device: Device, contact: Contact, now: Date): Added | NoRoom {
  const from = contact.from ?? '';
  const isFull = device.authSets.filter(holdsPlace).length >= PLACES_OF_A_DEVICE;
  const displaced = isFull ? findRoomInDevice(device, from, now) : undefined;
  if (isFull && displaced === undefined) return 'places';
  const authSets = device.authSets.map((set) => (set === displaced ? { ...set, leavingAt: now } : set));
  const decision = add({ ...device, authSets }, newSet(contact, 'pending', now), goesFirst);
  return decision === undefined ? 'sets' : { decision, hasSwapped: displaced !== undefined };
}

/** Adds a key that an operator preauthorizes. Returns `undefined` if none of the device's 50 sets may be removed. */
export const addAnnounced = (device: Device, contact: Contact, now: Date): Decision | undefined =>
  add(device, newSet(contact, 'preauthorized', now), (known, at) => goesFirst(known, at) ?? newestPending(known));

/** Displaces a set that holds a place. It stays valid for an hour and is then removed. */
export function displace(device: Device, id: AuthSetId, now: Date): Decision | undefined {
  const isThere = device.authSets.some((set) => set.id === id && holdsPlace(set));
  if (!isThere || device.decommissioningSince !== undefined) return undefined;
  return { set: { authSets: replaceSet(device, id, (set) => ({ ...set, leavingAt: now })) }, slot: 'keep', events: [] };
}

/** Gives a displaced set its place back. */
export function giveBackPlace(device: Device, id: AuthSetId): Decision | undefined {
  const set = device.authSets.find((other) => other.id === id);
  if (set?.leavingAt === undefined) return undefined;
  return { set: { authSets: replaceSet(device, id, ({ leavingAt: _, ...rest }) => rest) }, slot: 'keep', events: [] };
}

/** Removes pending sets that were displaced before `before`. Removes the device too if it has no other set. */
export const removeDisplaced = (device: Device, before: Date, now: Date): Decision | undefined =>
  removePending(device, ({ leavingAt }) => leavingAt !== undefined && leavingAt < before, 'displaced', now);

/** Removes pending sets that have not asked since `before`. Removes the device too if it has no other set. */
export const removeSilent = (device: Device, before: Date, now: Date): Decision | undefined =>
  removePending(device, (set) => lastAskedOf(set) < before, 'silent', now);

function removePending(
  device: Device,
  goes: (set: AuthSet) => boolean,
  by: DismissedBy,
  now: Date,
): Decision | undefined {
  const gone = device.authSets.find((set) => set.status === 'pending' && goes(set));
  if (gone === undefined || device.decommissioningSince !== undefined) return undefined;
  const dismissed: EventBody = { type: 'auth_set.dismissed', authSet: gone.id, from: gone.status, by };
  if (device.authSets.length === 1) {
    const ended = end(device);
    return { ...ended, events: [dismissed, ...ended.events] };
  }
  const moved = move('policy', device, gone, 'removed', now);
  return (
    moved && { ...moved, events: moved.events.map((event) => (event.type === dismissed.type ? dismissed : event)) }
  );
}

const replaceSet = (device: Device, id: AuthSetId, change: (set: AuthSet) => AuthSet): readonly AuthSet[] =>
  device.authSets.map((set) => (set.id === id ? change(set) : set));

type WhoGoes = (device: Device, now: Date) => AuthSet | undefined;

function add(device: Device, set: AuthSet, whoGoes: WhoGoes): Decision | undefined {
  const isFull = device.authSets.length >= MAX_AUTH_SETS;
  const gone = isFull ? whoGoes(device, set.createdAt) : undefined;
  if (isFull && gone === undefined) return undefined;
  const authSets = [...device.authSets.filter((other) => other !== gone), set];
  const dismissed: EventBody[] =
    gone === undefined ? [] : [{ type: 'auth_set.dismissed', authSet: gone.id, from: gone.status, by: 'displaced' }];
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

const DAY = 24 * 3_600_000;
const FORGOTTEN_DAYS = 30;

/**
 * Returns the set to remove when a device has 50. In this order: a displaced set; a pending set that was silent for a day; a
 * rejected set that was never accepted; a set that was once accepted and has been silent for 30 days. Within each group the longest
 * silent.
 */
function goesFirst(device: Device, now: Date): AuthSet | undefined {
  const silentFor = (set: AuthSet, days: number) => now.getTime() - lastAskedOf(set).getTime() >= days * DAY;
  const sets = [...device.authSets].sort((a, b) => lastAskedOf(a).getTime() - lastAskedOf(b).getTime());
  const leaving = device.authSets.filter(({ leavingAt }) => leavingAt !== undefined);
  const rejected = sets.filter(({ status }) => status === 'rejected');
  return (
    leaving.sort((a, b) => Number(a.leavingAt) - Number(b.leavingAt))[0] ??
    sets.find((set) => holdsPlace(set) && !isFirst(device, set) && silentFor(set, 1)) ??
    rejected.find((set) => set.wasAccepted !== true) ??
    rejected.find((set) => silentFor(set, FORGOTTEN_DAYS))
  );
}

const newestPending = (device: Device): AuthSet | undefined =>
  device.authSets.findLast((set) => holdsPlace(set) && !isFirst(device, set));
