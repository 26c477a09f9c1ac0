// Searches (D21). They run in pieces, between which other requests are answered. `search-plan.ts` makes streams and tests from a
// filter, `search-leapfrog.ts` walks the streams.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Device } from '../../domain/device.ts';
import { matchesFilter, needsIndex, type DeviceFilter } from '../../domain/device-filter.ts';
import { Refused } from '../../domain/errors.ts';
import type { DeviceSearch, SearchWindow } from '../store.ts';
import type { Reads } from './reads.ts';
import { DEVICE, deviceOf, placeOf, positionOf, type DeviceRow } from './rows.ts';
import { prepare } from './statement.ts';
import type { Entry } from './search-streams.ts';
import { prepareWalk, SEARCH_BOUNDS, type SearchBounds, type Walk } from './search-walk.ts';

/** The number of devices that a step reads completely. */
const DEVICES_A_STEP = 32;
const RETRY_AFTER_SECONDS = 10;

export function deviceSearch(
  db: DatabaseSyncInstance,
  { readInPieces }: Reads,
  bounds: SearchBounds = SEARCH_BOUNDS,
): DeviceSearch {
  const walk = prepareWalk(db, bounds);
  const readDevices = prepareDevices(db);
  const refuseUnlessReady = prepareReadiness(db);

  function* find(tenant: string, filter: DeviceFilter, { limit, order, after }: SearchWindow) {
    refuseUnlessReady(filter);
    const entries: Entry[] = [];
    const asked = { tenant, filter, order, after: after && placeOf(after), most: limit + 1 };
    const end = yield* walk.devices(asked, (entry) => entries.push(entry) > limit);
    const page = entries.slice(0, limit);
    const next = entries.length > limit ? page.at(-1) : end;
    // A device may have changed since its entry was read.
    const devices = yield* readDevices(page, (device) => matchesFilter(device, filter));
    return { devices, next: next && positionOf(next) };
  }

  function* count(tenant: string, filter: DeviceFilter, most: number) {
    refuseUnlessReady(filter);
    let counted = 0;
    const whole: Walk = { tenant, filter, order: 'created', after: undefined, most: most + 1 };
    const direct = yield* walk.count(whole);
    if (direct !== undefined) return { count: Math.min(direct, most), more: direct > most };
    const end = yield* walk.devices(whole, () => (counted += 1) > most);
    return { count: Math.min(counted, most), more: counted > most || end !== undefined };
  }
  return {
    find: (tenant, filter, window) => readInPieces(find(tenant, filter, window)),
    count: (tenant, filter, most) => readInPieces(count(tenant, filter, most)),
  };
}

type Matches = (device: Device) => boolean;

function prepareDevices(
  db: DatabaseSyncInstance,
): (entries: readonly Entry[], matches: Matches) => Generator<void, readonly Device[]> {
  const read = prepare<{ row: number }, DeviceRow>(db, `SELECT ${DEVICE} FROM device WHERE row_id = $row`);
  return function* (entries, matches) {
    const devices: Device[] = [];
    for (let at = 0; at < entries.length; at += DEVICES_A_STEP) {
      if (at > 0) yield;
      const rows = entries.slice(at, at + DEVICES_A_STEP).flatMap(({ row }) => read.get({ row }) ?? []);
      devices.push(...rows.map(deviceOf).filter(matches));
    }
    return devices;
  };
}

/**
 * A file of an older version is indexed while it serves. Devices without an index entry are not found, so a search has to wait for
 * all of them.
 */
function prepareReadiness(db: DatabaseSyncInstance): (filter: DeviceFilter) => void {
  const unfinished = prepare<object, object>(db, 'SELECT 1 FROM backfill WHERE position < last');
  let isReady = false;
  return (filter) => {
    isReady ||= unfinished.get({}) === undefined;
    if (isReady || !needsIndex(filter)) return;
    const retryAfterSeconds = RETRY_AFTER_SECONDS;
    throw new Refused('search_not_ready', 'the devices are being indexed; ask again later', { retryAfterSeconds });
  };
}
