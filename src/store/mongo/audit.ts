// The audit: a copy of the feed that is kept longer. The position is its `_id`, so that an entry copied twice is stored once.
import type { Filter } from 'mongodb';
import { MongoBulkWriteError } from 'mongodb';
import type { TenantId } from '../../domain/ids.ts';
import type { Audit, AuditFilter } from '../audit.ts';
import { isDuplicate } from './calls.ts';
import type { Collections } from './connection.ts';
import type { FeedDocument } from './documents.ts';

/** The number of entries in one delete, so that a delete does not delay the database. */
const PRUNE_PIECE = 1_000;

export function mongoAudit({ audit }: Pick<Collections, 'audit'>): Required<Audit> {
  return {
    list: async (tenant, filter, { limit, below }) => {
      const options = { sort: { _id: -1 }, limit: limit + 1, batchSize: limit + 2 } as const;
      const found = await audit.find(queryFor(tenant, filter, below), options).toArray();
      const entries = found.slice(0, limit).map(({ _id, event }) => ({ position: _id, event }));
      return { entries, next: found.length > limit ? entries.at(-1)?.position : undefined };
    },
    keep: async (entries) => {
      if (entries.length === 0) return;
      const documents = entries.map(({ position, event }): FeedDocument => ({
        _id: position,
        event_id: event.id,
        event,
        written_at: event.at,
      }));
      try {
        await audit.insertMany(documents, { ordered: false });
      } catch (error) {
        if (!areDuplicates(error)) throw error;
      }
    },
    prune: async (before) => {
      for (;;) {
        const options = { sort: { written_at: 1 }, limit: PRUNE_PIECE, projection: { _id: 1 } } as const;
        const old = await audit.find({ written_at: { $lt: before } }, options).toArray();
        if (old.length > 0) await audit.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
        if (old.length < PRUNE_PIECE) return;
      }
    },
  };
}

function queryFor(tenant: TenantId, filter: AuditFilter, below: number | undefined): Filter<FeedDocument> {
  const { device, actor, type, after, before } = filter;
  const at = { ...(after && { $gte: after }), ...(before && { $lt: before }) };
  return {
    'event.tenant': tenant,
    ...(device !== undefined && { 'event.device': device }),
    ...(actor !== undefined && { 'event.origin.actor': actor }),
    ...(type !== undefined && { 'event.type': type }),
    ...((after ?? before) !== undefined && { written_at: at }),
    ...(below !== undefined && { _id: { $lt: below } }),
  };
}

/** True if the only failures are entries that were stored before. */
const areDuplicates = (error: unknown): boolean => {
  if (!(error instanceof MongoBulkWriteError)) return isDuplicate(error);
  const failures = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  return failures.every(({ code }) => code === DUPLICATE_KEY) && error.result.getWriteConcernError() === undefined;
};

const DUPLICATE_KEY = 11_000;
