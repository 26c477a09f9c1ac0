// The last refusals of a device's keys, for who asks why it is not in. They are notes: nothing decides by them (D1).
import type { Fingerprint } from './ids.ts';

/**
 * Why a good request got no token. `pending`, `rejected`: its auth set is. `no_room`: it is announced, and the limit is reached.
 * `places_full`, `sets_full`: its key is new, and the device has no place for it, or has 50 auth sets.
 */
export const REFUSAL_REASONS = [
  'pending',
  'rejected',
  'no_room',
  'decommissioning',
  'places_full',
  'sets_full',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export interface Refusal {
  readonly fingerprint: Fingerprint;
  readonly reason: RefusalReason;
  /** The last time. */
  readonly at: Date;
  /** How often in a row, for this reason. */
  readonly times: number;
  /** The source (source.ts) of the last one, where a setting allows to keep it. */
  readonly from?: string;
}

/** One for each auth set that a device may have, and one for another key. */
const MAX_REFUSALS = 51;

/** True for a key that is no auth set of the device. */
export const isOfStranger = ({ reason }: Refusal): boolean => reason === 'places_full' || reason === 'sets_full';

/** Adds one to those of a device. Of strangers' keys only the last one is kept, of all together the 51 newest. */
export function withRefusal(known: readonly Refusal[], added: Refusal): readonly Refusal[] {
  const isSameKey = ({ fingerprint }: Refusal): boolean => fingerprint === added.fingerprint;
  const before = known.find(isSameKey);
  const others = known.filter((other) => !isSameKey(other) && !(isOfStranger(added) && isOfStranger(other)));
  return [before === undefined ? added : joined(before, added), ...others]
    .sort((one, other) => other.at.getTime() - one.at.getTime())
    .slice(0, MAX_REFUSALS);
}

/** Adds several, the oldest first. */
export const withRefusals = (known: readonly Refusal[], added: readonly Refusal[]): readonly Refusal[] =>
  added.toSorted((one, other) => one.at.getTime() - other.at.getTime()).reduce(withRefusal, known);

/** Returns two refusals of one key as one: the later one, which counts both if they have one reason. */
function joined(one: Refusal, other: Refusal): Refusal {
  const [earlier, later] = one.at > other.at ? [other, one] : [one, other];
  return earlier.reason === later.reason ? { ...later, times: earlier.times + later.times } : later;
}
