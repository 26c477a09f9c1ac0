// The contract of `commitMany`: the same as `commit` for each, however the store saves work.
import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../../src/domain/change.ts';
import type { Device } from '../../../src/domain/device.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { eventsOf } from './feed.ts';

export function describeCommitMany(store: () => Store): void {
  describe('commitMany', () => {
    describeKinds(store);
    describeRoom(store);
    describeRepeating(store);
    describeRacing(store);
  });
}

function describeKinds(store: () => Store): void {
  test('creates, changes, accepts, rejects and removes, each with its event', async () => {
    const tenant = given.tenant();
    const [changed, accepted, rejected, removed] = await created(store(), tenant, 4);
    await store().devices.commit(tenant, given.accept(rejected!));
    const fresh = given.devices(3, { tenant });
    const changes = [
      ...fresh.map((device) => given.create(device)),
      given.update(changed!, { set: { provisioned: true } }),
      given.accept(accepted!),
      given.reject({ ...rejected!, revision: 2 }),
      given.remove(removed!),
    ];

    const answers = await store().devices.commitMany(tenant, changes);

    expect(answers).toEqual(changes.map(() => 'done'));
    const { devices } = await store().devices.list(tenant, {}, { limit: 20, skip: 0 });
    const byId = new Map(devices.map((device) => [device.id, device]));
    expect([...byId.keys()].sort()).toEqual([...fresh, changed!, accepted!, rejected!].map(({ id }) => id).sort());
    expect(byId.get(changed!.id)).toMatchObject({ provisioned: true, revision: 2 });
    expect(byId.get(accepted!.id)).toMatchObject({ status: 'accepted', revision: 2 });
    expect(byId.get(rejected!.id)).toMatchObject({ status: 'rejected', revision: 3 });
    expect(await store().limits.get(tenant)).toMatchObject({ used: 1 });
    const ids = (await eventsOf(store(), tenant, 12)).map(({ id }) => id);
    for (const { events } of changes) expect(ids).toContain(events[0]?.id);
  });

  test('answers for each separately: stale, taken, removed, and done for the others', async () => {
    const tenant = given.tenant();
    const [one, other, gone] = await created(store(), tenant, 3);
    await store().devices.commit(tenant, given.update(other!));
    await store().devices.commit(tenant, given.remove(gone!));
    const again = given.device({ tenant, identity: one!.identity });

    const answers = await store().devices.commitMany(tenant, [
      given.accept(one!),
      given.accept(other!),
      given.accept(gone!),
      given.create(again),
      given.create(given.device({ tenant })),
    ]);

    expect(answers).toEqual(['done', 'stale', 'stale', 'identity-taken', 'done']);
    expect(await store().limits.get(tenant)).toMatchObject({ used: 1 });
  });

  test('of two changes of one device on one revision the first is written', async () => {
    const tenant = given.tenant();
    const [device] = await created(store(), tenant, 1);

    const answers = await store().devices.commitMany(tenant, [given.accept(device!), given.update(device!)]);

    expect(answers).toEqual(['done', 'stale']);
  });

  test('devices of another tenant are stale', async () => {
    const [device] = await created(store(), given.tenant(), 1);
    const tenant = given.tenant();

    const answers = await store().devices.commitMany(tenant, [given.accept(device!), given.update(device!)]);

    expect(answers).toEqual(['stale', 'stale']);
    expect(await store().limits.get(tenant)).toMatchObject({ used: 0 });
  });

  test('no changes have no answers, and more than a hundred are a mistake', async () => {
    const changes = given.devices(101, { tenant: given.tenant() }).map((device) => given.create(device));

    expect(await store().devices.commitMany(given.tenant(), [])).toEqual([]);
    await expect(store().devices.commitMany(given.tenant(), changes)).rejects.toThrow(TypeError);
  });
}

function describeRoom(store: () => Store): void {
  test('where the limit has room for some, the first ones get it, and the others are full', async () => {
    const tenant = given.tenant();
    const devices = await created(store(), tenant, 7);
    await setLimit(store(), tenant, 4);
    await store().devices.commit(tenant, given.accept(devices[6]!));

    const answers = await store().devices.commitMany(
      tenant,
      devices.slice(0, 6).map((device) => given.accept(device)),
    );

    expect(answers).toEqual(['done', 'done', 'done', 'full', 'full', 'full']);
    expect(await store().limits.get(tenant)).toEqual({ limit: 4, used: 4 });
    expect(await store().devices.count(tenant, { statuses: ['accepted'] })).toBe(4);
  });

  test('a slot that a stale change does not take is free for the next one', async () => {
    const tenant = given.tenant();
    const [stale, first, second] = await created(store(), tenant, 3);
    await store().devices.commit(tenant, given.update(stale!));
    await setLimit(store(), tenant, 2);

    const answers = await store().devices.commitMany(
      tenant,
      [stale!, first!, second!].map((device) => given.accept(device)),
    );

    expect(answers).toEqual(['stale', 'done', 'done']);
    expect(await store().limits.get(tenant)).toEqual({ limit: 2, used: 2 });
  });

  test('rejecting many gives their slots back', async () => {
    const tenant = given.tenant();
    const devices = await created(store(), tenant, 5);
    await store().devices.commitMany(
      tenant,
      devices.map((device) => given.accept(device)),
    );

    const answers = await store().devices.commitMany(
      tenant,
      devices.slice(1).map((device) => given.reject({ ...device, revision: 2 })),
    );

    expect(answers).toEqual(['done', 'done', 'done', 'done']);
    expect(await store().limits.get(tenant)).toMatchObject({ used: 1 });
  });
}

function describeRepeating(store: () => Store): void {
  test('the same changes again are done, and written once', async () => {
    const tenant = given.tenant();
    const devices = await created(store(), tenant, 4);
    const changes: readonly Change[] = [
      ...devices.slice(0, 2).map((device) => given.accept(device)),
      ...devices.slice(2).map((device) => given.update(device)),
      given.create(given.device({ tenant })),
    ];

    const first = await store().devices.commitMany(tenant, changes);
    const events = await eventsOf(store(), tenant, 9);
    const second = await store().devices.commitMany(tenant, changes);

    expect([first, second]).toEqual([changes.map(() => 'done'), changes.map(() => 'done')]);
    expect(await eventsOf(store(), tenant, 9)).toEqual(events);
    expect(await store().limits.get(tenant)).toMatchObject({ used: 2 });
  });
}

function describeRacing(store: () => Store): void {
  test('overlapping batches and single accepts at once end with exactly as many accepted as the limit', async () => {
    const tenant = given.tenant();
    const devices = await created(store(), tenant, 40);
    await setLimit(store(), tenant, 25);
    const batch = (from: number, to: number) =>
      store().devices.commitMany(
        tenant,
        devices.slice(from, to).map((device) => given.accept(device)),
      );

    const [one, other, ...singles] = await Promise.all([
      batch(0, 25),
      batch(15, 40),
      ...devices.slice(10, 20).map((device) => store().devices.commit(tenant, given.accept(device))),
    ]);

    const accepted = await store().devices.count(tenant, { statuses: ['accepted'] });
    const done = [...one, ...other, ...singles].filter((answer) => answer === 'done');
    expect(accepted).toBe(25);
    expect(done).toHaveLength(25);
    expect(await store().limits.get(tenant)).toEqual({ limit: 25, used: 25 });
  });
}

async function created(store: Store, tenant: TenantId, count: number): Promise<readonly Device[]> {
  const devices = given.devices(count, { tenant });
  const answers = await store.devices.commitMany(
    tenant,
    devices.map((device) => given.create(device)),
  );
  expect(answers).toEqual(devices.map(() => 'done'));
  return devices;
}

async function setLimit(store: Store, tenant: TenantId, limit: number): Promise<void> {
  const event = given.event({ tenant }, { type: 'limit.changed', limit });
  await store.limits.set(tenant, limit, event);
}
