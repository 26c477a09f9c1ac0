// The contract of the calls beside commits: purging tokens, check-ins, the list of decommissioning devices.
import { describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { eventsOf } from './feed.ts';

export function describeTokens(store: () => Store): void {
  describe('tokens and check-ins', () => {
    describeLookup(store);
    describePurge(store);
    describeCheckIn(store);
    describeDecommissioning(store);
  });
}

function describeLookup(store: () => Store): void {
  test('a token is found from its issue until its removal, and the others stay', async () => {
    const { devices } = store();
    const [first, second] = [given.token(), given.token()];
    const device = await created(store(), { tenant: given.tenant() });
    const found = async (jti = first.jti): Promise<string | undefined> =>
      (await devices.findByToken(device.tenant, jti))?.id;

    await devices.commit(device.tenant, given.update(device, { set: { tokens: [first, second] } }));
    expect([await found(), await found(second.jti)]).toEqual([device.id, device.id]);
    await devices.commit(device.tenant, given.update({ ...device, revision: 2 }, { set: { tokens: [second] } }));
    expect([await found(), await found(second.jti)]).toEqual([undefined, device.id]);
  });
}

function describePurge(store: () => Store): void {
  test("a purge takes all tokens of the tenant, counts a revision on each device that held one, and leaves other tenants' alone", async () => {
    const { devices } = store();
    const tenant = given.tenant();
    const purged = [await created(store(), { tenant, tokens: [given.token(), given.token()] })];
    purged.push(await created(store(), { tenant, tokens: [given.token()], status: 'accepted' }));
    const without = await created(store(), { tenant });
    const other = await created(store(), { tenant: given.tenant(), tokens: [given.token()] });

    await devices.purgeTokens(tenant, given.event({ tenant }));

    for (const device of purged) {
      expect(await devices.find(tenant, device.id)).toEqual({ ...device, tokens: [], revision: 2 });
      for (const { jti } of device.tokens) expect(await devices.findByToken(tenant, jti)).toBeUndefined();
    }
    expect(await devices.find(tenant, without.id)).toEqual(without);
    expect(await devices.find(other.tenant, other.id)).toEqual(other);
  });

  test('a purge is in the feed once', async () => {
    const tenant = given.tenant();
    const event = given.event({ tenant });

    await store().devices.purgeTokens(tenant, event);
    await store().devices.purgeTokens(tenant, event);
    await store().devices.purgeTokens(tenant, given.event({ tenant }));

    expect(await eventsOf(store(), tenant, 2)).toHaveLength(2);
  });

  test('parallel purges are in the feed once each, and leave no token', async () => {
    const tenant = given.tenant();
    const device = await created(store(), { tenant, tokens: [given.token()] });
    const purges = [given.event({ tenant }), given.event({ tenant }), given.event({ tenant })];

    await Promise.all(purges.map((event) => store().devices.purgeTokens(tenant, event)));

    const ids = (await eventsOf(store(), tenant, 4)).slice(1).map(({ id }) => id);
    expect(ids.toSorted()).toEqual(purges.map(({ id }) => id).toSorted());
    expect((await store().devices.find(tenant, device.id))?.tokens).toEqual([]);
  });

  test('a change decided before a purge is stale after it', async () => {
    const tenant = given.tenant();
    const device = await created(store(), { tenant, tokens: [given.token()] });
    const issue = given.update(device, { set: { tokens: [...device.tokens, given.token()] } });

    await store().devices.purgeTokens(tenant, given.event({ tenant }));

    expect(await store().devices.commit(tenant, issue)).toBe('stale');
  });
}

function describeCheckIn(store: () => Store): void {
  test('a check-in only moves forward, and changes neither revision nor updatedAt', async () => {
    const tenant = given.tenant();
    const device = await created(store(), { tenant });
    const at = (minutes: number) => ({ tenant, device: device.id, at: given.time(minutes) });

    await store().devices.checkIn([at(5)]);
    expect(await store().devices.find(tenant, device.id)).toEqual({ ...device, checkInAt: given.time(5) });
    await store().devices.checkIn([at(4)]);
    expect(await store().devices.find(tenant, device.id)).toEqual({ ...device, checkInAt: given.time(5) });
    await store().devices.checkIn([at(6), at(7), at(3)]);
    expect(await store().devices.find(tenant, device.id)).toEqual({ ...device, checkInAt: given.time(7) });
  });

  test('check-ins of unknown devices are passed over', async () => {
    const device = await created(store(), { tenant: given.tenant() });
    const { tenant } = device;

    await store().devices.checkIn([]);
    await store().devices.checkIn([
      { tenant, device: given.unknownId(), at: given.time(1) },
      { tenant, device: device.id, at: given.time(1) },
    ]);

    expect((await store().devices.find(tenant, device.id))?.checkInAt).toEqual(given.time(1));
  });

  test('a change on the revision before a check-in is done and keeps it', async () => {
    const device = await created(store(), { tenant: given.tenant() });
    const { tenant } = device;
    await store().devices.checkIn([{ tenant, device: device.id, at: given.time(1) }]);

    expect(await store().devices.commit(tenant, given.update(device))).toBe('done');
    expect((await store().devices.find(tenant, device.id))?.checkInAt).toEqual(given.time(1));
  });
}

/** Long before the writes of other tests, because this list has every tenant. */
const LONG_AGO = -1_000_000;

function describeDecommissioning(store: () => Store): void {
  test('devices on their way out are listed over all tenants, the oldest first, at most as many as asked for', async () => {
    const { devices } = store();
    const since = (minutes: number): Promise<Device> =>
      created(store(), { tenant: given.tenant(), decommissioningSince: given.time(LONG_AGO + minutes) });
    const [third, first, second] = [await since(3), await since(1), await since(2)];
    await created(store(), { tenant: given.tenant() });
    const before = (minutes: number, limit = 10) => devices.listDecommissioning(given.time(LONG_AGO + minutes), limit);

    expect(await before(4)).toEqual([first, second, third]);
    expect(await before(4, 2)).toEqual([first, second]);
    expect(await before(3)).toEqual([first, second]);
    expect(await before(1)).toEqual([]);
    await devices.commit(first.tenant, given.remove(first));
    expect(await before(4)).toEqual([second, third]);
  });
}

async function created(store: Store, of: Partial<Device>): Promise<Device> {
  const device = given.device(of);
  await store.devices.commit(device.tenant, given.create(device));
  return device;
}
