// The databases that the store accepts, what it creates in them, and the databases that it does not touch.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Db } from 'mongodb';
import { MongoStore, type MongoStoreOptions } from '../../../src/store/mongo/store.ts';
import { describeMongo, drop, freshName, testMongo, withClient, type TestMongo } from '../../support/stores/mongo.ts';

describeMongo('opening a MongoStore', () => {
  let mongo: TestMongo;
  beforeAll(async () => {
    mongo = await testMongo();
  });
  afterAll(() => mongo.stop());

  let name: string;
  beforeEach(() => {
    name = freshName();
  });
  afterEach(() => drop(mongo.uri, name));

  const open = (options: Partial<MongoStoreOptions> = {}) =>
    MongoStore.open({ uri: mongo.uri, database: name, defaultLimit: -1, ...options });
  const inDatabase = <Answer>(use: (database: Db) => Promise<Answer>) =>
    withClient(mongo.uri, (client) => use(client.db(name)));
  const collections = () =>
    inDatabase(async (database) => (await database.listCollections().toArray()).map((found) => found.name));

  test("Mender's own database is refused, named, and left as it is", async () => {
    await inDatabase((database) => database.collection('migration_info').insertOne({ version: { major: 2 } }));

    await expect(open()).rejects.toThrow(/`devauth-test-.*` is Mender's own .* DEVICEAUTH_MONGO_DB/);

    expect(await collections()).toEqual(['migration_info']);
  });

  test('a database with devices that are not ours is refused and left as it is', async () => {
    await inDatabase((database) => database.collection('devices').insertOne({ serial: 1 }));

    await expect(open()).rejects.toThrow(/that devauth did not make/);

    expect(await collections()).toEqual(['devices']);
  });

  test('a newer schema is refused, with both versions, and left as it is', async () => {
    await inDatabase((database) =>
      database.collection<{ _id: string; version: number }>('schema').insertOne({ _id: 'schema', version: 99 }),
    );

    await expect(open()).rejects.toThrow(/has schema version 99, this program knows 1/);

    expect(await collections()).toEqual(['schema']);
  });

  test('a lock that a crashed node left is waited for, and taken once it has expired', async () => {
    const until = new Date(Date.now() + 600);
    await inDatabase((database) =>
      database
        .collection<{ _id: string; owner: string; until: Date }>('schema')
        .insertOne({ _id: 'lock', owner: 'gone', until }),
    );
    const start = Date.now();

    const store = await open();

    expect(Date.now() - start).toBeGreaterThan(500);
    await store.close();
  });

  test('all indexes exist afterwards, the unique ones unique; a dropped one is created again', async () => {
    await (await open()).close();
    await inDatabase((database) => database.collection('devices').dropIndex('identity'));

    await (await open()).close();

    const named = async (collection: string) =>
      (await inDatabase((database) => database.collection(collection).indexes()))
        .map((index) => `${index.name}${index.unique === true ? ' unique' : ''}`)
        .toSorted();
    expect(await named('devices')).toEqual([
      '_id_',
      'attribute',
      'created',
      'decommissioning',
      'dirty',
      'fingerprint',
      'identity unique',
      'leaving',
      'set_status',
      'status_created',
      'token',
      'waiting',
    ]);
    expect(await named('feed')).toEqual(['_id_', 'event unique', 'type']);
    expect(await named('tenants')).toEqual(['_id_', 'dirty', 'operation', 'purge']);
  });

  test('if a unique index cannot be created the store does not open, and names the collection', async () => {
    await (await open()).close();
    await inDatabase(async (database) => {
      await database.collection('feed').dropIndex('event');
      await database.collection('feed').insertMany([{ event_id: 'same' }, { event_id: 'same' }]);
    });

    await expect(open()).rejects.toThrow(/the indexes of `feed` cannot be made/);
  });

  test('an address without a scheme is one of MongoDB', async () => {
    const store = await open({ uri: new URL(mongo.uri).host });

    await expect(store.ping()).resolves.toBeUndefined();
    await store.close();
  });

  test('a bad address is refused without repeating it', async () => {
    const refusal = await open({ uri: 'mongodb://user:secret@:a:b' }).catch((error: unknown) => String(error));

    expect(refusal).toMatch(/the driver does not understand the address/);
    expect(refusal).not.toContain('secret');
  });

  test('a standalone server gets one line about its one copy of the data', async () => {
    const lines: string[] = [];
    const hello = await withClient(mongo.uri, (client) => client.db('admin').command({ hello: 1 }));

    await (await open({ log: (line) => void lines.push(line) })).close();

    expect(lines).toHaveLength(hello['setName'] === undefined ? 1 : 0);
  });
});
