import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identityOf } from '../../../src/domain/identity.ts';
import { tenantId } from '../../../src/domain/ids.ts';
import { findNear } from '../../../src/service/fleet/find-near.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';

let store: Store;
beforeAll(async () => {
  store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
});
afterAll(() => store.close());

async function fleet(...identities: readonly object[]) {
  const tenant = given.tenant();
  const devices = identities.map((identity) => given.device({ tenant, identity: identityOf(identity) }));
  for (const device of devices) await store.devices.commit(tenant, given.create(device));
  const near = async (identity: object) => (await findNear(store.search, tenant, identityOf(identity)))?.id;
  return { devices, near };
}

describe('findNear', () => {
  test('prefers a device with all attributes, in another case, to one with all but one', async () => {
    const { devices, near } = await fleet({ sn: 'A-1', mac: 'other' }, { sn: 'a-1', mac: 'M' });

    expect(await near({ sn: 'A-1', mac: 'm' })).toBe(devices[1]?.id);
  });

  test('prefers, among several, the one with the fewest differences', async () => {
    const { devices, near } = await fleet(
      { sn: 'A-1', mac: 'm1', site: 'x', rack: 1, slot: 2 },
      { sn: 'A-1', mac: 'm1', site: 'x' },
    );

    expect(await near({ sn: 'A-1', mac: 'm1', site: 'y' })).toBe(devices[1]?.id);
  });

  test('finds the longest value under any name, at its beginning', async () => {
    const { devices, near } = await fleet({ serial: 'AB-1001-rev2', x: 1 });

    expect(await near({ sn: 'ab-1001' })).toBe(devices[0]?.id);
    expect(await near({ sn: 'ab' })).toBeUndefined();
  });

  test('finds nothing by nested attributes, and nothing in another tenant', async () => {
    const { near } = await fleet({ of: { sn: 'AB-1001' } });

    expect(await near({ of: { sn: 'AB-1001' }, n: null })).toBeUndefined();
    expect(await findNear(store.search, tenantId('nobody'), identityOf({ sn: 'AB-1001' }))).toBeUndefined();
  });

  test('reads the store a bounded number of times, for every identity', async () => {
    const asked: unknown[] = [];
    const search: Store['search'] = {
      ...store.search,
      find: (...given) => {
        asked.push(given);
        return store.search.find(...given);
      },
    };
    const many = Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`name-${index}`, `value-${index}`]));

    await findNear(search, given.tenant(), identityOf(many));

    expect(asked).toHaveLength(10);
  });
});
