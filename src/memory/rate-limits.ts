// How often one caller may ask, counted on this node by a kept library. A limit of 0 is none.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refused } from '../domain/errors.ts';

export interface Rates {
  /** Refuses with `too_many_requests` when that caller has spent all there is for now. */
  spend(what: 'auth_request' | 'management', caller: string): Promise<void>;
}

export interface RateLimits {
  /** On average, for one auth set; three minutes' worth may come at once. */
  readonly authRequestsPerMinute: number;
  /** For one user or key of the management API. */
  readonly managementPerSecond: number;
}

const BURST_MINUTES = 3;

export function createRates({ authRequestsPerMinute, managementPerSecond }: RateLimits): Rates {
  const limiters = {
    auth_request: limiter(authRequestsPerMinute * BURST_MINUTES, 60 * BURST_MINUTES),
    management: limiter(managementPerSecond, 1),
  };
  return {
    spend: async (what, caller) => {
      try {
        await limiters[what]?.consume(caller);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        throw new Refused('too_many_requests', 'too many requests', { retryAfterSeconds: error.msBeforeNext / 1000 });
      }
    },
  };
}

const limiter = (points: number, duration: number): RateLimiterMemory | undefined =>
  points === 0 ? undefined : new RateLimiterMemory({ points, duration });
