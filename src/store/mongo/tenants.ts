// The tenant documents: a tenant's limit, its slots, and the events of the tenant as a whole.
import type { TenantId } from '../../domain/ids.ts';
import { UNLIMITED } from '../../domain/limits.ts';
import { insertOnce } from './calls.ts';
import type { Collections } from './connection.ts';
import type { TenantDocument } from './documents.ts';

export interface Tenants {
  /** Returns the tenant's document, and creates it if there is none. */
  readonly load: (tenant: TenantId) => Promise<TenantDocument>;
  readonly find: (tenant: TenantId) => Promise<TenantDocument | null>;
  /** Creates the document unless it exists. */
  readonly make: (tenant: TenantId) => Promise<void>;
  /** The limit as last read by this node; -1 for none. */
  readonly limitOf: (tenant: TenantId) => number;
  readonly limitIn: (document: Pick<TenantDocument, 'limit'> | null) => number;
  /** The condition of an intent that takes `count` slots: the limit is the one that this node knows, and the slots are free. */
  readonly roomClause: (tenant: TenantId, count?: number) => object;
}

/** With more tenants than this, the remembered limits are forgotten and read again. */
const MAX_REMEMBERED = 10_000;

export function createTenants({ tenants }: Pick<Collections, 'tenants'>, defaultLimit: number): Tenants {
  /** Limits as last read. They save a read; the write that uses one checks it. */
  const ownLimits = new Map<TenantId, number | undefined>();
  const remember = (document: TenantDocument): TenantDocument => {
    if (ownLimits.size >= MAX_REMEMBERED) ownLimits.clear();
    ownLimits.set(document._id, document.limit);
    return document;
  };
  const make = async (tenant: TenantId): Promise<void> => {
    const fresh: TenantDocument = { _id: tenant, used: 0, ops: [], purges: [], outbox: [] };
    await insertOnce(tenants.insertOne(fresh));
  };
  const limitOf = (tenant: TenantId): number => ownLimits.get(tenant) ?? defaultLimit;
  return {
    load: async (tenant) => {
      for (;;) {
        const found = await tenants.findOne({ _id: tenant }, { projection: { outbox: 0, purges: 0 } });
        if (found !== null) return remember(found);
        await make(tenant);
      }
    },
    find: (tenant) => tenants.findOne({ _id: tenant }),
    make,
    limitOf,
    limitIn: (document) => document?.limit ?? defaultLimit,
    roomClause: (tenant, count = 1) => {
      const limit = limitOf(tenant);
      return {
        limit: ownLimits.get(tenant) ?? { $exists: false },
        ...(limit !== UNLIMITED && { used: { $lte: limit - count } }),
      };
    },
  };
}
