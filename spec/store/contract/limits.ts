// The contract of the limit (D4): never exceeded, never below what was possible.
import { describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import { OWN_TENANT, type TenantId } from '../../../src/domain/ids.ts';
import type { TenantRoom } from '../../../src/domain/limits.ts';
import type { CommitAnswer, Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { eventsOf } from './feed.ts';

export function describeLimits(store: () => Store): void {
  describe('limits', () => {
    describeSetting(store);
    describeListing(store);
    describeTaking(store);
    describeGiving(store);
    describeRacing(store);
  });
}

function describeSetting(store: () => Store): void {
  test('a limit that is set is the limit, and its event is in the feed', async () => {
    const tenant = given.tenant();
    const event = given.event({ tenant }, { type: 'limit.changed', limit: 3 });

    await setLimit(store(), tenant, 3, event);

    expect(await store().limits.get(tenant)).toEqual({ limit: 3, used: 0 });
    expect(await eventsOf(store(), tenant, 1)).toEqual([event]);
  });

  test('a tenant without a limit has none', async () => {
    expect(await store().limits.get(given.tenant())).toEqual({ limit: -1, used: 0 });
  });

  test('-1 takes a limit away', async () => {
    const tenant = given.tenant();
    const [device] = await three(store(), tenant);

    await setLimit(store(), tenant, 0);
    await setLimit(store(), tenant, -1);

    expect(await accept(store(), device)).toBe('done');
  });
}

function describeListing(store: () => Store): void {
  /** All tenants of the store, which other specs use too. */
  async function listed(limit: number) {
    const pages: (readonly TenantRoom[])[] = [];
    for (let after: TenantId | undefined; ;) {
      const { items, more } = await store().limits.list({ limit, after });
      pages.push(items);
      after = items.at(-1)?.tenant;
      if (!more) return { pages, rooms: pages.flat() };
    }
  }

  test('tenants are listed with their rooms: those with a device, with an accepted one, or with a limit', async () => {
    const [waiting, accepting, limited] = [given.tenant(), given.tenant(), given.tenant()];
    const device = given.device({ tenant: waiting });
    await store().devices.commit(waiting, given.create(device));
    const [first] = await three(store(), accepting);
    await accept(store(), first);
    await setLimit(store(), limited, 0);

    const { rooms } = await listed(100);

    const of = (tenant: TenantId) => rooms.filter((room) => room.tenant === tenant);
    expect(of(waiting)).toEqual([{ tenant: waiting, limit: -1, used: 0 }]);
    expect(of(accepting)).toEqual([{ tenant: accepting, limit: -1, used: 1 }]);
    expect(of(limited)).toEqual([{ tenant: limited, limit: 0, used: 0 }]);
    expect(of(given.tenant())).toEqual([]);
  });

  test('the list is walked in parts, each tenant once and in order; the empty id is the first', async () => {
    const own = OWN_TENANT;
    await setLimit(store(), own, -1);
    for (const tenant of [given.tenant(), given.tenant()]) await setLimit(store(), tenant, 5);
    const device = given.device({ tenant: given.tenant() });
    await store().devices.commit(device.tenant, given.create(device));

    const { pages, rooms } = await listed(3);

    const ids = rooms.map(({ tenant }) => tenant);
    expect(ids[0]).toBe(own);
    expect(ids).toHaveLength(new Set(ids).size);
    // A store may keep those two characters in another form.
    const plain = ids.filter((id) => !/[\0\uffff]/.test(id));
    expect(plain).toEqual([...plain].sort());
    expect(ids).toContain(device.tenant);
    expect(pages.slice(0, -1).every(({ length }) => length === 3)).toBe(true);
    expect(rooms).toEqual((await listed(1)).rooms);
  });
}

function describeTaking(store: () => Store): void {
  test('a change that takes a slot when none is free writes nothing', async () => {
    const tenant = given.tenant();
    const [first, second] = await three(store(), tenant);
    await setLimit(store(), tenant, 1);

    expect(await accept(store(), first)).toBe('done');
    expect(await accept(store(), second)).toBe('full');

    expect(await store().devices.find(tenant, second.id)).toEqual(second);
    expect(await store().devices.count(tenant, { statuses: ['accepted'] })).toBe(1);
    expect(await store().limits.get(tenant)).toEqual({ limit: 1, used: 1 });
    expect(await eventsOf(store(), tenant, 6)).toHaveLength(6);
  });

  test('a limit of 0 admits no device', async () => {
    const tenant = given.tenant();
    const [device] = await three(store(), tenant);
    await setLimit(store(), tenant, 0);

    expect(await accept(store(), device)).toBe('full');
  });

  test('a change that takes no slot needs none', async () => {
    const tenant = given.tenant();
    const [device] = await three(store(), tenant);
    await setLimit(store(), tenant, 0);

    expect(await store().devices.commit(tenant, given.update(device, { set: { provisioned: true } }))).toBe('done');
  });

  test('used is kept for tenants without a limit', async () => {
    const tenant = given.tenant();
    const devices = await three(store(), tenant);

    for (const device of devices) await accept(store(), device);

    expect(await store().limits.get(tenant)).toEqual({ limit: -1, used: 3 });
  });

  test('a stale change takes no slot', async () => {
    const tenant = given.tenant();
    const [device] = await three(store(), tenant);

    expect(await accept(store(), { ...device, revision: 7 })).toBe('stale');
    expect(await store().limits.get(tenant)).toEqual({ limit: -1, used: 0 });
  });

  test('the same take again takes no second slot', async () => {
    const tenant = given.tenant();
    const [device] = await three(store(), tenant);
    await setLimit(store(), tenant, 1);
    const change = given.accept(device);

    expect(await store().devices.commit(tenant, change)).toBe('done');
    expect(await store().devices.commit(tenant, change)).toBe('done');
    expect(await store().limits.get(tenant)).toEqual({ limit: 1, used: 1 });
  });
}

function describeGiving(store: () => Store): void {
  test.each([
    ['rejecting', (device: Device) => given.reject(device)],
    ['removing', (device: Device) => given.remove(device, 'give')],
  ])('%s an accepted device frees its slot', async (_, give) => {
    const tenant = given.tenant();
    const [first, second] = await three(store(), tenant);
    await setLimit(store(), tenant, 1);
    await accept(store(), first);

    const answer = await store().devices.commit(tenant, give({ ...first, revision: 2 }));

    expect(answer).toBe('done');
    expect(await store().limits.get(tenant)).toEqual({ limit: 1, used: 0 });
    expect(await accept(store(), second)).toBe('done');
  });

  test('a lowered limit rejects no device, and applies to the next', async () => {
    const tenant = given.tenant();
    const [first, second, third] = await three(store(), tenant);
    await accept(store(), first);
    await accept(store(), second);

    await setLimit(store(), tenant, 1);

    expect(await store().limits.get(tenant)).toEqual({ limit: 1, used: 2 });
    expect(await store().devices.count(tenant, { statuses: ['accepted'] })).toBe(2);
    await store().devices.commit(tenant, given.reject({ ...first, revision: 2 }));
    expect(await accept(store(), third)).toBe('full');
    await store().devices.commit(tenant, given.reject({ ...second, revision: 2 }));
    expect(await accept(store(), third)).toBe('done');
  });
}

function describeRacing(store: () => Store): void {
  test.each([
    ['fewer slots', 40, 15],
    ['more slots', 10, 15],
  ])('parallel takes end with exactly as many accepted as possible: %s than takers', async (_, takers, limit) => {
    const tenant = given.tenant();
    const devices = await fleet(store(), tenant, takers);
    await setLimit(store(), tenant, limit);

    const answers = await Promise.all(devices.map((device) => accept(store(), device)));

    const won = Math.min(takers, limit);
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(won);
    expect(answers.filter((answer) => answer === 'full')).toHaveLength(takers - won);
    expect(await store().limits.get(tenant)).toEqual({ limit, used: won });
    expect(await store().devices.count(tenant, { statuses: ['accepted'] })).toBe(won);
  });

  test('parallel takes and gives leave used equal to the accepted, within the limit', async () => {
    const tenant = given.tenant();
    const devices = await fleet(store(), tenant, 20);
    await setLimit(store(), tenant, 10);
    for (const device of devices.slice(0, 10)) await accept(store(), device);

    await Promise.all([
      ...devices.slice(0, 10).map((of) => store().devices.commit(tenant, given.reject({ ...of, revision: 2 }))),
      ...devices.slice(10).map((of) => accept(store(), of)),
    ]);

    const accepted = await store().devices.count(tenant, { statuses: ['accepted'] });
    expect(await store().limits.get(tenant)).toEqual({ limit: 10, used: accepted });
    expect(accepted).toBeLessThanOrEqual(10);
    expect(await store().devices.count(tenant, { statuses: ['rejected'] })).toBe(10);
  });
}

const accept = (store: Store, device: Device): Promise<CommitAnswer> =>
  store.devices.commit(device.tenant, given.accept(device));

async function setLimit(store: Store, tenant: TenantId, limit: number, event = given.event({ tenant })): Promise<void> {
  await store.limits.set(tenant, limit, event);
}

/** Pending devices. */
async function fleet(store: Store, tenant: TenantId, count: number): Promise<readonly Device[]> {
  const devices = given.devices(count, { tenant });
  for (const device of devices) await store.devices.commit(tenant, given.create(device));
  return devices;
}

async function three(store: Store, tenant: TenantId): Promise<readonly [Device, Device, Device]> {
  const devices = [given.device({ tenant }), given.device({ tenant }), given.device({ tenant })] as const;
  for (const device of devices) await store.devices.commit(tenant, given.create(device));
  return devices;
}
