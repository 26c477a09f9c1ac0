// Explains why a device gets tokens or not, and what would change that: a sentence for people, from the stored device and the last
// refusals.
import type { AuthSet, Device } from './device.ts';
import type { AuthSetId } from './ids.ts';
import { hasRoom, type Room } from './limits.ts';
import { lastAskedOf } from './places.ts';
import { isOfStranger, type Refusal } from './refusal.ts';
import { isExpired } from './token.ts';

export type Verdict =
  'in' | 'waits' | 'rejected' | 'no_room' | 'other_key' | 'silent' | 'expired' | 'decommissioning' | 'no_auth_set';

/** What would let the device in. `wait`: only its next request is missing. */
export type NextStep = 'accept' | 'wait' | 'free_room' | 'preauthorize_key';

export interface Diagnosis {
  readonly verdict: Verdict;
  /** A sentence for people. It contains no text of the device. */
  readonly says: string;
  readonly since?: Date;
  readonly next?: NextStep;
}

/** The last decision about an auth set. */
export interface Decided {
  readonly actor: string;
  readonly at: Date;
}

export interface Examined {
  readonly device: Device;
  readonly refusals: readonly Refusal[];
  /** Absent if the audit no longer has the decision about the set. */
  readonly decided: ReadonlyMap<AuthSetId, Decided>;
  readonly room: Room;
  readonly now: Date;
}

export function diagnoseDevice(examined: Examined): Diagnosis {
  const { decommissioningSince: leaving, authSets } = examined.device;
  if (leaving !== undefined)
    return {
      verdict: 'decommissioning',
      says: `It is being decommissioned since ${inWords(leaving)}.`,
      since: leaving,
    };
  const accepted = authSets.find(({ status }) => status === 'accepted');
  if (accepted !== undefined) return ofAccepted(examined, accepted);
  const announced = authSets.filter(({ status }) => status === 'preauthorized');
  if (announced.length > 0) return ofAnnounced(examined, announced);
  const [waiting] = authSets.filter(({ status }) => status === 'pending');
  if (waiting !== undefined) return ofWaiting(examined, waiting);
  const rejected = authSets.at(-1);
  if (rejected !== undefined) return ofRejected(examined, rejected);
  return {
    verdict: 'no_auth_set',
    says: 'It has no key on record. Its next request puts it on the list.',
    next: 'wait',
  };
}

/** Returns the time of the last refused request of one of the device's keys, or `undefined` without one. */
export function lastRefusalOf({ refusals }: Examined, set: AuthSet): Refusal | undefined {
  return refusals.find(({ fingerprint }) => fingerprint === set.fingerprint);
}

function ofAccepted(examined: Examined, set: AuthSet): Diagnosis {
  const { device, decided, now } = examined;
  const live = device.tokens.filter((token) => token.authSet === set.id && !isExpired(token, now));
  const by = decidedBy(decided.get(set.id));
  if (live.length > 0) {
    const until = new Date(Math.max(...live.map(({ expiresAt }) => expiresAt.getTime())));
    return { verdict: 'in', says: `It is in: accepted${by}. Its newest token is good until ${inWords(until)}.` };
  }
  const other = lastAskOfOthers(examined, [set]);
  if (other !== undefined && (device.checkInAt === undefined || other > device.checkInAt))
    return {
      verdict: 'other_key',
      says: `It asks with another key than the accepted one${by}.`,
      since: other,
      next: 'accept',
    };
  if (device.checkInAt === undefined)
    return { verdict: 'silent', says: `It is accepted${by}, but it has not asked for a token yet.`, next: 'wait' };
  return {
    verdict: 'expired',
    says: `It is accepted${by}. Its tokens have ended, and it has not asked since ${inWords(device.checkInAt)}.`,
    since: device.checkInAt,
    next: 'wait',
  };
}

function ofAnnounced(examined: Examined, sets: readonly AuthSet[]): Diagnosis {
  const { room, decided } = examined;
  const [first] = sets;
  const since = first?.createdAt;
  const by = decidedBy(first && decided.get(first.id));
  const refused = newest(sets.flatMap((set) => lastRefusalOf(examined, set) ?? []));
  const other = lastAskOfOthers(examined, sets);
  if (refused?.reason === 'no_room' && (other === undefined || refused.at > other)) {
    const asked = `It is preauthorized${by}, and asked ${timesInWords(refused)} ${inWords(refused.at)}`;
    if (hasRoom(room))
      return {
        verdict: 'no_room',
        says: `${asked}, when there was no room. Now there is: its next request lets it in.`,
        since: refused.at,
        next: 'wait',
      };
    return { verdict: 'no_room', says: `${asked}, but ${noRoomIn(room)}.`, since: refused.at, next: 'free_room' };
  }
  if (other !== undefined) {
    const says = `It asks with another key than the preauthorized one${by}.`;
    return { verdict: 'other_key', says, since: other, next: 'preauthorize_key' };
  }
  const says = `It is preauthorized${by}, and has not asked yet${hasRoom(room) ? '' : `; if it does, ${noRoomIn(room)}`}.`;
  return { verdict: 'silent', says, ...(since && { since }), next: hasRoom(room) ? 'wait' : 'free_room' };
}

function ofWaiting(examined: Examined, set: AuthSet): Diagnosis {
  const refused = lastRefusalOf(examined, set);
  const asked = refused === undefined ? lastAskedOf(set) : later(refused.at, lastAskedOf(set));
  const waits = `It waits for a decision since ${inWords(set.createdAt)}, and last asked ${inWords(asked)}`;
  if (hasRoom(examined.room)) return { verdict: 'waits', says: `${waits}.`, since: set.createdAt, next: 'accept' };
  const says = `${waits}. It cannot be accepted now: ${noRoomIn(examined.room)}.`;
  return { verdict: 'waits', says, since: set.createdAt, next: 'free_room' };
}

function ofRejected(examined: Examined, set: AuthSet): Diagnosis {
  const decided = examined.decided.get(set.id);
  const refused = lastRefusalOf(examined, set);
  const asks = refused === undefined ? '' : `, and last asked ${inWords(refused.at)}`;
  const says = `It is rejected${decidedBy(decided)}${asks}.`;
  return { verdict: 'rejected', says, ...(decided && { since: decided.at }), next: 'accept' };
}

/** The last request of another key: one that is pending, was rejected, or found no place in the device. */
function lastAskOfOthers(examined: Examined, sets: readonly AuthSet[]): Date | undefined {
  const { device, refusals } = examined;
  const others = device.authSets.filter((set) => !sets.includes(set) && set.from !== undefined);
  const times = [...others.map(lastAskedOf), ...refusals.filter(isOfStranger).map(({ at }) => at)];
  const noted = others.flatMap((set) => lastRefusalOf(examined, set)?.at ?? []);
  return [...times, ...noted].reduce<Date | undefined>((a, b) => (a === undefined ? b : later(a, b)), undefined);
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);

const newest = (refusals: readonly Refusal[]): Refusal | undefined =>
  refusals.reduce<Refusal | undefined>((a, b) => (a === undefined || b.at > a.at ? b : a), undefined);

const decidedBy = (decided: Decided | undefined): string =>
  decided === undefined ? '' : ` (by ${decided.actor}, ${inWords(decided.at)})`;

export const noRoomIn = ({ limit, used }: Room): string => `there is no room (${used} of ${limit} are accepted)`;

const timesInWords = ({ times }: Refusal): string => (times === 1 ? 'once,' : `${times} times, last`);

const inWords = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
