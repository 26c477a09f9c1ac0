// The contract of tenant devices and machines' keys.
import { describe, expect, test } from '@jest/globals';
import { apiKeyId, tenantDeviceId, type TenantId } from '../../../src/domain/ids.ts';
import { type TenantDevice } from '../../../src/domain/tenant-device.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { givenTenantDevice } from '../../support/stores/given-tenant-device.ts';
import { eventsOf } from './feed.ts';

export function describeTenantDevices(store: () => Store): void {
  describe('tenant devices', () => {
    describeDevices(store);
    describeRemoval(store);
    describeCount(store);
    describeSettings(store);
    describeList(store);
  });
  describe('API keys', () => describeKeys(store));
}

function describeDevices(store: () => Store): void {
  test('a device that was created is found as it was given, and its event is in the feed', async () => {
    const tenant = given.tenant();
    const device = givenTenantDevice.device({
      tenant,
      name: 'a\0b\uffff',
      description: 'd\0',
      key: givenTenantDevice.hash(),
    });
    const change = givenTenantDevice.create(device);

    expect(await store().tenantDevices.commit(tenant, change)).toBe('done');
    expect(await store().tenantDevices.find(tenant, device.id)).toEqual(device);
    expect(await eventsOf(store(), tenant, 1)).toEqual(change.events);
  });

  test('another tenant can neither see nor change it', async () => {
    const [tenant, other] = [given.tenant(), given.tenant()];
    const device = await createdIn(store(), tenant);

    expect(await store().tenantDevices.find(other, device.id)).toBeUndefined();
    expect(await store().tenantDevices.commit(other, givenTenantDevice.update(device, { name: 'mine' }))).toBe('stale');
    expect(await store().tenantDevices.commit(other, givenTenantDevice.remove(device))).toBe('stale');
    expect(await store().tenantDevices.find(tenant, device.id)).toEqual(device);
  });

  test('an update writes its members, leaves the rest, and raises the revision by one', async () => {
    const tenant = given.tenant();
    const device = await createdIn(store(), tenant);
    const key = givenTenantDevice.hash();

    expect(
      await store().tenantDevices.commit(tenant, givenTenantDevice.update(device, { key, description: 'x' })),
    ).toBe('done');
    const changed = { ...device, key, description: 'x', revision: 2 };
    expect(await store().tenantDevices.find(tenant, device.id)).toEqual(changed);

    const cleared = givenTenantDevice.update(changed, { description: null, isEnabled: false, name: '' });
    expect(await store().tenantDevices.commit(tenant, cleared)).toBe('done');
    const last = { ...changed, description: null, isEnabled: false, name: '', revision: 3 };
    expect(await store().tenantDevices.find(tenant, device.id)).toEqual(last);
  });

  test('of parallel changes on one revision one is written', async () => {
    const tenant = given.tenant();
    const device = await createdIn(store(), tenant);
    const keys = Array.from({ length: 10 }, () => givenTenantDevice.hash());

    const answers = await Promise.all(
      keys.map((key) => store().tenantDevices.commit(tenant, givenTenantDevice.update(device, { key }))),
    );

    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    const found = await store().tenantDevices.find(tenant, device.id);
    expect(found?.key).toBe(keys[answers.indexOf('done')]);
    expect(await eventsOf(store(), tenant, 2)).toHaveLength(2);
  });

  test('the same change again is done, and done once', async () => {
    const tenant = given.tenant();
    const device = givenTenantDevice.device({ tenant });
    const [create, update] = [givenTenantDevice.create(device), givenTenantDevice.update(device, { name: 'b' })];
    const later = givenTenantDevice.update({ ...device, revision: 2 }, { name: 'c' });

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
    const change = givenTenantDevice.remove(device);

    expect(await store().tenantDevices.commit(tenant, change)).toBe('done');
    expect(await store().tenantDevices.find(tenant, device.id)).toBeUndefined();
    expect(await store().tenantDevices.list(tenant, { limit: 5, after: undefined })).toEqual({
      items: [],
      more: false,
    });
    const after = givenTenantDevice.update({ ...device, revision: 2 }, { key: givenTenantDevice.hash() });
    expect(await store().tenantDevices.commit(tenant, after)).toBe('stale');
    expect((await eventsOf(store(), tenant, 2))[1]).toEqual(change.events[0]);
  });

  test('of a removal and a change on one revision one is written', async () => {
    const tenant = given.tenant();
    const device = await createdIn(store(), tenant);

    const answers = await Promise.all([
      store().tenantDevices.commit(tenant, givenTenantDevice.remove(device)),
      store().tenantDevices.commit(tenant, givenTenantDevice.update(device, { key: givenTenantDevice.hash() })),
    ]);

    expect([...answers].sort()).toEqual(['done', 'stale']);
  });
}

function describeCount(store: () => Store): void {
  test('the count is the number of devices that are there, in that tenant alone', async () => {
    const [tenant, other] = [given.tenant(), given.tenant()];
    const device = await createdIn(store(), tenant);
    await createdIn(store(), tenant);
    await createdIn(store(), other);

    expect(await store().tenantDevices.count(tenant)).toBe(2);
    const change = givenTenantDevice.remove(device);
    await store().tenantDevices.commit(tenant, change);
    await store().tenantDevices.commit(tenant, change);

    expect(await store().tenantDevices.count(tenant)).toBe(1);
    expect(await store().tenantDevices.count(given.tenant())).toBe(0);
  });

  test('each of many parallel creates is written once', async () => {
    const tenant = given.tenant();
    const devices = Array.from({ length: 20 }, () => givenTenantDevice.device({ tenant }));

    const answers = await Promise.all(
      devices.map((device) => store().tenantDevices.commit(tenant, givenTenantDevice.create(device))),
    );

    expect(new Set(answers)).toEqual(new Set(['done']));
    expect(await store().tenantDevices.count(tenant)).toBe(20);
    expect(await eventsOf(store(), tenant, 20)).toHaveLength(20);
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
    const key = givenTenantDevice.key({ tenant, expiresAt: given.time(60), description: 'a\0' });
    const event = givenTenantDevice.created(key);

    await store().apiKeys.create(key, event);

    expect(await store().apiKeys.find(key.id)).toEqual(key);
    expect(await eventsOf(store(), tenant, 1)).toEqual([event]);
  });

  test('a list has the keys of its tenant, a part at a time', async () => {
    const tenant = given.tenant();
    const keys = [
      givenTenantDevice.key({ tenant }),
      givenTenantDevice.key({ tenant }),
      givenTenantDevice.key({ tenant }),
    ];
    for (const key of [...keys, givenTenantDevice.key({ tenant: given.tenant() })]) {
      await store().apiKeys.create(key, givenTenantDevice.created(key));
    }
    const sorted = keys.sort((a, b) => (a.id < b.id ? -1 : 1));

    const first = await store().apiKeys.list(tenant, { limit: 2, after: undefined });
    const second = await store().apiKeys.list(tenant, { limit: 2, after: first.items.at(-1)?.id });

    expect(first).toEqual({ items: sorted.slice(0, 2), more: true });
    expect(second).toEqual({ items: sorted.slice(2), more: false });
  });

  test('a revoked key is not found and not listed, and only the first revocation counts', async () => {
    const tenant = given.tenant();
    const key = givenTenantDevice.key({ tenant });
    await store().apiKeys.create(key, givenTenantDevice.created(key));
    const event = givenTenantDevice.revoked(key);

    expect(await store().apiKeys.revoke(given.tenant(), key.id, givenTenantDevice.revoked(key))).toBe(false);
    expect(await store().apiKeys.revoke(tenant, key.id, event)).toBe(true);
    expect(await store().apiKeys.find(key.id)).toBeUndefined();
    expect(await store().apiKeys.list(tenant, { limit: 2, after: undefined })).toEqual({ items: [], more: false });
    expect(await store().apiKeys.revoke(tenant, key.id, givenTenantDevice.revoked(key))).toBe(false);
    expect((await eventsOf(store(), tenant, 2)).map(({ id }) => id)).toContain(event.id);
  });

  test('the last use moves forward only, and unknown keys are passed over', async () => {
    const tenant = given.tenant();
    const key = givenTenantDevice.key({ tenant });
    await store().apiKeys.create(key, givenTenantDevice.created(key));
    const uses = [9, 5].map((minute) => ({ tenant, id: key.id, at: given.time(minute) }));

    for (const use of uses) await store().apiKeys.noteUses([use, { ...use, id: apiKeyId('nobody') }]);

    expect(await store().apiKeys.find(key.id)).toEqual({ ...key, lastUsedAt: given.time(9) });
  });
}

export function everyTenantDeviceCall(
  { tenantDevices, apiKeys }: Store,
  tenant: TenantId,
): readonly (() => Promise<unknown>)[] {
  const [device, key] = [givenTenantDevice.device({ tenant }), givenTenantDevice.key({ tenant })];
  return [
    () => tenantDevices.find(tenant, device.id),
    () => tenantDevices.list(tenant, { limit: 1, after: undefined }),
    () => tenantDevices.count(tenant),
    () => tenantDevices.commit(tenant, givenTenantDevice.create(device)),
    () => tenantDevices.findSettings(tenant, 'CrewCheck'),
    () => tenantDevices.setSettings(tenant, 'CrewCheck', { logoUrl: 'https://a.example' }, settingsEvent(tenant)),
    () => tenantDevices.noteUses([{ tenant, id: device.id, at: given.time(1) }]),
    () => apiKeys.find(key.id),
    () => apiKeys.list(tenant, { limit: 1, after: undefined }),
    () => apiKeys.create(key, givenTenantDevice.created(key)),
    () => apiKeys.revoke(tenant, key.id, givenTenantDevice.revoked(key)),
    () => apiKeys.noteUses([{ tenant, id: key.id, at: given.time(1) }]),
  ];
}

const settingsEvent = (tenant: TenantId) =>
  given.event({ tenant }, { type: 'device_settings.changed', deviceType: 'CrewCheck' });

async function createdIn(store: Store, tenant: TenantId): Promise<TenantDevice> {
  const device = givenTenantDevice.device({ tenant });
  await store.tenantDevices.commit(tenant, givenTenantDevice.create(device));
  return device;
}
