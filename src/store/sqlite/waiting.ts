// The places of pending auth sets (D23), over the table `place`, which derives from the devices.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { createQueueTally, type Queue } from '../../domain/queue.ts';
import type { Devices } from '../store.ts';
import type { Reads } from './reads.ts';
import { DEVICE, deviceOf, waitingPlaceOf, type DeviceRow, type PlaceRow } from './rows.ts';
import { prepare } from './statement.ts';
import { textOf } from './texts.ts';
import { deviceId, fingerprint } from '../../domain/ids.ts';
import type { Transactions } from './transactions.ts';

type WaitingReads = Pick<Devices, 'countWaiting' | 'listWaiting' | 'readQueue' | 'listDisplaced' | 'listSilent'>;

interface Window {
  readonly tenant: string;
  readonly after: string;
  readonly limit: number;
}

interface Before {
  readonly before: number;
  readonly limit: number;
}

export function waitingReads(db: DatabaseSyncInstance, { read, readInPieces }: Reads): WaitingReads {
  const count = prepare<{ tenant: string }, { places: number }>(
    db,
    'SELECT count(*) AS places FROM place WHERE tenant = $tenant AND leaving_at IS NULL',
  );
  const devices = prepare<Window, { device: string }>(
    db,
    `SELECT DISTINCT device FROM place WHERE tenant = $tenant AND device > $after AND leaving_at IS NULL
     ORDER BY device LIMIT $limit`,
  );
  const places = prepare<Omit<Window, 'limit'> & { last: string }, PlaceRow>(
    db,
    `SELECT device, auth_set, source, created_at, asked_at FROM place
     WHERE tenant = $tenant AND device > $after AND device <= $last AND leaving_at IS NULL ORDER BY device, auth_set`,
  );
  const displaced = prepare<Before, DeviceRow>(
    db,
    `SELECT ${DEVICE} FROM device WHERE row_id IN
       (SELECT row FROM place INDEXED BY place_by_leaving WHERE leaving_at < $before ORDER BY leaving_at LIMIT $limit)`,
  );
  const silent = prepare<Before, DeviceRow>(
    db,
    `SELECT ${DEVICE} FROM device WHERE row_id IN
       (SELECT row FROM place INDEXED BY place_by_asking WHERE asked_at < $before ORDER BY asked_at LIMIT $limit)`,
  );
  const queue = prepareQueue(db);
  return {
    countWaiting: (tenant) => read(() => count.get({ tenant })?.places ?? 0),
    listWaiting: (tenant, { limit, after = deviceId('') }) =>
      read(() => {
        // One device more than asked for shows that there are more.
        const found = devices.all({ tenant, after, limit: limit + 1 }).map(({ device }) => textOf(device));
        const last = found.slice(0, limit).at(-1);
        if (last === undefined) return { places: [], next: undefined };
        const next = found.length > limit ? deviceId(last) : undefined;
        return { places: places.all({ tenant, after, last }).map(waitingPlaceOf), next };
      }),
    readQueue: (tenant, most) => readInPieces(queue(tenant, most)),
    listDisplaced: (before, limit) => read(() => displaced.all({ before: before.getTime(), limit }).map(deviceOf)),
    listSilent: (before, limit) => read(() => silent.all({ before: before.getTime(), limit }).map(deviceOf)),
  };
}

/** The number of pending sets that are read at once. Other work runs in between. */
const PIECE = 200;

function prepareQueue(db: DatabaseSyncInstance): (tenant: string, most: number) => Generator<void, Queue> {
  const piece = prepare<QueueWindow, QueuedSetRow>(
    db,
    `SELECT place.device, place.auth_set, place.source, place.created_at, place.leaving_at,
       (SELECT value ->> 'fingerprint' FROM json_each(device.auth_sets) WHERE value ->> 'id' = place.auth_set) AS key
     FROM place CROSS JOIN device ON device.row_id = place.row
     WHERE place.tenant = $tenant AND (place.device, place.auth_set) > ($device, $set)
     ORDER BY place.device, place.auth_set LIMIT ${PIECE}`,
  );
  return function* (tenant, most) {
    const tally = createQueueTally();
    let last = { device: '', set: '' };
    for (;;) {
      const rows = piece.all({ tenant, ...last });
      for (const { source, key, created_at: at, leaving_at: leavingAt } of rows) {
        const set = { from: source ?? undefined, key: fingerprint(key), createdAt: new Date(at) };
        tally.add({ ...set, isLeaving: leavingAt !== null });
      }
      const end = rows.at(-1);
      if (end === undefined || rows.length < PIECE) return tally.queue(most);
      last = { device: textOf(end.device), set: textOf(end.auth_set) };
      yield;
    }
  };
}

interface QueueWindow {
  readonly tenant: string;
  readonly device: string;
  readonly set: string;
}

interface QueuedSetRow {
  readonly device: string;
  readonly auth_set: string;
  readonly source: string | null;
  readonly created_at: number;
  readonly leaving_at: number | null;
  readonly key: string;
}

/** Writes into the auth sets themselves; the trigger updates `place`. */
export function noteAsked(db: DatabaseSyncInstance, { writeEach }: Transactions): Devices['noteAsked'] {
  const note = prepare<{ tenant: string; id: string; set: string; from: string; at: number }>(
    db,
    `UPDATE device SET auth_sets = (
       SELECT json_group_array(json(
         CASE WHEN value ->> 'id' = $set AND value ->> 'status' IN ('pending', 'rejected')
                AND coalesce(value ->> 'askedAt', value ->> 'createdAt') < $at
         THEN json_set(value, '$.askedAt', $at, '$.from', $from) ELSE value END) ORDER BY key)
       FROM json_each(auth_sets))
     WHERE tenant = $tenant AND id = $id AND instr(auth_sets, $set) > 0`,
  );
  return (asks) =>
    writeEach(asks, ({ tenant, device, authSet, from, at }) => {
      note.run({ tenant, id: device, set: authSet, from, at: at.getTime() });
    });
}
