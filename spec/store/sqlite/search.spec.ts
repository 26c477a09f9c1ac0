// Searches on SQLite: walks of several streams, wide ranges, early stops, pieces, plans, and files of older versions.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { AuthSetStatus, Device } from '../../../src/domain/device.ts';
import { matchesFilter, type DeviceFilter } from '../../../src/domain/device-filter.ts';
import { deviceId, fingerprint, identityKey, OWN_TENANT } from '../../../src/domain/ids.ts';
import { openMemory } from '../../../src/store/sqlite/file.ts';
import { openReads } from '../../../src/store/sqlite/reads.ts';
import { MIGRATIONS, NAME_THE_FILE } from '../../../src/store/sqlite/schema.ts';
import { END_OF_VALUES, KEYS, PIECE_OF_VALUES } from '../../../src/store/sqlite/search-ranges.ts';
import { SOURCES, walkOf } from '../../../src/store/sqlite/search-streams.ts';
import { deviceSearch } from '../../../src/store/sqlite/search.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { openWrites } from '../../../src/store/sqlite/writes.ts';
import type { DeviceSearch, SearchWindow } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { until } from '../../support/until.ts';

/** More than a list in memory has, and more than a walk reads before it reads a range. */
const MANY = 4500;
const STATUSES: readonly AuthSetStatus[] = ['accepted', 'accepted', 'accepted', 'pending', 'rejected', 'preauthorized'];

/** Serials begin with the year, so that most of a range is after most of the devices; models and sites have their own rhythm. */
function deviceAt(index: number): Device {
  const status = STATUSES[index % STATUSES.length] ?? 'pending';
  const key = index.toString(16).padStart(6, '0').split('').toReversed().join('').padEnd(64, 'f');
  const fresh = given.authSet({ status: 'pending', fingerprint: fingerprint(`abcd${key.slice(4)}`) });
  const identity = {
    sn: `${index < 2250 ? 'E2023' : 'E2024'}${String(index).padStart(6, '0')}`,
    model: `edge-${index % 7}`,
    site: index % 10 < 6 ? 'berlin' : `site-${index % 40}`,
  };
  return given.device({
    tenant: OWN_TENANT,
    id: deviceId(`0198f3a2-7c1e-7000-8000-${String((index * 7919) % MANY).padStart(12, '0')}`),
    identity: { key: identityKey(`key ${index}`), text: JSON.stringify(identity) },
    status,
    authSets: [given.authSet({ status, fingerprint: fingerprint(key) }), ...(index % 50 === 0 ? [fresh] : [])],
    createdAt: given.time(Math.floor(index / 20)),
    checkInAt: index % 3 === 0 ? given.time(index) : undefined,
  });
}

const FLEET = Array.from({ length: MANY }, (_, index) => deviceAt(index));
const is = (name: string, ...values: readonly string[]) => ({ op: 'in', name, values }) as const;
const begins = (name: string | undefined, value: string) => ({ op: 'prefix', name, value }) as const;

const FILTERS: readonly (readonly [string, DeviceFilter])[] = [
  ['a wide range that begins late', { identity: [begins('sn', 'E2024')] }],
  ['a wide range of any attribute', { identity: [begins(undefined, 'e202')] }],
  [
    'a wide range within a time',
    { identity: [begins('sn', 'E2024')], created: { from: given.time(130), before: given.time(140) } },
  ],
  ['two wide ranges', { identity: [begins('sn', 'E2024'), begins(undefined, 'edge')] }],
  ['a wide range and a value', { identity: [begins('sn', 'E2024'), is('model', 'edge-3')] }],
  ['a wide range and check-ins', { identity: [begins('sn', 'E2023')], checkIn: { from: given.time(2000) } }],
  ['a narrow range', { identity: [begins('sn', 'E202400230')] }],
  ['two values', { identity: [is('model', 'edge-1'), is('site', 'berlin')] }],
  ['two values that never meet', { identity: [is('model', 'edge-1'), is('model', 'edge-2')] }],
  ['several values', { identity: [is('site', 'site-8', 'site-7', 'site-39')] }],
  ['a status and a value', { statuses: ['pending'], identity: [is('model', 'edge-5')] }],
  [
    'several statuses and two values',
    { statuses: ['pending', 'rejected'], identity: [is('model', 'edge-5'), is('site', 'berlin')] },
  ],
  ['an auth set and a value', { authSetStatuses: ['pending'], identity: [is('site', 'berlin')] }],
  ['a key of many devices', { keyPrefix: 'abcd' }],
  ['a key and an auth set', { keyPrefix: '0000', authSetStatuses: ['pending'] }],
  ['an attribute that is there', { identity: [{ op: 'exists', name: 'site' }], statuses: ['rejected'] }],
];

const memory = openMemory();
const { db } = memory;
const reads = openReads();
const search = (): DeviceSearch => deviceSearch(db, reads);

beforeAll(async () => {
  const { writes } = await openWrites(db, { defaultLimit: -1, now: () => given.time(0) });
  await Promise.all(FLEET.map((device) => writes.devices.commit(OWN_TENANT, given.create(device))));
});
afterAll(() => memory.close());

const inOrder = (devices: readonly Device[]): readonly Device[] =>
  devices.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1));

const matching = (filter: DeviceFilter): readonly string[] =>
  inOrder(FLEET.filter((device) => matchesFilter(device, filter))).map(({ id }) => id);

async function pages(of: DeviceSearch, filter: DeviceFilter, window: Omit<SearchWindow, 'after'>) {
  const found: string[] = [];
  const lengths: number[] = [];
  let after: SearchWindow['after'];
  do {
    const page = await of.find(OWN_TENANT, filter, { ...window, after });
    found.push(...page.devices.map(({ id }) => id));
    lengths.push(page.devices.length);
    after = page.next;
  } while (after !== undefined);
  return { found, lengths };
}

describe('a search among many devices', () => {
  test.each(FILTERS)('finds every device with %s once, in both orders', async (_, filter) => {
    const expected = matching(filter);
    const limit = 397;

    const oldest = await pages(search(), filter, { limit, order: 'created' });
    const newest = await pages(search(), filter, { limit, order: '-created' });

    expect(oldest.found).toEqual(expected);
    expect(newest.found).toEqual(expected.toReversed());
    expect(oldest.lengths).toHaveLength(Math.max(1, Math.ceil(expected.length / limit)));
  });

  test.each(FILTERS)('counts the devices with %s', async (_, filter) => {
    const { length } = matching(filter);

    expect(await search().count(OWN_TENANT, filter, MANY)).toEqual({ count: length, more: false });
    expect(await search().count(OWN_TENANT, filter, 10)).toEqual({ count: Math.min(10, length), more: length > 10 });
  });
});

describe('a search that finds few among many', () => {
  const bounds = { mostWork: 600, mostOfRange: 1000 };

  test.each(FILTERS)('gives up, and the next page begins there: %s', async (_, filter) => {
    const { found, lengths } = await pages(deviceSearch(db, reads, bounds), filter, { limit: 1000, order: 'created' });

    expect(found).toEqual(matching(filter));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1000);
  });

  test('marks a count that may be higher', async () => {
    const filter: DeviceFilter = { identity: [is('model', 'edge-1'), is('model', 'edge-2')] };

    expect(await deviceSearch(db, reads, bounds).count(OWN_TENANT, filter, 10)).toEqual({ count: 0, more: true });
  });

  test.each(FILTERS.slice(0, 9))('runs in pieces, between which others are answered: %s', async (_, filter) => {
    let [turns, longest, last] = [0, 0, performance.now()];
    let isDone = false;
    const searching = search()
      .find(OWN_TENANT, filter, { limit: MANY, order: 'created', after: undefined })
      .then(() => (isDone = true));
    while (!(await Promise.race([searching, setImmediate(false)]))) {
      turns += 1;
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }

    expect(isDone).toBe(true);
    expect(turns).toBeGreaterThanOrEqual(Math.floor(matching(filter).length / 64));
    expect(longest).toBeLessThan(500); // a step is some milliseconds; this machine may be busy
  });
});

describe('the plans of a search', () => {
  const plan = (sql: string): string => {
    const steps: readonly { readonly detail: string }[] = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all({});
    return steps.map(({ detail }) => detail).join('\n');
  };
  const walks = Object.values(SOURCES).flatMap((source) => [walkOf(source, 'created'), walkOf(source, '-created')]);

  test.each(walks)('a stream is one range of one index, in order: %s', (sql) => {
    expect(plan(sql)).toMatch(
      /^SEARCH \w+ USING (COVERING INDEX \w+|PRIMARY KEY) \(.*\(created_at,id\)[<>]\(\?,\?\)\)$/,
    );
  });

  test('a range of values and of keys is one range of the primary key', () => {
    const values = 'SEARCH attribute USING PRIMARY KEY (tenant=? AND (value,name,created_at,id)>(?,?,?,?))';

    expect(plan(END_OF_VALUES)).toBe(values);
    expect(plan(PIECE_OF_VALUES).split('\n')).toContain(values);
    expect(plan(PIECE_OF_VALUES)).not.toContain('B-TREE');
    expect(plan(KEYS).split('\n')[0]).toBe('SEARCH fingerprint USING PRIMARY KEY (tenant=? AND digits>? AND digits<?)');
  });
});

describe('a file of a version without the index', () => {
  let folder = '';
  const file = (): string => join(folder, 'devauth.db');
  const WITHOUT_INDEX = 5;
  const OLD = FLEET.slice(0, 1000);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'devauth-backfill-'));
    const old = new DatabaseSync(file());
    old.exec(`${NAME_THE_FILE}; PRAGMA journal_mode = WAL`);
    MIGRATIONS.slice(0, WITHOUT_INDEX).forEach((migration) => old.exec(migration));
    copyDevices(db, old, OLD.length);
    old.close();
  });
  afterAll(() => rm(folder, { recursive: true }));

  const tables = (of: DatabaseSyncInstance): readonly unknown[] =>
    ['attribute', 'set_status', 'fingerprint'].flatMap((name): unknown[] =>
      of.prepare(`SELECT * FROM ${name} WHERE row <= ${OLD.length}`).all(),
    );

  test('is indexed while the store serves, also over a restart, to the content of a new file', async () => {
    const first = await SqliteStore.open({ file: file(), defaultLimit: -1 });
    const [head = OLD[0]] = OLD;
    const change = head === undefined ? undefined : given.remove(head);
    const removed = change && (await first.devices.commit(OWN_TENANT, change));
    await first.close(); // with most devices left: a piece has 200
    const again = await SqliteStore.open({ file: file(), defaultLimit: -1 });
    const filter: DeviceFilter = { identity: [is('site', 'berlin')] };
    const page = await until('the devices are indexed', () =>
      again.search
        .find(OWN_TENANT, filter, { limit: MANY, order: 'created', after: undefined })
        .catch((): undefined => undefined),
    );
    await again.close();

    expect(removed).toBe('done');
    const kept = OLD.slice(1).filter((device) => matchesFilter(device, filter));
    expect(page.devices.map(({ id }) => id)).toEqual(inOrder(kept).map(({ id }) => id));
    const indexed = new DatabaseSync(file());
    const gone = OLD[0]?.id;
    const expected = tables(db).filter(
      (row) => typeof row !== 'object' || row === null || Reflect.get(row, 'row') !== 1,
    );
    expect(tables(indexed)).toEqual(expected);
    expect(JSON.stringify(tables(indexed))).not.toContain(gone);
    indexed.close();
  });

  test('refuses searches that need the index until it is complete, and answers the rest', async () => {
    db.exec('UPDATE backfill SET position = last - 1, last = last + 1');
    const late = search();
    const window = { limit: 1, order: 'created', after: undefined } as const;
    const refusal = { code: 'search_not_ready', details: { retryAfterSeconds: expect.any(Number) } };

    await expect(late.find(OWN_TENANT, { identity: [is('site', 'berlin')] }, window)).rejects.toMatchObject(refusal);
    await expect(late.count(OWN_TENANT, { keyPrefix: 'abcd' }, 1)).rejects.toMatchObject(refusal);
    await expect(late.find(OWN_TENANT, { authSetStatuses: ['pending'] }, window)).rejects.toMatchObject(refusal);
    expect((await late.find(OWN_TENANT, { statuses: ['pending'] }, window)).devices).toHaveLength(1);
    db.exec('UPDATE backfill SET position = last');

    expect((await late.find(OWN_TENANT, { identity: [is('site', 'berlin')] }, window)).devices).toHaveLength(1);
  });
});

/** The rows of the first devices in the form of an older version. */
function copyDevices(from: DatabaseSyncInstance, to: DatabaseSyncInstance, count: number): void {
  const rows: readonly Readonly<Record<string, string | number | null>>[] = from
    .prepare('SELECT * FROM device ORDER BY row_id LIMIT ?')
    .all(count);
  const columns = to.prepare("SELECT name FROM pragma_table_info('device')").all().map(nameOf);
  const insert = to.prepare(`INSERT INTO device (${columns.join()}) VALUES (${columns.map(() => '?').join()})`);
  for (const row of rows) insert.run(...columns.map((name) => row[name] ?? null));
}

const nameOf = (column: unknown): string => z.object({ name: z.string() }).parse(column).name;
