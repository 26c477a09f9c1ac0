// The queue of a tenant for operators: the pending auth sets that hold a place (D23), and the sources that hold the most.
import type { Fingerprint } from './ids.ts';

export interface QueueSource {
  /** `undefined` for sets of earlier versions. */
  readonly from: string | undefined;
  readonly places: number;
  /** The number of different keys of these sets. */
  readonly keys: number;
  /** The time of the newest of them. */
  readonly newest: Date;
}

export interface Queue {
  readonly taken: number;
  /** The number of displaced sets. They hold no place and are removed within an hour. */
  readonly leaving: number;
  /** The time of the oldest set that holds a place. */
  readonly oldest: Date | undefined;
  /** The heaviest first. */
  readonly sources: readonly QueueSource[];
}

/** A pending auth set. */
export interface QueuedSet {
  readonly from: string | undefined;
  readonly key: Fingerprint;
  readonly createdAt: Date;
  readonly isLeaving: boolean;
}

export interface QueueTally {
  readonly add: (set: QueuedSet) => void;
  /** Returns the queue with at most that many sources. */
  readonly queue: (most: number) => Queue;
}

interface Held {
  places: number;
  readonly keys: Set<Fingerprint>;
  newest: Date;
}

/** Builds the queue from its sets, one by one. */
export function createQueueTally(): QueueTally {
  const held = new Map<string | undefined, Held>();
  let taken = 0;
  let leaving = 0;
  let oldest: Date | undefined;
  return {
    add: ({ from, key, createdAt, isLeaving }) => {
      if (isLeaving) {
        leaving += 1;
        return;
      }
      taken += 1;
      if (oldest === undefined || createdAt < oldest) oldest = createdAt;
      const source = held.get(from) ?? { places: 0, keys: new Set(), newest: createdAt };
      source.places += 1;
      source.keys.add(key);
      if (createdAt > source.newest) source.newest = createdAt;
      held.set(from, source);
    },
    queue: (most) => ({ taken, leaving, oldest, sources: [...held].map(sourceOf).sort(byWeight).slice(0, most) }),
  };
}

const sourceOf = ([from, { places, keys, newest }]: readonly [string | undefined, Held]): QueueSource => ({
  from,
  places,
  keys: keys.size,
  newest,
});

/** Sorts sources of equal weight by address, so that the answer is the same each time. */
const byWeight = (a: QueueSource, b: QueueSource): number =>
  b.places - a.places || ((a.from ?? '') < (b.from ?? '') ? -1 : 1);
