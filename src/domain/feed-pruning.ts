// Chooses the oldest entries of the feed to delete. Both stores look at a part of them at a time.

/** An entry: its position, and its time in milliseconds. */
export interface AgedEntry {
  readonly position: number;
  readonly writtenAt: number;
}

export interface PruneRules {
  /** Entries from this time on are kept. */
  readonly before: number;
  /** Entries that a reader has not read are kept if they are from this time or later. */
  readonly bound: number;
  /** Position of the slowest reader. `Infinity` without a reader. */
  readonly slowest: number;
  /** The position of the newest entry. It is kept, because its position is the number of entries that were ever written. */
  readonly newest: number;
}

/**
 * Returns the first of the oldest entries that is kept, or `undefined` if all are deleted. Only a run from the oldest entry on is
 * deleted, so that a clock that was set back leaves no gap.
 */
export const firstKept = <Entry extends AgedEntry>(
  oldest: readonly Entry[],
  { before, bound, slowest, newest }: PruneRules,
): Entry | undefined =>
  oldest.find(({ position, writtenAt }) => {
    const isRead = position <= slowest && writtenAt < before;
    return position >= newest || !(isRead || writtenAt < bound);
  });
