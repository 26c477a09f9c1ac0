// Finds the auth sets that the filter of a bulk decision means (D21).
import { findSingle } from '../../domain/bulk-decision.ts';
import type { AuthSetStatus } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import type { DeviceFilter } from '../../domain/device-filter.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { DeviceSearch, Position } from '../../store/store.ts';
import type { SetItem } from './decide-many.ts';

export interface Selection {
  readonly filter: DeviceFilter;
  /** Only sets in this status. */
  readonly from: AuthSetStatus;
  /** Sets that were made later are not meant: the caller has not seen them. */
  readonly seenBefore: Date;
}

export interface SelectedSets {
  readonly items: readonly SetItem[];
  /** Start of the next part; `undefined` after the last one. */
  readonly next: Position | undefined;
}

const READ_AT_ONCE = 500;
/** More than so many are not counted exactly, and so not decided by one filter. */
export const MAX_MATCHES = 100_000;

/** Returns the first `most` sets after that position, by the creation of their device. Devices with several sets in `from` are left out. */
export async function selectSets(
  search: DeviceSearch,
  tenant: TenantId,
  { filter, from, seenBefore }: Selection,
  window: { readonly most: number; readonly after: Position | undefined },
): Promise<SelectedSets> {
  const items: SetItem[] = [];
  const narrowed = { ...filter, authSetStatuses: filter.authSetStatuses ?? [from] };
  for (let { after } = window; ;) {
    const limit = Math.min(READ_AT_ONCE, window.most - items.length);
    const page = await search.find(tenant, narrowed, { limit, order: 'created', after });
    for (const device of page.devices) {
      const authSet = findSingle(device, from, seenBefore);
      if (authSet !== undefined && device.decommissioningSince === undefined)
        items.push({ device: device.id, authSet });
    }
    if (page.next === undefined || items.length >= window.most) return { items, next: page.next };
    after = page.next;
  }
}

/** Returns how many sets are meant. Refuses with `too_many_matches` beyond 100,000. */
export async function countSets(search: DeviceSearch, tenant: TenantId, selection: Selection): Promise<number> {
  const { items, next } = await selectSets(search, tenant, selection, { most: MAX_MATCHES, after: undefined });
  if (next !== undefined)
    throw new Refused('too_many_matches', `more than ${MAX_MATCHES} devices match; narrow the filter`);
  return items.length;
}
