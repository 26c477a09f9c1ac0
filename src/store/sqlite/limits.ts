// Room for accepted devices (D4): the limit of the tenant, and the number of used slots.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Slot } from '../../domain/change.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Room } from '../../domain/limits.ts';
import type { Limits } from '../store.ts';
import { tenantRoomOf, type TenantRoomRow } from './rows.ts';
import { prepare } from './statement.ts';
import type { FeedTable } from './feed.ts';
import type { Reads } from './reads.ts';
import type { Transactions } from './transactions.ts';
import type { Writes } from './writes.ts';

/** Must be called inside a transaction. */
export interface Rooms {
  get(tenant: TenantId): Room;
  setLimit(tenant: TenantId, limit: number): void;
  move(tenant: TenantId, slot: Slot): void;
}

interface RoomRow {
  readonly own_limit: number | null;
  readonly used: number;
}

const STEP = { take: 1, give: -1, keep: 0 } as const satisfies Record<Slot, number>;

export function prepareRooms(db: DatabaseSyncInstance, defaultLimit: number): Rooms {
  const setLimit = prepare<{ tenant: string; limit: number }>(
    db,
    `INSERT INTO room (tenant, own_limit) VALUES ($tenant, $limit)
     ON CONFLICT DO UPDATE SET own_limit = excluded.own_limit`,
  );
  const move = prepare<{ tenant: string; by: number }>(
    db,
    'INSERT INTO room (tenant, used) VALUES ($tenant, $by) ON CONFLICT DO UPDATE SET used = used + excluded.used',
  );
  return {
    get: prepareRoom(db, defaultLimit),
    setLimit: (tenant, limit) => void setLimit.run({ tenant, limit }),
    move: (tenant, slot) => {
      if (slot !== 'keep') move.run({ tenant, by: STEP[slot] });
    },
  };
}

function prepareRoom(db: DatabaseSyncInstance, defaultLimit: number): Rooms['get'] {
  const find = prepare<{ tenant: string }, RoomRow>(db, 'SELECT own_limit, used FROM room WHERE tenant = $tenant');
  return (tenant) => {
    const row = find.get({ tenant });
    return { limit: row?.own_limit ?? defaultLimit, used: row?.used ?? 0 };
  };
}

export function limitReads(
  db: DatabaseSyncInstance,
  { read }: Reads,
  defaultLimit: number,
): Omit<Limits, keyof Writes['limits']> {
  const room = prepareRoom(db, defaultLimit);
  const rooms = prepare<{ from: string; after: string | null; limit: number }, TenantRoomRow>(db, ROOMS);
  return {
    get: (tenant) => read(() => room(tenant)),
    list: ({ limit, after }) =>
      read(() => {
        // One tenant more than asked for shows that there are more.
        const found = rooms.all({ from: after ?? '', after: after ?? null, limit: limit + 1 });
        const items = found.slice(0, limit).map((row) => tenantRoomOf(row, defaultLimit));
        return { items, more: found.length > limit };
      }),
  };
}

/** A tenant that never accepted a device and has no limit of its own is only in the table `tally`. */
const ROOMS = `
  WITH known AS (
    SELECT * FROM (SELECT tenant FROM room
      WHERE tenant >= $from AND ($after IS NULL OR tenant > $after) ORDER BY tenant LIMIT $limit)
    UNION
    SELECT * FROM (SELECT DISTINCT tenant FROM tally
      WHERE tenant >= $from AND ($after IS NULL OR tenant > $after) ORDER BY tenant LIMIT $limit))
  SELECT known.tenant, own_limit, coalesce(used, 0) AS used FROM known LEFT JOIN room USING (tenant)
  ORDER BY known.tenant LIMIT $limit`;

export function limitWrites(transactions: Transactions, rooms: Rooms, feed: FeedTable): Writes['limits'] {
  return {
    set: (tenant, limit, event) =>
      transactions.write(() => {
        if (feed.has(event)) return;
        rooms.setLimit(tenant, limit);
        feed.append([event]);
      }),
  };
}
