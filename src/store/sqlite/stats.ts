// The stats of the store. Each one except `recount` reads a few rows.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { tenantId } from '../../domain/ids.ts';
import { MAX_TROUBLES, type DisabledReason, type StoreSetting, type StoreStats } from '../stats.ts';
import { recountOf, statusOf, tenantRoomOf, type RecountRow, type TallyRow, type TenantRoomRow } from './rows.ts';
import { prepare } from './statement.ts';
import { queuesOf, type QueueRow } from './queue-rows.ts';
import { readerLagOf, type ReaderLagRow } from './feed-rows.ts';
import type { Reads } from './reads.ts';
import { troubleOf, type WebhookRow } from './webhook-rows.ts';
import type { Writes } from './writes.ts';

export function statsReads(
  db: DatabaseSyncInstance,
  { read }: Reads,
  defaultLimit: number,
): Omit<StoreStats, keyof Writes['stats']> {
  const tally = prepare<object, TallyRow>(db, 'SELECT status, sum(devices) AS devices FROM tally GROUP BY status');
  const tenants = prepare<object, { tenant: string }>(db, 'SELECT DISTINCT tenant FROM tally WHERE devices > 0');
  const oldestPending = prepare<object, { at: number | null }>(db, OLDEST_PENDING);
  const rooms = prepare<object, TenantRoomRow>(db, 'SELECT tenant, own_limit, used FROM room');
  const queues = prepare<object, QueueRow>(db, QUEUES);
  const readers = prepare<object, ReaderLagRow>(db, READERS);
  const troubles = prepare<{ limit: number }, WebhookRow>(db, TROUBLES);
  const disabled = prepare<object, { because: DisabledReason; webhooks: number }>(db, DISABLED);
  const recount = prepare<object, RecountRow>(db, RECOUNT);
  return {
    devicesByStatus: () => read(() => new Map(tally.all({}).map((row) => [statusOf(row), row.devices]))),
    tenants: () => read(() => tenants.all({}).map(({ tenant }) => tenantId(tenant))),
    oldestPending: () =>
      read(() => {
        const at = oldestPending.get({})?.at ?? undefined;
        return at === undefined ? undefined : new Date(at);
      }),
    rooms: () => read(() => rooms.all({}).map((row) => tenantRoomOf(row, defaultLimit))),
    queues: () => read(() => queuesOf(queues.all({}))),
    // The transaction of a device moves its slot and appends its events: no operation is ever open, and every event is in the feed.
    openOperations: () => read(() => []),
    oldestUnsentEvent: () => read(() => undefined),
    readers: () => read(() => readers.all({}).map(readerLagOf)),
    webhookTroubles: () => read(() => troubles.all({ limit: MAX_TROUBLES }).map(troubleOf)),
    disabledWebhooks: () => read(() => new Map(disabled.all({}).map((row) => [row.because, row.webhooks]))),
    recount: () => read(() => recount.all({}).map(recountOf)),
    time: () => read(() => undefined),
  };
}

/** The settings of the connection that writes. */
export const writerSettings = (db: DatabaseSyncInstance): readonly StoreSetting[] =>
  EXPECTED.map((expected) => settingOf(db, expected));

/** Reads the first of each tenant with the index, then the first of these. */
const OLDEST_PENDING = `
  SELECT min((SELECT min(created_at) FROM device WHERE device.tenant = tally.tenant AND device.status = 'pending')) AS at
  FROM tally WHERE status = 'pending' AND devices > 0`;

/** The three heaviest sources of each tenant, with the sums over all its sources. */
const QUEUES = `
  SELECT tenant, source, places, taken, sources FROM (
    SELECT tenant, source, count(*) AS places,
      sum(count(*)) OVER of_tenant AS taken, count(*) OVER of_tenant AS sources,
      row_number() OVER (PARTITION BY tenant ORDER BY count(*) DESC, source) AS weight
    FROM place WHERE leaving_at IS NULL GROUP BY tenant, source WINDOW of_tenant AS (PARTITION BY tenant)
  ) WHERE weight <= 3 ORDER BY tenant, weight`;

/** Positions have no gaps, so the difference of two is a count. */
const READERS = `
  SELECT name, claimed_until,
    max(0, coalesce((SELECT max(position) FROM feed), 0) - reader.position) AS behind,
    (SELECT written_at FROM feed WHERE feed.position > reader.position ORDER BY feed.position LIMIT 1) AS oldest
  FROM reader ORDER BY name`;

const TROUBLES = `
  SELECT * FROM webhook
  WHERE webhook ->> 'disabledBecause' IS NOT NULL OR health ->> 'failingSince' IS NOT NULL ORDER BY id LIMIT $limit`;

const DISABLED = `
  SELECT coalesce(webhook ->> 'disabledBecause', 'operator') AS because, count(*) AS webhooks FROM webhook
  WHERE is_enabled = 0 GROUP BY because`;

const RECOUNT = `
  SELECT tenant, max(used) AS used, max(accepted) AS accepted FROM (
    SELECT tenant, used, 0 AS accepted FROM room
    UNION ALL
    SELECT tenant, 0, count(*) FROM device WHERE status = 'accepted' GROUP BY tenant
  ) GROUP BY tenant`;

interface Expected {
  readonly name: string;
  readonly sql: string;
  readonly values: readonly string[];
}

const EXPECTED: readonly Expected[] = [
  { name: 'journal_mode', sql: 'PRAGMA journal_mode', values: ['wal', 'memory'] },
  { name: 'synchronous', sql: 'PRAGMA synchronous', values: ['2'] },
  { name: 'locking_mode', sql: 'PRAGMA locking_mode', values: ['exclusive', 'normal'] },
  { name: 'user_version', sql: 'PRAGMA user_version', values: [] },
];

function settingOf(db: DatabaseSyncInstance, { name, sql, values }: Expected): StoreSetting {
  const value = String(Object.values(prepare<object, object>(db, sql).get({}) ?? {})[0]);
  if (values.length === 0 || values.includes(value)) return { name, value };
  return { name, value, problem: `${name} is ${value} and must be ${values[0] ?? ''}: a write may be lost (D6)` };
}
