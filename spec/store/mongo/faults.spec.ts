// The network between the store and its database is cut, stalls, or loses an answer: refusals in time, no wrong answer, recovery.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Change } from '../../../src/domain/change.ts';
import type { Device } from '../../../src/domain/device.ts';
import { MongoStore } from '../../../src/store/mongo/store.ts';
import type { CommitAnswer, Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { describeMongo, openMongo, testMongo, type OpenedMongo, type TestMongo } from '../../support/stores/mongo.ts';
import { until } from '../../support/until.ts';

const MINUTES = 60_000;
/** For the driver to connect again on a busy machine. */
const BACK_MS = 30_000;
/** Answers between two faults, at most. */
const SHAKEN_AFTER = 8;
const SHAKY_COMMITS = Number(process.env['FAULT_COMMITS'] ?? 300);

describeMongo('a database that comes and goes', () => {
  let mongo: TestMongo;
  let way: Way;
  let direct: OpenedMongo;
  let store: MongoStore;
  let beforeCommand: (name: string, command: unknown) => void;
  beforeAll(async () => {
    mongo = await testMongo();
  });
  beforeEach(async () => {
    beforeCommand = () => undefined;
    direct = await openMongo(mongo.uri, { sweepEveryMs: 0, now: () => new Date(Date.now() + 10_000) });
    way = await openWay(new URL(mongo.uri).host);
    store = await MongoStore.open({
      uri: `mongodb://${way.address}/?directConnection=true`,
      database: direct.database,
      defaultLimit: -1,
      sweepEveryMs: 0,
      onCommand: ({ commandName, command }) => beforeCommand(commandName, command),
    });
  });
  afterEach(async () => {
    way.set('open');
    await store.close();
    await way.close();
    await direct.destroy();
  });
  afterAll(() => mongo.stop());

  test.each(['refuse', 'stall'] as const)(
    'when it does not answer (%s), every call refuses within 5 s and a ping within 2; all works by itself when it is back',
    async (mode) => {
      const device = await created(direct.store);
      way.set(mode);

      const calls = [
        () => store.devices.tokenState(device.tenant, device.id),
        () => store.devices.commit(device.tenant, given.update(device)),
        () => store.devices.commit(device.tenant, given.accept(device)),
        () => store.limits.get(device.tenant),
        () => store.feed.head(),
      ];
      for (const refusal of await Promise.all(calls.map((call) => refusalOf(call)))) {
        expect(refusal).toMatchObject({ code: 'store_unavailable', retryAfterSeconds: 5, inTime: true });
      }
      expect(await refusalOf(() => store.ping(), 2_200)).toMatchObject({ code: 'store_unavailable', inTime: true });

      way.set('open');
      await until('the store is back', async () => (await refusalOf(() => store.ping())) === undefined, BACK_MS);
      expect(await commitUntilDone(store, device, (loaded) => given.update(loaded))).toBe('done');
      await direct.store.sweep();
      await expectSettled(direct.store);
    },
    2 * MINUTES,
  );

  test('a store on a database that does not answer does not open, and is refused within 5 s', async () => {
    way.set('refuse');
    const open = () =>
      MongoStore.open({ uri: `mongodb://${way.address}/`, database: direct.database, defaultLimit: -1 });

    expect(await refusalOf(open)).toMatchObject({ code: 'store_unavailable', inTime: true });
  });

  describe('an answer that is lost', () => {
    /* prettier-ignore */
    const changes: readonly (readonly [string, (device: Device) => Change])[] = [
      ['a create',           ({ tenant }) => given.create(given.device({ tenant }))],
      ['an update',          (device) => given.update(device)],
      ['a take',             (device) => given.accept(device)],
      ['a give',             (device) => given.reject(device)],
      ['a removal',          (device) => given.remove(device)],
      ['a change unnoticed', (device) => ({ ...given.update(device, { set: { provisioned: true } }), events: [] })],
    ];

    test.each(changes)('of %s: the store reads again, and returns done; it is written once', async (name, make) => {
      const device = await created(direct.store);
      if (name === 'a give') await direct.store.devices.commit(device.tenant, given.accept(device));
      const change = make(name === 'a give' ? { ...device, revision: 2 } : device);
      let lost = 0;
      beforeCommand = (_, command) => {
        if (lost > 0 || !JSON.stringify(command).includes(`"change":"${change.id}"`)) return;
        lost += 1;
        way.set('lose answers');
      };

      expect(await store.devices.commit(device.tenant, change)).toBe('done');

      expect(lost).toBe(1);
      await direct.store.sweep();
      const ids = (await direct.store.feed.read(0, 100)).map(({ event }) => event.id);
      expect(ids.filter((id) => id.startsWith(change.id))).toHaveLength(change.events.length);
      await expectSettled(direct.store);
    });
  });

  test('a shared read of token states whose answer is lost is read again, within the same call', async () => {
    const device = await created(direct.store);
    let lost = 0;
    beforeCommand = (name) => {
      if (lost > 0 || name !== 'find') return;
      lost += 1;
      way.set('lose answers');
    };

    expect(await store.devices.tokenState(device.tenant, device.id)).toEqual(
      await direct.store.devices.tokenState(device.tenant, device.id),
    );
    expect(way.lost()).toBeGreaterThan(0);
  });

  test(
    `${SHAKY_COMMITS} commits over a network that breaks again and again: no answer is wrong, and open operations are settled`,
    async () => {
      const devices = await Promise.all(Array.from({ length: 10 }, () => created(direct.store)));
      const ledger: { readonly answer: CommitAnswer | 'unknown'; readonly change: Change }[] = [];
      const shaking = shake(way, () => ledger.length);
      await Promise.all(
        devices.map(async (device) => {
          for (let index = 0; index < SHAKY_COMMITS / devices.length; index += 1) {
            const loaded = await direct.store.devices.find(device.tenant, device.id);
            if (loaded === undefined) throw new Error('the device is gone');
            const change = loaded.status === 'accepted' ? given.reject(loaded) : given.accept(loaded);
            const answer = await store.devices.commit(device.tenant, change).catch(() => 'unknown' as const);
            ledger.push({ answer, change });
          }
        }),
      );
      await shaking.stop();

      await until('the store is back', async () => (await refusalOf(() => store.ping())) === undefined, BACK_MS);
      await store.close();
      await direct.store.sweep();
      await expectSettled(direct.store);
      const entries = await direct.store.feed.read(0, 10_000);
      const written = new Set(entries.map(({ event }) => event.id));
      expect(written.size).toBe(entries.length);
      for (const { answer, change } of ledger) {
        if (answer !== 'unknown')
          expect([change.id, written.has(`${change.id}.0`)]).toEqual([change.id, answer === 'done']);
      }
      expect(ledger.filter(({ answer }) => answer === 'done').length).toBeGreaterThan(ledger.length / 10);
    },
    5 * MINUTES,
  );
});

/** A TCP proxy that can be broken. */
interface Way {
  readonly address: string;
  /** `lose answers`: running requests arrive, their answers do not; new connections are complete. */
  set(mode: 'open' | 'refuse' | 'stall' | 'lose answers'): void;
  /** The number of answers that were lost. */
  lost(): number;
  close(): Promise<void>;
}

/** The two ends of a connection. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

async function openWay(to: string): Promise<Way> {
  const [host = '', port = '27017'] = to.split(':');
  const pairs = new Set<Pair>();
  let mode: Parameters<Way['set']>[0] = 'open';
  let lost = 0;
  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (mode === 'refuse') return void near.destroy();
    const far = connect(Number(port), host).on('error', () => undefined);
    const pair = { near, far };
    pairs.add(pair);
    near.pipe(far);
    far.pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => {
      near.destroy();
      pairs.delete(pair);
    });
    if (mode === 'stall') stall(pair);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = () => pairs.forEach(({ near }) => near.destroy());
  return {
    address: `127.0.0.1:${portOf(server.address())}`,
    lost: () => lost,
    set: (next) => {
      mode = next;
      if (next === 'refuse') drop();
      if (next === 'stall') pairs.forEach(stall);
      if (next === 'lose answers') loseAnswers([...pairs], () => (lost += 1));
      if (next === 'open') pairs.forEach(({ near }) => near.isPaused() && near.destroy());
    },
    close: async () => {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}

function stall({ near, far }: Pair): void {
  near.unpipe(far).pause();
  far.unpipe(near).pause();
}

/** The connections end when one of them has lost an answer. `lost` is called for each answer. */
function loseAnswers(pairs: readonly Pair[], lost: () => void): void {
  for (const { near, far } of pairs) {
    far.unpipe(near).once('data', () => {
      lost();
      pairs.forEach((pair) => pair.near.destroy());
    });
    far.resume(); // `unpipe` has paused it
  }
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

/** Loses answers or cuts again and again: after some answers each, until it is stopped. `answered`: how many there were. */
function shake(way: Way, answered: () => number): { stop(): Promise<void> } {
  let isOver = false;
  const turns = async (): Promise<void> => {
    for (let turn = 0; !isOver; turn += 1) {
      const [before, lostBefore] = [answered(), way.lost()];
      await until('commits are answered', () => isOver || answered() > before + (turn % SHAKEN_AFTER), BACK_MS);
      way.set(turn % 2 === 0 ? 'lose answers' : 'refuse');
      if (turn % 2 === 0) await until('an answer is lost', () => isOver || way.lost() > lostBefore, BACK_MS);
      way.set('open');
    }
  };
  const shaking = turns();
  return {
    stop: () => {
      isOver = true;
      return shaking;
    },
  };
}

async function created(store: Store): Promise<Device> {
  const device = given.device({ tenant: given.tenant() });
  await store.devices.commit(device.tenant, given.create(device));
  return device;
}

async function commitUntilDone(store: Store, { tenant, id }: Device, make: (device: Device) => Change) {
  for (;;) {
    const device = await store.devices.find(tenant, id);
    if (device === undefined) return 'gone';
    if ((await store.devices.commit(tenant, make(device))) === 'done') return 'done';
  }
}

/** How `call` was refused and whether in time; `undefined` if it was not. */
async function refusalOf(call: () => Promise<unknown>, ms = 5_000) {
  const start = performance.now();
  try {
    await call();
    return undefined;
  } catch (error) {
    const inTime = performance.now() - start < ms;
    const details: unknown = error instanceof Error && 'details' in error ? error.details : undefined;
    const code: unknown = error instanceof Error && 'code' in error ? error.code : error;
    return { code, inTime, ...(typeof details === 'object' && details) };
  }
}

async function expectSettled(store: MongoStore): Promise<void> {
  for (const { tenant, used, accepted, openOperations } of await store.stats.recount()) {
    expect({ tenant, used, openOperations }).toEqual({ tenant, used: accepted, openOperations: 0 });
  }
  expect(await store.stats.oldestUnsentEvent()).toBeUndefined();
}
