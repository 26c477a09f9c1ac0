// Compares this machine's clock with the database's: nodes with different clocks issue tokens that end too early or too late.
import type { Logger } from 'winston';
import { every } from './every.ts';

export interface Clocks {
  readonly now: () => Date;
  /** Asks the other clock. Returns `undefined` if there is none. */
  readonly readOther: () => Promise<Date | undefined>;
}

/**
 * Returns by how many seconds `now` is ahead of the other clock, or `undefined` without one. A slow answer is not a difference: the
 * other clock is compared with the middle of the call.
 */
export async function secondsAhead({ now, readOther }: Clocks): Promise<number | undefined> {
  const asked = now().getTime();
  const other = await readOther();
  const answered = now().getTime();
  return other === undefined ? undefined : ((asked + answered) / 2 - other.getTime()) / 1000;
}

/** Returns the message for an operator about a clock that is too far from the database's. */
export function clockProblem(ahead: number): string | undefined {
  if (Math.abs(ahead) <= MAX_DIFFERENCE_SECONDS) return undefined;
  const seconds = Math.round(Math.abs(ahead));
  return `the clock of this node is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} the database's`;
}

/** Logs a too large difference, once a minute, until the returned function is called. */
export const watchClock = (clocks: Clocks, log: Logger): (() => void) =>
  every(MINUTE_MS, log, async () => {
    const problem = clockProblem((await secondsAhead(clocks)) ?? 0);
    if (problem !== undefined) log.warn('clock', { problem });
  });

const MINUTE_MS = 60_000;
const MAX_DIFFERENCE_SECONDS = 5;
