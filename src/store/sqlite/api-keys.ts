// The API keys (D12). A key is found by its id, which is in the key's text.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type ApiKey } from '../../domain/api-key.ts';
import { apiKeyId, keyHash, tenantId } from '../../domain/ids.ts';
import type { MachineScope } from '../../domain/scopes.ts';
import type { ApiKeys } from '../store.ts';
import { timeColumn } from './rows.ts';
import { prepare } from './statement.ts';
import { textOf } from './texts.ts';
import type { FeedTable } from './feed.ts';
import type { Reads } from './reads.ts';
import type { Transactions } from './transactions.ts';
import type { Writes } from './writes.ts';

interface ApiKeyRow {
  readonly id: string;
  readonly tenant: string;
  readonly hash: string;
  readonly scopes: string;
  readonly description: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
}

export function apiKeyReads(db: DatabaseSyncInstance, { read }: Reads): Omit<ApiKeys, keyof Writes['apiKeys']> {
  const find = prepare<{ id: string }, ApiKeyRow>(db, 'SELECT * FROM api_key WHERE id = $id');
  const part = prepare<{ tenant: string; id: string; limit: number }, ApiKeyRow>(
    db,
    'SELECT * FROM api_key WHERE tenant = $tenant AND id > $id ORDER BY id LIMIT $limit',
  );
  return {
    find: (id) =>
      read(() => {
        const row = find.get({ id });
        return row && apiKeyOf(row);
      }),
    list: (tenant, { limit, after }) =>
      read(() => {
        const rows = part.all({ tenant, id: after ?? '', limit: limit + 1 });
        return { items: rows.slice(0, limit).map(apiKeyOf), more: rows.length > limit };
      }),
  };
}

export function apiKeyWrites(
  db: DatabaseSyncInstance,
  { write, writeEach }: Transactions,
  feed: FeedTable,
): Writes['apiKeys'] {
  const insert = prepare<ApiKeyRow>(
    db,
    `INSERT INTO api_key (id, tenant, hash, scopes, description, created_at, expires_at, last_used_at)
     VALUES ($id, $tenant, $hash, $scopes, $description, $created_at, $expires_at, $last_used_at)`,
  );
  const remove = prepare<{ tenant: string; id: string }>(db, 'DELETE FROM api_key WHERE tenant = $tenant AND id = $id');
  const noteUse = prepare<{ tenant: string; id: string; at: number }>(
    db,
    `UPDATE api_key SET last_used_at = $at
     WHERE tenant = $tenant AND id = $id AND (last_used_at IS NULL OR last_used_at < $at)`,
  );
  return {
    create: (key, event) =>
      write(() => {
        if (feed.has(event)) return;
        insert.run(apiKeyRow(key));
        feed.append([event]);
      }),
    revoke: (tenant, id, event) =>
      write(() => {
        if (feed.has(event)) return true;
        if (remove.run({ tenant, id }).changes === 0) return false;
        feed.append([event]);
        return true;
      }),
    noteUses: (uses) => writeEach(uses, ({ tenant, id, at }) => void noteUse.run({ tenant, id, at: at.getTime() })),
  };
}

const apiKeyRow = (key: ApiKey): ApiKeyRow => ({
  id: key.id,
  tenant: key.tenant,
  hash: key.hash,
  scopes: JSON.stringify(key.scopes),
  description: key.description,
  created_at: key.createdAt.getTime(),
  expires_at: timeColumn(key.expiresAt),
  last_used_at: timeColumn(key.lastUsedAt),
});

function apiKeyOf(row: ApiKeyRow): ApiKey {
  const scopes: readonly MachineScope[] = JSON.parse(row.scopes);
  return {
    id: apiKeyId(row.id),
    tenant: tenantId(textOf(row.tenant)),
    hash: keyHash(row.hash),
    scopes,
    description: textOf(row.description),
    createdAt: new Date(row.created_at),
    expiresAt: row.expires_at === null ? undefined : new Date(row.expires_at),
    lastUsedAt: row.last_used_at === null ? undefined : new Date(row.last_used_at),
  };
}
