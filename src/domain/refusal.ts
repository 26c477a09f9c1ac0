// The last refusals of a device's keys, for the diagnosis. They are notes: no rule depends on them (D1).
import type { Fingerprint } from './ids.ts';

/**
 * The reason why a good request got no token. `pending`, `rejected`: the status of its auth set. `no_room`: the set is
 * preauthorized and the limit is reached. `places_full`, `sets_full`: the key is new, and the device has no place for it or has 50
 * auth sets.
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
  /** The time of the last one. */
  readonly at: Date;
  /** The number of refusals in a row for this reason. */
  readonly times: number;
  /** The source (source.ts) of the last one, if a setting allows to keep it. */
  readonly from?: string;
}

/** One for each auth set of a device, and one for another key. */
const MAX_REFUSALS = 51;

/** True for a key that is no auth set of the device. */
export const isOfStranger = ({ reason }: Refusal): boolean => reason === 'places_full' || reason === 'sets_full';

/** Adds one refusal to those of a device. For new keys only the last one is kept, altogether the 51 newest. */
export function withRefusal(known: readonly Refusal[], added: Refusal): readonly Refusal[] {
  const isSameKey = ({ fingerprint }: Refusal): boolean => fingerprint === added.fingerprint;
  const before = known.find(isSameKey);
  const others = known.filter((other) => !isSameKey(other) && !(isOfStranger(added) && isOfStranger(other)));
  return [before === undefined ? added : joined(before, added), ...others]
    .sort((one, other) => other.at.getTime() - one.at.getTime())
    .slice(0, MAX_REFUSALS);
}

/** Adds several refusals, the oldest first. */
export const withRefusals = (known: readonly Refusal[], added: readonly Refusal[]): readonly Refusal[] =>
  added.toSorted((one, other) => one.at.getTime() - other.at.getTime()).reduce(withRefusal, known);

/** Merges two refusals of one key: the later one, which counts both if they have the same reason. */
function joined(one: Refusal, other: Refusal): Refusal {
  const [earlier, later] = one.at > other.at ? [other, one] : [one, other];
  return earlier.reason === later.reason ? { ...later, times: earlier.times + later.times } : later;
}
