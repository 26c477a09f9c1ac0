// Taking all tokens of a tenant away (D1): noted in the tenant document first, so that a crash in the middle is made good by the sweep.
import type { TenantId } from '../../domain/ids.ts';
import type { Event } from '../../domain/event.ts';
import { repeatable } from './calls.ts';
import type { Collections } from './connection.ts';
import { NOT_REMOVED, type PurgeDocument } from './documents.ts';
import type { Outbox } from './outbox.ts';
import type { Tenants } from './tenants.ts';

export interface PurgesContext {
  readonly collections: Pick<Collections, 'devices' | 'tenants'>;
  readonly tenants: Tenants;
  readonly outbox: Outbox;
  now(): Date;
}

/** A purge that is older has lost its node. Tokens issued since the crash go too: they are asked for again. */
const LEFT_BEHIND_MS = 60_000;
/** It writes many documents, and crosses with others' writes of one. */
const TIMES = 8;

export class Purges {
  readonly #context: PurgesContext;

  constructor(context: PurgesContext) {
    this.#context = context;
  }

  async purge(tenant: TenantId, event: Event): Promise<void> {
    const purge: PurgeDocument = { id: event.id, at: this.#context.now(), event };
    await this.#context.tenants.make(tenant);
    const { tenants } = this.#context.collections;
    const filter = { _id: tenant, 'purges.id': { $ne: purge.id } };
    await repeatable(() => tenants.updateOne(filter, { $push: { purges: purge } }));
    await this.#carryOut(tenant, purge);
  }

  async sweep(): Promise<void> {
    const before = new Date(this.#context.now().getTime() - LEFT_BEHIND_MS);
    const { tenants } = this.#context.collections;
    const found = await tenants.find({ 'purges.at': { $lt: before } }, { projection: { purges: 1 } }).toArray();
    for (const { _id, purges } of found) {
      for (const purge of purges) if (purge.at < before) await this.#carryOut(_id, purge);
    }
  }

  /** Who has read a device with its tokens before loses to this by the revision, and so brings none of them back. */
  async #carryOut(tenant: TenantId, { id, event }: PurgeDocument): Promise<void> {
    const { devices, tenants } = this.#context.collections;
    const update = { $set: { tokens: [] }, $inc: { revision: 1 } };
    await repeatable(() => devices.updateMany({ tenant, ...NOT_REMOVED, tokens: { $ne: [] } }, update), TIMES);
    await tenants.updateOne(
      { _id: tenant, 'purges.id': id },
      { $pull: { purges: { id } }, $push: { outbox: event }, $set: { dirty: true } },
    );
    this.#context.outbox.drain({ kind: 'tenant', id: tenant });
  }
}
