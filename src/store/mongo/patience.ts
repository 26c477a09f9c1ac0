// The time that a command waits for open operations of others (D4).
import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from '../../domain/errors.ts';
import type { Operation } from './documents.ts';

/** The time that a command waits for one operation before it helps it. */
const GRACE_MS = 500;
/** The time that a command waits for operations of others altogether. */
const PATIENCE_MS = 2_000;
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 100;

export interface Patience {
  /** Returns whether this command has waited for that operation long enough to help it. */
  readonly hasWaitedFor: (operation: Operation) => boolean;
  /** Waits a little, longer each time. Refuses with `conflict` if the command has waited long enough. */
  readonly pause: () => Promise<void>;
}

/** Measures with the monotonic clock how long a command has waited, altogether and for each operation. */
export function createPatience(): Patience {
  const started = performance.now();
  const seen = new Map<string, number>();
  let pauseMs = FIRST_PAUSE_MS;
  return {
    hasWaitedFor: ({ id }) => {
      const since = seen.get(id) ?? performance.now();
      seen.set(id, since);
      return performance.now() - since > GRACE_MS;
    },
    pause: async () => {
      if (performance.now() - started > PATIENCE_MS) {
        throw new Refused('conflict', 'other commands on this limit have not ended; try again', {
          retryAfterSeconds: 1,
        });
      }
      await sleep(pauseMs * (0.5 + Math.random()));
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    },
  };
}
