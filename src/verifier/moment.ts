// A moment on two clocks of this machine, and the time of the service. A gateway at the edge may have a clock that is wrong by
// years or is set while the verifier runs, or it may sleep: the monotonic clock does not count the sleep, and the other one is not
// reliable.

export interface Moment {
  /** By the monotonic clock, in milliseconds. */
  readonly monotonic: number;
  /** Since 1970, in milliseconds. */
  readonly wall: number;
}

export interface Clocks {
  readonly now: () => Moment;
  /** Returns the longer duration of the two clocks: a clock that is set forward makes a contact old, never young. */
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

/**
 * Returns the time of the service in seconds, from its answer at a moment. The expiry of a token is compared with it, as in the
 * service.
 */
export const secondsAt = (
  { said, at }: { readonly said: number; readonly at: Moment },
  { monotonic }: Moment,
): number => said + (monotonic - at.monotonic) / SECOND;
