// Searches on MongoDB: the indexes that serve them, their bound, and databases that an older version wrote.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { CommandStartedEvent, Document } from 'mongodb';
import type { DeviceFilter } from '../../../src/domain/device-filter.ts';
import { deviceId, tenantId, type DeviceId, type TenantId } from '../../../src/domain/ids.ts';
import { MongoStore } from '../../../src/store/mongo/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import {
  describeMongo,
  openMongo,
  testMongo,
  withClient,
  type OpenedMongo,
  type TestMongo,
} from '../../support/stores/mongo.ts';

const TENANT = tenantId('acme');
const OLD = 1_200;

describeMongo('a search', () => {
  let mongo: TestMongo;
  let opened: OpenedMongo;
  const asked: CommandStartedEvent[] = [];
  beforeAll(async () => {
    mongo = await testMongo();
  });
  beforeEach(async () => {
    opened = await openMongo(mongo.uri, { sweepEveryMs: 0, onCommand: (event) => void asked.push(event) });
    asked.length = 0;
  });
  afterEach(() => opened.destroy());
  afterAll(() => mongo.stop());

  /** Opens the same database later, like another node without this node's memory. */
  const anotherNode = (): Promise<MongoStore> =>
    MongoStore.open({ uri: opened.uri, database: opened.database, defaultLimit: -1, sweepEveryMs: 0 });

  test.each<[string, DeviceFilter]>([
    ['attribute', is('sn', 'E2024-7')],
    ['attribute', { identity: [{ op: 'prefix', name: 'sn', value: 'E2024-00' }] }],
    ['attribute', { identity: [{ op: 'prefix', name: undefined, value: 'E2024-00' }] }],
    ['set_status', { authSetStatuses: ['pending'] }],
    ['fingerprint', { keyPrefix: 'abcd' }],
  ])('is answered by the index %s: %j', async (index, filter) => {
    await insertOld(opened, { from: 0, count: OLD });
    await inDatabase(opened, 'attribute_index', (index) => index.deleteMany({}));
    await sweepUntilIndexed(opened.store);
    asked.length = 0;

    await find(opened.store, filter);
    const { indexes, chooses } = await planOf(
      opened,
      asked.find(({ commandName }) => commandName === 'find'),
    );

    if (chooses) expect(indexes).toContain(index);
    else expect(indexes).not.toHaveLength(0);
  });

  test('is bounded in time, and so is a count', async () => {
    await find(opened.store, is('sn', 'E2024-7'));
    await opened.store.search.count(TENANT, is('sn', 'E2024-7'), 100);

    const bounds = asked
      .filter(({ command }) => ['find', 'aggregate'].some((name) => command[name] === 'devices'))
      .map(({ command }): unknown => command['maxTimeMS']);
    expect(bounds).toEqual([2_000, 2_000]);
  });

  test('by attribute is refused until a database of an older version is indexed; other searches and lists work', async () => {
    await insertOld(opened, { from: 0, count: OLD });
    await inDatabase(opened, 'attribute_index', (index) => index.deleteMany({}));
    const node = await anotherNode();

    await expect(find(node, is('sn', 'E2024-7'))).rejects.toMatchObject({
      code: 'search_not_ready',
      details: { retryAfterSeconds: 10 },
    });
    await expect(node.search.count(TENANT, is('sn', 'E2024-7'), 9)).rejects.toMatchObject({ code: 'search_not_ready' });
    expect(await find(node, { authSetStatuses: ['pending'] })).toHaveLength(10);
    expect(await node.devices.count(TENANT, {})).toBe(OLD);
    await sweepUntilIndexed(node);

    expect(await find(node, is('sn', 'e2024-7'))).toEqual([idOf(7)]);
    expect(await find(node, is('sn', `E2024-${OLD - 1}`))).toEqual([idOf(OLD - 1)]);
    await node.close();
  });

  test('finds each device once if one node continues the index of another', async () => {
    await insertOld(opened, { from: 0, count: OLD });
    const state = { rule: 1, position: idOf(699), end: idOf(OLD - 1), done: false };
    await inDatabase(opened, 'attribute_index', (index) => index.updateOne({ _id: 'attributes' }, { $set: state }));
    const node = await anotherNode();

    await sweepUntilIndexed(node);

    const indexed = await inDatabase(opened, 'devices', (devices) =>
      devices.countDocuments({ attributes: { $exists: true } }),
    );
    expect(indexed).toBe(OLD - 700);
    expect(await find(node, is('sn', 'E2024-700'))).toEqual([idOf(700)]);
    await node.close();
  });

  test('finds the devices that an older version creates later, at the latest a minute after', async () => {
    const id = idNow(1);
    await inDatabase(opened, 'devices', (devices) => devices.insertOne(oldDevice(id, 'late')));
    const node = await anotherNode();

    await node.sweep();

    expect(await find(node, is('sn', 'LATE'))).toEqual([id]);
    await node.close();
  });

  test('finds them with the next sweep while the older version creates devices, and a minute after it ended looks less often', async () => {
    let time = Date.now();
    const options = { uri: opened.uri, database: opened.database, defaultLimit: -1, sweepEveryMs: 0 };
    const node = await MongoStore.open({ ...options, now: () => new Date(time) });
    const create = async (count: number): Promise<readonly DeviceId[]> => {
      await inDatabase(opened, 'devices', (devices) => devices.insertOne(oldDevice(idNow(count), `late-${count}`)));
      await node.sweep();
      return find(node, is('sn', `late-${count}`));
    };

    const during = [await create(1), await create(2)];
    for (let minutes = 0; minutes < 2; minutes += 1) {
      time += 60_000;
      await node.sweep();
    }
    const after = await create(3);
    time += 60_000;
    await node.sweep();

    expect([during, after]).toEqual([[[idNow(1)], [idNow(2)]], []]);
    expect(await find(node, is('sn', 'late-3'))).toEqual([idNow(3)]);
    await node.close();
  });

  test('does not find a device that an older version removed, although its attributes are still there', async () => {
    const device = given.device({ tenant: TENANT });
    await opened.store.devices.commit(TENANT, given.create(device));
    const mac: string = JSON.parse(device.identity.text).mac;
    const before = await find(opened.store, is('mac', mac));

    await inDatabase(opened, 'devices', (devices) =>
      devices.updateOne({ _id: device.id }, { $set: { removed: true } }),
    );

    expect(before).toEqual([device.id]);
    expect(await find(opened.store, is('mac', mac))).toEqual([]);
  });
});

function is(name: string, value: string): DeviceFilter {
  return { identity: [{ op: 'in', name, values: [value] }] };
}

async function find({ search }: Store, filter: DeviceFilter): Promise<readonly DeviceId[]> {
  const { devices } = await search.find(TENANT, filter, { limit: 10, order: 'created', after: undefined });
  return devices.map(({ id }) => id);
}

async function sweepUntilIndexed(node: MongoStore): Promise<void> {
  for (let sweeps = 0; sweeps < 60; sweeps += 1) {
    await node.sweep();
    const refused = await find(node, is('sn', 'nothing')).then(
      () => false,
      () => true,
    );
    if (!refused) return;
  }
  throw new Error('it is never indexed');
}

/** In the order of creation. */
const idOf = (index: number): DeviceId => deviceId(`01900000-0000-7000-8000-${String(index).padStart(12, '0')}`);

const began = Date.now();

/** Returns an id of the time when the specs began. */
const idNow = (count: number): DeviceId => {
  const digits = began.toString(16).padStart(12, '0');
  return deviceId(`${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-${String(count).padStart(12, '0')}`);
};

/** In the form of an older version: without attributes. */
const oldDevice = (id: string, sn: string, tenant: TenantId = TENANT) => ({
  _id: id,
  tenant,
  identity_key: `key of ${id}`,
  identity: JSON.stringify({ sn }),
  auth_sets: [{ id: `set of ${id}`, fingerprint: 'abcd', pubkey: '', status: 'pending', created_at: given.time(0) }],
  tokens: [],
  status: 'pending',
  provisioned: false,
  created_at: given.time(0),
  updated_at: given.time(0),
  revision: 1,
  change: `change of ${id}`,
  outbox: [],
});

async function insertOld(database: OpenedMongo, { from, count }: { readonly from: number; readonly count: number }) {
  const devices = Array.from({ length: count }, (_, index) => oldDevice(idOf(from + index), `E2024-${from + index}`));
  await inDatabase(database, 'devices', (collection) => collection.insertMany(devices));
}

const inDatabase = <Answer>(
  { uri, database }: OpenedMongo,
  name: string,
  use: (collection: ReturnType<typeof collectionOf>) => Promise<Answer>,
): Promise<Answer> => withClient(uri, (client) => use(collectionOf(client.db(database), name)));

const collectionOf = (database: ReturnType<Parameters<Parameters<typeof withClient>[1]>[0]['db']>, name: string) =>
  database.collection<Document & { readonly _id: string }>(name);

/**
 * Returns the indexes that the server would use. Only a mongod names them by its own choice; FerretDB follows PostgreSQL's
 * statistics.
 */
async function planOf({ uri, database }: OpenedMongo, event: CommandStartedEvent | undefined) {
  const parts = ['find', 'filter', 'sort', 'limit', 'projection'];
  const explain = Object.fromEntries(Object.entries(event?.command ?? {}).filter(([name]) => parts.includes(name)));
  const explained = await withClient(uri, (client) =>
    client.db(database).command({ explain, verbosity: 'queryPlanner' }),
  );
  const text = JSON.stringify(explained, (name, value: unknown) => (name === 'rejectedPlans' ? undefined : value));
  expect(text).not.toMatch(/COLLSCAN|Seq Scan/);
  const indexes = [...text.matchAll(/"(?:Index Name|indexName)":"([^"]+)"/g)].map(([, name]) => name ?? '');
  return { indexes, chooses: !text.includes('"ferretdb"') };
}
