// The contract of places (D23): the pending auth sets that hold one, their last requests, and the sets that are too old.
import { describe, expect, test } from '@jest/globals';
import type { AuthSet, Device } from '../../../src/domain/device.ts';
import { deviceId, type DeviceId, type TenantId } from '../../../src/domain/ids.ts';
import type { Place } from '../../../src/domain/places.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';

export function describeWaiting(store: () => Store): void {
  describe('waiting', () => {
    describePlaces(store);
    describeQueue(store);
    describeAsks(store);
    describeSweeps(store);
  });
}

/** Writes a device with such sets to the store. */
async function written(store: Store, tenant: TenantId, ...sets: readonly Partial<AuthSet>[]): Promise<Device> {
  const device = given.device({ tenant, authSets: sets.map((set) => given.authSet(set)) });
  await store.devices.commit(tenant, given.create(device));
  return device;
}

/** Long before any other device of the store, which all specs share. */
const longAgo = (minutes: number) => given.time(minutes - 50_000_000);

function describePlaces(store: () => Store): void {
  test('pending sets hold a place, of any device; others and displaced ones do not', async () => {
    const tenant = given.tenant();
    const device = await written(
      store(),
      tenant,
      { status: 'accepted' },
      { status: 'pending', from: '192.0.2.1', askedAt: given.time(5) },
      { status: 'pending', createdAt: given.time(3) },
      { status: 'pending', leavingAt: given.time(9) },
      { status: 'rejected' },
    );
    await written(store(), given.tenant(), { status: 'pending' });

    const { places, next } = await store().devices.listWaiting(tenant, { limit: 10, after: undefined });

    const [, asked, created] = device.authSets;
    const base = { device: device.id };
    const expected: readonly Place[] = [
      { ...base, authSet: asked!.id, from: '192.0.2.1', createdAt: given.time(0), askedAt: given.time(5) },
      { ...base, authSet: created!.id, from: undefined, createdAt: given.time(3), askedAt: given.time(3) },
    ];
    expect(new Set(places)).toEqual(new Set(expected));
    expect(next).toBeUndefined();
    expect(await store().devices.countWaiting(tenant)).toBe(2);
    expect(await store().devices.countWaiting(given.tenant())).toBe(0);
  });

  test('places follow every change of a device, and its end', async () => {
    const tenant = given.tenant();
    const device = await written(store(), tenant, { status: 'pending' }, { status: 'pending' });
    const [first, second] = device.authSets;
    const one = { set: { authSets: [{ ...first!, status: 'accepted' as const }, second!] } };

    await store().devices.commit(tenant, given.update(device, one));
    expect(await store().devices.countWaiting(tenant)).toBe(1);
    await store().devices.commit(tenant, given.remove({ ...device, revision: 2 }));

    expect(await store().devices.countWaiting(tenant)).toBe(0);
    expect(await store().devices.listWaiting(tenant, { limit: 9, after: undefined })).toEqual({
      places: [],
      next: undefined,
    });
  });

  test('a walk in pieces has every place once, whole devices at a time', async () => {
    const tenant = given.tenant();
    const devices: Device[] = [];
    for (let count = 0; count < 5; count += 1) {
      devices.push(await written(store(), tenant, { status: 'pending' }, { status: 'pending' }));
    }

    const places: Place[] = [];
    let after: DeviceId | undefined;
    let pieces = 0;
    do {
      const piece = await store().devices.listWaiting(tenant, { limit: 2, after });
      places.push(...piece.places);
      after = piece.next;
      pieces += 1;
    } while (after !== undefined);

    expect(pieces).toBe(3);
    expect(new Set(places.map(({ authSet }) => authSet))).toEqual(
      new Set(devices.flatMap(({ authSets }) => authSets.map(({ id }) => id))),
    );
    expect(places).toHaveLength(10);
  });
}

function describeQueue(store: () => Store): void {
  const waits = (tenant: TenantId, of: Partial<AuthSet>) => written(store(), tenant, { status: 'pending', ...of });

  test('the queue has the sources of places, their keys and times, and the displaced sets', async () => {
    const tenant = given.tenant();
    const shared = given.authSet().fingerprint;
    const [from, other] = ['192.0.2.1', '192.0.2.2'];
    await written(
      store(),
      tenant,
      { status: 'pending', from, fingerprint: shared, createdAt: given.time(4) },
      { status: 'pending', from, createdAt: given.time(8) },
      { status: 'accepted', from, createdAt: given.time(1) },
      { status: 'rejected', from: other, createdAt: given.time(1) },
    );
    await waits(tenant, { from, fingerprint: shared, createdAt: given.time(6), askedAt: given.time(90) });
    await waits(tenant, { from: other, createdAt: given.time(9), leavingAt: given.time(10) });
    await waits(tenant, { from: other, createdAt: given.time(7) });
    await waits(tenant, { createdAt: given.time(5) });
    await waits(given.tenant(), { from, createdAt: given.time(2) });

    const queue = await store().devices.readQueue(tenant, 9);

    expect(queue).toEqual({
      ...{ taken: 5, leaving: 1, oldest: given.time(4) },
      sources: [
        { from, places: 3, keys: 2, newest: given.time(8) },
        { from: undefined, places: 1, keys: 1, newest: given.time(5) },
        { from: other, places: 1, keys: 1, newest: given.time(7) },
      ],
    });
  });

  test('the queue names the heaviest sources, at most as many as asked for, and counts them all', async () => {
    const tenant = given.tenant();
    for (const from of ['c', 'b', 'a', 'c', 'b', 'c']) await waits(tenant, { from });

    const { taken, sources } = await store().devices.readQueue(tenant, 2);

    expect(taken).toBe(6);
    expect(sources.map((source) => [source.from, source.places])).toEqual([
      ['c', 3],
      ['b', 2],
    ]);
  });

  test('a queue of many pieces has each set once', async () => {
    const tenant = given.tenant();
    const sets = Array.from({ length: 21 }, () => ({ status: 'pending', from: 'a' }) as const);
    for (let count = 0; count < 20; count += 1) await written(store(), tenant, ...sets);

    const { taken, sources } = await store().devices.readQueue(tenant, 2);

    expect(taken).toBe(420);
    expect(sources).toMatchObject([{ from: 'a', places: 420, keys: 420 }]);
  });

  test('the queue of a tenant without waiting devices is empty', async () => {
    const tenant = given.tenant();
    await written(store(), tenant, { status: 'accepted', from: '192.0.2.1' });

    const queue = await store().devices.readQueue(tenant, 9);

    expect(queue).toEqual({ taken: 0, leaving: 0, oldest: undefined, sources: [] });
  });
}

function describeAsks(store: () => Store): void {
  const setsOf = async (tenant: TenantId, { id }: Device) => (await store().devices.find(tenant, id))?.authSets;

  test('a pending or rejected set has the time and the source of its last request; the revision does not change', async () => {
    const tenant = given.tenant();
    const device = await written(store(), tenant, { status: 'pending' }, { status: 'rejected' });
    const asks = device.authSets.map(({ id }, index) => ({
      tenant,
      device: device.id,
      authSet: id,
      from: `192.0.2.${index}`,
      at: given.time(7),
    }));

    await store().devices.noteAsked(asks);

    const expected = device.authSets.map((set, index) => ({
      ...set,
      from: `192.0.2.${index}`,
      askedAt: given.time(7),
    }));
    expect(await store().devices.find(tenant, device.id)).toEqual({ ...device, authSets: expected });
    const { places } = await store().devices.listWaiting(tenant, { limit: 9, after: undefined });
    expect(places).toMatchObject([{ from: '192.0.2.0', askedAt: given.time(7) }]);
  });

  test('an ask moves forward only, and passes over sets that are accepted or not there', async () => {
    const tenant = given.tenant();
    const device = await written(
      store(),
      tenant,
      { status: 'pending', askedAt: given.time(9) },
      { status: 'accepted' },
    );
    const [pending, accepted] = device.authSets;
    const ask = { tenant, device: device.id, from: '192.0.2.9', at: given.time(8) };

    await store().devices.noteAsked([
      { ...ask, authSet: pending!.id },
      { ...ask, authSet: accepted!.id },
      { ...ask, authSet: given.authSet().id },
      { ...ask, authSet: pending!.id, tenant: given.tenant(), at: given.time(99) },
      { ...ask, authSet: pending!.id, device: deviceId('nobody'), at: given.time(99) },
    ]);

    expect(await setsOf(tenant, device)).toEqual(device.authSets);
  });
}

function describeSweeps(store: () => Store): void {
  test('devices with a displaced set are found once it was displaced before the time', async () => {
    const tenant = given.tenant();
    const device = await written(store(), tenant, { status: 'pending', leavingAt: longAgo(1) });
    const idsBefore = async (minutes: number) =>
      (await store().devices.listDisplaced(longAgo(minutes), 100)).map(({ id }) => id);

    expect(await idsBefore(1)).not.toContain(device.id);
    expect(await idsBefore(2)).toContain(device.id);
    await store().devices.commit(tenant, given.remove(device));
    expect(await idsBefore(2)).not.toContain(device.id);
  });

  test('devices with a pending set are found once it has not asked since the time', async () => {
    const tenant = given.tenant();
    const created = await written(store(), tenant, { status: 'pending', createdAt: longAgo(1) });
    const asked = await written(store(), tenant, { status: 'pending', createdAt: longAgo(0), askedAt: longAgo(5) });
    const decided = await written(store(), tenant, { status: 'rejected', createdAt: longAgo(0) });
    const idsBefore = async (minutes: number) =>
      (await store().devices.listSilent(longAgo(minutes), 100)).map(({ id }) => id);

    expect(await idsBefore(1)).not.toContain(created.id);
    expect(await idsBefore(5)).toContain(created.id);
    expect(await idsBefore(5)).not.toContain(asked.id);
    expect(await idsBefore(6)).toContain(asked.id);
    expect(await idsBefore(99)).not.toContain(decided.id);
    for (const device of [created, asked]) await store().devices.commit(tenant, given.remove(device));
  });

  test('at most as many devices are listed as asked for', async () => {
    const tenant = given.tenant();
    const sets = [{ status: 'pending', createdAt: longAgo(0), leavingAt: longAgo(1) } as const];
    const devices = [await written(store(), tenant, ...sets), await written(store(), tenant, ...sets)];

    expect(await store().devices.listDisplaced(longAgo(2), 1)).toHaveLength(1);
    expect(await store().devices.listSilent(longAgo(2), 1)).toHaveLength(1);
    for (const device of devices) await store().devices.commit(tenant, given.remove(device));
  });
}

/** Each call of places, for specs about stores that are closed or away. */
export function everyWaitingCall({ devices }: Store, tenant: TenantId): readonly (() => Promise<unknown>)[] {
  const { id: authSet } = given.authSet();
  return [
    () => devices.countWaiting(tenant),
    () => devices.listWaiting(tenant, { limit: 1, after: undefined }),
    () => devices.readQueue(tenant, 1),
    () => devices.noteAsked([{ tenant, device: deviceId('nobody'), authSet, from: '', at: given.time(1) }]),
    () => devices.listDisplaced(given.time(1), 1),
    () => devices.listSilent(given.time(1), 1),
  ];
}
