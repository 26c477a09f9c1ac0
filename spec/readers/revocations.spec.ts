import { afterEach, expect, test } from '@jest/globals';
import { openRevocations, type Revocations } from '../../src/readers/revocations.ts';
import { OWN_TENANT } from '../../src/domain/ids.ts';
import { MongoStore } from '../../src/store/mongo/store.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';
import { given } from '../support/stores/given.ts';
import { describeMongo, openMongo, testMongo } from '../support/stores/mongo.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Longer than a spec may take, so that a wait that does not end fails it. */
const HOUR_MS = 3_600_000;
const TTL = 100 * 365 * 86_400;

function open(store: Pick<Store, 'feed'>, pollMs: number, reads: string[] = []): Revocations {
  const feed = new Proxy(store.feed, {
    get: (target, name, receiver) => {
      reads.push(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
  const report = (problem: string): never => {
    throw new Error(problem);
  };
  const revocations = openRevocations({ feed, ttlSeconds: TTL, pollMs, report, now: () => new Date() });
  cleanups.push(() => revocations.close());
  return revocations;
}

async function openSqlite(): Promise<Store> {
  const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  cleanups.push(() => store.close());
  return store;
}

/** Revokes one token, and returns its `jti`. */
async function revoke(store: Store): Promise<string> {
  const { jti } = given.token();
  await store.feed.append([given.event({ tenant: OWN_TENANT }, { type: 'tokens.revoked', jtis: [jti] })]);
  return jti;
}

const jtisOf = (items: readonly { readonly kind: string }[]) => items.map((item) => ('jti' in item ? item.jti : ''));

test('many waiting readers on one node share one read', async () => {
  const reads: string[] = [];
  const store = await openSqlite();
  const revocations = open(store, 3_600_000, reads);
  const { cursor } = await revocations.snapshot(undefined);
  await revocations.delta(cursor, 30); // the tail runs
  const waiting = Array.from({ length: 100 }, () => revocations.delta(cursor, HOUR_MS));
  await new Promise((resolve) => setImmediate(resolve));
  reads.length = 0;

  const jti = await revoke(store);
  revocations.wake();
  const deltas = await Promise.all(waiting);

  for (const { items } of deltas) expect(jtisOf(items)).toEqual([jti]);
  expect(reads.length).toBeLessThan(4);
});

test('a delta misses nothing that is revoked while it begins to wait', async () => {
  const store = await openSqlite();
  const revocations = open(store, 3_600_000);
  const { cursor } = await revocations.snapshot(undefined);

  const delta = revocations.delta(cursor, HOUR_MS);
  const jti = await revoke(store);
  revocations.wake();

  expect(jtisOf((await delta).items)).toEqual([jti]);
});

test('a delta misses nothing that is revoked after it read the store and before the node follows the feed', async () => {
  const store = await openSqlite();
  const jtis: string[] = [];
  let heads = 0;
  const head = async (): Promise<number> => {
    heads += 1;
    if (heads === 3) jtis.push(await revoke(store)); // 1: the snapshot, 2: the delta reads the store, 3: the node begins to follow
    return store.feed.head();
  };
  const revocations = open({ feed: { ...store.feed, head } }, HOUR_MS);
  const { cursor } = await revocations.snapshot(undefined);

  const { items } = await revocations.delta(cursor, HOUR_MS);

  expect(jtis).toHaveLength(1);
  expect(jtisOf(items)).toEqual(jtis);
}, 10_000);

test('many who come at once with one cursor share one read of the store', async () => {
  const reads: string[] = [];
  const store = await openSqlite();
  const revocations = open(store, HOUR_MS, reads);
  const { cursor } = await revocations.snapshot(undefined);
  const jti = await revoke(store);
  reads.length = 0;

  const deltas = await Promise.all(Array.from({ length: 100 }, () => revocations.delta(cursor, 0)));

  for (const { items } of deltas) expect(jtisOf(items)).toEqual([jti]);
  expect(reads.length).toBeLessThan(8);
});

test('a delta misses nothing that the node reads while the delta reads the store', async () => {
  const store = await openSqlite();
  const jtis: string[] = [];
  let during = (): Promise<unknown> => Promise.resolve();
  const readRevocations: Store['feed']['readRevocations'] = async (of) => {
    const entries = await store.feed.readRevocations(of);
    await during();
    return entries;
  };
  const revocations = open({ feed: { ...store.feed, readRevocations } }, HOUR_MS);
  const { cursor: old } = await revocations.snapshot(undefined);
  await store.feed.append([given.event({ tenant: OWN_TENANT }, { type: 'limit.changed', limit: 1 })]);
  const { cursor } = await revocations.snapshot(undefined);
  await revocations.delta(cursor, 30); // the tail runs, and begins after the old cursor
  during = async () => {
    during = () => Promise.resolve();
    const follower = revocations.delta(cursor, HOUR_MS);
    jtis.push(await revoke(store));
    revocations.wake();
    await follower;
  };

  const { items } = await revocations.delta(old, HOUR_MS);

  expect(jtisOf(items)).toEqual(jtis);
}, 10_000);

test('closing ends a delta that waits', async () => {
  const revocations = open(await openSqlite(), HOUR_MS);
  const { cursor } = await revocations.snapshot(undefined);
  await revocations.delta(cursor, 30); // the tail runs
  const waiting = revocations.delta(cursor, HOUR_MS);
  await new Promise((resolve) => setImmediate(resolve));

  revocations.close();

  expect(await waiting).toEqual({ cursor, items: [] });
}, 10_000);

test('a snapshot in pages has everything once, and its cursor leads to what was added during the walk', async () => {
  const store = await openSqlite();
  const revocations = open(store, 3_600_000);
  const jtis = Array.from({ length: 12_000 }, () => given.token().jti);
  await store.feed.append(
    jtis.map((jti) => given.event({ tenant: OWN_TENANT }, { type: 'tokens.revoked', jtis: [jti] })),
  );

  const first = await revocations.snapshot(undefined);
  const late = await revoke(store);
  const found = [...jtisOf(first.items)];
  for (let { next } = first; next !== undefined;) {
    const page = await revocations.snapshot(next);
    expect(page.cursor).toBe(first.cursor);
    found.push(...jtisOf(page.items));
    next = page.next;
  }
  const delta = await revocations.delta(first.cursor, 0);

  expect(found.filter((jti) => jti !== late)).toEqual(jtis);
  expect(jtisOf(delta.items)).toEqual([late]);
});

test('a page that was cut or changed is refused, because it would leave items out', async () => {
  const store = await openSqlite();
  const revocations = open(store, 3_600_000);
  await store.feed.append(
    Array.from({ length: 5001 }, () =>
      given.event({ tenant: OWN_TENANT }, { type: 'tokens.revoked', jtis: [given.token().jti] }),
    ),
  );
  const { next = '' } = await revocations.snapshot(undefined);

  for (let at = 1; at < next.length; at += 1) {
    const changed = `${next.slice(0, at)}${next[at] === 'A' ? 'B' : 'A'}${next.slice(at + 1)}`;
    for (const page of [next.slice(0, at), next.slice(at), changed])
      await expect(revocations.snapshot(page)).rejects.toMatchObject({ code: 'invalid_request' });
  }
});

test('a cursor that was pruned is refused, and the one behind it is not', async () => {
  const store = await openSqlite();
  const revocations = open(store, 3_600_000);
  await revoke(store);
  const { cursor } = await revocations.snapshot(undefined);
  await revoke(store);
  const { cursor: newest } = await revocations.snapshot(undefined);
  const tomorrow = new Date(Date.now() + 86_400_000);

  await store.feed.prune(tomorrow, tomorrow);

  await expect(revocations.delta(cursor, 0)).rejects.toMatchObject({ code: 'cursor_gone' });
  await expect(revocations.stream(cursor)).rejects.toMatchObject({ code: 'cursor_gone' });
  expect((await revocations.delta(newest, 0)).items).toEqual([]);
});

describeMongo('on MongoDB', () => {
  test('another node sees a revocation within a quarter of a second', async () => {
    const mongo = await testMongo();
    const opened = await openMongo(mongo.uri);
    const other = await MongoStore.open({ uri: mongo.uri, database: opened.database, defaultLimit: -1 });
    cleanups.push(
      () => mongo.stop(),
      () => opened.destroy(),
      () => other.close(),
    );
    const revocations = open(other, 150);
    let { cursor } = await revocations.snapshot(undefined);
    await revocations.delta(cursor, 300);

    const took: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const waiting = revocations.delta(cursor, 10_000);
      const jti = await revoke(opened.store);
      const answered = performance.now();
      const delta = await waiting;
      took.push(performance.now() - answered);
      expect(jtisOf(delta.items)).toEqual([jti]);
      cursor = delta.cursor;
    }

    took.sort((a, b) => a - b);
    process.stderr.write(`\nseen by another node after ms: ${took.map(Math.round).join(' ')}\n`);
    expect(took[10]).toBeLessThan(250);
    expect(took.at(-1)).toBeLessThan(1000);
  });
});
