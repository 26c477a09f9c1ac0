// What the service knows about an identity or a key that is not in the list, and the answer that a request with it would get now.
import { addStranger } from './auth-sets.ts';
import { noRoomIn, type NextStep } from './diagnosis.ts';
import type { AuthSet, Device, DeviceStatus, Identity } from './device.ts';
import type { Fingerprint } from './ids.ts';
import { hasRoom, type Room } from './limits.ts';
import { differencesOf, type Difference } from './near-miss.ts';

/**
 * `exact`: the service knows what was given. `identity`: it knows the identity with another key. `key`: the key under another
 * identity. `near`: a similar device.
 */
export type Match = 'exact' | 'identity' | 'key' | 'near' | 'none';
export type Would = 'accept' | 'wait' | 'reject' | 'no_room';

export interface AskedAbout {
  readonly identity: Identity | undefined;
  readonly key: Fingerprint | undefined;
  /** The reason why the key is not admitted (D8). */
  readonly keyProblem: string | undefined;
}

/** A known device, and how it was found. */
export interface Found {
  readonly by: 'identity' | 'key' | 'near';
  readonly device: Device;
}

export interface IdentityDiagnosis {
  readonly match: Match;
  /** A sentence for people. It contains no text of a device. */
  readonly says: string;
  readonly device?: Device;
  readonly differences: readonly Difference[];
  readonly would: Would;
  readonly next?: NextStep;
}

interface Surroundings {
  readonly room: Room;
  readonly now: Date;
}

export function diagnoseIdentity(asked: AskedAbout, found: Found | undefined, around: Surroundings): IdentityDiagnosis {
  if (asked.keyProblem !== undefined) return ofRefusedKey(asked, asked.keyProblem, found);
  return found === undefined ? NOBODY : ofFound(asked, found, around);
}

const NOBODY: IdentityDiagnosis = {
  match: 'none',
  says: 'Nobody has seen it. If it asks, it waits for a decision.',
  differences: [],
  would: 'wait',
  next: 'preauthorize_key',
};

function ofFound(asked: AskedAbout, { by, device }: Found, around: Surroundings): IdentityDiagnosis {
  const { identity, key } = asked;
  const set = device.authSets.find(({ fingerprint }) => fingerprint === key);
  if (by === 'identity' && key !== undefined && set === undefined) return ofOtherKey(device, key, around);
  if (by === 'identity' || identity === undefined) return ofKnown(device, set, around.room);
  const differences = differencesOf(device.identity.text, identity.text);
  const says =
    by === 'key' ? `Its key is on record for another device: ${countOf(differences)}.` : nearlyTheSame(differences);
  return {
    match: by,
    says: `Nobody has seen this identity. ${says}`,
    device,
    differences,
    would: 'wait',
    next: 'preauthorize_key',
  };
}

/** Describes the stored device, without the result of a request with another key. */
function ofRefusedKey({ identity }: AskedAbout, problem: string, found: Found | undefined): IdentityDiagnosis {
  const refused = `The key is not admitted: ${problem}. A request with it is refused.`;
  const none = { match: 'none', differences: [], would: 'reject' } as const;
  if (identity === undefined) return { ...none, says: refused };
  if (found === undefined) return { ...none, says: `${refused} Nobody has seen the identity.` };
  const { by, device } = found;
  const differences = differencesOf(device.identity.text, identity.text);
  const known = by === 'identity' ? `The identity is on record, ${stateOf(device)}.` : nearlyTheSame(differences);
  return { match: by, says: `${refused} ${known}`, device, differences, would: 'reject' };
}

function stateOf({ status, decommissioningSince }: Device): string {
  if (decommissioningSince !== undefined) return 'and is being decommissioned';
  return status === 'noauth' ? 'without a key' : `and ${status}`;
}

const nearlyTheSame = (differences: readonly unknown[]): string =>
  `A device on record is nearly the same: ${countOf(differences)}.`;

const countOf = (differences: readonly unknown[]): string =>
  differences.length === 1 ? '1 attribute differs' : `${differences.length} attributes differ`;

function ofOtherKey(device: Device, key: Fingerprint, { now }: Surroundings): IdentityDiagnosis {
  const main = device.authSets.find(({ status }) => status === device.status);
  const differences = [{ name: 'pubkey', ...(main && { expected: main.fingerprint }), got: key }];
  const isFull = !mayBecomeStranger(device, key, now);
  return {
    match: 'identity',
    says: `It is on record, but without this key. A request with it ${isFull ? 'is refused: the device has no place for another key' : 'waits for a decision'}.`,
    device,
    differences,
    would: isFull ? 'reject' : 'wait',
    next: 'preauthorize_key',
  };
}

function mayBecomeStranger(device: Device, fingerprint: Fingerprint, now: Date): boolean {
  const [set] = device.authSets;
  if (device.decommissioningSince !== undefined) return false;
  if (set === undefined) return true;
  const contact = { ...device, fingerprint, pubkey: '', from: undefined, newDevice: device.id, newAuthSet: set.id };
  return typeof addStranger(device, contact, now) !== 'string';
}

function ofKnown(device: Device, set: AuthSet | undefined, room: Room): IdentityDiagnosis {
  const known = { match: 'exact', device, differences: [] } as const;
  if (device.decommissioningSince !== undefined)
    return { ...known, says: 'It is on record, and is being decommissioned.', would: 'reject' };
  return { ...known, ...ofStatus(set?.status ?? device.status, room) };
}

function ofStatus(status: DeviceStatus, room: Room): Pick<IdentityDiagnosis, 'says' | 'would' | 'next'> {
  switch (status) {
    case 'accepted':
      return { says: 'It is on record, and accepted. It gets a token when it asks.', would: 'accept' };
    case 'preauthorized':
      return hasRoom(room)
        ? { says: 'It is preauthorized. Its next request lets it in.', would: 'accept' }
        : { says: `It is preauthorized, but ${noRoomIn(room)}.`, would: 'no_room', next: 'free_room' };
    case 'pending':
      return hasRoom(room)
        ? { says: 'It is on record, and waits for a decision.', would: 'wait', next: 'accept' }
        : { says: `It waits for a decision, but ${noRoomIn(room)}.`, would: 'wait', next: 'free_room' };
    case 'rejected':
      return { says: 'It is on record, and rejected.', would: 'reject', next: 'accept' };
    case 'noauth':
      return {
        says: 'It is on record without a key. If it asks, it waits for a decision.',
        would: 'wait',
        next: 'wait',
      };
  }
}
