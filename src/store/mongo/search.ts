// Searches: walks the devices in the order of creation and tests each document.
import type { Filter } from 'mongodb';
import type { Device } from '../../domain/device.ts';
import { matchesFilter, type DeviceFilter } from '../../domain/device-filter.ts';
import type { DeviceSearch, Position, SearchWindow } from '../store.ts';
import type { Collections } from './connection.ts';
import type { DeviceDocument } from './documents.ts';
import { deviceOf, NOT_REMOVED, WITHOUT_OUTBOX } from './documents.ts';

/** How many documents a query reads. */
const BATCH = 500;
/** A search gives up after so many, and says where to continue. */
const MOST = 20_000;

export function mongoSearch({ devices }: Pick<Collections, 'devices'>): DeviceSearch {
  return {
    find: async (tenant, filter, { limit, order, after }) => {
      const found: Device[] = [];
      const end = await walk(devices, { query: queryOf(tenant, filter), filter, order, after }, (device) => {
        found.push(device);
        return found.length > limit;
      });
      const last = found.length > limit ? found[limit - 1] : end;
      return { devices: found.slice(0, limit), next: last && { createdAt: last.createdAt, id: last.id } };
    },
    count: async (tenant, filter, most) => {
      let count = 0;
      const whole = { query: queryOf(tenant, filter), filter, order: 'created', after: undefined } as const;
      const end = await walk(devices, whole, () => {
        count += 1;
        return count > most;
      });
      return { count: Math.min(count, most), more: count > most || end !== undefined };
    },
  };
}

interface Walk extends Pick<SearchWindow, 'order' | 'after'> {
  readonly query: Filter<DeviceDocument>;
  readonly filter: DeviceFilter;
}

/** Gives every device that matches to `take`, until it returns true. Returns where the walk gave up; `undefined` at the end. */
async function walk(
  devices: Collections['devices'],
  { query, filter, order, after }: Walk,
  take: (device: Device) => boolean,
): Promise<Position | undefined> {
  const way = order === 'created' ? 1 : -1;
  let position = after;
  for (let seen = 0; seen < MOST; seen += BATCH) {
    const options = { projection: WITHOUT_OUTBOX, sort: { created_at: way, _id: way }, limit: BATCH } as const;
    const batch = await devices.find({ ...query, ...(position && behind(position, order)) }, options).toArray();
    const found = batch.flatMap((document) => deviceOf(document) ?? []);
    if (found.some((device) => matchesFilter(device, filter) && take(device))) return undefined;
    position = found.at(-1);
    if (position === undefined || batch.length < BATCH) return undefined;
  }
  return position;
}

/** What the database itself can test without an index of attributes. */
function queryOf(tenant: DeviceDocument['tenant'], filter: DeviceFilter): Filter<DeviceDocument> {
  const { statuses, ids, authSetStatuses, keyPrefix } = filter;
  return {
    tenant,
    ...(statuses === undefined ? NOT_REMOVED : { status: { $in: statuses } }),
    ...(ids && { _id: { $in: ids } }),
    ...(authSetStatuses && { 'auth_sets.status': { $in: authSetStatuses } }),
    ...(keyPrefix !== undefined && { 'auth_sets.fingerprint': { $regex: `^${keyPrefix}` } }),
  };
}

/** The bound on `created_at` alone lets the index start there. */
function behind({ createdAt, id }: Position, order: SearchWindow['order']): Filter<DeviceDocument> {
  return order === 'created'
    ? { created_at: { $gte: createdAt }, $or: [{ created_at: { $gt: createdAt } }, { _id: { $gt: id } }] }
    : { created_at: { $lte: createdAt }, $or: [{ created_at: { $lt: createdAt } }, { _id: { $lt: id } }] };
}
