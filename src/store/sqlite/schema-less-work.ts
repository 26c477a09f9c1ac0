/**
 * Triggers that do less for the same tables. Nearly all devices are created with one auth set, whose fingerprint is read without a table
 * of JSON: only a text with several sets contains `},{`. A new token writes its own entry, not those of the tokens beside it.
 */
export const LESS_WORK = `
  DROP TRIGGER set_status_created;
  DROP TRIGGER fingerprint_created;
  CREATE TRIGGER fingerprint_created AFTER INSERT ON device BEGIN
    INSERT OR IGNORE INTO fingerprint
      VALUES (new.tenant, substr(new.auth_sets ->> '$[0].fingerprint', 1, 16), new.row_id);
  END;
  CREATE TRIGGER auth_sets_created AFTER INSERT ON device WHEN instr(new.auth_sets, '},{') > 0 BEGIN
    INSERT OR IGNORE INTO fingerprint
      SELECT new.tenant, substr(value ->> 'fingerprint', 1, 16), new.row_id FROM json_each(new.auth_sets);
    INSERT OR IGNORE INTO set_status
      SELECT new.tenant, value ->> 'status', new.created_at, new.id, new.row_id FROM json_each(new.auth_sets)
      WHERE value ->> 'status' <> new.status;
  END;

  DROP TRIGGER token_updated;
  CREATE TRIGGER token_updated AFTER UPDATE OF tokens ON device WHEN old.tokens <> new.tokens BEGIN
    DELETE FROM token WHERE tenant = old.tenant AND jti IN (
      SELECT value ->> 'jti' FROM json_each(old.tokens) EXCEPT SELECT value ->> 'jti' FROM json_each(new.tokens));
    INSERT INTO token SELECT new.tenant, jti, new.row_id FROM (
      SELECT value ->> 'jti' AS jti FROM json_each(new.tokens) EXCEPT SELECT value ->> 'jti' FROM json_each(old.tokens));
  END;

  PRAGMA user_version = 11;
`;

/** The commit that changes tokens writes their entries. The trigger is left for devices that lose all of them, as in a purge. */
export const TOKENS_BY_COMMIT = `
  DROP TRIGGER token_updated;
  CREATE TRIGGER tokens_removed AFTER UPDATE OF tokens ON device WHEN old.tokens <> '[]' AND new.tokens = '[]' BEGIN
    DELETE FROM token WHERE tenant = old.tenant AND jti IN (SELECT value ->> 'jti' FROM json_each(old.tokens));
  END;

  PRAGMA user_version = 12;
`;
