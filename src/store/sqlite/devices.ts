// The devices port over the tables.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { MAX_COMMITS, type Devices } from '../store.ts';
import { DEVICE, deviceOf, tokenStateOf, type DeviceRow, type TokenStateRow } from './rows.ts';
import { prepare } from './statement.ts';
import type { Commit } from './commit.ts';
import { prepareLists } from './lists.ts';
import type { Purges } from './purges.ts';
import type { Reads } from './reads.ts';
import type { Transactions } from './transactions.ts';
import { noteRefusals, refusalReads } from './refusals.ts';
import { noteAsked, waitingReads } from './waiting.ts';
import type { Writes } from './writes.ts';

export function deviceWrites(
  db: DatabaseSyncInstance,
  transactions: Transactions,
  { commit, purges }: { readonly commit: Commit; readonly purges: Purges },
): Writes['devices'] {
  return {
    checkIn: checkIn(db, transactions),
    noteAsked: noteAsked(db, transactions),
    noteRefusals: noteRefusals(db, transactions),
    commit: (tenant, change) => transactions.write(() => commit(tenant, change)),
    commitMany: (tenant, changes) =>
      transactions.write(() => changes.map((change) => commit(tenant, change)), changes.length),
    purgeTokens: (tenant, event) => purges.purge(tenant, event),
  };
}

export function deviceReads(db: DatabaseSyncInstance, reads: Reads): Omit<Devices, keyof Writes['devices']> {
  const { read } = reads;
  const find = prepare<{ tenant: string; id: string }, DeviceRow>(
    db,
    `SELECT ${DEVICE} FROM device WHERE tenant = $tenant AND id = $id`,
  );
  const findByIdentity = prepare<{ tenant: string; key: string }, DeviceRow>(
    db,
    `SELECT ${DEVICE} FROM device WHERE tenant = $tenant AND identity_key = $key`,
  );
  const findByIdentities = prepare<{ tenant: string; keys: string }, DeviceRow>(
    db,
    `SELECT ${DEVICE} FROM (SELECT DISTINCT value AS key FROM json_each($keys)) AS wanted
     CROSS JOIN device INDEXED BY device_by_identity ON device.tenant = $tenant AND device.identity_key = wanted.key`,
  );
  const findByToken = prepare<{ tenant: string; jti: string }, DeviceRow>(
    db,
    `SELECT ${DEVICE} FROM token CROSS JOIN device ON device.row_id = token.device
     WHERE token.tenant = $tenant AND token.jti = $jti`,
  );
  const tokenState = prepare<{ tenant: string; id: string }, TokenStateRow>(
    db,
    'SELECT status, decommissioning_since, tokens FROM device WHERE tenant = $tenant AND id = $id',
  );
  const decommissioning = prepare<{ before: number; limit: number }, DeviceRow>(
    db,
    `SELECT ${DEVICE} FROM device INDEXED BY device_by_decommissioning WHERE decommissioning_since < $before
     ORDER BY decommissioning_since, id LIMIT $limit`,
  );
  const lists = prepareLists(db);
  return {
    find: (tenant, id) => read(() => found(find.get({ tenant, id }), deviceOf)),
    findByIdentity: (tenant, key) => read(() => found(findByIdentity.get({ tenant, key }), deviceOf)),
    findByIdentities: (tenant, identities) =>
      read(() => findByIdentities.all({ tenant, keys: JSON.stringify(identities) }).map(deviceOf)),
    findByToken: (tenant, jti) => read(() => found(findByToken.get({ tenant, jti }), deviceOf)),
    tokenState: (tenant, id) => read(() => found(tokenState.get({ tenant, id }), tokenStateOf)),
    list: (tenant, filter, window) => read(() => lists.list(tenant, filter, window)),
    count: (tenant, filter) => read(() => lists.count(tenant, filter)),
    ...waitingReads(db, reads),
    ...refusalReads(db, reads),
    listDecommissioning: (before, limit) =>
      read(() => decommissioning.all({ before: before.getTime(), limit }).map(deviceOf)),
  };
}

/** A call with more changes is a mistake of the caller. */
export const commitAtMost =
  (commitMany: Devices['commitMany']): Devices['commitMany'] =>
  async (tenant, changes) => {
    if (changes.length > MAX_COMMITS) throw new TypeError(`at most ${MAX_COMMITS} changes are committed together`);
    return commitMany(tenant, changes);
  };

const found = <Row, Thing>(row: Row | undefined, thingOf: (row: Row) => Thing): Thing | undefined =>
  row === undefined ? undefined : thingOf(row);

function checkIn(db: DatabaseSyncInstance, { writeEach }: Transactions): Devices['checkIn'] {
  const note = prepare<{ tenant: string; id: string; at: number }>(
    db,
    `UPDATE device SET check_in_at = $at
     WHERE tenant = $tenant AND id = $id AND (check_in_at IS NULL OR check_in_at < $at)`,
  );
  return (checkIns) =>
    writeEach(checkIns, ({ tenant, device, at }) => void note.run({ tenant, id: device, at: at.getTime() }));
}
