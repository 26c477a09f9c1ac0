import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CommandStartedEvent, Document } from 'mongodb';
import type { Device } from '../../../src/domain/device.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import { tokenId } from '../../../src/domain/ids.ts';
import type { MongoStore } from '../../../src/store/mongo/store.ts';
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
import { describeStore } from '../contract/store.ts';

let mongo: TestMongo;

describeMongo('MongoStore', () => {
  beforeAll(async () => {
    mongo = await testMongo();
  });
  afterAll(() => mongo.stop());

  describeStore('mongo', (options) => openMongo(mongo.uri, options));
  describeDurability();
  describeCost();
  describePlans();
});

/** An address that asks for the opposite of everything in D6. */
const careless = (uri: string): string => {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(CARELESS)) url.searchParams.set(name, value);
  return url.href;
};

const CARELESS = {
  w: '0',
  journal: 'false',
  readConcernLevel: 'local',
  readPreference: 'secondaryPreferred',
  retryWrites: 'false',
};

const WRITES = ['insert', 'update', 'delete', 'findAndModify', 'createIndexes'];
const READS = ['find', 'aggregate', 'count', 'distinct'];

function describeDurability(): void {
  test('every write is w majority and j true, every read is of the primary and majority, independent of the address (D6)', async () => {
    const commands: CommandStartedEvent[] = [];
    const opened = await openMongo(careless(mongo.uri), { onCommand: (event) => void commands.push(event) });
    await useAll(opened.store);
    await opened.store.sweep();
    await opened.destroy();

    const sent = (names: readonly string[]) => commands.filter(({ commandName }) => names.includes(commandName));

    expect(new Set(sent(WRITES).map(({ commandName }) => commandName)).size).toBeGreaterThanOrEqual(4);
    for (const { commandName, command } of sent(WRITES)) {
      const concern: unknown = command['writeConcern'];
      expect([commandName, concern]).toEqual([commandName, { w: 'majority', j: true, wtimeout: 5000 }]);
    }
    expect(sent(READS).length).toBeGreaterThan(10);
    for (const { command } of sent(READS)) {
      expect(command['readConcern']).toEqual({ level: 'majority' });
      expect(command['$readPreference'] ?? { mode: 'primary' }).toEqual({ mode: 'primary' });
    }
  });

  test('with linearizable token reads the hot path asks for them, and nothing else does (D10)', async () => {
    const commands: CommandStartedEvent[] = [];
    const onCommand = (event: CommandStartedEvent) => void commands.push(event);
    const opened = await openMongo(mongo.uri, { onCommand, tokenReads: 'linearizable', sweepEveryMs: 0 });
    const device = await created(opened.store);
    await opened.store.feed.head();
    commands.length = 0;

    await opened.store.devices.tokenState(device.tenant, device.id);
    await opened.store.devices.find(device.tenant, device.id);
    const concerns: unknown[] = commands.map(({ command }) => command['readConcern']);
    await opened.destroy();

    expect(concerns).toEqual([{ level: 'linearizable' }, { level: 'majority' }]);
  });
}

function describeCost(): void {
  test('each question and each command costs few database commands', async () => {
    const commands: string[] = [];
    const onCommand = ({ commandName }: CommandStartedEvent) => void commands.push(commandName);
    const opened = await openMongo(mongo.uri, { onCommand, sweepEveryMs: 0 });
    const { devices, feed, limits } = opened.store;
    const device = await created(opened.store);
    const other = await created(opened.store, { tenant: device.tenant });
    for (let hundred = 0; hundred < 6; hundred += 1)
      await devices.commitMany(device.tenant, given.devices(100, { tenant: device.tenant }).map(given.create));
    await devices.commit(device.tenant, given.accept(device));
    await feed.head();
    const cost = async (call: () => Promise<unknown>): Promise<string> => {
      await feed.head();
      commands.length = 0;
      await call();
      return commands.join(' ');
    };
    const issue = { ...given.update({ ...device, revision: 2 }, { set: { tokens: [given.token()] } }), events: [] };

    expect(await cost(() => devices.tokenState(device.tenant, device.id))).toBe('find');
    expect(await cost(() => devices.findByIdentity(device.tenant, device.identity.key))).toBe('find');
    expect(await cost(() => devices.commit(device.tenant, issue))).toBe('update');
    expect(
      await cost(() => devices.commit(device.tenant, given.create(given.device({ tenant: device.tenant })))),
    ).toMatch(/^insert( find)?$/);
    expect(await cost(() => devices.commit(device.tenant, given.accept(other)))).toMatch(
      /^(update|findAndModify) update update( find)?$/,
    );
    expect(await cost(() => devices.list(device.tenant, {}, { limit: 500, skip: 0 }))).toBe('find');
    expect(
      await cost(() => devices.list(device.tenant, { statuses: ['pending'] }, { limit: 500, after: undefined })),
    ).toBe('find');
    expect(await cost(() => devices.count(device.tenant, { statuses: ['pending'] }))).toBe('aggregate');
    expect(await cost(() => limits.get(device.tenant))).toBe('find');
    const noted = given.devices(500, {}).map(({ id }) => ({ tenant: device.tenant, device: id, at: given.time(1) }));
    expect(await cost(() => devices.checkIn(noted))).toBe('update');
    const drained = await cost(async () => {
      await devices.commit(device.tenant, given.create(given.device({ tenant: device.tenant })));
      await feed.read(0, 1);
    });
    expect(drained).toBe('insert find insert update find');
    await opened.destroy();
  });
}

function describePlans(): void {
  test('every question of the hot and the long kind is answered by its index', async () => {
    const asked: Document[] = [];
    const onCommand = ({ command }: CommandStartedEvent) => void asked.push(command);
    const opened = await openMongo(mongo.uri, { onCommand, sweepEveryMs: 0 });
    const { devices } = opened.store;
    const tenant = await fill(opened, 5_000);
    const expectPlan = async (wanted: string, question: () => Promise<unknown>): Promise<void> => {
      asked.length = 0;
      await question();
      const { indexes, chooses } = await planOf(opened, asked[0] ?? {});
      if (chooses) expect(indexes).toContain(wanted);
      else expect(indexes).not.toHaveLength(0);
    };
    const after = { createdAt: given.time(600), id: given.unknownId() };

    await expectPlan('identity', () => devices.findByIdentity(tenant, given.device().identity.key));
    await expectPlan('token', () => devices.findByToken(tenant, tokenId('77')));
    await expectPlan('created', () => devices.list(tenant, {}, { limit: 20, skip: 0 }));
    await expectPlan('created', () => devices.list(tenant, {}, { limit: 20, after }));
    await expectPlan('status_created', () => devices.list(tenant, { statuses: ['pending'] }, { limit: 20, after }));
    await expectPlan('status_created', () => devices.count(tenant, { statuses: ['accepted'] }));
    await expectPlan('decommissioning', () => devices.listDecommissioning(given.time(1), 10));
    await expectPlan('dirty', () => opened.store.stats.oldestUnsentEvent());
    await opened.destroy();
  });
}

/** Writes devices of five tenants directly, for speed. Returns one of the tenants. */
async function fill({ uri, database }: OpenedMongo, count: number): Promise<TenantId> {
  const list = given.tenant();
  const devices = Array.from({ length: count }, (_, index) => ({
    tenant: index % 5 === 0 ? list : `other-${index % 5}`,
    identity_key: String(index),
    status: index % 2 === 0 ? 'pending' : 'accepted',
    created_at: given.time(index),
    tokens: [{ jti: String(index), auth_set: '', expires_at: given.time(index) }],
    auth_sets: [],
  }));
  await withClient(uri, (client) => client.db(database).collection('devices').insertMany(devices));
  return list;
}

/** The parts of a query, without those that the driver adds to each command. */
const QUESTION = [
  'find',
  'aggregate',
  'filter',
  'pipeline',
  'cursor',
  'sort',
  'limit',
  'skip',
  'projection',
  'batchSize',
];

/**
 * Returns the names of the indexes that the server would use; a plan that reads the whole collection fails. FerretDB reads with an
 * index too, but the choice of PostgreSQL's planner depends on its statistics, so only a mongod must use these names.
 */
async function planOf({ uri, database }: OpenedMongo, asked: Document) {
  const explain = Object.fromEntries(Object.entries(asked).filter(([name]) => QUESTION.includes(name)));
  const explained = await withClient(uri, (client) =>
    client.db(database).command({ explain, verbosity: 'queryPlanner' }),
  );
  const text = JSON.stringify(explained, (name, value: unknown) => (name === 'rejectedPlans' ? undefined : value));
  expect(text).not.toMatch(/COLLSCAN|Seq Scan/);
  const indexes = [...text.matchAll(/"(?:Index Name|indexName)":"([^"]+)"/g)].map(([, name]) => name ?? '');
  return { indexes, chooses: !text.includes('"ferretdb"') };
}

async function created(store: Store, of: Partial<Device> = {}): Promise<Device> {
  const device = given.device({ tenant: given.tenant(), ...of });
  await store.devices.commit(device.tenant, given.create(device));
  return device;
}

async function useAll({ devices, limits, feed, stats }: MongoStore): Promise<void> {
  const tenant = given.tenant();
  const [one, other] = given.devices(2, { tenant, tokens: [given.token()] });
  if (one === undefined || other === undefined) throw new Error('no devices');
  for (const device of [one, other]) await devices.commit(tenant, given.create(device));
  await devices.commit(tenant, given.accept(one));
  await devices.commit(tenant, given.reject({ ...one, revision: 2 }));
  await devices.commit(tenant, given.remove(other));
  await devices.checkIn([{ tenant, device: one.id, at: given.time(1) }]);
  await devices.list(tenant, {}, { limit: 10, skip: 0 });
  await devices.count(tenant, {});
  await devices.findByToken(tenant, given.token().jti);
  await devices.findByIdentity(tenant, one.identity.key);
  await devices.tokenState(tenant, one.id);
  await devices.listDecommissioning(given.time(1), 1);
  await devices.purgeTokens(tenant, given.event({ tenant }));
  await limits.set(tenant, 1, given.event({ tenant }));
  await limits.get(tenant);
  await feed.claim('audit', 'node-1', given.time(1));
  await feed.moveCursor('audit', 'node-1', 1);
  await feed.cursor('audit');
  await feed.prune(given.time(1), given.time(0));
  await feed.dropReader('audit');
  await stats.readers();
  await stats.recount();
  await stats.openOperations();
  await stats.oldestUnsentEvent();
}
