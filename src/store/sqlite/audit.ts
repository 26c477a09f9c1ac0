// The audit: the feed itself, which is kept as long as the audit. Columns of `feed` that derive from the event are indexed.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { TenantId } from '../../domain/ids.ts';
import type { Audit, AuditEntry, AuditFilter } from '../audit.ts';
import { prepareFirstSince } from './feed.ts';
import type { AuditRow } from './feed-rows.ts';
import { eventOf } from './rows.ts';
import { prepare } from './statement.ts';
import type { Reads } from './reads.ts';

/** The number of entries that are checked in one turn of the event loop. */
const PIECE = 250;
/** A call that finds little stops after this many pieces, and its caller continues from there. */
const MAX_PIECES = 20;
/** The clock may have been set back, and the event of a purge is written at its end: entries this much later are checked too. */
const LATER_MS = 300_000;

interface Bounds {
  readonly tenant: string;
  readonly below: number;
  readonly from: number;
  readonly piece: number;
}

type Walk = (bounds: Bounds) => readonly AuditRow[];

export function auditReads(db: DatabaseSyncInstance, { read }: Reads): Audit {
  const walkFor = prepareWalks(db);
  const firstSince = prepareFirstSince(db);
  return {
    list: async (tenant, filter, { limit, below = Number.MAX_SAFE_INTEGER }) => {
      const walk = walkFor(filter);
      const { from, upTo } = await read(() => ({
        from: filter.after === undefined ? 0 : firstSince(filter.after.getTime()),
        upTo: filter.before === undefined ? below : firstSince(filter.before.getTime() + LATER_MS),
      }));
      const entries: AuditEntry[] = [];
      let next = Math.min(below, upTo);
      for (let pieces = 0; pieces < MAX_PIECES; pieces += 1) {
        const rows = await read(() => walk({ tenant, below: next, from, piece: PIECE }));
        for (const { position, event: column } of rows) {
          if (entries.length === limit) return { entries, next };
          const event = eventOf(column);
          if (matches(event, tenant, filter)) entries.push({ position, event });
          next = position;
        }
        if (rows.length < PIECE) return { entries, next: undefined };
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { entries, next };
    },
  };
}

function matches(event: AuditEntry['event'], tenant: TenantId, filter: AuditFilter): boolean {
  return (
    event.tenant === tenant &&
    (filter.device === undefined || event.device === filter.device) &&
    (filter.actor === undefined || event.origin.actor === filter.actor) &&
    (filter.type === undefined || event.type === filter.type) &&
    (filter.after === undefined || event.at >= filter.after) &&
    (filter.before === undefined || event.at < filter.before)
  );
}

const RANGE = 'tenant = $tenant AND position < $below AND position >= $from';
const NEWEST_FIRST = 'ORDER BY position DESC LIMIT $piece';

/**
 * Walks the smallest set: the entries of the device, else of the type, else of the actor, else of the tenant. Tests the rest of the
 * filter.
 */
function prepareWalks(db: DatabaseSyncInstance): (filter: AuditFilter) => Walk {
  const walk = <Given extends object>(index: string, condition: string) =>
    prepare<Bounds & Given, AuditRow>(
      db,
      `SELECT position, event FROM feed INDEXED BY ${index} WHERE ${RANGE} AND ${condition} ${NEWEST_FIRST}`,
    );
  const byDevice = walk<{ device: string }>('feed_by_device', 'device = $device');
  const byActor = walk<{ actor: string }>('feed_by_actor', `actor = $actor AND ${IS_NO_DEVICE}`);
  const byType = walk<{ type: string }>('feed_by_type', 'type = $type');
  const all = walk<object>('feed_by_tenant', 'true');
  return ({ device, actor, type }) => {
    if (device !== undefined) return (bounds) => byDevice.all({ ...bounds, device });
    if (actor?.startsWith('key:') === false) return (bounds) => byActor.all({ ...bounds, actor });
    if (type !== undefined) return (bounds) => byType.all({ ...bounds, type });
    return (bounds) => all.all(bounds);
  };
}

/** Returns the actor as in the index. Devices act most often, and are found by their id. */
const IS_NO_DEVICE = `actor NOT LIKE 'key:%'`;
