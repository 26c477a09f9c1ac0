// The contract of lists and counts: one order, two kinds of window, two filters.
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Device, DeviceStatus } from '../../../src/domain/device.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import type { ListFilter, Page, Position, Store, Window } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';

const CYCLE: readonly DeviceStatus[] = ['pending', 'accepted', 'rejected', 'preauthorized', 'noauth', 'accepted'];
const FLEET = 30;
/** Groups of five devices were created in the same millisecond. */
const createdAt = (index: number): Date => given.time(Math.floor(index / 5));

export function describeLists(store: () => Store): void {
  describe('lists and counts', () => {
    const tenant = given.tenant();
    const fleet = Array.from({ length: FLEET }, (_, index) =>
      given.device({ tenant, createdAt: createdAt(index), status: CYCLE[index % CYCLE.length] ?? 'noauth' }),
    );
    beforeAll(async () => {
      const shuffled = fleet.toSorted((one, other) => (one.id < other.id ? -1 : 1));
      for (const device of shuffled) await store().devices.commit(tenant, given.create(device));
    });

    describeFilters(store, tenant, fleet);
    describeWindows(store, tenant, fleet);
    describeMoving(store);
  });
}

function describeFilters(store: () => Store, tenant: TenantId, fleet: readonly Device[]): void {
  const ids = [3, 17, 4, 3].map((index) => fleet[index]?.id ?? given.unknownId());
  const filters: readonly (readonly [string, ListFilter])[] = [
    ['no filter', {}],
    ...[...new Set(CYCLE)].map((status) => [`status ${status}`, { statuses: [status] }] as const),
    ['two statuses', { statuses: ['rejected', 'accepted'] }],
    ['one status named twice', { statuses: ['accepted', 'accepted'] }],
    ['all statuses', { statuses: [...CYCLE] }],
    ['no status', { statuses: [] }],
    ['some ids, one of them twice, one unknown', { ids: [...ids, given.unknownId()] }],
    ['no id', { ids: [] }],
    ['ids and statuses', { ids, statuses: ['pending', 'preauthorized'] }],
    ['ids and no status', { ids, statuses: [] }],
  ];

  test.each(filters)('%s: the list, page by page in either way, has the matches in order', async (_, filter) => {
    const expected = inOrder(fleet).filter((device) => matches(device, filter));

    for (const limit of [1, 4, FLEET, FLEET + 1]) {
      expect(await walk(store(), tenant, filter, limit, bySkip)).toEqual(expected);
      expect(await walk(store(), tenant, filter, limit, byCursor)).toEqual(expected);
    }
  });

  test.each(filters)('%s: the count is the length of the list', async (_, filter) => {
    const expected = fleet.filter((device) => matches(device, filter)).length;

    expect(await store().devices.count(tenant, filter)).toBe(expected);
  });
}

function describeWindows(store: () => Store, tenant: TenantId, fleet: readonly Device[]): void {
  const list = (window: Window): Promise<Page> => store().devices.list(tenant, {}, window);
  const order = inOrder(fleet);

  test('a window past the end is an empty page', async () => {
    const last = order.at(-1);
    const empty = { devices: [], more: false };

    expect(await list({ limit: 5, skip: FLEET })).toEqual(empty);
    expect(await list({ limit: 5, skip: 1_000_000 })).toEqual(empty);
    expect(await list({ limit: 5, after: last })).toEqual(empty);
    expect(await list({ limit: 5, after: { createdAt: given.time(9999), id: given.unknownId() } })).toEqual(empty);
  });

  test('a page says whether there are devices after it', async () => {
    expect((await list({ limit: FLEET - 1, skip: 0 })).more).toBe(true);
    expect((await list({ limit: FLEET, skip: 0 })).more).toBe(false);
    expect((await list({ limit: 5, skip: FLEET - 6 })).more).toBe(true);
    expect((await list({ limit: 5, skip: FLEET - 5 })).more).toBe(false);
    expect((await list({ limit: 5, after: order[FLEET - 7] })).more).toBe(true);
    expect((await list({ limit: 5, after: order[FLEET - 6] })).more).toBe(false);
  });

  test('a position need not be that of a device', async () => {
    const between: Position = { createdAt: new Date(given.time(1).getTime() - 1), id: given.unknownId() };

    expect((await list({ limit: 2, after: between })).devices).toEqual(order.slice(5, 7));
  });
}

function describeMoving(store: () => Store): void {
  test('a device that changes its status moves between lists and counts, and keeps its place', async () => {
    const { devices } = store();
    const tenant = given.tenant();
    const first = given.device({ tenant, createdAt: given.time(1) });
    const second = given.device({ tenant, createdAt: given.time(2) });
    const third = given.device({ tenant, createdAt: given.time(3) });
    for (const device of [first, second, third]) await devices.commit(tenant, given.create(device));

    await devices.commit(tenant, given.accept(second));

    const ids = async (filter: ListFilter): Promise<readonly string[]> =>
      (await devices.list(tenant, filter, { limit: 9, after: undefined })).devices.map(({ id }) => id);
    expect(await ids({})).toEqual([first.id, second.id, third.id]);
    expect(await ids({ statuses: ['pending'] })).toEqual([first.id, third.id]);
    expect(await ids({ statuses: ['accepted'] })).toEqual([second.id]);
    expect(await devices.count(tenant, { statuses: ['pending'] })).toBe(2);
    expect(await devices.count(tenant, { statuses: ['accepted', 'rejected'] })).toBe(1);
    expect(await devices.count(tenant, {})).toBe(3);
  });
}

const inOrder = (devices: readonly Device[]): readonly Device[] =>
  devices.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1));

const matches = (device: Device, { statuses, ids }: ListFilter): boolean =>
  (statuses?.includes(device.status) ?? true) && (ids?.includes(device.id) ?? true);

type NextWindow = (limit: number, seen: readonly Device[]) => Window;
const bySkip: NextWindow = (limit, seen) => ({ limit, skip: seen.length });
const byCursor: NextWindow = (limit, seen) => ({ limit, after: seen.at(-1) });

async function walk(
  store: Store,
  tenant: TenantId,
  filter: ListFilter,
  limit: number,
  next: NextWindow,
): Promise<readonly Device[]> {
  const seen: Device[] = [];
  for (;;) {
    const page = await store.devices.list(tenant, filter, next(limit, seen));
    seen.push(...page.devices);
    if (!page.more) return seen;
    if (page.devices.length !== limit) throw new Error('a page that is not full says there is more');
  }
}
