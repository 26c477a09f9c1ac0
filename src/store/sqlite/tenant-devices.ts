// Tenant devices, the hashes of their keys and the settings of their types. A device and its key are one row.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { keyHash, tenantDeviceId, tenantId, type TenantId } from '../../domain/ids.ts';
import type { DeviceSettings, DeviceType } from '../../domain/device-types.ts';
import {
  type TenantDeviceCreation,
  type TenantDeviceRemoval,
  type TenantDevice,
  type TenantDeviceChange,
  type TenantDeviceUpdate,
} from '../../domain/tenant-device.ts';
import type { TenantDeviceCommitAnswer, TenantDevices } from '../store.ts';
import { flagColumn } from './rows.ts';
import { prepare } from './statement.ts';
import { textOf } from './texts.ts';
import type { FeedTable } from './feed.ts';
import type { Reads } from './reads.ts';
import type { Transactions } from './transactions.ts';
import type { Writes } from './writes.ts';

interface TenantDeviceRow {
  readonly tenant: string;
  readonly id: string;
  readonly type: DeviceType;
  readonly name: string;
  readonly description: string | null;
  readonly is_enabled: number;
  readonly key: string | null;
  readonly created_at: number;
  readonly revision: number;
}

interface ChangedRow extends TenantDeviceRow {
  readonly change: string;
}

/** The columns of a tenant device. */
const COLUMNS = 'tenant, id, type, name, description, is_enabled, key, created_at, revision';

interface ByKey {
  readonly tenant: string;
  readonly id: string;
}

export function tenantDeviceReads(
  db: DatabaseSyncInstance,
  { read }: Reads,
): Omit<TenantDevices, keyof Writes['tenantDevices']> {
  const find = prepare<ByKey, TenantDeviceRow>(
    db,
    `SELECT ${COLUMNS} FROM tenant_device WHERE tenant = $tenant AND id = $id`,
  );
  const part = prepare<ByKey & { limit: number }, TenantDeviceRow>(
    db,
    `SELECT ${COLUMNS} FROM tenant_device WHERE tenant = $tenant AND id > $id ORDER BY id LIMIT $limit`,
  );
  const settings = prepare<{ tenant: string; type: string }, { settings: string }>(
    db,
    'SELECT settings FROM device_settings WHERE tenant = $tenant AND type = $type',
  );
  const tally = prepare<{ tenant: string }, { devices: number }>(
    db,
    'SELECT devices FROM tenant_device_tally WHERE tenant = $tenant',
  );
  return {
    find: (tenant, id) =>
      read(() => {
        const row = find.get({ tenant, id });
        return row && tenantDeviceOf(row);
      }),
    list: (tenant, { limit, after }) =>
      read(() => {
        // Reads one device more than asked for, which shows that there are more.
        const rows = part.all({ tenant, id: after ?? '', limit: limit + 1 });
        return { items: rows.slice(0, limit).map(tenantDeviceOf), more: rows.length > limit };
      }),
    count: (tenant) => read(() => tally.get({ tenant })?.devices ?? 0),
    findSettings: (tenant, type) => read(() => settingsOf(settings.get({ tenant, type }))),
  };
}

export function tenantDeviceWrites(
  db: DatabaseSyncInstance,
  { write, writeEach }: Transactions,
  feed: FeedTable,
): Writes['tenantDevices'] {
  const commit = prepareTenantCommit(db, feed);
  const noteUse = prepare<ByKey & { at: number }>(
    db,
    `UPDATE tenant_device SET last_used_at = $at
     WHERE tenant = $tenant AND id = $id AND (last_used_at IS NULL OR last_used_at < $at)`,
  );
  const set = prepare<{ tenant: string; type: string; settings: string }>(
    db,
    `INSERT INTO device_settings (tenant, type, settings) VALUES ($tenant, $type, $settings)
     ON CONFLICT DO UPDATE SET settings = excluded.settings`,
  );
  return {
    commit: (tenant, change) => write(() => commit(tenant, change)),
    noteUses: (uses) => writeEach(uses, ({ tenant, id, at }) => void noteUse.run({ tenant, id, at: at.getTime() })),
    setSettings: (tenant, type, wanted, event) =>
      write(() => {
        if (feed.has(event)) return;
        set.run({ tenant, type, settings: JSON.stringify(wanted) });
        feed.append([event]);
      }),
  };
}

function settingsOf(row: { readonly settings: string } | undefined): DeviceSettings | undefined {
  if (row === undefined) return undefined;
  const found: DeviceSettings = JSON.parse(textOf(row.settings));
  return found;
}

/** Runs inside its transaction: reads the device, checks that the change still fits, writes the device and its events. */
function prepareTenantCommit(db: DatabaseSyncInstance, feed: FeedTable) {
  const find = prepare<ByKey, Pick<ChangedRow, 'revision' | 'change'>>(
    db,
    'SELECT revision, change FROM tenant_device WHERE tenant = $tenant AND id = $id',
  );
  const insert = prepare<ChangedRow>(
    db,
    `INSERT INTO tenant_device (tenant, id, type, name, description, is_enabled, key, created_at, revision, change)
     VALUES ($tenant, $id, $type, $name, $description, $is_enabled, $key, $created_at, $revision, $change)`,
  );
  const update = prepareTenantUpdate(db);
  const remove = prepare<ByKey>(db, 'DELETE FROM tenant_device WHERE tenant = $tenant AND id = $id');

  const wasWritten = ({ id, events }: TenantDeviceChange, last: string | undefined): boolean =>
    last === id || events.slice(0, 1).some((event) => feed.has(event));

  const create = (tenant: TenantId, change: TenantDeviceCreation): TenantDeviceCommitAnswer => {
    const last = find.get({ tenant, id: change.device.id });
    if (wasWritten(change, last?.change)) return 'done';
    insert.run({ ...tenantDeviceRow(tenant, change.device), change: change.id });
    return 'done';
  };

  const onRevision = (tenant: TenantId, change: TenantDeviceUpdate | TenantDeviceRemoval): TenantDeviceCommitAnswer => {
    const last = find.get({ tenant, id: change.device });
    if (wasWritten(change, last?.change)) return 'done';
    if (last?.revision !== change.revision) return 'stale';
    if (change.kind === 'remove') remove.run({ tenant, id: change.device });
    else update(tenant, change);
    return 'done';
  };

  return (tenant: TenantId, change: TenantDeviceChange): TenantDeviceCommitAnswer => {
    const answer = change.kind === 'create' ? create(tenant, change) : onRevision(tenant, change);
    if (answer === 'done') feed.append(change.events.filter((event) => !feed.has(event)));
    return answer;
  };
}

interface UpdateColumns extends ByKey {
  readonly change: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly sets_description: number;
  readonly is_enabled: number | null;
  readonly key: string | null;
}

/** null keeps the value, except in `description`, which can be null. A key is replaced, never removed. */
function prepareTenantUpdate(db: DatabaseSyncInstance): (tenant: TenantId, change: TenantDeviceUpdate) => void {
  const update = prepare<UpdateColumns>(
    db,
    `UPDATE tenant_device SET revision = revision + 1, change = $change,
       name = coalesce($name, name),
       description = CASE $sets_description WHEN 1 THEN $description ELSE description END,
       is_enabled = coalesce($is_enabled, is_enabled),
       key = coalesce($key, key)
     WHERE tenant = $tenant AND id = $id`,
  );
  return (tenant, { device, id, set }) => {
    update.run({
      tenant,
      id: device,
      change: id,
      name: set.name ?? null,
      description: set.description ?? null,
      sets_description: flagColumn(set.description !== undefined),
      is_enabled: set.isEnabled === undefined ? null : flagColumn(set.isEnabled),
      key: set.key ?? null,
    });
  };
}

const tenantDeviceRow = (tenant: TenantId, device: TenantDevice): TenantDeviceRow => ({
  tenant,
  id: device.id,
  type: device.type,
  name: device.name,
  description: device.description,
  is_enabled: flagColumn(device.isEnabled),
  key: device.key ?? null,
  created_at: device.createdAt.getTime(),
  revision: device.revision,
});

const tenantDeviceOf = (row: TenantDeviceRow): TenantDevice => ({
  id: tenantDeviceId(textOf(row.id)),
  tenant: tenantId(textOf(row.tenant)),
  type: row.type,
  name: textOf(row.name),
  description: row.description === null ? null : textOf(row.description),
  isEnabled: row.is_enabled === 1,
  key: row.key === null ? undefined : keyHash(row.key),
  createdAt: new Date(row.created_at),
  revision: row.revision,
});
