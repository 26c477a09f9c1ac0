// Slows down callers that try API keys: it allows a number of wrong keys in a second for one id from one address. A right key is
// never counted and never refused, so nobody can lock its owner out. Other ids from that address, and that id from other addresses,
// have their own counts.
import { Refused } from '../domain/errors.ts';
import type { ApiKeyId } from '../domain/ids.ts';

export interface KeySource {
  readonly from: string;
  /** `undefined` if the text does not have the form of a key. */
  readonly id: ApiKeyId | undefined;
}

export interface WrongKeys {
  /** Counts a wrong key. Returns the refusal: `caller_unknown`, or `too_many_requests` if there were too many in this second. */
  refusal(source: KeySource): Refused;
}

const SECOND = 1000;
/** More sources than this are not counted until the second is over, so that memory is bounded. */
const MAX_SOURCES = 100_000;

export function createWrongKeys(perSecond: number, now: () => Date): WrongKeys {
  let second = 0;
  let counts = new Map<string, number>();
  return {
    refusal: ({ from, id = '' }) => {
      const present = Math.floor(now().getTime() / SECOND);
      if (present !== second) counts = new Map();
      second = present;
      const source = `${id} ${from}`;
      const count = counts.get(source) ?? 0;
      if (count >= perSecond) {
        return new Refused('too_many_requests', 'too many wrong API keys', { retryAfterSeconds: 1 });
      }
      if (count > 0 || counts.size < MAX_SOURCES) counts.set(source, count + 1);
      return new Refused('caller_unknown', 'unauthorized');
    },
  };
}
