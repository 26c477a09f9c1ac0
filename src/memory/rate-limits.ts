// Rates of pending pairs and of callers of the management API, counted on this node in token buckets. A rate of 0 means no limit.
// The other rates: `strangers` and `waiting` (unknown devices and keys, D23), `wrong-keys` (API keys), `http/server` (connections).
import { Refused } from '../domain/errors.ts';
import { createBuckets, type BucketRules, type Buckets } from './buckets.ts';

/** The state of a caller's rate. */
export interface Rate {
  /** False if this request exceeds the rate. */
  readonly isWithin: boolean;
  /** The number of requests at once. */
  readonly limit: number;
  readonly remaining: number;
  readonly perSecond: number;
  /** The time until all requests of `limit` are available again. */
  readonly resetSeconds: number;
  /** The time until one more request is available. */
  readonly waitSeconds: number;
}

export interface Rates {
  /** Spends one request of a pending pair. Refuses with `too_many_requests`. */
  readonly authRequest: (pair: string) => void;
  /** Spends one request of a caller of the management API. Returns `undefined` if there is no rate. */
  readonly management: (caller: string) => Rate | undefined;
}

export interface RateRules {
  /** The average rate of requests. The requests of three minutes may arrive at once. */
  readonly authRequestsPerMinute: number;
  /** The average rate of one user or key of the management API. */
  readonly managementPerSecond: number;
  /** The requests of one user or key at once; 0 means the requests of ten seconds. */
  readonly managementBurst: number;
  readonly now: () => Date;
  readonly countRefused: (rate: 'auth_request' | 'management') => void;
}

const BURST_MINUTES = 3;
const BURST_SECONDS = 10;
const MAX_CALLERS = 100_000;

export function createRates(rules: RateRules): Rates {
  const { authRequestsPerMinute, managementPerSecond, now, countRefused } = rules;
  const burst = rules.managementBurst || Math.ceil(managementPerSecond * BURST_SECONDS);
  const pairs = bucketsOf({ size: authRequestsPerMinute * BURST_MINUTES, perSecond: authRequestsPerMinute / 60, now });
  const callers = bucketsOf({ size: burst, perSecond: managementPerSecond, now });
  return {
    authRequest: (pair) => {
      if (pairs === undefined || pairs.take(pair)) return;
      countRefused('auth_request');
      throw new Refused('too_many_requests', 'too many requests', { retryAfterSeconds: pairs.secondsUntil(pair, 1) });
    },
    management: (caller) => {
      if (callers === undefined) return undefined;
      const isWithin = callers.take(caller);
      if (!isWithin) countRefused('management');
      return {
        isWithin,
        limit: burst,
        remaining: Math.floor(callers.left(caller)),
        perSecond: managementPerSecond,
        resetSeconds: Math.ceil(callers.secondsUntil(caller, burst)),
        waitSeconds: callers.secondsUntil(caller, 1),
      };
    },
  };
}

const bucketsOf = (rules: Omit<BucketRules, 'max'>): Buckets | undefined =>
  rules.perSecond === 0 ? undefined : createBuckets({ ...rules, max: MAX_CALLERS });
