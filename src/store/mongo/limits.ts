// The limits port over the tenant documents (D4).
import { tenantId, type TenantId } from '../../domain/ids.ts';
import type { Limits } from '../store.ts';
import { repeatable } from './calls.ts';
import type { Collections } from './connection.ts';
import type { TenantDocument } from './documents.ts';
import type { Outbox } from './outbox.ts';
import type { Tenants } from './tenants.ts';

export interface LimitsContext {
  readonly collections: Pick<Collections, 'tenants' | 'devices'>;
  readonly tenants: Tenants;
  readonly outbox: Outbox;
}

export function mongoLimits({ collections, tenants, outbox }: LimitsContext): Limits {
  return {
    get: async (tenant) => {
      const found = await tenants.find(tenant);
      return { limit: tenants.limitIn(found), used: found?.used ?? 0 };
    },
    list: async ({ limit, after }) => {
      // One tenant more than asked for shows that there are more.
      const behind = after === undefined ? { $gte: tenantId('') } : { $gt: after };
      const options = { projection: { limit: 1, used: 1 }, sort: { _id: 1 }, limit: limit + 1 } as const;
      const stored = await collections.tenants.find({ _id: behind }, options).toArray();
      const known = new Map<TenantId, Stored>(stored.map((document) => [document._id, document]));
      for (const tenant of await tenantsOfDevices(collections, after, limit + 1))
        if (!known.has(tenant)) known.set(tenant, { _id: tenant, used: 0 });
      const rooms = [...known.values()].sort((one, other) => Buffer.compare(bytesOf(one._id), bytesOf(other._id)));
      const items = rooms
        .slice(0, limit)
        .map((room) => ({ tenant: room._id, limit: tenants.limitIn(room), used: room.used }));
      return { items, more: rooms.length > limit };
    },
    // A repetition writes the event once: the feed refuses a second copy.
    set: async (tenant, limit, event) => {
      const filter = { _id: tenant, 'outbox.id': { $ne: event.id } };
      const update = { $set: { limit, dirty: true as const }, $push: { outbox: event } };
      await tenants.make(tenant);
      await repeatable(() => collections.tenants.updateOne(filter, update));
      outbox.drain({ kind: 'tenant', id: tenant });
    },
  };
}

type Stored = Pick<TenantDocument, '_id' | 'limit' | 'used'>;

/** Compares in the order of the database: the bytes in UTF-8. */
const bytesOf = (tenant: TenantId): Buffer => Buffer.from(tenant);

/**
 * Walks from tenant to tenant over the index of lists, because a tenant that never accepted a device has no document of its own.
 */
async function tenantsOfDevices(
  { devices }: Pick<Collections, 'devices'>,
  after: TenantId | undefined,
  most: number,
): Promise<readonly TenantId[]> {
  const found: TenantId[] = [];
  const options = { projection: { _id: 0, tenant: 1 }, sort: { tenant: 1, created_at: 1, _id: 1 } } as const;
  for (let last = after; found.length < most;) {
    const behind = last === undefined ? { $gte: tenantId('') } : { $gt: last };
    const next = await devices.findOne({ tenant: behind }, options);
    if (next === null) break;
    last = next.tenant;
    found.push(last);
  }
  return found;
}
