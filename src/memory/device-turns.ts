// Commands of this node that would fight over one device take turns instead: each would win once and lose as often as there are
// others. Which node comes first is still the store's to say (D1).
import { Refused } from '../domain/errors.ts';
import { createTurns, type Turns } from '../time/turns.ts';

const MAX_OF_A_DEVICE = 128;

/** One at a time under each key. Refuses with `conflict` when too many wait. */
export const createDeviceTurns = (): Turns =>
  createTurns({ atOnce: 1, most: { count: MAX_OF_A_DEVICE, refusal: tooMany } });

const tooMany = (): Refused => new Refused('conflict', 'the device asks too much at once', { retryAfterSeconds: 1 });
