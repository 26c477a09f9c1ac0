// Finishes periodically what commands of any node left behind: open slot operations, purges, events in outboxes.
import { answerWithin } from './calls.ts';

/** One kind of leftover. */
export interface Sweep {
  readonly sweep: () => Promise<void>;
}

export interface SweeperContext {
  /** They run in this order, because a removed device can be deleted only after its operation is settled. */
  readonly sweeps: readonly Sweep[];
  /** 0 means that only `sweep` sweeps. */
  readonly everyMs: number;
  readonly log: (message: string) => void;
}

export interface Sweeper extends Sweep {
  /** Starts no other sweep. Resolves when the running one has ended. */
  readonly stop: () => Promise<void>;
}

/** A sweep that hangs is abandoned. A second sweep beside it is safe. */
const SWEEP_MS = 120_000;

export function openSweeper({ sweeps, everyMs, log }: SweeperContext): Sweeper {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let stopped = false;
  let failing = false;

  const sweep = async (): Promise<void> => {
    for (const part of sweeps) await part.sweep();
  };
  /** Logs the first failure and the next success, so that an unreachable database does not fill the log. */
  const sweepQuietly = async (): Promise<void> => {
    try {
      await answerWithin(SWEEP_MS, sweep());
      if (failing) log('mongo: the sweep works again');
      failing = false;
    } catch (error) {
      if (!failing) log(`mongo: the sweep fails and is tried again: ${String(error)}`);
      failing = true;
    }
  };
  const schedule = (): void => {
    if (stopped || everyMs === 0) return;
    timer = setTimeout(() => {
      underWay = sweepQuietly().finally(schedule);
    }, everyMs).unref();
  };
  schedule();
  return {
    sweep,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
