// Searches: walks the devices in the order of creation, in pieces between which other requests are answered.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Device } from '../../domain/device.ts';
import { matchesFilter, type DeviceFilter } from '../../domain/device-filter.ts';
import { deviceId, type TenantId } from '../../domain/ids.ts';
import type { DeviceSearch, Position, SearchWindow } from '../store.ts';
import { deviceOf, prepare, type DeviceRow } from './rows.ts';
import type { Reads } from './reads.ts';

/** How many devices a piece looks at. */
const PIECE = 64;
/** A search gives up after so many, and says where to continue. */
const MOST = 200_000;

export function deviceSearch(db: DatabaseSyncInstance, reads: Reads): DeviceSearch {
  const walk = prepareWalk(db);
  return {
    find: async (tenant, filter, { limit, order, after }) => {
      const devices: Device[] = [];
      const end = await reads.readInPieces(
        walk({ tenant, filter, order, after }, (device) => {
          devices.push(device);
          return devices.length > limit;
        }),
      );
      const last = devices.length > limit ? devices[limit - 1] : end;
      return { devices: devices.slice(0, limit), next: last && { createdAt: last.createdAt, id: last.id } };
    },
    count: async (tenant, filter, most) => {
      let count = 0;
      const end = await reads.readInPieces(
        walk({ tenant, filter, order: 'created', after: undefined }, () => {
          count += 1;
          return count > most;
        }),
      );
      return { count: Math.min(count, most), more: count > most || end !== undefined };
    },
  };
}

interface Walk extends Pick<SearchWindow, 'order' | 'after'> {
  readonly tenant: TenantId;
  readonly filter: DeviceFilter;
}

/** Gives every device that matches to `take`, until it returns true. Returns where the walk gave up; `undefined` at the end. */
type Walker = (walk: Walk, take: (device: Device) => boolean) => Generator<void, Position | undefined>;

interface Place {
  readonly tenant: string;
  readonly createdAt: number;
  readonly id: string;
  readonly size: number;
}

function prepareWalk(db: DatabaseSyncInstance): Walker {
  const statements = {
    created: prepare<Place, DeviceRow>(db, OLDEST_FIRST),
    '-created': prepare<Place, DeviceRow>(db, NEWEST_FIRST),
  };
  return function* ({ tenant, filter, order, after }, take) {
    let position: Position = after ?? BEGINNING[order];
    for (let seen = 0; seen < MOST; seen += PIECE) {
      const place = { tenant, createdAt: position.createdAt.getTime(), id: position.id, size: PIECE };
      const devices = statements[order].all(place).map(deviceOf);
      if (devices.some((device) => matchesFilter(device, filter) && take(device))) return undefined;
      const last = devices.at(-1);
      if (last === undefined || devices.length < PIECE) return undefined;
      position = last;
      yield;
    }
    return position;
  };
}

const LAST_ID = '\u{10ffff}';
const EARLIEST = new Date(-8_640_000_000_000_000);
const LATEST = new Date(8_640_000_000_000_000);
const BEGINNING: Readonly<Record<SearchWindow['order'], Position>> = {
  created: { createdAt: EARLIEST, id: deviceId('') },
  '-created': { createdAt: LATEST, id: deviceId(LAST_ID) },
};

const OLDEST_FIRST = `
  SELECT * FROM device INDEXED BY device_by_creation
  WHERE tenant = $tenant AND (created_at, id) > ($createdAt, $id) ORDER BY created_at, id LIMIT $size`;
const NEWEST_FIRST = `
  SELECT * FROM device INDEXED BY device_by_creation
  WHERE tenant = $tenant AND (created_at, id) < ($createdAt, $id) ORDER BY created_at DESC, id DESC LIMIT $size`;
