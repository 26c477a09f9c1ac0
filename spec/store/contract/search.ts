// The contract of a search: every member of the filter, both orders, page by page, and devices that change.
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AuthSet, Device } from '../../../src/domain/device.ts';
import type { DeviceFilter } from '../../../src/domain/device-filter.ts';
import { fingerprint, identityKey, type TenantId } from '../../../src/domain/ids.ts';
import type { SearchWindow, Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';

/** Each device by a name, with the properties for the table below. Groups of three were created in the same minute. */
const FLEET = {
  berlin1: {
    identity: { sn: 'E2024-001', site: 'Berlin', mac: '02:00:5e:00:00:01' },
    sets: ['accepted'],
    keys: ['aa01'],
  },
  berlin2: {
    identity: { sn: 'E2024-002', site: 'BERLIN', mac: '02-00-5E-00-00-02' },
    sets: ['pending'],
    keys: ['aa02'],
  },
  berlin3: {
    identity: { sn: 'e2025-003', site: 'berlin', mac: '0200.5e00.0003' },
    sets: ['accepted', 'pending'],
    keys: ['bb03', 'cc03'],
  },
  paris1: { identity: { sn: 'F2024-001', site: 'Paris', note: 'E2024' }, sets: ['rejected'], keys: ['aa04'] },
  strasse: { identity: { sn: 'G-1', site: 'Straße' }, sets: ['rejected', 'pending'], keys: ['dd05', 'aa05'] },
  numbers: { identity: { sn: 42, active: true, port: '42' }, sets: ['preauthorized'], keys: ['ee06'] },
  odd: { identity: { sn: 'a\u0000b', 'na\u0000me': 'x', deep: { site: 'Berlin' }, none: null }, sets: [], keys: [] },
  long1: { identity: { sn: `${'x'.repeat(127)}éend` }, sets: ['pending'], keys: ['ff08'] },
  long2: { identity: { sn: `${'x'.repeat(127)}éother` }, sets: ['pending'], keys: ['ff09'] },
  percent: { identity: { sn: '100%_*' }, sets: ['accepted'], keys: ['ab10'] },
} as const satisfies Record<string, Described>;

interface Described {
  readonly identity: object;
  readonly sets: readonly AuthSet['status'][];
  readonly keys: readonly string[];
}

type Name = keyof typeof FLEET;

const NAMES = Object.keys(FLEET).filter((name): name is Name => name in FLEET);

/** The filters by their purpose, and the matching devices. */
// prettier-ignore
const FILTERS: readonly (readonly [string, DeviceFilter, readonly Name[]])[] = [
  ['nothing',                     {}, NAMES],
  ['a value',                     is('sn', 'E2024-001'), ['berlin1']],
  ['a value in another case',     is('site', 'bErLiN'), ['berlin1', 'berlin2', 'berlin3']],
  ['a value of another attribute', is('note', 'Berlin'), []],
  ['one of several values',       is('sn', 'F2024-001', 'E2024-002', 'nothing', 'E2024-002'), ['berlin2', 'paris1']],
  ['no value',                    is('sn'), []],
  ['a text that folds longer',    is('site', 'STRASSE'), ['strasse']],
  ['a text by its own spelling',  is('site', 'Straße'), ['strasse']],
  ['a MAC address with hyphens',  is('mac', '02-00-5e-00-00-01'), ['berlin1']],
  ['a MAC address with dots',     is('mac', '0200.5E00.0002'), ['berlin2']],
  ['a MAC address as digits',     is('mac', '02005E000003'), ['berlin3']],
  ['the beginning of a MAC',      begins('mac', '02:00:5e:00:00'), ['berlin1', 'berlin2', 'berlin3']],
  ['a number by its text',        is('sn', '42'), ['numbers']],
  ['a text that looks like one',  is('port', '42'), ['numbers']],
  ['a boolean',                   is('active', 'true'), ['numbers']],
  ['a beginning',                 begins('sn', 'e2024'), ['berlin1', 'berlin2']],
  ['a beginning of any attribute', begins(undefined, 'e2024'), ['berlin1', 'berlin2', 'paris1']],
  ['the empty beginning',         begins('note', ''), ['paris1']],
  ['a pattern that is a text',    begins('sn', '100%_*'), ['percent']],
  ['a wildcard, which is a text',   begins('sn', '%'), []],
  ['a dot, which is a dot',       begins('sn', 'e.024'), []],
  ['a bracket, which is no pattern', begins('sn', '(['), []],
  ['a backslash and a dollar',    begins('sn', '\\$'), []],
  ['an attribute that is there',  { identity: [{ op: 'exists', name: 'mac' }] }, ['berlin1', 'berlin2', 'berlin3']],
  ['an attribute without a value to compare', { identity: [{ op: 'exists', name: 'deep' }] }, []],
  ['null',                        is('none', 'null'), []],
  ['a value with a NUL',          is('sn', 'a\0b'), ['odd']],
  ['a name with a NUL',           is('na\0me', 'x'), ['odd']],
  ['the beginning before a NUL',  begins('sn', 'a'), ['odd']],
  ['a value that is cut in the index', is('sn', `${'x'.repeat(127)}éEND`), ['long1']],
  ['a beginning as long as that', begins('sn', `${'x'.repeat(127)}éo`), ['long2']],
  ['two attributes',              { identity: [...conditions(is('site', 'berlin')), ...conditions(begins('sn', 'e2024'))] }, ['berlin1', 'berlin2']],
  ['two attributes that never meet', { identity: [...conditions(is('site', 'berlin')), ...conditions(is('site', 'paris'))] }, []],
  ['the device status',           { statuses: ['accepted'] }, ['berlin1', 'berlin3', 'percent']],
  ['no status',                   { statuses: [] }, []],
  ['an auth set that is pending', { authSetStatuses: ['pending'] }, ['berlin2', 'berlin3', 'strasse', 'long1', 'long2']],
  ['auth sets of two statuses',   { authSetStatuses: ['rejected', 'preauthorized'] }, ['paris1', 'strasse', 'numbers']],
  ['no auth set status',          { authSetStatuses: [] }, []],
  ['the beginning of a key',      { keyPrefix: 'aa0' }, ['berlin1', 'berlin2', 'paris1', 'strasse']],
  ['a whole key',                 { keyPrefix: keyOf('cc03') }, ['berlin3']],
  ['a key that differs at its end', { keyPrefix: `${keyOf('cc03').slice(0, 63)}0` }, []],
  ['created since',               { created: { from: given.time(2) } }, ['long1', 'long2', 'numbers', 'odd', 'percent'].filter(isCreated(2))],
  ['created before',              { created: { before: given.time(1) } }, ['berlin1', 'berlin2', 'berlin3']],
  ['created within',              { created: { from: given.time(1), before: given.time(2) } }, ['paris1', 'strasse', 'numbers']],
  ['never checked in',            { checkIn: 'never' }, NAMES.filter((name) => name !== 'berlin1' && name !== 'paris1')],
  ['checked in since',            { checkIn: { from: given.time(50) } }, ['paris1']],
  ['checked in before',           { checkIn: { before: given.time(50) } }, ['berlin1']],
  ['a value and a set that is pending', { ...is('site', 'Berlin'), authSetStatuses: ['pending'] }, ['berlin2', 'berlin3']],
  ['a value, a status and a key', { ...is('site', 'Berlin'), statuses: ['accepted'], keyPrefix: 'aa01' }, ['berlin1']],
  ['a beginning, created within and never checked in', { ...begins('sn', 'e202'), created: { before: given.time(9) }, checkIn: 'never' }, ['berlin2', 'berlin3']],
];

export function describeSearch(store: () => Store): void {
  describe('search', () => {
    const tenant = given.tenant();
    const fleet = new Map(NAMES.map((name, index) => [name, deviceOf(tenant, name, index)]));
    beforeAll(async () => {
      const other = given.tenant();
      for (const device of [...fleet.values()].toReversed()) {
        const elsewhere = { ...device, id: given.unknownId(), tenant: other };
        await store().devices.commit(tenant, given.create(device));
        await store().devices.commit(other, given.create(elsewhere));
      }
    });
    const ordered = (names: readonly Name[]): readonly Device[] =>
      inOrder(names.flatMap((name) => fleet.get(name) ?? []));

    test.each(FILTERS)('finds the devices with %s, page by page and in both orders', async (_, filter, names) => {
      const expected = ordered(names);

      for (const limit of [1, 2, NAMES.length + 1]) {
        expect(await walk(store(), tenant, filter, { limit, order: 'created' })).toEqual(expected);
        expect(await walk(store(), tenant, filter, { limit, order: '-created' })).toEqual(expected.toReversed());
      }
    });

    test.each(FILTERS)('counts the devices with %s', async (_, filter, { length }) => {
      const counts = await Promise.all([length + 1, length].map((most) => store().search.count(tenant, filter, most)));
      const fewer = length === 0 ? [] : [await store().search.count(tenant, filter, length - 1)];

      expect(counts).toEqual([0, 1].map(() => ({ count: length, more: false })));
      expect(fewer).toEqual(length === 0 ? [] : [{ count: length - 1, more: true }]);
    });

    test('ids and other members narrow together', async () => {
      const ids = [fleet.get('berlin1')?.id ?? given.unknownId(), fleet.get('paris1')?.id ?? given.unknownId()];

      expect(await walk(store(), tenant, { ids, ...is('site', 'berlin') }, { limit: 9, order: 'created' })).toEqual(
        ordered(['berlin1']),
      );
    });

    describeMoving(store);
  });
}

function describeMoving(store: () => Store): void {
  const find = async (tenant: TenantId, filter: DeviceFilter): Promise<readonly string[]> =>
    (await walk(store(), tenant, filter, { limit: 9, order: 'created' })).map(({ id }) => id);

  test('a device is found by its present state: another status, another auth set, another key', async () => {
    const tenant = given.tenant();
    const old = given.authSet({ status: 'pending', fingerprint: fingerprint(keyOf('aaaa')) });
    const device = given.device({ tenant, authSets: [old] });
    await store().devices.commit(tenant, given.create(device));
    const accepted = { ...old, status: 'accepted' } as const;
    const fresh = given.authSet({ status: 'pending', fingerprint: fingerprint(keyOf('bbbb')) });

    await store().devices.commit(
      tenant,
      given.update(device, { set: { status: 'accepted', authSets: [accepted, fresh] } }),
    );
    const withTwo = [await find(tenant, { authSetStatuses: ['pending'] }), await find(tenant, { keyPrefix: 'bbbb' })];
    const second = { ...device, revision: 2 };
    await store().devices.commit(tenant, given.update(second, { set: { authSets: [accepted] } }));
    const withOne = [await find(tenant, { authSetStatuses: ['pending'] }), await find(tenant, { keyPrefix: 'bbbb' })];

    expect(withTwo).toEqual([[device.id], [device.id]]);
    expect(withOne).toEqual([[], []]);
    expect(await find(tenant, { authSetStatuses: ['accepted'] })).toEqual([device.id]);
    expect(await find(tenant, { keyPrefix: 'aaaa' })).toEqual([device.id]);
  });

  test('a removed device is not found, and its identity is found again under a new device', async () => {
    const tenant = given.tenant();
    const first = given.device({ tenant, authSets: [given.authSet({ fingerprint: fingerprint(keyOf('cafe')) })] });
    const again = { ...first, id: given.unknownId(), createdAt: given.time(5) };
    const sn: string = JSON.parse(first.identity.text).mac;
    await store().devices.commit(tenant, given.create(first));

    await store().devices.commit(tenant, given.remove(first));
    const removed = [
      await find(tenant, is('mac', sn)),
      await find(tenant, { keyPrefix: 'cafe' }),
      await find(tenant, {}),
    ];
    await store().devices.commit(tenant, given.create(again));

    expect(removed).toEqual([[], [], []]);
    expect([await find(tenant, is('mac', sn)), await find(tenant, { keyPrefix: 'cafe' })]).toEqual([
      [again.id],
      [again.id],
    ]);
  });
}

function deviceOf(tenant: TenantId, name: Name, index: number): Device {
  const { identity, sets, keys }: Described = FLEET[name];
  const authSets = sets.map((status, at) =>
    given.authSet({ status, fingerprint: fingerprint(keyOf(keys[at] ?? '')), createdAt: given.time(index) }),
  );
  return given.device({
    tenant,
    identity: { key: identityKey(name), text: JSON.stringify(identity) },
    status: sets[0] ?? 'noauth',
    authSets,
    createdAt: given.time(Math.floor(index / 3)),
    checkInAt: name === 'berlin1' ? given.time(40) : name === 'paris1' ? given.time(60) : undefined,
  });
}

function keyOf(beginning: string): string {
  return beginning.padEnd(64, beginning);
}

function is(name: string, ...values: readonly string[]): DeviceFilter {
  return { identity: [{ op: 'in', name, values }] };
}

function begins(name: string | undefined, value: string): DeviceFilter {
  return { identity: [{ op: 'prefix', name, value }] };
}

function conditions({ identity = [] }: DeviceFilter): NonNullable<DeviceFilter['identity']> {
  return identity;
}

function isCreated(minute: number): (name: string) => name is Name {
  return (name): name is Name => NAMES.findIndex((other) => other === name) >= 3 * minute;
}

const inOrder = (devices: readonly Device[]): readonly Device[] =>
  devices.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1));

async function walk(
  store: Store,
  tenant: TenantId,
  filter: DeviceFilter,
  { limit, order }: Pick<SearchWindow, 'limit' | 'order'>,
): Promise<readonly Device[]> {
  const found: Device[] = [];
  let after: SearchWindow['after'];
  do {
    const page = await store.search.find(tenant, filter, { limit, order, after });
    if (page.devices.length > limit) throw new Error('a page has more devices than asked for');
    found.push(...page.devices);
    after = page.next;
  } while (after !== undefined);
  return found;
}
