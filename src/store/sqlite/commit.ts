// `commit` inside its transaction: reads the device, decides if the change still fits, writes the device, its slot and its events.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Change, DeviceCreation, DeviceRemoval, DeviceUpdate } from '../../domain/change.ts';
import type { LiveToken } from '../../domain/device.ts';
import type { TenantId } from '../../domain/ids.ts';
import { isFilled, withLimitReached } from '../../domain/limit-event.ts';
import { hasRoom } from '../../domain/limits.ts';
import type { CommitAnswer } from '../store.ts';
import type { AttributeTable } from './attributes.ts';
import {
  authSetsColumn,
  deviceRow,
  flagColumn,
  indexedDevice,
  indexedDeviceOf,
  timeColumn,
  tokensColumn,
  tokensOf,
  type DeviceRow,
  type IndexedRow,
} from './rows.ts';
import { prepare } from './statement.ts';
import type { FeedTable } from './feed.ts';
import type { Rooms } from './limits.ts';

export type Commit = (tenant: TenantId, change: Change) => CommitAnswer;

export interface CommitParts {
  readonly rooms: Rooms;
  readonly feed: FeedTable;
  readonly attributes: AttributeTable;
}

export function prepareCommit(db: DatabaseSyncInstance, { rooms, feed, attributes }: CommitParts): Commit {
  const devices = prepareDeviceTable(db, attributes);

  const wasWritten = (change: Change, last: string | undefined): boolean =>
    last === change.id || change.events.slice(0, 1).some((event) => feed.has(event));

  const create = (tenant: TenantId, change: DeviceCreation): CommitAnswer => {
    if (!devices.insert(tenant, change)) {
      const { key } = change.device.identity;
      return wasWritten(change, devices.findByIdentity(tenant, key)?.change) ? 'done' : 'identity-taken';
    }
    feed.append(change.events);
    return 'done';
  };

  const onRevision = (tenant: TenantId, change: DeviceUpdate | DeviceRemoval): CommitAnswer => {
    const found = devices.find(tenant, change.device);
    if (found?.revision !== change.revision) return wasWritten(change, found?.change) ? 'done' : 'stale';
    const room = change.slot === 'take' ? rooms.get(tenant) : undefined;
    if (room !== undefined && !hasRoom(room)) return 'full';
    // From this transaction on the feed has the events, so the row of a removed device is deleted at once (D1a).
    if (change.kind === 'remove') devices.delete(found.row_id);
    else devices.update(tenant, found, change);
    rooms.move(tenant, change.slot);
    const fills = room !== undefined && isFilled({ ...room, used: room.used + 1 });
    feed.append(fills ? withLimitReached(change.events, room.limit) : change.events);
    return 'done';
  };

  return (tenant, change) => (change.kind === 'create' ? create(tenant, change) : onRevision(tenant, change));
}

interface Found {
  readonly row_id: number;
  readonly revision: number;
  readonly change: string;
  readonly tokens: string;
}

interface DeviceTable {
  find(tenant: string, id: string): Found | undefined;
  findByIdentity(tenant: string, key: string): Pick<Found, 'change'> | undefined;
  /** Returns false if the identity is taken. */
  insert(tenant: TenantId, change: DeviceCreation): boolean;
  update(tenant: TenantId, found: Found, change: DeviceUpdate): void;
  delete(row: number): void;
}

function prepareDeviceTable(db: DatabaseSyncInstance, attributes: AttributeTable): DeviceTable {
  const find = prepare<{ tenant: string; id: string }, Found>(
    db,
    'SELECT row_id, revision, change, tokens FROM device WHERE tenant = $tenant AND id = $id',
  );
  const findByIdentity = prepare<{ tenant: string; key: string }, Pick<Found, 'change'>>(
    db,
    'SELECT change FROM device WHERE tenant = $tenant AND identity_key = $key',
  );
  const insert = prepare<DeviceRow>(db, INSERT);
  const remove = prepare<{ row: number }, IndexedRow>(
    db,
    'DELETE FROM device WHERE row_id = $row RETURNING tenant, id, created_at, identity',
  );
  return {
    find: (tenant, id) => find.get({ tenant, id }),
    findByIdentity: (tenant, key) => findByIdentity.get({ tenant, key }),
    insert: (tenant, { device, id }) => {
      const { changes, lastInsertRowid } = insert.run(deviceRow(tenant, device, id));
      if (changes === 1) attributes.add(indexedDevice(device), Number(lastInsertRowid));
      return changes === 1;
    },
    update: prepareUpdate(db),
    delete: (row) => {
      const removed = remove.get({ row });
      if (removed !== undefined) attributes.remove(indexedDeviceOf(removed));
    },
  };
}

/** Inserts a `DeviceRow`. The text for a conflict is appended to it. */
export const INSERT_DEVICE = `
  INSERT INTO device (
    tenant, id, status, revision, change, created_at, updated_at, check_in_at, decommissioning_since,
    provisioned, tokens, identity_key, identity, auth_sets
  ) VALUES (
    $tenant, $id, $status, $revision, $change, $created_at, $updated_at, $check_in_at, $decommissioning_since,
    $provisioned, $tokens, $identity_key, $identity, $auth_sets
  )`;

const INSERT = `${INSERT_DEVICE} ON CONFLICT (tenant, identity_key) DO NOTHING`;

/** Columns that an update may set without a write to an index; null keeps the value. */
type Plain = Pick<DeviceRow, 'change' | 'check_in_at'> & {
  readonly [Column in 'updated_at' | 'provisioned' | 'tokens' | 'auth_sets']: DeviceRow[Column] | null;
};

/** Writes indexed columns only if they change: a new token writes no index of the device. */
function prepareUpdate(db: DatabaseSyncInstance): DeviceTable['update'] {
  const moveTokens = prepareTokenTable(db);
  const plain = prepare<Plain & { row: number }>(
    db,
    `UPDATE device SET revision = revision + 1, change = $change,
       updated_at = coalesce($updated_at, updated_at),
       provisioned = coalesce($provisioned, provisioned),
       tokens = coalesce($tokens, tokens),
       auth_sets = coalesce($auth_sets, auth_sets),
       check_in_at = coalesce(max(check_in_at, $check_in_at), check_in_at, $check_in_at)
     WHERE row_id = $row`,
  );
  const status = prepare<{ row: number; status: string }>(
    db,
    'UPDATE device SET status = $status WHERE row_id = $row AND status <> $status',
  );
  const decommissioning = prepare<{ row: number; since: number | null }>(
    db,
    'UPDATE device SET decommissioning_since = $since WHERE row_id = $row',
  );
  return (tenant, { row_id: row, tokens: before }, { id, set, checkIn }) => {
    if (set.tokens !== undefined) moveTokens({ tenant, row, before }, set.tokens);
    plain.run({
      row,
      change: id,
      updated_at: timeColumn(set.updatedAt),
      provisioned: set.provisioned === undefined ? null : flagColumn(set.provisioned),
      tokens: set.tokens === undefined ? null : tokensColumn(set.tokens),
      auth_sets: set.authSets === undefined ? null : authSetsColumn(set.authSets),
      check_in_at: timeColumn(checkIn),
    });
    if (set.status !== undefined) status.run({ row, status: set.status });
    if ('decommissioningSince' in set) decommissioning.run({ row, since: timeColumn(set.decommissioningSince) });
  };
}

interface TokensOfRow {
  readonly tenant: TenantId;
  readonly row: number;
  /** The column of the row. */
  readonly before: string;
}

/**
 * Returns a function that keeps the table `token` in step with a device whose tokens change. Triggers do it for the tokens of a new
 * device, and where none are left. Here they would read four texts of JSON for each new token.
 */
function prepareTokenTable(db: DatabaseSyncInstance): (old: TokensOfRow, now: readonly LiveToken[]) => void {
  type Key = { tenant: string; jti: string };
  const insert = prepare<Key & { row: number }>(db, 'INSERT INTO token VALUES ($tenant, $jti, $row)');
  const remove = prepare<Key>(db, 'DELETE FROM token WHERE tenant = $tenant AND jti = $jti');
  return ({ tenant, row, before }, now) => {
    if (now.length === 0) return;
    const [old, fresh] = [jtisOf(tokensOf(before)), jtisOf(now)];
    for (const jti of old) if (!fresh.has(jti)) remove.run({ tenant, jti });
    for (const jti of fresh) if (!old.has(jti)) insert.run({ tenant, jti, row });
  };
}

const jtisOf = (tokens: readonly LiveToken[]): ReadonlySet<string> => new Set(tokens.map(({ jti }) => jti));
