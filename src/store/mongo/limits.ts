// The limits port over the tenant documents (D4).
import type { Limits } from '../store.ts';
import { repeatable } from './calls.ts';
import type { Collections } from './connection.ts';
import type { Outbox } from './outbox.ts';
import type { Tenants } from './tenants.ts';

export interface LimitsContext {
  readonly collections: Pick<Collections, 'tenants'>;
  readonly tenants: Tenants;
  readonly outbox: Outbox;
}

export function mongoLimits({ collections, tenants, outbox }: LimitsContext): Limits {
  return {
    get: async (tenant) => {
      const found = await tenants.find(tenant);
      return { limit: tenants.limitIn(found), used: found?.used ?? 0 };
    },
    // A repetition by the same change writes nothing.
    set: async (tenant, limit, change, event) => {
      const filter = { _id: tenant, change: { $ne: change } };
      const update = { $set: { limit, change, dirty: true as const }, $push: { outbox: event } };
      const write = () => repeatable(() => collections.tenants.updateOne(filter, update));
      if ((await write()).matchedCount === 0) {
        await tenants.make(tenant);
        await write();
      }
      outbox.drain({ kind: 'tenant', id: tenant });
    },
  };
}
