// Two nodes of the service on one database: two stores in this process, and two processes.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import { Refused } from '../../../src/domain/errors.ts';
import { MongoStore } from '../../../src/store/mongo/store.ts';
import type { CommitAnswer, Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import {
  describeMongo,
  drop,
  openMongo,
  startChild,
  testMongo,
  type OpenedMongo,
  type TestMongo,
} from '../../support/stores/mongo.ts';

const IN_CI = process.env['CI'] === 'true';
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? (IN_CI ? 20 : 3));
const MIX_MS = Number(process.env['RACE_MIX_MS'] ?? (IN_CI ? 30_000 : 5_000));
const FEED_EVENTS = Number(process.env['RACE_EVENTS'] ?? (IN_CI ? 5_000 : 500));
const MINUTES = 60_000;

describeMongo('two nodes on one database', () => {
  let mongo: TestMongo;
  let opened: OpenedMongo;
  let other: MongoStore;
  beforeAll(async () => {
    mongo = await testMongo();
  });
  beforeEach(async () => {
    opened = await openMongo(mongo.uri);
    other = await MongoStore.open({ uri: mongo.uri, database: opened.database, defaultLimit: -1 });
  });
  afterEach(async () => {
    await other.close();
    await opened.destroy();
  });
  afterAll(() => mongo.stop());

  const twoProcesses = async () => {
    const nodes = [1, 2].map(() => startChild({ uri: mongo.uri, database: opened.database }));
    await Promise.all(nodes.map(({ ready }) => ready));
    return {
      ask: (...lines: readonly (readonly string[])[]) =>
        Promise.all(nodes.map((node, index) => node.ask(...(lines[index] ?? lines[0] ?? [])))),
      end: () => Promise.all(nodes.map((node) => node.end())),
    };
  };

  test(
    `200 parallel takes at limit 50 by two stores accept exactly 50 (${ROUNDS} rounds)`,
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const tenant = await tenantWithLimit(opened.store, 50);
        const devices = await created(opened.store, 200, tenant);

        const answers = await Promise.all(
          devices.map((device, index) => takeUntilDecided(index % 2 === 0 ? opened.store : other, device)),
        );

        expect(tally(answers)).toEqual({ done: 50, full: 150 });
        await expectSettled(opened.store, tenant, 50);
      }
    },
    10 * MINUTES,
  );

  test(
    `200 parallel takes at limit 50 by two processes accept exactly 50 (${ROUNDS} rounds)`,
    async () => {
      const nodes = await twoProcesses();
      for (let round = 0; round < ROUNDS; round += 1) {
        const tenant = await tenantWithLimit(opened.store, 50);
        const ids = (await created(opened.store, 200, tenant)).map(({ id }) => id);

        const answers = await nodes.ask(['takes', tenant, ...ids.slice(0, 100)], ['takes', tenant, ...ids.slice(100)]);

        expect(tally(answers.flatMap((line) => line.match(/done|full|stale/g) ?? []))).toEqual({ done: 50, full: 150 });
        await expectSettled(opened.store, tenant, 50);
      }
      await nodes.end();
    },
    10 * MINUTES,
  );

  test(
    `a mix of commands by two processes keeps the limit at every read, and used equals the accepted at its end`,
    async () => {
      const tenant = await tenantWithLimit(opened.store, 10);
      const ids = (await created(opened.store, 40, tenant)).map(({ id }) => id);
      const nodes = await twoProcesses();

      const answers = nodes.ask(['mix', tenant, String(MIX_MS), ...ids]);
      const reads = await watchLimit(opened.store, tenant, answers, 10);

      expect(reads).toBeGreaterThan(10);
      for (const commits of await answers) expect(Number(commits)).toBeGreaterThan(50);
      await opened.store.sweep();
      const accepted = await opened.store.devices.count(tenant, { statuses: ['accepted'] });
      await expectSettled(opened.store, tenant, accepted);
      await nodes.end();
    },
    10 * MINUTES,
  );

  test(
    `two processes append ${FEED_EVENTS} events each: no hole, each once, those of a device in its order, a reader misses none`,
    async () => {
      const tenant = given.tenant();
      const nodes = await twoProcesses();

      let over = false;
      const ended = nodes.ask(['events', tenant, String(FEED_EVENTS)]).then(nodes.end);
      void ended.finally(() => {
        over = true;
      });
      const entries = await readWhile(opened.store, () => !over);
      await ended;

      expect(entries.map(({ position }) => position)).toEqual(entries.map((_, index) => index + 1));
      expect(entries).toHaveLength(2 * FEED_EVENTS);
      expect(new Set(entries.map(({ event }) => event.id)).size).toBe(2 * FEED_EVENTS);
      const revisions = new Map<string | undefined, number>();
      for (const { event } of entries) {
        expect(event.revision).toBe((revisions.get(event.device) ?? 0) + 1);
        revisions.set(event.device, event.revision ?? 0);
      }
      expect(await opened.store.stats.oldestUnsentEvent()).toBeUndefined();
    },
    10 * MINUTES,
  );

  test('two nodes that issue and reject at once leave no token of a rejected device', async () => {
    const tenant = given.tenant();
    const devices = await created(opened.store, 50, tenant);
    await Promise.all(devices.map((device) => takeUntilDecided(opened.store, device)));

    await Promise.all(devices.map((device) => Promise.all([rejected(opened.store, device), issuing(other, device)])));

    const { devices: after } = await opened.store.devices.list(tenant, {}, { limit: 100, skip: 0 });
    expect(after.map(({ status, tokens }) => [status, tokens.length])).toEqual(after.map(() => ['rejected', 0]));
    await expectSettled(other, tenant, 0);
  });

  test('two nodes that start at once on an empty database both open', async () => {
    const name = `${opened.database}-start`;
    const options = { uri: mongo.uri, database: name, defaultLimit: -1 };

    const nodes = await Promise.all([1, 2, 3, 4].map(() => MongoStore.open(options)));

    const device = given.device({ tenant: given.tenant() });
    expect(await nodes[0]?.devices.commit(device.tenant, given.create(device))).toBe('done');
    expect(await nodes[3]?.devices.find(device.tenant, device.id)).toEqual(device);
    await Promise.all(nodes.map((node) => node.close()));
    await drop(mongo.uri, name);
  });
});

async function tenantWithLimit(store: Store, limit: number): Promise<TenantId> {
  const tenant = given.tenant();
  const change = given.update(given.device({ tenant }));
  await store.limits.set(
    tenant,
    limit,
    given.event({ tenant, id: `${change.id}.0` }, { type: 'limit.changed', limit }),
  );
  return tenant;
}

async function created(store: Store, count: number, tenant: TenantId): Promise<readonly Device[]> {
  const devices = given.devices(count, { tenant });
  await Promise.all(devices.map((device) => store.devices.commit(tenant, given.create(device))));
  return devices;
}

/** Does the same as a client: repeats after another command was first, and after a 503. */
async function takeUntilDecided(store: Store, { tenant, id }: Device): Promise<CommitAnswer> {
  for (;;) {
    const device = await store.devices.find(tenant, id).catch(isRefusal);
    if (device === undefined) continue;
    if (device.status === 'accepted') return 'done';
    const answer = await store.devices.commit(tenant, given.accept(device)).catch(isRefusal);
    if (answer === 'done' || answer === 'full') return answer;
  }
}

function isRefusal(error: unknown): undefined {
  if (!(error instanceof Refused)) throw error;
}

async function rejected(store: Store, { tenant, id }: Device): Promise<void> {
  const device = await store.devices.find(tenant, id);
  if (device !== undefined && (await store.devices.commit(tenant, given.reject(device))) === 'stale') {
    await rejected(store, device);
  }
}

/** Issues tokens as long as the device is accepted. */
async function issuing(store: Store, { tenant, id }: Device): Promise<void> {
  for (;;) {
    const device = await store.devices.find(tenant, id);
    if (device?.status !== 'accepted') return;
    await store.devices.commit(
      tenant,
      given.update(device, { set: { tokens: [...device.tokens, given.token()].slice(-2) } }),
    );
  }
}

/** Reads until the commands have ended. Returns the number of reads. */
async function watchLimit(store: Store, tenant: TenantId, ended: Promise<unknown>, limit: number): Promise<number> {
  const over = new AbortController();
  void ended.finally(() => over.abort());
  let reads = 0;
  for (; !over.signal.aborted; reads += 1) {
    expect(await store.devices.count(tenant, { statuses: ['accepted'] })).toBeLessThanOrEqual(limit);
  }
  return reads;
}

async function readWhile(store: Store, going: () => boolean) {
  const entries = [...(await store.feed.read(0, 1000))];
  for (;;) {
    const goes = going();
    const part = await store.feed.read(entries.at(-1)?.position ?? 0, 1000);
    entries.push(...part);
    if (!goes && part.length === 0) return entries;
  }
}

async function expectSettled(store: MongoStore, tenant: TenantId, accepted: number): Promise<void> {
  const recount = await store.stats.recount();
  expect(recount.find((counted) => counted.tenant === tenant)).toEqual({
    tenant,
    used: accepted,
    accepted,
    openOperations: 0,
  });
}

const tally = (answers: readonly string[]): Record<string, number> =>
  answers.reduce<Record<string, number>>((sum, answer) => ({ ...sum, [answer]: (sum[answer] ?? 0) + 1 }), {});
