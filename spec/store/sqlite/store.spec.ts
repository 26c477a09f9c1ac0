import { describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemory } from '../../../src/store/sqlite/file.ts';
import { PAGE_OF_ALL, PAGE_OF_IDS, PAGE_OF_STATUSES } from '../../../src/store/sqlite/lists.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { given } from '../../support/stores/given.ts';
import { ALL_CAPABILITIES, describeStore, type OpenedStore } from '../contract/store.ts';

describeStore('SqliteStore on a file', openOnFile);
describeStore('SqliteStore in memory', openInMemory, {
  ...ALL_CAPABILITIES,
  survivesReopen: 'memory is gone on closing',
});

async function openOnFile({ defaultLimit = -1 } = {}): Promise<OpenedStore> {
  const folder = await mkdtemp(join(tmpdir(), 'devauth-sqlite-'));
  const options = { file: join(folder, 'devauth.db'), defaultLimit };
  let store = await SqliteStore.open(options);
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await SqliteStore.open(options);
      return store;
    },
    destroy: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function openInMemory({ defaultLimit = -1 } = {}): Promise<OpenedStore> {
  const store = await SqliteStore.open({ file: ':memory:', defaultLimit });
  return { store, reopen: () => Promise.reject(new Error('memory does not reopen')), destroy: () => store.close() };
}

describe('lists on SQLite', () => {
  const plan = (sql: string): string => {
    const { db, close } = openMemory();
    const steps: readonly { readonly detail: string }[] = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all({});
    close();
    return steps.map(({ detail }) => detail).join('\n');
  };

  test('a page of all devices walks the index of creation', () => {
    expect(plan(PAGE_OF_ALL)).toContain(
      'SEARCH device USING COVERING INDEX device_by_creation (tenant=? AND (created_at,id)>',
    );
  });

  test('a page of some statuses merges walks of one index, and sorts only the page', () => {
    const steps = plan(PAGE_OF_STATUSES);

    expect(steps).toContain('MERGE (UNION ALL)');
    expect(
      steps.match(/USING COVERING INDEX device_by_status \(tenant=\? AND status=\? AND \(created_at,id\)>/g),
    ).toHaveLength(5);
    expect(steps.match(/TEMP B-TREE/g)).toHaveLength(1);
  });

  test.each([PAGE_OF_ALL, PAGE_OF_STATUSES, PAGE_OF_IDS])('no page scans the devices', (sql) => {
    expect(plan(sql)).not.toMatch(/SCAN device/);
  });
});

describe('writes on SQLite', () => {
  test('a command that breaks is undone alone; the others of its turn are written', async () => {
    const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
    const tenant = given.tenant();
    const [first = given.device(), broken = given.device(), last = given.device()] = given.devices(3, { tenant });
    const [once] = given.create(broken).events;
    const changes = [
      given.create(first),
      { ...given.create(broken), events: [once, once].filter((event) => event !== undefined) },
      given.create(last),
    ];

    const answers = await Promise.allSettled(changes.map((change) => store.devices.commit(tenant, change)));

    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.devices.list(tenant, {}, { limit: 3, skip: 0 })).toEqual({
      devices: [first, last],
      more: false,
    });
    expect(await store.feed.head()).toBe(2);
    await store.close();
  });

  test('no read sees a write before it is acknowledged, and every write of one turn is one transaction', async () => {
    const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
    const tenant = given.tenant();

    const writing = given.devices(300, { tenant }).map((of) => store.devices.commit(tenant, given.create(of)));
    const during = await store.devices.count(tenant, {});
    await Promise.all(writing);

    expect([during, await store.devices.count(tenant, {})]).toEqual([0, 300]);
    await store.close();
  });
});
