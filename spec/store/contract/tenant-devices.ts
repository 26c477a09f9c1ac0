// The contract of named devices and machines' keys.
import { describe, expect, test } from '@jest/globals';
import { apiKeyId, tenantDeviceId, type TenantId } from '../../../src/domain/device.ts';
import { type TenantDevice } from '../../../src/domain/tenant-device.ts';
import type { CommitAnswer, Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { registered } from '../../support/stores/registered.ts';
import { eventsOf } from './feed.ts';

export function describeTenantDevices(store: () => Store): void {
  describe('tenant devices', () => {
    describeDevices(store);
    describeRemoval(store);
    describeCap(store);
    describeSettings(store);
    describeList(store);
  });
  describe('API keys', () => describeKeys(store));
}

function describeDevices(store: () => Store): void {
  test('a device that was created is found as it was given, and its event is in the feed', async () => {
    const tenant = given.tenant();
    const device = registered.device({ tenant, name: 'a\0b\uffff', description: 'd\0', key: registered.hash() });
    const change = registered.create(device);

    expect(await store().tenantDevices.commit(tenant, change)).toBe('done');
    expect(await store().tenantDevices.find(tenant, device.id)).toEqual(device);
    expect(await eventsOf(store(), tenant, 1)).toEqual(change.events);
  });

  test('another tenant sees nothing of it and changes nothing of it', async () => {
    const [tenant, other] = [given.tenant(), given.tenant()];
    const device = await createdIn(store(), tenant);

    expect(await store().tenantDevices.find(other, device.id)).toBeUndefined();
    expect(await store().tenantDevices.commit(other, registered.update(device, { name: 'mine' }))).toBe('stale');
    expect(await store().tenantDevices.commit(other, registered.remove(device))).toBe('stale');
    expect(await store().tenantDevices.find(tenant, device.id)).toEqual(device);
  });

  test('an update writes what it sets, leaves the rest, and raises the revision by one', async () => {
    const tenant = given.tenant();
    const device = await createdIn(store(), tenant);
    const key = registered.hash();

    expect(await store().tenantDevices.commit(tenant, registered.update(device, { key, description: 'x' }))).toBe(
      'done',
    );
    const changed = { ...device, key, description: 'x', revision: 2 };
    expect(await store().tenantDevices.find(tenant, device.id)).toEqual(changed);

    const cleared = registered.update(changed, { description: null, isEnabled: false, name: '' });
    expect(await store().tenantDevices.commit(tenant, cleared)).toBe('done');
    const last = { ...changed, description: null, isEnabled: false, name: '', revision: 3 };
    expect(await store().tenantDevices.find(tenant, device.id)).toEqual(last);
  });

  test('of parallel changes on one revision one is written', async () => {
    const tenant = given.tenant();
    const device = await createdIn(store(), tenant);
    const keys = Array.from({ length: 10 }, () => registered.hash());

    const answers = await Promise.all(
      keys.map((key) => store().tenantDevices.commit(tenant, registered.update(device, { key }))),
    );

    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    const found = await store().tenantDevices.find(tenant, device.id);
    expect(found?.key).toBe(keys[answers.indexOf('done')]);
    expect(await eventsOf(store(), tenant, 2)).toHaveLength(2);
  });

  test('the same change again is done, and done once', async () => {
    const tenant = given.tenant();
    const device = registered.device({ tenant });
    const [create, update] = [registered.create(device, 1), registered.update(device, { name: 'b' })];
    const later = registered.update({ ...device, revision: 2 }, { name: 'c' });

    for (const change of [create, create, update, update, later, update, create]) {
      expect(await store().tenantDevices.commit(tenant, change)).toBe('done');
    }
    expect(await store().tenantDevices.find(tenant, device.id)).toEqual({ ...device, name: 'c', revision: 3 });
    expect(await eventsOf(store(), tenant, 3)).toHaveLength(3);
  });

  test('noting a use touches no revision, and unknown devices are passed over', async () => {
    const tenant = given.tenant();
    const device = await createdIn(store(), tenant);
    const unknown = tenantDeviceId('nobody');

    await store().tenantDevices.noteUses([
      { tenant, id: device.id, at: given.time(5) },
      { tenant, id: unknown, at: given.time(5) },
    ]);

    expect(await store().tenantDevices.find(tenant, device.id)).toEqual(device);
    expect(await store().tenantDevices.find(tenant, unknown)).toBeUndefined();
  });
}

function describeRemoval(store: () => Store): void {
  test('a removed device is not found, not listed and not changed, and its event is in the feed', async () => {
    const tenant = given.tenant();
    const device = await createdIn(store(), tenant);
    const change = registered.remove(device);

    expect(await store().tenantDevices.commit(tenant, change)).toBe('done');
    expect(await store().tenantDevices.find(tenant, device.id)).toBeUndefined();
    expect(await store().tenantDevices.list(tenant, { limit: 5, after: undefined })).toEqual({
      items: [],
      more: false,
    });
    const after = registered.update({ ...device, revision: 2 }, { key: registered.hash() });
    expect(await store().tenantDevices.commit(tenant, after)).toBe('stale');
    expect((await eventsOf(store(), tenant, 2))[1]).toEqual(change.events[0]);
  });

  test('of a removal and a change on one revision one is written', async () => {
    const tenant = given.tenant();
    const device = await createdIn(store(), tenant);

    const answers = await Promise.all([
      store().tenantDevices.commit(tenant, registered.remove(device)),
      store().tenantDevices.commit(tenant, registered.update(device, { key: registered.hash() })),
    ]);

    expect([...answers].sort()).toEqual(['done', 'stale']);
  });
}

function describeCap(store: () => Store): void {
  test('parallel creates end with exactly as many devices as the tenant may have', async () => {
    const tenant = given.tenant();

    const answers = await Promise.all(Array.from({ length: 20 }, () => create(store(), tenant, 7)));

    expect(answers.filter((answer) => answer === 'done')).toHaveLength(7);
    expect(answers.filter((answer) => answer === 'full')).toHaveLength(13);
    const { items } = await store().tenantDevices.list(tenant, { limit: 50, after: undefined });
    expect(items).toHaveLength(7);
    expect(await eventsOf(store(), tenant, 7)).toHaveLength(7);
  });

  test('a removed device makes room for one, and a repeated removal for no more', async () => {
    const tenant = given.tenant();
    const device = registered.device({ tenant });
    await store().tenantDevices.commit(tenant, registered.create(device, 2));
    await create(store(), tenant, 2);
    const change = registered.remove(device);

    await store().tenantDevices.commit(tenant, change);
    await store().tenantDevices.commit(tenant, change);

    expect(await create(store(), tenant, 2)).toBe('done');
    expect(await create(store(), tenant, 2)).toBe('full');
  });

  test('a cap of 0 admits nobody, and other tenants have room of their own', async () => {
    expect(await create(store(), given.tenant(), 0)).toBe('full');
    expect(await create(store(), given.tenant(), 1)).toBe('done');
  });
}

function describeSettings(store: () => Store): void {
  test('settings are those that were set last, of that tenant alone', async () => {
    const [tenant, other] = [given.tenant(), given.tenant()];
    const [first, second] = [settingsEvent(tenant), settingsEvent(tenant)];

    expect(await store().tenantDevices.findSettings(tenant, 'CrewCheck')).toBeUndefined();
    await store().tenantDevices.setSettings(tenant, 'CrewCheck', { logoUrl: 'https://a.example/1' }, first);
    await store().tenantDevices.setSettings(tenant, 'CrewCheck', { logoUrl: 'https://a.example/2' }, second);

    const settings = { logoUrl: 'https://a.example/2' };
    expect(await store().tenantDevices.findSettings(tenant, 'CrewCheck')).toEqual(settings);
    expect(await store().tenantDevices.findSettings(other, 'CrewCheck')).toBeUndefined();
    expect(await eventsOf(store(), tenant, 2)).toEqual([first, second]);
  });
}

function describeList(store: () => Store): void {
  test('a walk over the list has every device of the tenant once, in the order of ids', async () => {
    const [tenant, other] = [given.tenant(), given.tenant()];
    const devices: TenantDevice[] = [];
    for (let count = 0; count < 7; count += 1) devices.push(await createdIn(store(), tenant));
    await createdIn(store(), other);

    const first = await store().tenantDevices.list(tenant, { limit: 3, after: undefined });
    const second = await store().tenantDevices.list(tenant, { limit: 3, after: first.items.at(-1)?.id });
    const third = await store().tenantDevices.list(tenant, { limit: 3, after: second.items.at(-1)?.id });

    expect([first.more, second.more, third.more]).toEqual([true, true, false]);
    const sorted = devices.sort((a, b) => (a.id < b.id ? -1 : 1));
    expect([...first.items, ...second.items, ...third.items]).toEqual(sorted);
  });
}

function describeKeys(store: () => Store): void {
  test('a key that was created is found by its id alone, and its event is in the feed', async () => {
    const tenant = given.tenant();
    const key = registered.key({ tenant, expiresAt: given.time(60), description: 'a\0' });
    const event = registered.created(key);

    await store().apiKeys.create(key, event);

    expect(await store().apiKeys.find(key.id)).toEqual(key);
    expect(await eventsOf(store(), tenant, 1)).toEqual([event]);
  });

  test('a list has the keys of its tenant, a part at a time', async () => {
    const tenant = given.tenant();
    const keys = [registered.key({ tenant }), registered.key({ tenant }), registered.key({ tenant })];
    for (const key of [...keys, registered.key({ tenant: given.tenant() })]) {
      await store().apiKeys.create(key, registered.created(key));
    }
    const sorted = keys.sort((a, b) => (a.id < b.id ? -1 : 1));

    const first = await store().apiKeys.list(tenant, { limit: 2, after: undefined });
    const second = await store().apiKeys.list(tenant, { limit: 2, after: first.items.at(-1)?.id });

    expect(first).toEqual({ items: sorted.slice(0, 2), more: true });
    expect(second).toEqual({ items: sorted.slice(2), more: false });
  });

  test('a revoked key is not found and not listed, and only the first revocation counts', async () => {
    const tenant = given.tenant();
    const key = registered.key({ tenant });
    await store().apiKeys.create(key, registered.created(key));
    const event = registered.revoked(key);

    expect(await store().apiKeys.revoke(given.tenant(), key.id, registered.revoked(key))).toBe(false);
    expect(await store().apiKeys.revoke(tenant, key.id, event)).toBe(true);
    expect(await store().apiKeys.find(key.id)).toBeUndefined();
    expect(await store().apiKeys.list(tenant, { limit: 2, after: undefined })).toEqual({ items: [], more: false });
    expect(await store().apiKeys.revoke(tenant, key.id, registered.revoked(key))).toBe(false);
    expect((await eventsOf(store(), tenant, 2)).map(({ id }) => id)).toContain(event.id);
  });

  test('the last use moves forward only, and unknown keys are passed over', async () => {
    const tenant = given.tenant();
    const key = registered.key({ tenant });
    await store().apiKeys.create(key, registered.created(key));
    const uses = [9, 5].map((minute) => ({ tenant, id: key.id, at: given.time(minute) }));

    for (const use of uses) await store().apiKeys.noteUses([use, { ...use, id: apiKeyId('nobody') }]);

    expect(await store().apiKeys.find(key.id)).toEqual({ ...key, lastUsedAt: given.time(9) });
  });
}

export function everyRegistryCall(
  { tenantDevices, apiKeys }: Store,
  tenant: TenantId,
): readonly (() => Promise<unknown>)[] {
  const [device, key] = [registered.device({ tenant }), registered.key({ tenant })];
  return [
    () => tenantDevices.find(tenant, device.id),
    () => tenantDevices.list(tenant, { limit: 1, after: undefined }),
    () => tenantDevices.commit(tenant, registered.create(device)),
    () => tenantDevices.findSettings(tenant, 'CrewCheck'),
    () => tenantDevices.setSettings(tenant, 'CrewCheck', { logoUrl: 'https://a.example' }, settingsEvent(tenant)),
    () => tenantDevices.noteUses([{ tenant, id: device.id, at: given.time(1) }]),
    () => apiKeys.find(key.id),
    () => apiKeys.list(tenant, { limit: 1, after: undefined }),
    () => apiKeys.create(key, registered.created(key)),
    () => apiKeys.revoke(tenant, key.id, registered.revoked(key)),
    () => apiKeys.noteUses([{ tenant, id: key.id, at: given.time(1) }]),
  ];
}

const settingsEvent = (tenant: TenantId) =>
  given.event({ tenant }, { type: 'device_settings.changed', deviceType: 'CrewCheck' });

const create = (store: Store, tenant: TenantId, cap: number): Promise<CommitAnswer> =>
  store.tenantDevices.commit(tenant, registered.create(registered.device({ tenant }), cap));

async function createdIn(store: Store, tenant: TenantId): Promise<TenantDevice> {
  const device = registered.device({ tenant });
  await store.tenantDevices.commit(tenant, registered.create(device));
  return device;
}
