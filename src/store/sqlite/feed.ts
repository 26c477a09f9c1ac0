// The feed (D11): events are inserted by the transaction of the command they tell of, so the table is the feed as it stands.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { FleetEvent } from '../../domain/event.ts';
import type { Feed } from '../store.ts';
import { eventColumn, eventOf, prepare, type FeedRow } from './rows.ts';
import type { Transactions } from './transactions.ts';

/** To be called inside a transaction. */
export interface FeedTable {
  append(events: readonly FleetEvent[]): void;
  has(event: Pick<FleetEvent, 'id'>): boolean;
}

export function prepareFeedTable(db: DatabaseSyncInstance, now: () => Date): FeedTable {
  // The newest entry is never deleted, so its position is the number of all that ever were.
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

export function sqliteFeed(db: DatabaseSyncInstance, transactions: Transactions): Feed {
  const read = prepare<{ after: number; limit: number }, FeedRow>(
    db,
    'SELECT position, event FROM feed WHERE position > $after ORDER BY position LIMIT $limit',
  );
  const head = prepare<object, { position: number }>(db, 'SELECT coalesce(max(position), 0) AS position FROM feed');
  const cursor = prepare<{ name: string }, { position: number }>(db, 'SELECT position FROM reader WHERE name = $name');
  const moveCursor = prepare<{ name: string; position: number }>(
    db,
    `INSERT INTO reader (name, position) VALUES ($name, $position)
     ON CONFLICT DO UPDATE SET position = max(position, excluded.position)`,
  );
  // From the oldest up to the first that is young enough, so that a clock set back makes no hole.
  const prune = prepare<{ before: number }>(
    db,
    `DELETE FROM feed WHERE position < coalesce(
       (SELECT position FROM feed WHERE written_at >= $before ORDER BY position LIMIT 1),
       (SELECT max(position) FROM feed))`,
  );
  return {
    read: (after, limit) =>
      transactions.read(() =>
        read.all({ after, limit }).map(({ position, event }) => ({ position, event: eventOf(event) })),
      ),
    head: () => transactions.read(() => head.get({})?.position ?? 0),
    cursor: (name) => transactions.read(() => cursor.get({ name })?.position ?? 0),
    moveCursor: (name, position) => transactions.write(() => void moveCursor.run({ name, position })),
    prune: (before) => transactions.write(() => void prune.run({ before: before.getTime() })),
  };
}
