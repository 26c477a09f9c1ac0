// The positions of the readers of the feed, and the node that runs each (D19).
import type { ReaderLag } from '../stats.ts';
import type { Feed } from '../store.ts';
import { insertOnce } from './calls.ts';
import type { Collections } from './connection.ts';

export interface FeedReadersContext {
  readonly collections: Pick<Collections, 'cursors'>;
  readonly now: () => Date;
}

export interface FeedReaders extends Pick<Feed, 'cursor' | 'claim' | 'moveCursor' | 'dropReader'> {
  /** Deletes the readers that no node has run since `bound`, and returns the position of the slowest of the others. */
  readonly slowest: (bound: Date) => Promise<number>;
}

export function mongoFeedReaders({ collections: { cursors }, now }: FeedReadersContext): FeedReaders {
  /** Returns `undefined` if there is no such reader, or another node runs it. */
  const take = async (reader: string, node: string, until: Date): Promise<number | undefined> => {
    const free = [{ node }, { claimed_until: { $exists: false } }, { claimed_until: { $lte: now() } }];
    const update = { $set: { node, claimed_until: until } };
    const found = await cursors.findOneAndUpdate({ _id: reader, $or: free }, update, { returnDocument: 'after' });
    return found?.position;
  };
  return {
    cursor: async (reader) => (await cursors.findOne({ _id: reader }))?.position ?? 0,
    claim: async (reader, node, until, start = 0) => {
      const position = await take(reader, node, until);
      if (position !== undefined || (await cursors.findOne({ _id: reader })) !== null) return position;
      const isFirst = await insertOnce(cursors.insertOne({ _id: reader, position: start, node, claimed_until: until }));
      return isFirst ? start : take(reader, node, until);
    },
    moveCursor: async (reader, node, position) =>
      (await cursors.updateOne({ _id: reader, node }, { $max: { position } })).matchedCount === 1,
    dropReader: async (reader) => {
      await cursors.deleteOne({ _id: reader });
    },
    slowest: async (bound) => {
      await cursors.deleteMany({ claimed_until: { $lt: bound } });
      const slowest = await cursors.findOne({}, { sort: { position: 1 }, projection: { position: 1 } });
      return slowest?.position ?? Infinity;
    },
  };
}

/** Positions have no gaps, so the difference of two is a count. */
export async function readerLags({
  feed,
  cursors,
}: Pick<Collections, 'feed' | 'cursors'>): Promise<readonly ReaderLag[]> {
  const newest = await feed.findOne({}, { sort: { _id: -1 }, projection: { _id: 1 } });
  const readers = await cursors.find({}, { sort: { _id: 1 } }).toArray();
  return Promise.all(
    readers.map(async ({ _id: name, position, claimed_until: claimedUntil = new Date(0) }) => {
      const next = { sort: { _id: 1 }, projection: { written_at: 1 } } as const;
      const oldest = await feed.findOne({ _id: { $gt: position } }, next);
      return { name, behind: Math.max(0, (newest?._id ?? 0) - position), oldest: oldest?.written_at, claimedUntil };
    }),
  );
}
