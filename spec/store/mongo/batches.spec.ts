// Batches of slot operations: many commands at once, and a crash or a pause between any two of their database commands (D4).
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { CommandStartedEvent } from 'mongodb';
import type { Device } from '../../../src/domain/device.ts';
import { Refused } from '../../../src/domain/errors.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import { MongoStore } from '../../../src/store/mongo/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import {
  describeMongo,
  openMongo,
  startChild,
  testMongo,
  type OpenedMongo,
  type TestMongo,
} from '../../support/stores/mongo.ts';

const IN_CI = process.env['CI'] === 'true';
const MIX_MS = Number(process.env['RACE_MIX_MS'] ?? (IN_CI ? 20_000 : 4_000));
const MINUTES = 60_000;
const LATER_MS = 10_000;
const MORE_THAN_ANY_BATCH_SENDS = 30;

describeMongo('a batch', () => {
  let mongo: TestMongo;
  let opened: OpenedMongo;
  beforeAll(async () => {
    mongo = await testMongo();
  });
  beforeEach(async () => {
    // For a store that opens later, operations count as left behind at once.
    const now = () => new Date(Date.now() + LATER_MS);
    opened = await openMongo(mongo.uri, { defaultLimit: 3, sweepEveryMs: 0, now });
  });
  afterEach(() => opened.destroy());
  afterAll(() => mongo.stop());

  const child = (dieAfter: number, signal: 'SIGKILL' | 'SIGSTOP' = 'SIGKILL') =>
    startChild({ uri: mongo.uri, database: opened.database, defaultLimit: 3, sweepEveryMs: 0, dieAfter, signal });

  test('of a hundred accepts costs as many commands as one', async () => {
    const commands: string[] = [];
    const onCommand = ({ commandName }: CommandStartedEvent) => void commands.push(commandName);
    const options = { defaultLimit: -1, sweepEveryMs: 0, onCommand };
    const node = await MongoStore.open({ uri: mongo.uri, database: opened.database, ...options });
    const devices = await created(node, given.tenant(), 100);
    await node.feed.head();
    commands.length = 0;

    await node.devices.commitMany(devices[0]!.tenant, devices.map(given.accept));
    await node.feed.head();
    await node.close();

    const sent = commands.filter((name) => name !== 'endSessions').length;
    expect(sent).toBeLessThanOrEqual(10);
  });

  test(
    'killed before any of its commands leaves all or nothing of each device: used is the accepted, no operation is open',
    async () => {
      let dead = 0;
      for (let n = 1; ; n += 1) {
        if (n > MORE_THAN_ANY_BATCH_SENDS) throw new Error('the batch never ends');
        const tenant = given.tenant();
        const devices = await created(opened.store, tenant, 5);
        const node = child(n);
        await node.ready;

        const answer = await node.ask('batch', tenant, ...devices.map(({ id }) => id)).catch(() => undefined);
        const { signal } = await node.end();
        await opened.store.sweep();

        await expectWhole(opened.store, tenant, devices);
        if (answer !== undefined) expect(answer).toBe('["done","done","done","full","full"]');
        if (signal === null) break;
        dead += 1;
      }
      expect(dead).toBeGreaterThanOrEqual(6);
    },
    5 * MINUTES,
  );

  test(
    'paused before its devices are written writes none of those that another command helped away',
    async () => {
      const tenant = given.tenant();
      await setLimit(opened.store, tenant, 3); // the tenant's document exists
      const devices = await created(opened.store, tenant, 5);
      const { node, answer } = await pausedBatch(child(3, 'SIGSTOP'), 3, devices.slice(0, 3));

      expect(await accepted(opened.store, devices[3]!)).toBe('done');
      expect(await accepted(opened.store, devices[4]!)).toBe('done');
      node.process.kill('SIGCONT');

      expect(await answer).toBe('["stale","stale","stale"]');
      await node.end();
      await expectWhole(opened.store, tenant, devices);
    },
    MINUTES,
  );

  test(
    'paused before it settles counts each slot once, although another command settled one of its operations',
    async () => {
      const tenant = given.tenant();
      const devices = await acceptedOf(opened.store, tenant, 3);
      const { node, answer } = await pausedBatch(child(4, 'SIGSTOP'), 4, devices);

      expect(await accepted(opened.store, devices[0]!)).toBe('done');
      node.process.kill('SIGCONT');

      expect(await answer).toBe('["done","done","done"]');
      await node.end();
      await expectWhole(opened.store, tenant, devices);
      expect(await opened.store.limits.get(tenant)).toEqual({ limit: 3, used: 1 });
    },
    MINUTES,
  );

  test(
    'killed before it settles is settled by the next batch on its devices, before that one writes',
    async () => {
      const tenant = given.tenant();
      const devices = await acceptedOf(opened.store, tenant, 3);
      const node = child(4);
      await node.ready;
      await node.ask('batch', tenant, ...devices.map(({ id }) => id)).catch(() => undefined);
      await node.end();

      const rejectedDevices = await loaded(opened.store, devices);
      const answers = await opened.store.devices.commitMany(tenant, rejectedDevices.map(given.accept));
      await opened.store.sweep();

      expect(rejectedDevices.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(answers).toEqual(['done', 'done', 'done']);
      await expectWhole(opened.store, tenant, devices);
      expect(await opened.store.limits.get(tenant)).toEqual({ limit: 3, used: 3 });
    },
    MINUTES,
  );

  test(
    'beside batches, single accepts and rejects of two nodes keeps the limit at every read; used is the accepted in the end',
    async () => {
      const tenant = given.tenant();
      await setLimit(opened.store, tenant, 12);
      const devices = await created(opened.store, tenant, 30);
      const other = await MongoStore.open({ uri: mongo.uri, database: opened.database, defaultLimit: -1 });
      const end = Date.now() + MIX_MS;
      let batched = 0;

      const until = async (step: (store: Store) => Promise<void>, store: Store) => {
        while (Date.now() < end) await step(store).catch(isRefusal);
      };
      const batch = async (store: Store) => {
        const some = await loaded(store, sample(devices, 10));
        const answers = await store.devices.commitMany(tenant, some.map(moved));
        batched += answers.filter((answer) => answer === 'done').length;
      };
      const single = async (store: Store) => {
        for (const device of await loaded(store, sample(devices, 1))) await store.devices.commit(tenant, moved(device));
      };
      const watch = async (store: Store) => {
        expect(await store.devices.count(tenant, { statuses: ['accepted'] })).toBeLessThanOrEqual(12);
      };
      const [one, two] = [opened.store, other];
      await Promise.all([
        until(batch, one),
        until(batch, two),
        until(single, one),
        until(single, two),
        until(watch, one),
      ]);
      await other.close();
      await opened.store.sweep();

      expect(batched).toBeGreaterThan(20);
      await expectWhole(opened.store, tenant, devices);
    },
    5 * MINUTES,
  );
});

/** Runs a batch that stops before its n-th command. */
async function pausedBatch(node: ReturnType<typeof startChild>, n: number, devices: readonly Device[]) {
  await node.ready;
  const answer = node.ask('batch', devices[0]!.tenant, ...devices.map(({ id }) => id));
  await node.said(`command ${n} update`);
  return { node, answer };
}

async function created(store: Store, tenant: TenantId, count: number): Promise<readonly Device[]> {
  const devices = given.devices(count, { tenant });
  await store.devices.commitMany(tenant, devices.map(given.create));
  return devices;
}

async function acceptedOf(store: Store, tenant: TenantId, count: number): Promise<readonly Device[]> {
  const devices = await created(store, tenant, count);
  expect(await store.devices.commitMany(tenant, devices.map(given.accept))).toEqual(devices.map(() => 'done'));
  return devices;
}

async function setLimit(store: Store, tenant: TenantId, limit: number): Promise<void> {
  const event = given.event({ tenant }, { type: 'limit.changed', limit });
  await store.limits.set(tenant, limit, event);
}

const accepted = (store: Store, device: Device) => untilDecided(store, device, given.accept);

async function untilDecided(store: Store, { tenant, id }: Device, make: typeof given.accept) {
  for (;;) {
    const device = await store.devices.find(tenant, id);
    if (device === undefined) return 'gone';
    const answer = await store.devices.commit(tenant, make(device));
    if (answer !== 'stale') return answer;
  }
}

const moved = (device: Device) => (device.status === 'accepted' ? given.reject(device) : given.accept(device));

const sample = (devices: readonly Device[], count: number): readonly Device[] =>
  devices.toSorted(() => Math.random() - 0.5).slice(0, count);

async function loaded(store: Store, devices: readonly Device[]): Promise<readonly Device[]> {
  const found = await Promise.all(devices.map(({ tenant, id }) => store.devices.find(tenant, id)));
  return found.flatMap((device) => device ?? []);
}

function isRefusal(error: unknown): void {
  if (!(error instanceof Refused)) throw error;
}

/** No operation is open, the counts are right, and the events of each device are in the order of its revisions. */
async function expectWhole(store: MongoStore, tenant: TenantId, devices: readonly Device[]): Promise<void> {
  const count = await store.devices.count(tenant, { statuses: ['accepted'] });
  const recount = await store.stats.recount();
  const { limit } = await store.limits.get(tenant);
  expect(count).toBeLessThanOrEqual(limit);
  expect(
    recount.find((counted) => counted.tenant === tenant) ?? { tenant, used: 0, accepted: 0, openOperations: 0 },
  ).toEqual({
    tenant,
    used: count,
    accepted: count,
    openOperations: 0,
  });
  const entries = (await store.feed.read(0, 100_000)).filter(({ event }) => event.type !== 'limit.reached');
  for (const { id } of devices) {
    const revisions = entries.flatMap(({ event }) => (event.device === id ? (event.revision ?? []) : []));
    expect(revisions).toEqual([...new Set(revisions)].toSorted((one, other) => one - other));
  }
  expect(await store.stats.oldestUnsentEvent()).toBeUndefined();
}
