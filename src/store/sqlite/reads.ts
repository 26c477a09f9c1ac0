// Reads of the store. Each is answered in the caller's turn of the event loop, or in pieces.
import { setImmediate } from 'node:timers/promises';
import { Refused } from '../../domain/errors.ts';
import { withRefusal } from './sqlite-errors.ts';

export interface Reads {
  readonly read: <Answer>(query: () => Answer) => Promise<Answer>;
  /** Runs the generator to its end, one step in each turn. A step sees what was written before it. */
  readonly readInPieces: <Answer>(pieces: Generator<void, Answer>) => Promise<Answer>;
  /** Refuses every later read. */
  readonly close: () => void;
}

export function openReads(): Reads {
  let isClosed = false;
  const refuseWhenClosed = (): void => {
    if (isClosed) throw new Refused('store_unavailable', 'the store is closed');
  };
  return {
    read: (query) =>
      new Promise((resolve) => {
        refuseWhenClosed();
        resolve(withRefusal(query));
      }),
    readInPieces: async (pieces) => {
      for (;;) {
        refuseWhenClosed();
        const { done, value } = withRefusal(() => pieces.next());
        if (done === true) return value;
        await setImmediate();
      }
    },
    close: () => {
      isClosed = true;
    },
  };
}
