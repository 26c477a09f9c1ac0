// The feed (D11). The transaction of a command inserts its events, so the table is the feed.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Event } from '../../domain/event.ts';
import { REVOCATION_TYPES } from '../../domain/revocation.ts';
import { firstKept, type AgedEntry } from '../../domain/feed-pruning.ts';
import type { Feed } from '../store.ts';
import { feedEntryOf, type FeedRow } from './feed-rows.ts';
import { eventColumn } from './rows.ts';
import { prepare } from './statement.ts';
import { readerReads, readerWrites } from './feed-readers.ts';
import type { Reads } from './reads.ts';
import { PIECE, type Transactions } from './transactions.ts';
import type { Writes } from './writes.ts';

/** Must be called inside a transaction. */
export interface FeedTable {
  append(events: readonly Event[]): void;
  has(event: Pick<Event, 'id'>): boolean;
}

export function prepareFeedTable(db: DatabaseSyncInstance, now: () => Date): FeedTable {
  // The newest entry is never deleted, so its position is the number of entries since the beginning.
  const append = prepare<{ id: string; now: number; event: string }>(
    db,
    `INSERT INTO feed (position, event_id, written_at, event)
     SELECT coalesce(max(position), 0) + 1, $id, $now, $event FROM feed`,
  );
  const find = prepare<{ id: string }, object>(db, 'SELECT 1 FROM feed WHERE event_id = $id');
  return {
    append: (events) => {
      for (const event of events) {
        append.run({ id: event.id, now: now().getTime(), event: eventColumn(event) });
      }
    },
    has: ({ id }) => find.get({ id }) !== undefined,
  };
}

export function feedReads(db: DatabaseSyncInstance, { read: inTurn }: Reads): Omit<Feed, keyof Writes['feed']> {
  const read = prepare<{ after: number; limit: number }, FeedRow>(
    db,
    'SELECT position, written_at, event FROM feed WHERE position > $after ORDER BY position LIMIT $limit',
  );
  const readRevocations = prepare<{ after: number; limit: number }, FeedRow>(db, READ_REVOCATIONS);
  const firstSince = prepareFirstSince(db);
  const head = prepare<object, { position: number }>(db, 'SELECT coalesce(max(position), 0) AS position FROM feed');
  const lastPurge = prepare<{ tenant: string }, { at: number | null }>(db, LAST_PURGE);
  return {
    ...readerReads(db, { read: inTurn }),
    read: (after, limit) => inTurn(() => read.all({ after, limit }).map(feedEntryOf)),
    readRevocations: ({ after, since, limit }) =>
      inTurn(() =>
        readRevocations.all({ after: Math.max(after, firstSince(since.getTime()) - 1), limit }).map(feedEntryOf),
      ),
    lastPurge: (tenant) =>
      inTurn(() => {
        const at = lastPurge.get({ tenant })?.at ?? null;
        return at === null ? undefined : new Date(at);
      }),
    head: () => inTurn(() => head.get({})?.position ?? 0),
  };
}

/** The condition is the same as that of the index. */
const READ_REVOCATIONS = `
  SELECT position, written_at, event FROM feed INDEXED BY feed_revocations
  WHERE position > $after AND type IN (${REVOCATION_TYPES.map((type) => `'${type}'`).join(', ')}) ORDER BY position LIMIT $limit`;

/** The clock may have been set back, so the last entry by time is only among the last by position. */
const LAST_PURGE = `
  SELECT max(written_at) AS at FROM (
    SELECT written_at FROM feed INDEXED BY feed_by_type
    WHERE tenant = $tenant AND type = 'tokens.purged' ORDER BY position DESC LIMIT 10)`;

export function feedWrites(
  db: DatabaseSyncInstance,
  transactions: Transactions,
  { table, now }: { readonly table: FeedTable; readonly now: () => Date },
): Writes['feed'] {
  const prunePieces = preparePrune(db);
  return {
    ...readerWrites(db, transactions, now),
    append: (events) => transactions.write(() => table.append(events.filter((event) => !table.has(event)))),
    prune: (before, bound) =>
      transactions.writeInPieces(prunePieces({ before: before.getTime(), bound: bound.getTime() })),
  };
}

interface PruneTimes {
  readonly before: number;
  readonly bound: number;
}

/** Returns a function that deletes one piece in each call, and returns true after the last one. */
function preparePrune(db: DatabaseSyncInstance): (times: PruneTimes) => () => boolean {
  const dropIdle = prepare<{ bound: number }>(db, 'DELETE FROM reader WHERE claimed_until < $bound');
  const oldest = prepare<{ piece: number }, AgedEntry>(
    db,
    'SELECT position, written_at AS writtenAt FROM feed ORDER BY position LIMIT $piece',
  );
  const ends = prepare<object, { slowest: number | null; newest: number | null }>(db, ENDS);
  const prune = prepare<{ upTo: number }>(db, 'DELETE FROM feed WHERE position <= $upTo');
  return (times) => {
    let isFirst = true;
    return () => {
      if (isFirst) dropIdle.run({ bound: times.bound });
      isFirst = false;
      const entries = oldest.all({ piece: PIECE });
      const { slowest, newest } = ends.get({}) ?? { slowest: null, newest: null };
      const kept = firstKept(entries, { ...times, slowest: slowest ?? Infinity, newest: newest ?? 0 });
      prune.run({ upTo: kept === undefined ? (entries.at(-1)?.position ?? 0) : kept.position - 1 });
      return kept !== undefined || entries.length === 0;
    };
  };
}

const ENDS = 'SELECT (SELECT min(position) FROM reader) AS slowest, (SELECT max(position) FROM feed) AS newest';

/** Positions rise with time, so bisection finds the first entry since a time without an index on the time. */
export function prepareFirstSince(db: DatabaseSyncInstance): (time: number) => number {
  const ends = prepare<object, { first: number | null; last: number | null }>(
    db,
    'SELECT min(position) AS first, max(position) AS last FROM feed',
  );
  const at = prepare<{ position: number }, { written_at: number }>(
    db,
    'SELECT written_at FROM feed WHERE position = $position',
  );
  return (time) => {
    const { first, last } = ends.get({}) ?? { first: null, last: null };
    let [low, high] = [first ?? 1, (last ?? 0) + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((at.get({ position: middle })?.written_at ?? Infinity) >= time) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
