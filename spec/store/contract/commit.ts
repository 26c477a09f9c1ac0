// The contract of `commit`: all or nothing, on the revision that was read, once.
import { describe, expect, test } from '@jest/globals';
import type { DeviceUpdate } from '../../../src/domain/change.ts';
import type { Device } from '../../../src/domain/device.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { eventsOf } from './feed.ts';

export function describeCommit(store: () => Store): void {
  describe('commit', () => {
    describeCreating(store);
    describeUpdating(store);
    describeStale(store);
    describeAgain(store);
    describeRaces(store);
  });
}

function describeCreating(store: () => Store): void {
  test('an identity that is there already is not created again, and nothing is written', async () => {
    const tenant = given.tenant();
    const device = await created(store(), { tenant });
    const twin = { ...given.device({ tenant, tokens: [given.token()] }), identity: device.identity };

    expect(await store().devices.commit(tenant, given.create(twin))).toBe('identity-taken');

    expect(await store().devices.findByIdentity(tenant, device.identity.key)).toEqual(device);
    expect(await store().devices.find(tenant, twin.id)).toBeUndefined();
    expect(await store().devices.count(tenant, {})).toBe(1);
    expect(await store().devices.findByToken(tenant, twin.tokens[0]?.jti ?? given.token().jti)).toBeUndefined();
  });
}

function describeUpdating(store: () => Store): void {
  const token = given.token();
  const sets: readonly (readonly [string, DeviceUpdate['set']])[] = [
    ['status', { status: 'rejected' }],
    ['authSets', { authSets: [given.authSet({ status: 'rejected' }), given.authSet()] }],
    ['tokens', { tokens: [token, given.token()] }],
    ['provisioned', { provisioned: true }],
    ['decommissioningSince', { decommissioningSince: given.time(8) }],
    ['updatedAt', { updatedAt: given.time(8) }],
    ['nothing', {}],
    ['no auth set and no token', { authSets: [], tokens: [], status: 'noauth' }],
    ['several', { status: 'preauthorized', updatedAt: given.time(9), tokens: [given.token()] }],
  ];

  test.each(sets)(
    'a change sets what it decides (%s), raises the revision by one, and leaves the rest',
    async (_, set) => {
      const tenant = given.tenant();
      const device = await created(store(), { tenant, tokens: [given.token()], checkInAt: given.time(2) });

      expect(await store().devices.commit(tenant, given.update(device, { set }))).toBe('done');

      const expected = { ...device, ...set, revision: 2 };
      expect(await store().devices.find(tenant, device.id)).toEqual(expected);
      expect(await store().devices.findByIdentity(tenant, device.identity.key)).toEqual(expected);
    },
  );

  test('a change may take back the decommissioning', async () => {
    const tenant = given.tenant();
    const device = await created(store(), { tenant, decommissioningSince: given.time(1) });

    await store().devices.commit(tenant, given.update(device, { set: { decommissioningSince: undefined } }));

    expect((await store().devices.find(tenant, device.id))?.decommissioningSince).toBeUndefined();
    expect((await store().devices.tokenState(tenant, device.id))?.decommissioning).toBe(false);
  });

  test('a change moves the check-in forward, never back', async () => {
    const tenant = given.tenant();
    const device = await created(store(), { tenant });
    const checkInAt = async (): Promise<Date | undefined> => (await store().devices.find(tenant, device.id))?.checkInAt;

    await store().devices.commit(tenant, given.update(device, { checkIn: given.time(5) }));
    expect(await checkInAt()).toEqual(given.time(5));
    await store().devices.commit(tenant, given.update({ ...device, revision: 2 }, { checkIn: given.time(4) }));
    expect(await checkInAt()).toEqual(given.time(5));
  });
}

function describeStale(store: () => Store): void {
  test.each([
    ['an older', 1],
    ['a later', 3],
  ])('a change decided on %s revision is stale and writes nothing', async (_, revision) => {
    const tenant = given.tenant();
    const device = await created(store(), { tenant });
    await store().devices.commit(tenant, given.update(device));

    const set = { status: 'rejected', tokens: [given.token()] } as const;
    expect(await store().devices.commit(tenant, given.update({ ...device, revision }, { set }))).toBe('stale');
    if (revision !== 1)
      expect(await store().devices.commit(tenant, given.remove({ ...device, revision }))).toBe('stale');

    expect(await store().devices.find(tenant, device.id)).toEqual({ ...device, revision: 2 });
    expect(await store().devices.count(tenant, { statuses: ['rejected'] })).toBe(0);
    expect(await store().devices.findByToken(tenant, set.tokens[0].jti)).toBeUndefined();
  });

  test('a change of a device that is not there is stale', async () => {
    const device = given.device({ tenant: given.tenant() });

    expect(await store().devices.commit(device.tenant, given.update(device))).toBe('stale');
    expect(await store().devices.commit(device.tenant, given.remove(device))).toBe('stale');
  });
}

function describeAgain(store: () => Store): void {
  test('the very change that was written before is done, and written once', async () => {
    const tenant = given.tenant();
    const device = given.device({ tenant });
    const changes = [given.create(device), given.update(device), given.remove({ ...device, revision: 2 })];

    for (const change of changes) {
      expect(await store().devices.commit(tenant, change)).toBe('done');
      expect(await store().devices.commit(tenant, change)).toBe('done');
    }

    const events = await eventsOf(store(), tenant, 3);
    expect(events.map(({ id }) => id)).toEqual(changes.map(({ id }) => `${id}.0`));
  });

  test('the same change again is done and counts no second revision, also when it has no events', async () => {
    const tenant = given.tenant();
    const device = await created(store(), { tenant });
    const change = { ...given.update(device, { set: { provisioned: true } }), events: [] };

    expect(await store().devices.commit(tenant, change)).toBe('done');
    expect(await store().devices.commit(tenant, change)).toBe('done');
    expect(await store().devices.find(tenant, device.id)).toEqual({ ...device, provisioned: true, revision: 2 });
  });
}

function describeRaces(store: () => Store): void {
  test.each([2, 50])('of %d parallel changes on one revision one is done, and only it is written', async (count) => {
    const tenant = given.tenant();
    const device = await created(store(), { tenant });
    const changes = Array.from({ length: count }, (_, index) =>
      given.update(device, { set: { updatedAt: given.time(index + 1), tokens: [given.token()] } }),
    );

    const answers = await Promise.all(changes.map((change) => store().devices.commit(tenant, change)));

    const winner = changes[answers.indexOf('done')];
    expect(answers.filter((answer) => answer === 'stale')).toHaveLength(count - 1);
    expect(await store().devices.find(tenant, device.id)).toEqual({ ...device, ...winner?.set, revision: 2 });
    expect((await eventsOf(store(), tenant, 2)).map(({ id }) => id).slice(1)).toEqual([`${winner?.id}.0`]);
    for (const change of changes.filter((other) => other !== winner)) {
      for (const { jti } of change.set.tokens ?? [])
        expect(await store().devices.findByToken(tenant, jti)).toBeUndefined();
    }
  });

  test('of 50 parallel creations of one identity one is done', async () => {
    const tenant = given.tenant();
    const { identity } = given.device();
    const twins = given.devices(50, { tenant, identity });

    const answers = await Promise.all(twins.map((twin) => store().devices.commit(tenant, given.create(twin))));

    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'identity-taken')).toHaveLength(49);
    expect(await store().devices.findByIdentity(tenant, identity.key)).toEqual(twins[answers.indexOf('done')]);
    expect(await store().devices.count(tenant, {})).toBe(1);
  });

  test('of a change and a removal on one revision one is done', async () => {
    const tenant = given.tenant();
    const device = await created(store(), { tenant });

    const answers = await Promise.all([
      store().devices.commit(tenant, given.update(device)),
      store().devices.commit(tenant, given.remove(device)),
    ]);

    expect(answers.toSorted()).toEqual(['done', 'stale']);
    expect((await store().devices.find(tenant, device.id)) === undefined).toBe(answers[1] === 'done');
  });

  test('commands that load and commit again until they are done are all written', async () => {
    const tenant = given.tenant();
    const device = await created(store(), { tenant });
    const again = async (): Promise<void> => {
      const loaded = await store().devices.find(tenant, device.id);
      if (loaded === undefined) throw new Error('the device is gone');
      if ((await store().devices.commit(tenant, given.update(loaded))) !== 'done') await again();
    };

    await Promise.all(Array.from({ length: 20 }, again));

    expect((await store().devices.find(tenant, device.id))?.revision).toBe(21);
  });
}

async function created(store: Store, of: Partial<Device>): Promise<Device> {
  const device = given.device(of);
  await store.devices.commit(device.tenant, given.create(device));
  return device;
}
