// Finishes periodically what commands of any node left behind: open slot operations, purges, events in outboxes.
import { answerWithin } from './calls.ts';

/** One kind of leftover. */
export interface Sweep {
  readonly sweep: () => Promise<void>;
}

export interface SweeperContext {
  /** Run in this order: settling an operation may let a removed device go. */
  readonly sweeps: readonly Sweep[];
  /** 0: only when `sweep` is called. */
  readonly everyMs: number;
  readonly log: (message: string) => void;
}

export interface Sweeper extends Sweep {
  /** Starts no further sweep; resolves when the one under way has ended. */
  readonly stop: () => Promise<void>;
}

/** A sweep that hangs is abandoned. Another one that starts beside it does no harm. */
const SWEEP_MS = 120_000;

export function openSweeper({ sweeps, everyMs, log }: SweeperContext): Sweeper {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let stopped = false;
  let failing = false;

  const sweep = async (): Promise<void> => {
    for (const part of sweeps) await part.sweep();
  };
  /** Logs once when the sweep starts to fail and once when it works again, not each second while the database is away. */
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
