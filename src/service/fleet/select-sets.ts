// Finds the auth sets that match the filter of a bulk decision (D21).
import { findSingle } from '../../domain/bulk-decision.ts';
import type { AuthSetStatus, Device } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import type { DeviceFilter } from '../../domain/device-filter.ts';
import type { AuthSetId, TenantId } from '../../domain/ids.ts';
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
  /** The devices of the items, as they were read. */
  readonly devices: readonly Device[];
  /** The position of the next part. `undefined` after the last part. */
  readonly next: Position | undefined;
}

const READ_AT_ONCE = 200;
/** A larger number is not counted exactly, so one filter cannot decide that many. */
export const MAX_MATCHES = 100_000;

/**
 * Returns the first `most` sets after that position, in the order in which their devices were created. Skips devices with several
 * sets in `from`.
 */
export async function selectSets(
  search: DeviceSearch,
  tenant: TenantId,
  selection: Selection,
  { most, after }: { readonly most: number; readonly after: Position | undefined },
): Promise<SelectedSets> {
  const found: Found[] = [];
  for await (const { sets, next } of pagesOf(search, tenant, selection, {
    after,
    missing: () => most - found.length,
  })) {
    found.push(...sets);
    if (found.length >= most) return selected(found, next);
  }
  return selected(found, undefined);
}

/** Returns the number of sets that match, and the first `most` of them. Refuses more than 100,000 with `too_many_matches`. */
export async function countSets(
  search: DeviceSearch,
  tenant: TenantId,
  selection: Selection,
  most: number,
): Promise<SelectedSets & { readonly count: number }> {
  const first: Found[] = [];
  let count = 0;
  for await (const { sets } of pagesOf(search, tenant, selection, { after: undefined, missing: () => READ_AT_ONCE })) {
    first.push(...sets.slice(0, most - first.length));
    count += sets.length;
    if (count > MAX_MATCHES)
      throw new Refused('too_many_matches', `more than ${MAX_MATCHES} devices match; narrow the filter`);
  }
  return { count, ...selected(first, count > first.length ? first.at(-1)?.device : undefined) };
}

interface Found {
  readonly device: Device;
  readonly authSet: AuthSetId;
}

const selected = (found: readonly Found[], next: Position | undefined): SelectedSets => ({
  items: found.map(({ device, authSet }) => ({ device: device.id, authSet })),
  devices: found.map(({ device }) => device),
  next: next && { createdAt: next.createdAt, id: next.id },
});

interface Reading {
  readonly after: Position | undefined;
  /** The number of sets that the caller still takes. No page reads more devices. */
  readonly missing: () => number;
}

/** Yields the sets of each page up to the last one. */
async function* pagesOf(
  search: DeviceSearch,
  tenant: TenantId,
  { filter, from, seenBefore }: Selection,
  { after: start, missing }: Reading,
) {
  const narrowed = { ...filter, authSetStatuses: filter.authSetStatuses ?? [from] };
  for (let after = start; ;) {
    const limit = Math.min(READ_AT_ONCE, missing());
    const { devices, next } = await search.find(tenant, narrowed, { limit, order: 'created', after });
    const sets = devices.flatMap((device): readonly Found[] => {
      const authSet = device.decommissioningSince === undefined ? findSingle(device, from, seenBefore) : undefined;
      return authSet === undefined ? [] : [{ device, authSet }];
    });
    yield { sets, next };
    if (next === undefined) return;
    after = next;
  }
}
