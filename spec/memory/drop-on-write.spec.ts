// Every write of a device reaches the memory of verdicts before its command continues (D10).
import { describe, expect, test } from '@jest/globals';
import { OWN_TENANT, tenantId } from '../../src/domain/ids.ts';
import { dropOnWrite } from '../../src/memory/drop-on-write.ts';
import type { Devices } from '../../src/store/store.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import { given } from '../support/stores/given.ts';

const ACME = tenantId('acme');

/** The devices of a store in memory, with the drops and answers in order. */
async function openDevices(of: Partial<Devices> = {}) {
  const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  const happened: string[] = [];
  const devices = dropOnWrite(
    { ...store.devices, ...of },
    { drop: (tenant, device) => happened.push(`drop ${device} of '${tenant}'`), clear: () => happened.push('clear') },
    { forget: (tenant) => happened.push(`purge of '${tenant}'`) },
  );
  return { devices, happened, close: () => store.close() };
}

describe('a commit', () => {
  test('of each kind drops its device before its caller continues', async () => {
    const { devices, happened, close } = await openDevices();
    const device = given.device({ tenant: ACME });
    const changes = [given.create(device), given.update(device), given.remove({ ...device, revision: 2 })];

    for (const change of changes) happened.push(await devices.commit(ACME, change));

    const dropped = `drop ${device.id} of 'acme'`;
    expect(happened).toEqual([dropped, 'done', dropped, 'done', dropped, 'done']);
    await close();
  });

  test('of unknown outcome drops its device too', async () => {
    const { devices, happened, close } = await openDevices({ commit: () => Promise.reject(new Error('no answer')) });
    const device = given.device({ tenant: OWN_TENANT });

    await expect(devices.commit(OWN_TENANT, given.create(device))).rejects.toThrow('no answer');

    expect(happened).toEqual([`drop ${device.id} of ''`]);
    await close();
  });
});

describe('a commit of many', () => {
  test.each<[string, Partial<Devices>]>([
    ['that ends', {}],
    ['of unknown outcome', { commitMany: () => Promise.reject(new Error('no answer')) }],
  ])('%s drops each of its devices before its caller continues', async (_how, of) => {
    const { devices, happened, close } = await openDevices(of);
    const two = given.devices(2, { tenant: ACME });

    await devices.commitMany(ACME, two.map(given.create)).catch(() => undefined);
    happened.push('answered');

    expect(happened).toEqual([...two.map(({ id }) => `drop ${id} of 'acme'`), 'answered']);
    await close();
  });
});

describe('a purge', () => {
  test.each<[string, Partial<Devices>]>([
    ['that ends', {}],
    ['of unknown outcome', { purgeTokens: () => Promise.reject(new Error('no answer')) }],
  ])('%s clears everything, and the last purge of the tenant is read again', async (_how, of) => {
    const { devices, happened, close } = await openDevices(of);

    await devices.purgeTokens(ACME, given.event({ tenant: ACME })).catch(() => undefined);

    expect(happened).toEqual(['clear', "purge of 'acme'"]);
    await close();
  });
});

test('a write without a change of tokens drops nothing', async () => {
  const { devices, happened, close } = await openDevices();
  const device = given.device({ tenant: ACME });
  await devices.commit(ACME, given.create(device));
  happened.splice(0);

  await devices.checkIn([{ tenant: ACME, device: device.id, at: given.time(1) }]);
  const found = [
    await devices.find(ACME, device.id),
    await devices.findByIdentity(ACME, device.identity.key),
    ...(await devices.list(ACME, {}, { limit: 10, skip: 0 })).devices,
  ];

  expect(found.map((one) => one?.id)).toEqual([device.id, device.id, device.id]);
  expect(await devices.count(ACME, {})).toBe(1);
  expect((await devices.tokenState(ACME, device.id))?.status).toBe(device.status);
  expect(await devices.findByToken(ACME, given.token().jti)).toBeUndefined();
  expect(await devices.listDecommissioning(given.time(9), 10)).toEqual([]);
  expect(happened).toEqual([]);
  await close();
});
