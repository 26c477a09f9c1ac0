// The purge of all tokens of a tenant (D1). The tenant document records it first, so that the sweep finishes it after a crash.
import type { TenantId } from '../../domain/ids.ts';
import type { Event } from '../../domain/event.ts';
import { repeatable } from './calls.ts';
import type { Collections } from './connection.ts';
import { NOT_REMOVED, type PurgeDocument } from './documents.ts';
import type { Outbox } from './outbox.ts';
import type { Sweep } from './sweeper.ts';
import type { Tenants } from './tenants.ts';

export interface PurgesContext {
  readonly collections: Pick<Collections, 'devices' | 'tenants'>;
  readonly tenants: Tenants;
  readonly outbox: Outbox;
  readonly now: () => Date;
}

export interface Purges extends Sweep {
  /** Afterwards no device of the tenant has a token that it had at the call, and the event is in the outbox. */
  readonly purge: (tenant: TenantId, event: Event) => Promise<void>;
}

/** The node of an older purge has failed. Its purge also removes later tokens; the devices ask for new ones. */
const LEFT_BEHIND_MS = 60_000;
/** A purge writes many documents, and conflicts with other writes to them. */
const TIMES = 8;

export function createPurges({ collections, tenants, outbox, now }: PurgesContext): Purges {
  /** A change that was decided on a device with its tokens fails because of the revision, so it does not bring a token back. */
  const carryOut = async (tenant: TenantId, { id, event }: PurgeDocument): Promise<void> => {
    const held = { tenant, ...NOT_REMOVED, tokens: { $ne: [] } };
    const clear = { $set: { tokens: [] }, $inc: { revision: 1 } };
    await repeatable(() => collections.devices.updateMany(held, clear), TIMES);
    await collections.tenants.updateOne(
      { _id: tenant, 'purges.id': id },
      { $pull: { purges: { id } }, $push: { outbox: event }, $set: { dirty: true } },
    );
    outbox.drain({ kind: 'tenant', id: tenant });
  };
  return {
    purge: async (tenant, event) => {
      const purge: PurgeDocument = { id: event.id, at: now(), event };
      await tenants.make(tenant);
      const filter = { _id: tenant, 'purges.id': { $ne: purge.id } };
      await repeatable(() => collections.tenants.updateOne(filter, { $push: { purges: purge } }));
      await carryOut(tenant, purge);
    },
    sweep: async () => {
      const before = new Date(now().getTime() - LEFT_BEHIND_MS);
      const left = { 'purges.at': { $lt: before } };
      const found = await collections.tenants.find(left, { projection: { purges: 1 } }).toArray();
      for (const { _id, purges } of found) {
        for (const purge of purges) if (purge.at < before) await carryOut(_id, purge);
      }
    },
  };
}
