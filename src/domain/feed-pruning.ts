// Which of the oldest entries of the feed are deleted. Both stores look at a piece of them at a time.

/** An entry by its place and its time, in milliseconds. */
export interface AgedEntry {
  readonly position: number;
  readonly writtenAt: number;
}

export interface PruneRules {
  /** Entries from this time on are kept. */
  readonly before: number;
  /** Entries that a reader has not read are kept from this time on. */
  readonly bound: number;
  /** Position of the slowest reader; `Infinity` if there is none. */
  readonly slowest: number;
  /** The newest entry is kept: its position is the number of entries since the beginning. */
  readonly newest: number;
}

/**
 * Returns the first of the oldest entries that is kept, `undefined` if all of them go. Entries go from the oldest on, so that a clock
 * that was set back leaves no hole.
 */
export const firstKept = <Entry extends AgedEntry>(
  oldest: readonly Entry[],
  { before, bound, slowest, newest }: PruneRules,
): Entry | undefined =>
  oldest.find(({ position, writtenAt }) => {
    const isRead = position <= slowest && writtenAt < before;
    return position >= newest || !(isRead || writtenAt < bound);
  });
