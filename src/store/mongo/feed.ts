// The feed for its readers (D11). appender.ts writes it.
import { REVOCATION_TYPES } from '../../domain/revocation.ts';
import { firstKept, type AgedEntry } from '../../domain/feed-pruning.ts';
import type { Feed, FeedEntry } from '../store.ts';
import type { Appender } from './appender.ts';
import type { Collections } from './connection.ts';
import type { FeedDocument } from './documents.ts';
import { mongoFeedReaders } from './feed-readers.ts';

/** The number of entries that are checked and deleted at once. */
const PRUNE_PIECE = 1000;

export interface FeedContext {
  readonly collections: Pick<Collections, 'feed' | 'cursors'>;
  readonly appender: Appender;
  readonly now: () => Date;
  /** Resolves when everything that this node has committed is in the feed, so that a node reads its own writes. */
  readonly drained: () => Promise<void>;
}

export function mongoFeed({ collections, appender, now, drained }: FeedContext): Feed {
  const { feed } = collections;
  const { slowest: slowestOf, ...readers } = mongoFeedReaders({ collections, now });
  return {
    append: appender.append,
    ...readers,
    read: async (after, limit) => {
      await drained();
      if (limit <= 0) return [];
      const options = { sort: { _id: 1 }, limit, batchSize: limit + 1 } as const;
      const found = await feed.find({ _id: { $gt: after } }, options).toArray();
      return found.map(entryOf);
    },
    readRevocations: async ({ after, since, limit }) => {
      await drained();
      const options = { sort: { _id: 1 }, limit, batchSize: limit + 1 } as const;
      const query = { 'event.type': { $in: [...REVOCATION_TYPES] }, _id: { $gt: after }, written_at: { $gte: since } };
      return (await feed.find(query, options).toArray()).map(entryOf);
    },
    lastPurge: async (tenant) => {
      // The clocks of nodes differ, so the last entry by time is only among the last by position.
      const options = { sort: { _id: -1 }, limit: 10, projection: { written_at: 1 } } as const;
      const found = await feed.find({ 'event.type': 'tokens.purged', 'event.tenant': tenant }, options).toArray();
      const times = found.map(({ written_at: at }) => at.getTime());
      return times.length === 0 ? undefined : new Date(Math.max(...times));
    },
    head: async () => {
      await drained();
      return appender.head();
    },
    prune: async (before, bound) => {
      const slowest = await slowestOf(bound);
      const newest = await appender.head();
      const rules = { before: before.getTime(), bound: bound.getTime(), slowest, newest };
      const options = { sort: { _id: 1 }, limit: PRUNE_PIECE, projection: { written_at: 1 } } as const;
      for (;;) {
        const oldest = (await feed.find({}, options).toArray()).map(agedEntryOf);
        const kept = firstKept(oldest, rules);
        const upTo = kept === undefined ? oldest.at(-1)?.position : kept.position - 1;
        if (upTo !== undefined) await feed.deleteMany({ _id: { $lte: upTo } });
        if (kept !== undefined || oldest.length === 0) return;
      }
    },
  };
}

const entryOf = ({ _id, event, written_at: writtenAt }: FeedDocument): FeedEntry => ({
  position: _id,
  event,
  writtenAt,
});

const agedEntryOf = ({ _id, written_at: at }: Pick<FeedDocument, '_id' | 'written_at'>): AgedEntry => ({
  position: _id,
  writtenAt: at.getTime(),
});
