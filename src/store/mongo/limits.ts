import type { ChangeId, TenantId } from '../../domain/ids.ts';
import type { Event } from '../../domain/event.ts';
import type { Room } from '../../domain/limits.ts';
import type { Limits } from '../store.ts';
import type { Calls } from './calls.ts';
import { repeatable } from './calls.ts';
import type { Collections } from './connection.ts';
import type { Outbox } from './outbox.ts';
import type { Tenants } from './tenants.ts';

export interface LimitsContext {
  readonly collections: Pick<Collections, 'tenants'>;
  readonly calls: Calls;
  readonly tenants: Tenants;
  readonly outbox: Outbox;
}

export class MongoLimits implements Limits {
  readonly #context: LimitsContext;

  constructor(context: LimitsContext) {
    this.#context = context;
  }

  async get(tenant: TenantId): Promise<Room> {
    return this.#context.calls.run(async () => {
      const found = await this.#context.tenants.find(tenant);
      return { limit: this.#context.tenants.limitIn(found), used: found?.used ?? 0 };
    });
  }

  /** The last one who sets it wins; a repeat by the same change writes nothing. */
  async set(tenant: TenantId, limit: number, change: ChangeId, event: Event): Promise<void> {
    await this.#context.calls.run(async () => {
      const { tenants } = this.#context.collections;
      const filter = { _id: tenant, change: { $ne: change } };
      const update = { $set: { limit, change, dirty: true as const }, $push: { outbox: event } };
      const write = () => repeatable(() => tenants.updateOne(filter, update));
      if ((await write()).matchedCount === 0) {
        await this.#context.tenants.make(tenant);
        await write();
      }
      this.#context.outbox.drain({ kind: 'tenant', id: tenant });
    });
  }
}
