// The places that pending auth sets hold (D23), over the table `place`, which follows from the devices.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Devices } from '../store.ts';
import type { Reads } from './reads.ts';
import { deviceOf, prepare, textOf, waitingPlaceOf, type DeviceRow, type PlaceRow } from './rows.ts';
import { deviceId } from '../../domain/ids.ts';
import type { Transactions } from './transactions.ts';

type WaitingReads = Pick<Devices, 'countWaiting' | 'listWaiting' | 'listDisplaced' | 'listSilent'>;

interface Window {
  readonly tenant: string;
  readonly after: string;
  readonly limit: number;
}

interface Before {
  readonly before: number;
  readonly limit: number;
}

export function waitingReads(db: DatabaseSyncInstance, { read }: Reads): WaitingReads {
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
    `SELECT * FROM device WHERE row_id IN
       (SELECT row FROM place INDEXED BY place_by_leaving WHERE leaving_at < $before ORDER BY leaving_at LIMIT $limit)`,
  );
  const silent = prepare<Before, DeviceRow>(
    db,
    `SELECT * FROM device WHERE row_id IN
       (SELECT row FROM place INDEXED BY place_by_asking WHERE asked_at < $before ORDER BY asked_at LIMIT $limit)`,
  );
  return {
    countWaiting: (tenant) => read(() => count.get({ tenant })?.places ?? 0),
    listWaiting: (tenant, { limit, after = deviceId('') }) =>
      read(() => {
        // One more than asked for tells whether there are more.
        const found = devices.all({ tenant, after, limit: limit + 1 }).map(({ device }) => textOf(device));
        const last = found.slice(0, limit).at(-1);
        if (last === undefined) return { places: [], next: undefined };
        const next = found.length > limit ? deviceId(last) : undefined;
        return { places: places.all({ tenant, after, last }).map(waitingPlaceOf), next };
      }),
    listDisplaced: (before, limit) => read(() => displaced.all({ before: before.getTime(), limit }).map(deviceOf)),
    listSilent: (before, limit) => read(() => silent.all({ before: before.getTime(), limit }).map(deviceOf)),
  };
}

/** Writes into the auth sets themselves; the trigger keeps `place` in step. */
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
