// A clock that stands until a spec moves it.
import { given } from './stores/given.ts';

export interface Clock {
  readonly now: () => Date;
  advance(ms: number): void;
}

/** Starts between two whole seconds, as clocks do. */
export function openClock(start = new Date(given.time(0).getTime() + 250)): Clock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms;
    },
  };
}
