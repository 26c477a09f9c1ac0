// Holds back whoever tries wrong API keys: so many a second for one id from one address, told before the store is asked. Another
// id from the same address, and the same id from another one, are not held back: a factory is one address.
import type { ApiKeyId } from '../domain/ids.ts';
import { Refused } from '../domain/errors.ts';

export interface KeySource {
  readonly from: string;
  /** `undefined`: a text that is no key at all. */
  readonly id: ApiKeyId | undefined;
}

export interface WrongKeys {
  /** Refuses with `too_many_requests` when there were too many within this second. */
  refuseFlood(source: KeySource): void;
  /** Counts a wrong key; what to refuse it with. */
  refusal(source: KeySource): Refused;
}

const SECOND = 1000;
/** Memory is bounded: sources beyond these go uncounted until the second is over. */
const MAX_SOURCES = 100_000;

export function createWrongKeys(perSecond: number, now: () => Date): WrongKeys {
  let second = 0;
  let counts = new Map<string, number>();
  const counted = ({ from, id = '' }: { from: string; id?: string | undefined }) => {
    const present = Math.floor(now().getTime() / SECOND);
    if (present !== second) counts = new Map();
    second = present;
    const source = `${id} ${from}`;
    return { source, count: counts.get(source) ?? 0 };
  };
  return {
    refuseFlood: (of) => {
      if (counted(of).count < perSecond) return;
      throw new Refused('too_many_requests', 'too many wrong API keys', { retryAfterSeconds: 1 });
    },
    refusal: (of) => {
      const { source, count } = counted(of);
      if (count > 0 || counts.size < MAX_SOURCES) counts.set(source, count + 1);
      return new Refused('caller_unknown', 'unauthorized');
    },
  };
}
