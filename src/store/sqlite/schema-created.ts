/**
 * What the search needs of a new device, with less work: nearly all devices are created with one auth set, whose fingerprint is then read
 * without a table of JSON. Only a text with several sets contains `},{`.
 */
export const CREATED = `
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

  PRAGMA user_version = 11;
`;
