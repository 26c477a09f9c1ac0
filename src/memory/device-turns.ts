// Auth requests that would change the same thing take turns on this node: without turns they would conflict with each other.
// Between nodes, the store decides who writes first (D1).
import { Refused } from '../domain/errors.ts';
import { createTurns, type Turns } from '../time/turns.ts';

export interface DeviceTurns {
  /** One at a time for each stored pair. Refuses with `conflict` if 128 wait. */
  readonly known: Turns['take'];
  /** One at a time for all strangers of an identity. Refuses with `too_many_requests` if four wait. */
  readonly strangers: Turns['take'];
}

const MAX_OF_A_PAIR = 128;
const MAX_STRANGERS = 5;

export function createDeviceTurns(): DeviceTurns {
  const known = createTurns({ atOnce: 1, most: { count: MAX_OF_A_PAIR, refusal: conflict } });
  const strangers = createTurns({ atOnce: 1, most: { count: MAX_STRANGERS, refusal: tooMany } });
  return { known: (name, work) => known.take(name, work), strangers: (name, work) => strangers.take(name, work) };
}

const conflict = (): Refused => new Refused('conflict', 'the device asks too much at once', { retryAfterSeconds: 1 });

const tooMany = (): Refused =>
  new Refused('too_many_requests', 'too many keys ask for this device at once', { retryAfterSeconds: 60 });
