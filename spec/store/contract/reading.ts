// The contract of reading one device, and of the isolation of tenants.
import { describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import { deviceId, identityKey, OWN_TENANT, tenantId, tokenId } from '../../../src/domain/ids.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';

const NASTY = [`' OR 1=1 --`, '%', '_', '"', '\\', '$ne', '.', 'a\u0000b', '\u0000', '\uffff0', 'ä', '__proto__'];

export function describeReading(store: () => Store): void {
  describe('reading one device', () => {
    describeFinding(store);
    describeTenants(store);
    describeNastyNames(store);
  });
}

function describeFinding(store: () => Store): void {
  const full = (): Device =>
    given.device({
      tenant: given.tenant(),
      status: 'rejected',
      authSets: [given.authSet({ status: 'rejected' }), given.authSet({ createdAt: given.time(2) })],
      tokens: [given.token(5), given.token(6)],
      provisioned: true,
      decommissioningSince: given.time(3),
      createdAt: new Date(1_700_000_000_123),
      updatedAt: given.time(4),
      checkInAt: given.time(5),
      revision: 3,
    });

  test.each([
    ['every optional value', full()],
    ['no optional value', given.device({ tenant: given.tenant(), authSets: [], status: 'noauth' })],
    ['no tenant', given.device({ tenant: OWN_TENANT })],
  ])('a device with %s is found complete by its id and by its identity', async (_, device) => {
    const { devices } = store();
    await devices.commit(device.tenant, given.create(device));

    expect(await devices.find(device.tenant, device.id)).toEqual(device);
    expect(await devices.findByIdentity(device.tenant, device.identity.key)).toEqual(device);
  });

  test('devices are found complete by several identities, and no others', async () => {
    const { devices } = store();
    const tenant = given.tenant();
    const [one, other, removed] = given.devices(3, { tenant });
    const foreign = given.device({ tenant: given.tenant() });
    for (const device of [one!, other!, removed!]) await devices.commit(tenant, given.create(device));
    await devices.commit(foreign.tenant, given.create(foreign));
    await devices.commit(tenant, given.remove(removed!));
    const asked = [other!, foreign, one!, removed!, given.device(), other!].map(({ identity }) => identity.key);

    const found = await devices.findByIdentities(tenant, asked);

    expect([...found].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      [one!, other!].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    expect(await devices.findByIdentities(tenant, [])).toEqual([]);
  });

  test('a device is found complete by each of its live tokens', async () => {
    const device = full();
    await store().devices.commit(device.tenant, given.create(device));

    for (const { jti } of device.tokens) {
      expect(await store().devices.findByToken(device.tenant, jti)).toEqual(device);
    }
  });

  test('the state of its tokens is the status, the flag and the tokens', async () => {
    const { devices } = store();
    const device = full();
    const other = given.device({ tenant: device.tenant });
    await devices.commit(device.tenant, given.create(device));
    await devices.commit(device.tenant, given.create(other));

    const { status, tokens } = device;
    expect(await devices.tokenState(device.tenant, device.id)).toEqual({ status, decommissioning: true, tokens });
    expect(await devices.tokenState(device.tenant, other.id)).toEqual({
      status: 'pending',
      decommissioning: false,
      tokens: [],
    });
  });

  test('an unknown device is not found', async () => {
    const { devices } = store();
    const device = given.device({ tenant: given.tenant() });

    expect(await devices.find(device.tenant, device.id)).toBeUndefined();
    expect(await devices.findByIdentity(device.tenant, device.identity.key)).toBeUndefined();
    expect(await devices.findByToken(device.tenant, given.token().jti)).toBeUndefined();
    expect(await devices.tokenState(device.tenant, device.id)).toBeUndefined();
  });
}

function describeTenants(store: () => Store): void {
  test('a tenant sees nothing of another one', async () => {
    const { devices, limits } = store();
    const [tenant, stranger] = [given.tenant(), given.tenant()];
    const token = given.token();
    const device = given.device({ tenant, tokens: [token] });
    await devices.commit(tenant, given.create(device));
    await devices.commit(tenant, given.accept(device));
    await limits.set(tenant, 5, given.event({ tenant }));

    expect(await devices.find(stranger, device.id)).toBeUndefined();
    expect(await devices.findByIdentity(stranger, device.identity.key)).toBeUndefined();
    expect(await devices.findByToken(stranger, token.jti)).toBeUndefined();
    expect(await devices.tokenState(stranger, device.id)).toBeUndefined();
    expect(await devices.list(stranger, {}, { limit: 9, skip: 0 })).toEqual({ devices: [], more: false });
    expect(await devices.list(stranger, { ids: [device.id] }, { limit: 9, after: undefined })).toMatchObject({
      devices: [],
    });
    expect(await devices.count(stranger, {})).toBe(0);
    expect(await devices.count(stranger, { ids: [device.id] })).toBe(0);
    expect(await limits.get(stranger)).toEqual({ limit: -1, used: 0 });
  });

  test('a tenant changes nothing of another one', async () => {
    const { devices, limits } = store();
    const [tenant, stranger] = [given.tenant(), given.tenant()];
    const device = given.device({ tenant, tokens: [given.token()] });
    await devices.commit(tenant, given.create(device));

    expect(await devices.commit(stranger, given.accept(device))).toBe('stale');
    expect(await devices.commit(stranger, given.remove(device))).toBe('stale');
    await devices.checkIn([{ tenant: stranger, device: device.id, at: given.time(9) }]);
    await devices.purgeTokens(stranger, given.event({ tenant: stranger }));
    await limits.set(stranger, 0, given.event({ tenant: stranger }));

    expect(await devices.find(tenant, device.id)).toEqual(device);
    expect(await limits.get(tenant)).toEqual({ limit: -1, used: 0 });
    expect(await limits.get(stranger)).toEqual({ limit: 0, used: 0 });
  });

  test('two tenants may have the same identity', async () => {
    const { devices } = store();
    const one = given.device({ tenant: given.tenant() });
    const other = { ...given.device({ tenant: given.tenant() }), identity: one.identity };

    expect(await devices.commit(one.tenant, given.create(one))).toBe('done');
    expect(await devices.commit(other.tenant, given.create(other))).toBe('done');
    expect(await devices.findByIdentity(other.tenant, one.identity.key)).toEqual(other);
  });
}

function describeNastyNames(store: () => Store): void {
  test('a name does not end at a NUL', async () => {
    const { devices } = store();
    const device = given.device({ tenant: given.tenant(), tokens: [given.token()] });
    await devices.commit(device.tenant, given.create(device));

    expect(await devices.find(tenantId(`${device.tenant}\0x`), device.id)).toBeUndefined();
    expect(await devices.find(device.tenant, deviceId(`${device.id}\0x`))).toBeUndefined();
    expect(await devices.tokenState(device.tenant, deviceId(`${device.id}\0x`))).toBeUndefined();
    expect(await devices.count(tenantId(`${device.tenant}\0x`), {})).toBe(0);
  });

  test.each(NASTY)('%j is only a name', async (name) => {
    const { devices } = store();
    const tenant = tenantId(`${name}${given.tenant()}`);
    const device = given.device({
      tenant,
      id: deviceId(`${name}${given.unknownId()}`),
      identity: { key: identityKey(name), text: JSON.stringify({ name }) },
    });
    await devices.commit(tenant, given.create(device));

    expect(await devices.find(tenant, device.id)).toEqual(device);
    expect(await devices.find(tenant, deviceId(name))).toBeUndefined();
    expect(await devices.findByIdentity(tenant, identityKey(name))).toEqual(device);
    expect(await devices.findByToken(tenant, tokenId(name))).toBeUndefined();
    expect(await devices.find(tenantId(name), device.id)).toBeUndefined();
    expect(await devices.count(tenant, { ids: [device.id] })).toBe(1);
    expect(await devices.list(tenant, {}, { limit: 2, skip: 0 })).toEqual({ devices: [device], more: false });
  });
}
