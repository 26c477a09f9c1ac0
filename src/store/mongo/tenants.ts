// The tenant documents: a tenant's limit, its slots, and the events of the tenant as a whole.
import type { TenantId } from '../../domain/ids.ts';
import { UNLIMITED } from '../../domain/limits.ts';
import { insertOnce } from './calls.ts';
import type { Collections } from './connection.ts';
import type { TenantDocument } from './documents.ts';

/** More tenants than this are forgotten, and read again. */
const MAX_REMEMBERED = 10_000;

export class Tenants {
  readonly #collections: Collections;
  readonly #defaultLimit: number;
  /** Own limits as last read: a guess that saves a read, checked by the write it is used in. */
  readonly #ownLimits = new Map<TenantId, number | undefined>();

  constructor(collections: Collections, defaultLimit: number) {
    this.#collections = collections;
    this.#defaultLimit = defaultLimit;
  }

  /** The tenant's document, which is there afterwards. */
  async load(tenant: TenantId): Promise<TenantDocument> {
    const projection = { outbox: 0, purges: 0 };
    for (;;) {
      const found = await this.#collections.tenants.findOne({ _id: tenant }, { projection });
      if (found !== null) return this.#remember(found);
      await this.make(tenant);
    }
  }

  async find(tenant: TenantId): Promise<TenantDocument | null> {
    return this.#collections.tenants.findOne({ _id: tenant });
  }

  /** The document is there afterwards; one that was there stays as it is. */
  async make(tenant: TenantId): Promise<void> {
    const fresh: TenantDocument = { _id: tenant, used: 0, ops: [], purges: [], outbox: [] };
    await insertOnce(this.#collections.tenants.insertOne(fresh));
  }

  /** As last read; -1 for none. */
  limitOf(tenant: TenantId): number {
    return this.#ownLimits.get(tenant) ?? this.#defaultLimit;
  }

  limitIn(document: Pick<TenantDocument, 'limit'> | null): number {
    return document?.limit ?? this.#defaultLimit;
  }

  /** What a take adds to its intent: the limit is still the one it knows, and there is room under it. */
  roomClause(tenant: TenantId) {
    const limit = this.limitOf(tenant);
    return {
      limit: this.#ownLimits.get(tenant) ?? { $exists: false },
      ...(limit !== UNLIMITED && { used: { $lt: limit } }),
    };
  }

  #remember(document: TenantDocument): TenantDocument {
    if (this.#ownLimits.size >= MAX_REMEMBERED) this.#ownLimits.clear();
    this.#ownLimits.set(document._id, document.limit);
    return document;
  }
}
