// A purge on SQLite runs in pieces: what other callers can do between them, and what an interrupted purge leaves.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Device } from '../../../src/domain/device.ts';
import { OWN_TENANT, tokenId, type TenantId } from '../../../src/domain/ids.ts';
import { eventColumn } from '../../../src/store/sqlite/rows.ts';
import { feedReads, prepareFeedTable } from '../../../src/store/sqlite/feed.ts';
import { openForWriting, openMemory } from '../../../src/store/sqlite/file.ts';
import { createPurges, LAST_OF_PIECE, TAKE_PIECE } from '../../../src/store/sqlite/purges.ts';
import { openReads } from '../../../src/store/sqlite/reads.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { openTransactions, PIECE } from '../../../src/store/sqlite/transactions.ts';
import { given } from '../../support/stores/given.ts';
import { describeIf, works } from '../../support/optional.ts';
import { eventsOf } from '../contract/feed.ts';
import { startSqliteProcess } from './process.ts';
import { firstToGo } from './purged.ts';

/** Enough pieces that a caller who sees the first one can write long before the last. */
const MANY = 40 * PIECE + 1;

let folder = '';
let store: SqliteStore;
const open = async (): Promise<SqliteStore> => {
  store = await SqliteStore.open({ file: join(folder, 'devauth.db'), defaultLimit: -1 });
  return store;
};

describe('a purge on SQLite', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'devauth-purges-'));
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  describeMeanwhile();
  describePieces();
  describeCutOff();
});

describe('a purge on SQLite, in memory', () => {
  test('finds the tokens by their key, and the devices by theirs', () => {
    const { db, close } = openMemory();
    const plan = (sql: string): readonly string[] => {
      const steps: readonly { readonly detail: string }[] = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all({});
      return steps.map(({ detail }) => detail).filter((detail) => /SCAN|SEARCH|B-TREE/.test(detail));
    };
    const tokens = 'SEARCH token USING PRIMARY KEY (tenant=? AND jti>?)';

    expect(plan(LAST_OF_PIECE)).toEqual([tokens]);
    expect(plan(TAKE_PIECE)).toEqual(['SEARCH device USING INTEGER PRIMARY KEY (rowid=?)', tokens]);
    close();
  });

  test('ends the purges of its tenant that began before and stopped: at the next opening they remove no token issued since', async () => {
    const { db, close } = openMemory();
    const transactions = openTransactions(db, () => new Date());
    const [tenant, other] = [given.tenant(), given.tenant()];
    const [stopped, event, elsewhere] = [
      given.event({ tenant }),
      given.event({ tenant }),
      given.event({ tenant: other }),
    ];
    for (const noted of [stopped, elsewhere])
      db.prepare('INSERT INTO purge (event_id, tenant, event) VALUES (?, ?, ?)').run(
        noted.id,
        noted.tenant,
        eventColumn(noted),
      );

    const feed = prepareFeedTable(db, () => given.time(0));
    await createPurges(db, transactions, feed).purge(tenant, event);

    const told = await feedReads(db, openReads()).read(0, 10);
    expect(told.map((entry) => entry.event)).toEqual([stopped, event]);
    expect(db.prepare('SELECT event_id FROM purge').all({})).toEqual([{ event_id: elsewhere.id }]);
    close();
  });
});

function describeMeanwhile(): void {
  test('of many devices lets reads and writes be answered before it ends; its event is appended at its end', async () => {
    const { devices, feed } = await open();
    const [tenant, other] = [given.tenant(), given.device({ tenant: given.tenant() })];
    const held = await hold(tenant, MANY);
    const head = await feed.head();
    const log: string[] = [];

    const event = given.event({ tenant });
    const purge = devices.purgeTokens(tenant, event).then(() => log.push('purged'));
    await untilSomeAreGone(held);
    log.push(`read, ${(await feed.head()) - head} events`);
    log.push(await devices.commit(other.tenant, given.create(other)));
    await purge;

    expect(log).toEqual(['read, 0 events', 'done', 'purged']);
    expect(await standing(held)).toBe(0);
    expect((await feed.read(head, 10)).map((entry) => entry.event)).toEqual([expect.anything(), event]);
  });

  test('counts one revision on a device, also when its tokens were in several pieces', async () => {
    const { devices } = await open();
    const tenant = given.tenant();
    const device = given.device({ tenant, tokens: Array.from({ length: MANY }, () => given.token()) });
    await devices.commit(tenant, given.create(device));

    await devices.purgeTokens(tenant, given.event({ tenant }));

    expect(await devices.find(tenant, device.id)).toEqual({ ...device, tokens: [], revision: 2 });
  });

  test('removes the tokens that existed when it began, also on devices that changed since', async () => {
    const { devices } = await open();
    const tenant = given.tenant();
    const held = await hold(tenant, MANY);

    const purge = devices.purgeTokens(tenant, given.event({ tenant }));
    await untilSomeAreGone(held);
    await Promise.all(
      held.map((device) => devices.commit(tenant, given.update(device, { set: { provisioned: true } }))),
    );
    await purge;

    expect(await standing(held)).toBe(0);
  });

  test('does not end a purge that began later and must remove tokens issued between the two', async () => {
    const { devices } = await open();
    const tenant = given.tenant();
    const held = await hold(tenant, MANY);
    const late = given.devices(PIECE + 1, { tenant });
    await Promise.all(late.map((device) => devices.commit(tenant, given.create(device))));

    const first = devices.purgeTokens(tenant, given.event({ tenant }));
    while ((await standing(held)) > PIECE + 1) await setImmediate();
    const issuing = late.map((device, index) => {
      const token = { ...given.token(), jti: tokenId(`00000000-${index}`) }; // at the position of the first one
      return devices.commit(tenant, given.update(device, { set: { tokens: [token] } }));
    });
    const second = devices.purgeTokens(tenant, given.event({ tenant }));
    await Promise.all([first, second, ...issuing]);

    expect(await standing(late)).toBe(0);
  });

  test('that is under way when the store closes ends first, and is answered', async () => {
    const { devices } = await open();
    const tenant = given.tenant();
    const held = await hold(tenant, MANY);

    const purge = devices.purgeTokens(tenant, given.event({ tenant }));
    await untilSomeAreGone(held);
    await store.close();
    await purge;

    await open();
    expect(await standing(held)).toBe(0);
  });
}

function describePieces(): void {
  test.each([PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])(
    'takes all of %d tokens, and is in the feed once',
    async (count) => {
      const { devices, feed } = await open();
      const tenant = given.tenant();
      const held = await hold(tenant, count);
      const head = await feed.head();

      const event = given.event({ tenant });
      await devices.purgeTokens(tenant, event);

      expect(await standing(held)).toBe(0);
      expect((await feed.read(head, 10)).map((entry) => entry.event)).toEqual([event]);
    },
  );
}

function describeCutOff(): void {
  const file = (): string => join(folder, 'devauth.db');
  const killed = async (): Promise<void> => {
    const child = startSqliteProcess(['purge', file(), String(MANY)]);
    await child.end();
    expect(child.process.signalCode).toBe('SIGKILL');
    expect(child.said).toEqual([]);
  };
  /** Reads the file without opening a store. */
  const left = (): object => {
    const { db, close } = openForWriting({ file: file(), synchronous: 'FULL' });
    const [found] = db.prepare(LEFT).all({});
    close();
    return { ...found };
  };

  test('by a kill has removed some tokens and appended no event; it ends before the store opens again', async () => {
    await killed();
    const between = left();
    await open();
    const [event, ...more] = (await eventsOf(store, OWN_TENANT, MANY + 1)).filter(
      ({ type }) => type === 'tokens.purged',
    );

    expect(between).toMatchObject({ told: 0, noted: 1 });
    expect(between).not.toMatchObject({ standing: 0 });
    expect(between).not.toMatchObject({ standing: MANY });
    expect([event?.tenant, more]).toEqual([OWN_TENANT, []]);
    await store.close();
    expect(left()).toEqual({ standing: 0, told: 1, noted: 0, revisions: 2 });
  }, 60_000);

  describeIf(works('strace -f -e trace=pwrite64 true'), 'strace', 'on a full disk', () => {
    test('stays noted, and the store opens all the same', async () => {
      await killed();
      const fault = ['-e', 'trace=pwrite64', '-e', 'inject=pwrite64:error=ENOSPC'];
      const onFull = ['strace', '-f', '-qq', '-o', '/dev/null', '-P', `${file()}-wal`, ...fault];

      const child = startSqliteProcess(['hold', file()], onFull);
      await child.end();
      expect(child.said).toEqual(['open']);
      expect(left()).toMatchObject({ told: 0, noted: 1 });
      await open();
      await store.close();

      expect(left()).toEqual({ standing: 0, told: 1, noted: 0, revisions: 2 });
    }, 60_000);
  });
}

const LEFT = `
  SELECT (SELECT count(*) FROM token) AS standing,
    (SELECT count(*) FROM feed WHERE event ->> 'type' = 'tokens.purged') AS told,
    (SELECT count(*) FROM purge) AS noted,
    (SELECT max(revision) FROM device) AS revisions`;

/** Creates devices with one token each. */
async function hold(tenant: TenantId, count: number): Promise<readonly Device[]> {
  const held = given.devices(count, { tenant }).map((device) => ({ ...device, tokens: [given.token()] }));
  await Promise.all(held.map((device) => store.devices.commit(tenant, given.create(device))));
  return held;
}

/** Returns how many of them still have a token. */
async function standing(held: readonly Device[]): Promise<number> {
  const states = await Promise.all(held.map(({ tenant, id }) => store.devices.tokenState(tenant, id)));
  return states.filter((state) => state?.tokens.length !== 0).length;
}

/** Reads only one token, so that the purge has not ended by then. */
async function untilSomeAreGone(held: readonly Device[]): Promise<void> {
  const first = firstToGo(held);
  const tenant = held[0]?.tenant ?? OWN_TENANT;
  while ((await store.devices.findByToken(tenant, first)) !== undefined) await setImmediate();
}
