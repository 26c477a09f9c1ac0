// Pages and counts. A page is one query over an index in the order of D13; a count reads the table `tally`.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { DeviceStatus } from '../../domain/device.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { ListFilter, Page, Window } from '../store.ts';
import { DEVICE, deviceOf, type DeviceRow } from './rows.ts';
import { prepare } from './statement.ts';
import { namesColumn } from './texts.ts';

export interface Lists {
  list(tenant: TenantId, filter: ListFilter, window: Window): Page;
  count(tenant: TenantId, filter: ListFilter): number;
}

export function prepareLists(db: DatabaseSyncInstance): Lists {
  const pageOfAll = prepare<WindowColumns, DeviceRow>(db, PAGE_OF_ALL);
  const pageOfStatuses = prepare<WindowColumns & Arms, DeviceRow>(db, PAGE_OF_STATUSES);
  const pageOfIds = prepare<WindowColumns & Wanted, DeviceRow>(db, PAGE_OF_IDS);
  const countOfStatuses = prepare<Omit<Wanted, 'ids'> & { tenant: string }, Counted>(db, COUNT_OF_STATUSES);
  const countOfIds = prepare<Wanted & { tenant: string }, Counted>(db, COUNT_OF_IDS);

  const rows = (window: WindowColumns, { statuses, ids }: ListFilter): readonly DeviceRow[] => {
    if (ids !== undefined) return pageOfIds.all({ ...window, ids: namesColumn(ids), statuses: listColumn(statuses) });
    if (statuses !== undefined) return pageOfStatuses.all({ ...window, ...armsOf(statuses) });
    return pageOfAll.all(window);
  };
  return {
    list: (tenant, filter, window) => {
      // Reads one device more than asked for, which shows that there are more.
      const found = rows(windowColumns(tenant, window), filter);
      return { devices: found.slice(0, window.limit).map(deviceOf), more: found.length > window.limit };
    },
    count: (tenant, { statuses, ids }) => {
      const wanted = { tenant, statuses: listColumn(statuses) };
      const counted =
        ids === undefined ? countOfStatuses.get(wanted) : countOfIds.get({ ...wanted, ids: namesColumn(ids) });
      return counted?.devices ?? 0;
    },
  };
}

interface WindowColumns {
  readonly tenant: string;
  readonly createdAt: number;
  readonly id: string;
  readonly limit: number;
  readonly skip: number;
}

/** Lists as JSON texts; null matches everything. */
interface Wanted {
  readonly ids: string;
  readonly statuses: string | null;
}

interface Counted {
  readonly devices: number;
}

const BEFORE_ALL = { createdAt: Number.MIN_SAFE_INTEGER, id: '' };

function windowColumns(tenant: TenantId, window: Window): WindowColumns {
  const base = { tenant, limit: window.limit + 1 };
  if ('skip' in window) return { ...base, ...BEFORE_ALL, skip: window.skip };
  if (window.after === undefined) return { ...base, ...BEFORE_ALL, skip: 0 };
  return { ...base, createdAt: window.after.createdAt.getTime(), id: window.after.id, skip: 0 };
}

const listColumn = (list: readonly string[] | undefined): string | null =>
  list === undefined ? null : namesColumn(list);

interface Arms {
  readonly one: string | null;
  readonly two: string | null;
  readonly three: string | null;
  readonly four: string | null;
  readonly five: string | null;
}

/** One arm for each of the five statuses; an arm with null finds nothing. */
function armsOf(statuses: readonly DeviceStatus[]): Arms {
  const [one = null, two = null, three = null, four = null, five = null] = new Set(statuses);
  return { one, two, three, four, five };
}

// The inner selects walk only an index. Whole rows are read only for the devices of the page, also after a deep skip. INDEXED BY
// turns a plan that scans and sorts into an error. `store.spec.ts` checks the plans.
export const PAGE_OF_ALL = `
  SELECT ${DEVICE} FROM (
    SELECT row_id FROM device INDEXED BY device_by_creation
    WHERE tenant = $tenant AND (created_at, id) > ($createdAt, $id)
    ORDER BY created_at, id LIMIT $limit OFFSET $skip
  ) AS page CROSS JOIN device ON device.row_id = page.row_id
  ORDER BY device.created_at, device.id`;

export const PAGE_OF_STATUSES = `
  SELECT ${DEVICE} FROM (
    SELECT row_id, created_at, id FROM device INDEXED BY device_by_status
      WHERE tenant = $tenant AND status = $one AND (created_at, id) > ($createdAt, $id)
    UNION ALL SELECT row_id, created_at, id FROM device INDEXED BY device_by_status
      WHERE tenant = $tenant AND status = $two AND (created_at, id) > ($createdAt, $id)
    UNION ALL SELECT row_id, created_at, id FROM device INDEXED BY device_by_status
      WHERE tenant = $tenant AND status = $three AND (created_at, id) > ($createdAt, $id)
    UNION ALL SELECT row_id, created_at, id FROM device INDEXED BY device_by_status
      WHERE tenant = $tenant AND status = $four AND (created_at, id) > ($createdAt, $id)
    UNION ALL SELECT row_id, created_at, id FROM device INDEXED BY device_by_status
      WHERE tenant = $tenant AND status = $five AND (created_at, id) > ($createdAt, $id)
    ORDER BY created_at, id LIMIT $limit OFFSET $skip
  ) AS page CROSS JOIN device ON device.row_id = page.row_id
  ORDER BY device.created_at, device.id`;

export const PAGE_OF_IDS = `
  SELECT ${DEVICE} FROM (SELECT DISTINCT value AS id FROM json_each($ids)) AS wanted
  CROSS JOIN device INDEXED BY device_by_id ON device.tenant = $tenant AND device.id = wanted.id
  WHERE (created_at, device.id) > ($createdAt, $id)
    AND ($statuses IS NULL OR status IN (SELECT value FROM json_each($statuses)))
  ORDER BY created_at, device.id LIMIT $limit OFFSET $skip`;

const COUNT_OF_STATUSES = `
  SELECT coalesce(sum(devices), 0) AS devices FROM tally
  WHERE tenant = $tenant AND ($statuses IS NULL OR status IN (SELECT value FROM json_each($statuses)))`;

const COUNT_OF_IDS = `
  SELECT count(*) AS devices FROM (SELECT DISTINCT value AS id FROM json_each($ids)) AS wanted
  CROSS JOIN device INDEXED BY device_by_id ON device.tenant = $tenant AND device.id = wanted.id
  WHERE $statuses IS NULL OR status IN (SELECT value FROM json_each($statuses))`;
