import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createKeys } from '../../../src/device-keys/device-key.ts';
import { DEFAULT_KEY_RULES } from '../../../src/domain/names.ts';
import { deviceId, OWN_TENANT, tenantId } from '../../../src/domain/ids.ts';
import { importMender, type Finding, type ImportDeps } from '../../../src/service/installation/import-mender.ts';
import type { ForeignAuthSet, ForeignToken } from '../../../src/domain/mender-device.ts';
import type { MenderDevice, MenderLimit } from '../../../src/store/mender.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { given } from '../../support/stores/given.ts';

let store: SqliteStore;
let told: Finding[];
let progress: number[];

beforeEach(async () => {
  store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  told = [];
  progress = [];
});
afterEach(() => store.close());

const keys = createKeys(DEFAULT_KEY_RULES);
const { pubkey } = simulateDevice();

const authSet = (id: string, of: Partial<ForeignAuthSet> = {}): ForeignAuthSet => ({
  ...{ id, pubkey, status: 'accepted', createdAt: given.time(1), token: undefined },
  ...of,
});

const device = (id: string, of: Partial<MenderDevice> = {}): MenderDevice => ({
  ...{ id, tenant: '', idData: `{"sn":"${id}"}`, status: 'accepted', isDecommissioning: false, isProvisioned: true },
  ...{ createdAt: given.time(0), updatedAt: given.time(0), checkInAt: undefined, revision: 5 },
  authSets: [authSet(`set-of-${id}`)],
  ...of,
});

interface Given {
  readonly pages: readonly (readonly MenderDevice[])[];
  readonly limits?: readonly MenderLimit[];
  /** Auth sets without a device. */
  readonly orphans?: number;
}

function run({ pages, limits = [], orphans = 0 }: Given, of: Partial<ImportDeps> = {}) {
  const devices = pages.flat();
  return importMender({
    source: {
      totals: () =>
        Promise.resolve({
          ...{ devices: devices.length, tokens: orphans + tokensOf(devices) },
          authSets: orphans + devices.reduce((sum, { authSets }) => sum + authSets.length, 0),
        }),
      devices: () => eachOf(pages),
      limits: () => Promise.resolve(limits),
      close: () => Promise.resolve(),
    },
    devices: store.devices,
    imports: store.imports,
    admit: (text) => keys.admit(text),
    now: () => given.time(100),
    isDry: false,
    tell: (finding) => told.push(finding),
    progress: (read, total) => progress.push(read / total),
    ...of,
  });
}

const tokensOf = (devices: readonly MenderDevice[]): number =>
  devices.flatMap(({ authSets }) => authSets).filter(({ token }) => token !== undefined).length;

async function* eachOf<Page>(pages: readonly Page[]): AsyncGenerator<Page> {
  for (const page of pages) yield await Promise.resolve(page);
}

const find = (id: string, tenant = OWN_TENANT) => store.devices.find(tenant, deviceId(id));

describe('importMender', () => {
  test('counts the result for each device and auth set, and the counts add up', async () => {
    const mixed = device('b', { authSets: [authSet('b1'), authSet('b2', { pubkey: 'no key' })] });

    const counts = await run({
      pages: [[device('a'), mixed], [device('c', { idData: '{}' })]],
      limits: [
        { tenant: 'acme', name: 'max_devices', value: 7 },
        { tenant: '', name: 'max_devices', value: -2 },
        { tenant: '', name: 'max_other', value: 3 },
      ],
      orphans: 2,
    });

    expect(counts).toEqual({
      ...{ devices: 3, created: 2, updated: 0, unchanged: 0, changedHere: 0, refused: 1 },
      ...{ authSets: 6, authSetsKept: 2, authSetsLeftOut: 1, authSetsWithoutDevice: 3 },
      ...{ limits: 3, limitsSet: 1, limitsLeftOut: 2 },
    });
    expect(told.map(({ what, id }) => `${what} ${id}`)).toEqual([
      'auth set b2',
      'device c',
      'limit max_devices',
      'limit max_other',
    ]);
    expect(progress).toEqual([2 / 3, 1]);
    expect(await store.limits.get(tenantId('acme'))).toEqual({ limit: 7, used: 0 });
    expect((await store.limits.get(OWN_TENANT)).used).toBe(2);
  });

  test('writes in a second run only what has a higher revision', async () => {
    await run({ pages: [[device('a'), device('b')]] });

    const counts = await run({ pages: [[device('a'), device('b', { revision: 6, isProvisioned: false })]] });

    expect(counts).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    expect(await find('b')).toMatchObject({ revision: 6, provisioned: false });
  });

  test('leaves a device as it is that was changed here, whichever revision is higher', async () => {
    await run({ pages: [[device('a'), device('b')]] });
    for (const id of ['a', 'b']) {
      const stored = await find(id);
      if (stored !== undefined)
        await store.devices.commit(OWN_TENANT, given.update(stored, { set: { provisioned: false } }));
    }

    const counts = await run({ pages: [[device('a'), device('b', { revision: 50 })]] });

    expect(counts).toMatchObject({ updated: 0, unchanged: 0, changedHere: 2 });
    expect(await find('b')).toMatchObject({ revision: 6, provisioned: false });
  });

  test('refuses a device of which another one has the identity, also in a dry run', async () => {
    const twins = [[device('a', { idData: '{"sn":1}' }), device('b', { idData: '{"sn":1.0}' })]];

    const dry = await run({ pages: twins }, { isDry: true });
    const counts = await run({ pages: twins });

    expect([dry, counts]).toMatchObject([
      { created: 1, refused: 1, authSetsWithoutDevice: 1 },
      { created: 1, refused: 1, authSetsWithoutDevice: 1 },
    ]);
    expect(told).toMatchObject([{ id: 'b' }, { id: 'b' }]);
  });

  test('takes one identity in two tenants for two devices', async () => {
    const counts = await run({
      pages: [[device('a', { idData: '{"n":1}' }), device('b', { idData: '{"n":1}', tenant: 'acme' })]],
    });

    expect(counts.created).toBe(2);
    expect(await find('b', tenantId('acme'))).toBeDefined();
  });

  describe('with tokens', () => {
    const withTokens = { tokenIssuer: 'Mender' };
    const token = (of: string, more: Partial<ForeignToken> = {}): ForeignToken => ({
      ...{ device: of, tenant: '', issuer: 'Mender', issuedAt: given.time(90), expiresAt: given.time(200) },
      ...more,
    });
    const withToken = (id: string, more: Partial<ForeignToken> = {}, of: Partial<MenderDevice> = {}): MenderDevice =>
      device(id, { authSets: [authSet(`set-of-${id}`, { token: token(id, more) })], ...of });
    const kept = async (id: string) => (await find(id))?.tokens.map(({ jti }) => jti);

    test('keeps those that may verify, names the others, and the counts add up', async () => {
      const expired = withToken('b', { expiresAt: given.time(100) });

      const counts = await run(
        { pages: [[withToken('a'), expired, withToken('c', {}, { idData: '{}' })]], orphans: 1 },
        withTokens,
      );

      expect(counts).toMatchObject({ tokens: 4, tokensKept: 1, tokensLeftOut: 1, tokensWithoutDevice: 2 });
      expect([await kept('a'), await kept('b')]).toEqual([['set-of-a'], []]);
      expect(told.map(({ what, id }) => `${what} ${id}`)).toEqual(['device c', 'token set-of-b']);
    });

    test('takes over in a second run the token that was issued since, although the revision is the same', async () => {
      await run({ pages: [[withToken('a'), withToken('b')]] }, withTokens);

      const counts = await run({ pages: [[withToken('a'), withToken('b', { issuedAt: given.time(95) })]] }, withTokens);

      expect(counts).toMatchObject({ updated: 1, unchanged: 1, tokensKept: 2 });
      expect((await find('b'))?.tokens).toMatchObject([{ issuedAt: given.time(95) }]);
    });

    test('brings no token back to a device that was changed here', async () => {
      await run({ pages: [[withToken('a')]] }, withTokens);
      const stored = await find('a');
      if (stored !== undefined) await store.devices.commit(OWN_TENANT, given.update(stored, { set: { tokens: [] } }));

      const counts = await run({ pages: [[withToken('a', {}, { revision: 50 })]] }, withTokens);

      expect(counts).toMatchObject({ changedHere: 1, tokensKept: 0, tokensLeftOut: 1 });
      expect(await kept('a')).toEqual([]);
    });

    test('ends those of an earlier run when a later one is without', async () => {
      await run({ pages: [[withToken('a')]] }, withTokens);

      const counts = await run({ pages: [[withToken('a')]] });

      expect([counts.updated, counts.tokens, await kept('a')]).toEqual([1, undefined, []]);
    });
  });

  test('writes nothing in a dry run', async () => {
    await run({ pages: [[device('a')]], limits: [{ tenant: '', name: 'max_devices', value: 7 }] }, { isDry: true });

    expect(await find('a')).toBeUndefined();
    expect(await store.limits.get(OWN_TENANT)).toEqual({ limit: -1, used: 0 });
  });
});
