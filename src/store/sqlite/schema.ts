// The schema of the file. A change is one more text at the end of MIGRATIONS, never an edit of an earlier one.
import { LESS_WORK, TOKENS_BY_COMMIT } from './schema-less-work.ts';
import { WEBHOOKS } from './schema-webhooks.ts';

/** "deva" in the header of the file: distinguishes it from other SQLite databases. */
export const APPLICATION_ID = 0x64657661;
export const NAME_THE_FILE = 'PRAGMA application_id = 0x64657661';

/** Each text migrates the schema from the version before to its own, and sets the version. It runs in one transaction. */
export const MIGRATIONS: readonly string[] = [
  // Small columns first: reading the state of a token does not touch the pages that a large `auth_sets` spills into.
  // Triggers keep `tally` and `token` in step with `device`, so that no write can forget them.
  `
  CREATE TABLE device (
    row_id INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    status TEXT NOT NULL,
    revision INTEGER NOT NULL,
    change TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    check_in_at INTEGER,
    decommissioning_since INTEGER,
    provisioned INTEGER NOT NULL,
    tokens TEXT NOT NULL,
    identity_key TEXT NOT NULL,
    identity TEXT NOT NULL,
    auth_sets TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX device_by_id ON device (tenant, id);
  CREATE UNIQUE INDEX device_by_identity ON device (tenant, identity_key);
  CREATE INDEX device_by_creation ON device (tenant, created_at, id);
  CREATE INDEX device_by_status ON device (tenant, status, created_at, id);
  CREATE INDEX device_by_decommissioning ON device (decommissioning_since, id) WHERE decommissioning_since IS NOT NULL;

  CREATE TABLE token (
    tenant TEXT NOT NULL,
    jti TEXT NOT NULL,
    device INTEGER NOT NULL,
    PRIMARY KEY (tenant, jti)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER token_created AFTER INSERT ON device WHEN new.tokens <> '[]' BEGIN
    INSERT INTO token SELECT new.tenant, value ->> 'jti', new.row_id FROM json_each(new.tokens);
  END;
  CREATE TRIGGER token_updated AFTER UPDATE OF tokens ON device WHEN old.tokens <> new.tokens BEGIN
    DELETE FROM token WHERE tenant = old.tenant AND jti IN (SELECT value ->> 'jti' FROM json_each(old.tokens));
    INSERT INTO token SELECT new.tenant, value ->> 'jti', new.row_id FROM json_each(new.tokens);
  END;
  CREATE TRIGGER token_deleted AFTER DELETE ON device WHEN old.tokens <> '[]' BEGIN
    DELETE FROM token WHERE tenant = old.tenant AND jti IN (SELECT value ->> 'jti' FROM json_each(old.tokens));
  END;

  CREATE TABLE tally (
    tenant TEXT NOT NULL,
    status TEXT NOT NULL,
    devices INTEGER NOT NULL,
    PRIMARY KEY (tenant, status)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER tally_created AFTER INSERT ON device BEGIN
    INSERT INTO tally VALUES (new.tenant, new.status, 1) ON CONFLICT DO UPDATE SET devices = devices + 1;
  END;
  CREATE TRIGGER tally_updated AFTER UPDATE OF status ON device WHEN old.status <> new.status BEGIN
    UPDATE tally SET devices = devices - 1 WHERE tenant = old.tenant AND status = old.status;
    INSERT INTO tally VALUES (new.tenant, new.status, 1) ON CONFLICT DO UPDATE SET devices = devices + 1;
  END;
  CREATE TRIGGER tally_deleted AFTER DELETE ON device BEGIN
    UPDATE tally SET devices = devices - 1 WHERE tenant = old.tenant AND status = old.status;
  END;

  CREATE TABLE room (
    tenant TEXT PRIMARY KEY,
    own_limit INTEGER,
    used INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE feed (
    position INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    written_at INTEGER NOT NULL,
    event TEXT NOT NULL
  ) STRICT;
  CREATE TABLE reader (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  PRAGMA user_version = 1;
  `,
  // Tenant devices in the order of their ids; triggers update `tenant_device_tally`. `change` is the command that wrote last.
  `
  CREATE TABLE tenant_device (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    is_enabled INTEGER NOT NULL,
    key TEXT,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revision INTEGER NOT NULL,
    change TEXT NOT NULL,
    PRIMARY KEY (tenant, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE tenant_device_tally (
    tenant TEXT PRIMARY KEY,
    devices INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER tenant_device_created AFTER INSERT ON tenant_device BEGIN
    INSERT INTO tenant_device_tally VALUES (new.tenant, 1) ON CONFLICT DO UPDATE SET devices = devices + 1;
  END;
  CREATE TRIGGER tenant_device_deleted AFTER DELETE ON tenant_device BEGIN
    UPDATE tenant_device_tally SET devices = devices - 1 WHERE tenant = old.tenant;
  END;

  CREATE TABLE device_settings (
    tenant TEXT NOT NULL,
    type TEXT NOT NULL,
    settings TEXT NOT NULL,
    PRIMARY KEY (tenant, type)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE api_key (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX api_key_by_tenant ON api_key (tenant, id);

  PRAGMA user_version = 2;
  `,
  // Purges that have begun, in that order. The last piece of a purge moves its event into the feed.
  `
  CREATE TABLE purge (
    row_id INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL,
    event TEXT NOT NULL
  ) STRICT;

  PRAGMA user_version = 3;
  `,
  // The node that runs a reader of the feed, and the end of its claim (D19).
  `
  ALTER TABLE reader ADD COLUMN node TEXT;
  ALTER TABLE reader ADD COLUMN claimed_until INTEGER NOT NULL DEFAULT 0;

  PRAGMA user_version = 4;
  `,
  // The feed is the audit. The columns of a search derive from the event. The position is the last column of each index.
  `
  ALTER TABLE feed ADD COLUMN tenant TEXT AS (event ->> 'tenant') VIRTUAL;
  ALTER TABLE feed ADD COLUMN device TEXT AS (event ->> 'device') VIRTUAL;
  ALTER TABLE feed ADD COLUMN actor TEXT AS (event ->> '$.origin.actor') VIRTUAL;
  ALTER TABLE feed ADD COLUMN type TEXT AS (event ->> 'type') VIRTUAL;
  CREATE INDEX feed_by_tenant ON feed (tenant);
  CREATE INDEX feed_by_device ON feed (tenant, device) WHERE device IS NOT NULL;
  CREATE INDEX feed_by_actor ON feed (tenant, actor) WHERE actor NOT LIKE 'key:%';
  CREATE INDEX feed_by_type ON feed (tenant, type);

  PRAGMA user_version = 5;
  `,
  // The tables and indexes of searches (D21). The program writes `attribute`. Triggers write `set_status` (the statuses of auth
  // sets that differ from their device's) and `fingerprint` (its first 16 digits). `backfill` has the last indexed device: none at
  // the migration.
  `
  CREATE TABLE attribute (
    tenant TEXT NOT NULL,
    value TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    id TEXT NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (tenant, value, name, created_at, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE set_status (
    tenant TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    id TEXT NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (tenant, status, created_at, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER set_status_created AFTER INSERT ON device WHEN json_array_length(new.auth_sets) > 1 BEGIN
    INSERT OR IGNORE INTO set_status
      SELECT new.tenant, value ->> 'status', new.created_at, new.id, new.row_id FROM json_each(new.auth_sets)
      WHERE value ->> 'status' <> new.status;
  END;
  CREATE TRIGGER set_status_updated AFTER UPDATE OF status, auth_sets ON device
  WHEN (old.status <> new.status OR old.auth_sets <> new.auth_sets)
    AND (json_array_length(old.auth_sets) > 1 OR json_array_length(new.auth_sets) > 1) BEGIN
    DELETE FROM set_status WHERE tenant = old.tenant AND created_at = old.created_at AND id = old.id
      AND status IN ('accepted', 'preauthorized', 'pending', 'rejected');
    INSERT OR IGNORE INTO set_status
      SELECT new.tenant, value ->> 'status', new.created_at, new.id, new.row_id FROM json_each(new.auth_sets)
      WHERE value ->> 'status' <> new.status;
  END;
  CREATE TRIGGER set_status_deleted AFTER DELETE ON device BEGIN
    DELETE FROM set_status WHERE tenant = old.tenant AND created_at = old.created_at AND id = old.id
      AND status IN ('accepted', 'preauthorized', 'pending', 'rejected');
  END;

  CREATE TABLE fingerprint (
    tenant TEXT NOT NULL,
    digits TEXT NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (tenant, digits, row)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER fingerprint_created AFTER INSERT ON device BEGIN
    INSERT OR IGNORE INTO fingerprint
      SELECT new.tenant, substr(value ->> 'fingerprint', 1, 16), new.row_id FROM json_each(new.auth_sets);
  END;
  CREATE TRIGGER fingerprint_updated AFTER UPDATE OF auth_sets ON device
  WHEN old.auth_sets <> new.auth_sets
    AND (SELECT group_concat(value ->> 'fingerprint') FROM json_each(old.auth_sets))
      IS NOT (SELECT group_concat(value ->> 'fingerprint') FROM json_each(new.auth_sets)) BEGIN
    DELETE FROM fingerprint WHERE tenant = old.tenant AND row = old.row_id
      AND digits IN (SELECT substr(value ->> 'fingerprint', 1, 16) FROM json_each(old.auth_sets));
    INSERT OR IGNORE INTO fingerprint
      SELECT new.tenant, substr(value ->> 'fingerprint', 1, 16), new.row_id FROM json_each(new.auth_sets);
  END;
  CREATE TRIGGER fingerprint_deleted AFTER DELETE ON device BEGIN
    DELETE FROM fingerprint WHERE tenant = old.tenant AND row = old.row_id
      AND digits IN (SELECT substr(value ->> 'fingerprint', 1, 16) FROM json_each(old.auth_sets));
  END;

  CREATE TABLE backfill (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    last INTEGER NOT NULL,
    rule INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO backfill SELECT 'search', 0, coalesce(max(row_id), 0), 1 FROM device;

  PRAGMA user_version = 6;
  `,
  // The places of pending auth sets (D23). Other pending sets of an existing file get theirs when their device is written next.
  `
  CREATE TABLE place (
    tenant TEXT NOT NULL,
    device TEXT NOT NULL,
    auth_set TEXT NOT NULL,
    row INTEGER NOT NULL,
    source TEXT,
    created_at INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    leaving_at INTEGER,
    PRIMARY KEY (tenant, device, auth_set)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX place_by_asking ON place (asked_at);
  CREATE INDEX place_by_leaving ON place (leaving_at) WHERE leaving_at IS NOT NULL;
  CREATE VIEW pending_set AS
    SELECT device.tenant, device.id AS device, value ->> 'id' AS auth_set, device.row_id AS row, value ->> 'from' AS source,
      value ->> 'createdAt' AS created_at, coalesce(value ->> 'askedAt', value ->> 'createdAt') AS asked_at,
      value ->> 'leavingAt' AS leaving_at
    FROM device, json_each(device.auth_sets) WHERE value ->> 'status' = 'pending';
  CREATE TRIGGER place_created AFTER INSERT ON device BEGIN
    INSERT INTO place SELECT * FROM pending_set WHERE row = new.row_id;
  END;
  CREATE TRIGGER place_updated AFTER UPDATE OF auth_sets ON device WHEN old.auth_sets <> new.auth_sets BEGIN
    DELETE FROM place WHERE tenant = old.tenant AND device = old.id;
    INSERT INTO place SELECT * FROM pending_set WHERE row = new.row_id;
  END;
  CREATE TRIGGER place_deleted AFTER DELETE ON device BEGIN
    DELETE FROM place WHERE tenant = old.tenant AND device = old.id;
  END;
  INSERT INTO place SELECT pending_set.* FROM tally
    CROSS JOIN device INDEXED BY device_by_status ON device.tenant = tally.tenant AND device.status = tally.status
    CROSS JOIN pending_set ON pending_set.row = device.row_id
    WHERE tally.status = 'pending';

  PRAGMA user_version = 7;
  `,
  // The entries that end tokens, for offline verifiers. Another type needs another index.
  `
  CREATE INDEX feed_revocations ON feed (position) WHERE type IN (
    'tokens.revoked', 'tokens.superseded', 'tokens.purged', 'device.decommissioning', 'device.removed', 'signing_key.changed');

  PRAGMA user_version = 8;
  `,
  // The last refusals of a device. Null for none.
  `
  ALTER TABLE device ADD COLUMN refusals TEXT;

  PRAGMA user_version = 9;
  `,
  WEBHOOKS,
  LESS_WORK,
  TOKENS_BY_COMMIT,
];
