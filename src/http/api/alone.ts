// Lets one bulk call of a tenant run at a time on a node.
import { Refused } from '../../domain/errors.ts';
import type { TenantId } from '../../domain/ids.ts';

export interface Alone {
  /**
   * Refuses with `too_many_requests` while another bulk call of the tenant runs, or too many of all tenants. Returns a function
   * that ends the call.
   */
  readonly begin: (tenant: TenantId) => () => void;
  /** Runs `work` between begin and end. */
  readonly run: <Answer>(tenant: TenantId, work: () => Promise<Answer>) => Promise<Answer>;
}

/** The most bulk calls of all tenants. Each holds a part of a list, and the results that its caller has not read yet. */
const MAX_AT_ONCE = 16;

export function createAlone(): Alone {
  const busy = new Set<TenantId>();
  const begin = (tenant: TenantId): (() => void) => {
    if (busy.has(tenant)) throw tooMany('a bulk call of this tenant is under way');
    if (busy.size >= MAX_AT_ONCE) throw tooMany('too many bulk calls are under way');
    busy.add(tenant);
    return () => busy.delete(tenant);
  };
  const run: Alone['run'] = async (tenant, work) => {
    const end = begin(tenant);
    try {
      return await work();
    } finally {
      end();
    }
  };
  return { begin, run };
}

const tooMany = (what: string): Refused => new Refused('too_many_requests', what, { retryAfterSeconds: 1 });
