// Two clocks of this machine at once, and the time of the service. A gateway at the edge may have a clock that is wrong by years, that is set
// while the verifier runs, or a machine that sleeps: the monotonic clock does not count the sleep, and the other one cannot be relied on.

export interface Moment {
  /** By the monotonic clock, in milliseconds. */
  readonly monotonic: number;
  /** Since 1970, in milliseconds. */
  readonly wall: number;
}

export interface Clocks {
  readonly now: () => Moment;
  /** The longer of what the two clocks say: a clock that is set forward makes a contact old, never young. */
  readonly msSince: (moment: Moment) => number;
}

export function createClocks(wall: () => number): Clocks {
  const now = (): Moment => ({ monotonic: performance.now(), wall: wall() });
  return {
    now,
    msSince: (moment) => {
      const { monotonic, wall: today } = now();
      return Math.max(monotonic - moment.monotonic, today - moment.wall);
    },
  };
}

const SECOND = 1000;

/** The time of the service in seconds, from what it said at a moment. Whether a token has expired is asked of it, as the service does. */
export const secondsAt = (
  { said, at }: { readonly said: number; readonly at: Moment },
  { monotonic }: Moment,
): number => said + (monotonic - at.monotonic) / SECOND;
