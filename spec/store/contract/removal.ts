// The contract of a device's end (D1a): no read shows it, and its identity may register again.
import { describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { eventsOf } from './feed.ts';

export function describeRemoval(store: () => Store): void {
  describe('removal', () => {
    describeInvisible(store);
    describeRegisteringAgain(store);
  });
}

const leaving = (): Device =>
  given.device({
    tenant: given.tenant(),
    status: 'accepted',
    tokens: [given.token(), given.token()],
    decommissioningSince: given.time(-2_000_000),
  });

function describeInvisible(store: () => Store): void {
  test('a removed device is invisible everywhere', async () => {
    const { devices } = store();
    const device = leaving();
    const { tenant } = device;
    await devices.commit(tenant, given.create(device));

    expect(await devices.commit(tenant, given.remove(device))).toBe('done');

    expect(await devices.find(tenant, device.id)).toBeUndefined();
    expect(await devices.findByIdentity(tenant, device.identity.key)).toBeUndefined();
    for (const { jti } of device.tokens) expect(await devices.findByToken(tenant, jti)).toBeUndefined();
    expect(await devices.tokenState(tenant, device.id)).toBeUndefined();
    for (const filter of [{}, { statuses: ['accepted'] }, { ids: [device.id] }] as const) {
      expect(await devices.list(tenant, filter, { limit: 9, skip: 0 })).toEqual({ devices: [], more: false });
      expect(await devices.list(tenant, filter, { limit: 9, after: undefined })).toEqual({ devices: [], more: false });
      expect(await devices.count(tenant, filter)).toBe(0);
    }
    const onTheirWay = await devices.listDecommissioning(given.time(0), 100);
    expect(onTheirWay.map(({ id }) => id)).not.toContain(device.id);
  });

  test('a removed device does not change', async () => {
    const { devices } = store();
    const device = leaving();
    const { tenant } = device;
    await devices.commit(tenant, given.create(device));
    await devices.commit(tenant, given.remove(device));

    for (const revision of [1, 2]) {
      expect(await devices.commit(tenant, given.update({ ...device, revision }))).toBe('stale');
      expect(await devices.commit(tenant, given.remove({ ...device, revision }))).toBe('stale');
    }
    await devices.checkIn([{ tenant, device: device.id, at: given.time(1) }]);
    await devices.purgeTokens(tenant, given.event({ tenant }));

    expect(await devices.find(tenant, device.id)).toBeUndefined();
    expect(await devices.count(tenant, {})).toBe(0);
  });

  test('the others stay, in their order and number', async () => {
    const { devices } = store();
    const tenant = given.tenant();
    const [first, middle, last] = [given.device({ tenant }), given.device({ tenant }), given.device({ tenant })];
    for (const device of [first, middle, last]) await devices.commit(tenant, given.create(device));

    await devices.commit(tenant, given.remove(middle));

    const page = await devices.list(tenant, {}, { limit: 9, after: undefined });
    expect(page.devices).toEqual([first, last].toSorted((one, other) => (one.id < other.id ? -1 : 1)));
    expect(await devices.count(tenant, { statuses: ['pending'] })).toBe(2);
  });

  test('its events are in the feed', async () => {
    const device = leaving();
    const removal = given.remove(device);
    await store().devices.commit(device.tenant, given.create(device));
    await store().devices.commit(device.tenant, removal);

    expect((await eventsOf(store(), device.tenant, 2)).slice(1)).toEqual(removal.events);
  });
}

function describeRegisteringAgain(store: () => Store): void {
  test('the identity of a removed device registers again under a new id, any number of times', async () => {
    const { devices } = store();
    const tenant = given.tenant();
    const { identity } = given.device();

    for (const device of given.devices(3, { tenant, identity })) {
      expect(await devices.commit(tenant, given.create(device))).toBe('done');
      expect(await devices.findByIdentity(tenant, identity.key)).toEqual(device);
      expect(await devices.count(tenant, {})).toBe(1);
      expect(await devices.commit(tenant, given.remove(device))).toBe('done');
    }

    expect(await eventsOf(store(), tenant, 6)).toHaveLength(6);
    expect(await devices.count(tenant, {})).toBe(0);
  });

  test('the tokens of a removed device are not those of the next one', async () => {
    const { devices } = store();
    const device = leaving();
    const next = given.device({ tenant: device.tenant, identity: device.identity });
    await devices.commit(device.tenant, given.create(device));
    await devices.commit(device.tenant, given.remove(device));
    await devices.commit(device.tenant, given.create(next));

    for (const { jti } of device.tokens) expect(await devices.findByToken(device.tenant, jti)).toBeUndefined();
  });

  test('of parallel removals one is done', async () => {
    const device = leaving();
    await store().devices.commit(device.tenant, given.create(device));

    const removals = Array.from({ length: 20 }, () => store().devices.commit(device.tenant, given.remove(device)));

    const answers = await Promise.all(removals);
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'stale')).toHaveLength(19);
  });
}
