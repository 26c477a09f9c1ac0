// Indexes the devices of a file that an older version wrote, while the store serves: in pieces, each a command of its own, with a
// pause as long as the piece. The position is written with each piece, so a crash loses nothing, and a piece that runs twice
// changes nothing.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { COMPARISON_RULE } from '../../domain/attributes.ts';
import type { AttributeTable } from './attributes.ts';
import { indexedDeviceOf, type IndexedRow } from './rows.ts';
import { prepare } from './statement.ts';
import type { Transactions } from './transactions.ts';

/** The number of devices in a piece, which takes some milliseconds. */
const DEVICES = 200;
/** The pause after a failure, such as a full disk. */
const AGAIN_AFTER_MS = 10_000;

/** Runs until all is indexed or the store closes. */
export async function indexOldDevices(
  db: DatabaseSyncInstance,
  transactions: Transactions,
  attributes: AttributeTable,
): Promise<void> {
  const piece = preparePiece(db, attributes);
  while (!transactions.isClosed()) {
    const began = performance.now();
    const isDone = await transactions.write(piece).catch(() => undefined);
    if (isDone === true) return;
    const pause = isDone === undefined ? AGAIN_AFTER_MS : performance.now() - began;
    await sleep(pause, undefined, { ref: false });
  }
}

interface OldRow extends IndexedRow {
  readonly row_id: number;
}

interface Progress {
  readonly position: number;
  readonly last: number;
  readonly rule: number;
}

/** Returns a command that does one piece, and returns true if nothing is left to do. */
function preparePiece(db: DatabaseSyncInstance, attributes: AttributeTable): () => boolean {
  const progress = prepare<object, Progress>(db, `SELECT position, last, rule FROM backfill WHERE name = 'search'`);
  const move = prepare<Pick<Progress, 'position'>>(
    db,
    `UPDATE backfill SET position = $position WHERE name = 'search'`,
  );
  const startAgain = prepare<Pick<Progress, 'rule'>>(db, START_AGAIN);
  const clear = prepare<{ size: number }>(db, CLEAR);
  const old = prepare<Pick<Progress, 'position' | 'last'> & { size: number }, OldRow>(db, OLD);
  const fill = [SET_STATUSES, FINGERPRINTS].map((sql) => prepare<{ from: number; to: number }>(db, sql));
  return () => {
    const { position, last, rule } = progress.get({}) ?? { position: 0, last: 0, rule: COMPARISON_RULE };
    if (rule !== COMPARISON_RULE) {
      if (clear.run({ size: 4 * DEVICES }).changes === 0) startAgain.run({ rule: COMPARISON_RULE });
      return false;
    }
    if (position >= last) return true;
    const devices = old.all({ position, last, size: DEVICES });
    for (const device of devices) attributes.add(indexedDeviceOf(device), device.row_id);
    const to = devices.at(-1)?.row_id ?? last;
    fill.forEach((statement) => statement.run({ from: position + 1, to }));
    move.run({ position: to });
    return to >= last;
  };
}

/** Values of another rule are useless. */
const CLEAR = `
  DELETE FROM attribute WHERE (tenant, value, name, created_at, id) IN (
    SELECT tenant, value, name, created_at, id FROM attribute LIMIT $size)`;
const START_AGAIN = `
  UPDATE backfill SET position = 0, last = (SELECT coalesce(max(row_id), 0) FROM device), rule = $rule
  WHERE name = 'search'`;

const OLD = `
  SELECT row_id, tenant, id, created_at, identity FROM device
  WHERE row_id > $position AND row_id <= $last ORDER BY row_id LIMIT $size`;
const SET_STATUSES = `
  INSERT OR IGNORE INTO set_status (tenant, status, created_at, id, row)
  SELECT device.tenant, found.value ->> 'status', device.created_at, device.id, device.row_id
  FROM device, json_each(device.auth_sets) AS found
  WHERE device.row_id BETWEEN $from AND $to AND found.value ->> 'status' <> device.status`;
const FINGERPRINTS = `
  INSERT OR IGNORE INTO fingerprint (tenant, digits, row)
  SELECT device.tenant, substr(found.value ->> 'fingerprint', 1, 16), device.row_id
  FROM device, json_each(device.auth_sets) AS found
  WHERE device.row_id BETWEEN $from AND $to`;
