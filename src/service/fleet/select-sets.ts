// Finds the auth sets that match the filter of a bulk decision (D21).
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
  /** Sets that were created later do not match: the caller has not seen them. */
  readonly seenBefore: Date;
}

export interface SelectedSets {
  readonly items: readonly SetItem[];
  /** The position of the next part. `undefined` after the last part. */
  readonly next: Position | undefined;
}

const READ_AT_ONCE = 500;
/** A larger number is not counted exactly, so one filter cannot decide that many. */
export const MAX_MATCHES = 100_000;

/**
 * Returns the first `most` sets after that position, in the order in which their devices were created. Skips devices with several
 * sets in `from`.
 */
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

/** Returns the number of sets that match. Refuses more than 100,000 with `too_many_matches`. */
export async function countSets(search: DeviceSearch, tenant: TenantId, selection: Selection): Promise<number> {
  const { items, next } = await selectSets(search, tenant, selection, { most: MAX_MATCHES, after: undefined });
  if (next !== undefined)
    throw new Refused('too_many_matches', `more than ${MAX_MATCHES} devices match; narrow the filter`);
  return items.length;
}
