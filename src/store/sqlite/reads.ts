// Reads of the store: each is answered in the caller's turn of the event loop.
import { Refused } from '../../domain/errors.ts';
import { withRefusal } from './sqlite-errors.ts';

export interface Reads {
  readonly read: <Answer>(query: () => Answer) => Promise<Answer>;
  /** Refuses every read from now on. */
  readonly close: () => void;
}

export function openReads(): Reads {
  let isClosed = false;
  return {
    read: (query) =>
      new Promise((resolve) => {
        if (isClosed) throw new Refused('store_unavailable', 'the store is closed');
        resolve(withRefusal(query));
      }),
    close: () => {
      isClosed = true;
    },
  };
}
