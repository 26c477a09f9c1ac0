// `devauth doctor` finds faults that the spec makes, and reports a sound installation as sound.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { tenantId, webhookId, deviceId } from '../../src/domain/ids.ts';
import { diagnose, type DiagnoseDeps } from '../../src/service/diagnose.ts';
import type { StoreStats } from '../../src/store/stats.ts';
import { openProgram, type Program } from '../support/app/program.ts';
import { makeOlderFile } from '../support/stores/older-database.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);
const DAY = 86_400;

const WELL: StoreStats = {
  devicesByStatus: () => Promise.resolve(new Map()),
  oldestPending: () => Promise.resolve(undefined),
  rooms: () => Promise.resolve([]),
  queues: () => Promise.resolve([]),
  openOperations: () => Promise.resolve([]),
  oldestUnsentEvent: () => Promise.resolve(undefined),
  readers: () => Promise.resolve([]),
  webhookTroubles: () => Promise.resolve([]),
  disabledWebhooks: () => Promise.resolve(new Map()),
  tenants: () => Promise.resolve([]),
  recount: () => Promise.resolve([{ tenant: tenantId(''), used: 2, accepted: 2, openOperations: 0 }]),
  settings: () => Promise.resolve([{ name: 'synchronous', value: '2' }]),
  failures: () => Promise.resolve({ count: 0, last: undefined, isFailing: false }),
  time: () => Promise.resolve(ago(1)),
};

const wrongWith = async (stats: Partial<StoreStats>, deps: Partial<DiagnoseDeps> = {}) => {
  const findings = await diagnose({
    stats: { ...WELL, ...stats },
    ping: () => Promise.resolve(undefined),
    signingKeys: () => Promise.resolve([{ kid: 'k', state: 'active', since: ago(DAY) }]),
    space: () => Promise.resolve({ folder: '/data', freeBytes: 9e9, totalBytes: 9e10 }),
    tokenTtlSeconds: 604_800,
    maxPending: 10_000,
    forwarders: () => [],
    now: () => NOW,
    ...deps,
  });
  return findings.filter(({ status }) => status === 'wrong').map(({ check, says }) => `${check}: ${says}`);
};

const operation = (seconds: number) =>
  ({ id: 'op', tenant: tenantId(''), device: deviceId('d'), kind: 'take', at: ago(seconds) }) as const;
const lag = (seconds: number) => ({ name: 'webhooks:1', behind: 3, oldest: ago(seconds), claimedUntil: ago(-10) });
const key = (state: string, days: number) => ({ kid: 'k', state, since: ago(days * DAY) });

const webhook = { id: webhookId('w'), tenant: tenantId('acme') };

describe('diagnose', () => {
  test('finds nothing wrong where nothing is', async () => {
    expect(await wrongWith({})).toEqual([]);
  });

  test.each<readonly [string, Partial<StoreStats>, RegExp]>([
    [
      'a wrong count of slots',
      { recount: () => Promise.resolve([{ tenant: tenantId('acme'), used: 3, accepted: 2, openOperations: 0 }]) },
      /^slots: tenant acme: used is 3, and 2 devices are accepted$/,
    ],
    [
      'an operation left open',
      { openOperations: () => Promise.resolve([operation(61)]) },
      /^operations: take op of device d is open since/,
    ],
    ['an event left behind', { oldestUnsentEvent: () => Promise.resolve(ago(61)) }, /^events: the oldest/],
    [
      'a reader that is late',
      { readers: () => Promise.resolve([lag(301)]) },
      /^readers: webhooks:1 is 3 events behind, the oldest of 2026-03-01T11:54:59.000Z$/,
    ],
    [
      'a late reader that no node runs',
      { readers: () => Promise.resolve([{ ...lag(301), claimedUntil: ago(90) }]) },
      /^readers: .*; no node runs it since 2026-03-01T11:58:30.000Z$/,
    ],
    [
      'a clock that is off',
      { time: () => Promise.resolve(ago(6)) },
      /^clock: the clock of this node is 6 s ahead of the database's$/,
    ],
    [
      'a store that may lose writes',
      { settings: () => Promise.resolve([{ name: 'synchronous', value: '1', problem: 'synchronous is 1' }]) },
      /^settings: synchronous is 1$/,
    ],
    [
      'a webhook that is gone',
      { webhookTroubles: () => Promise.resolve([{ ...webhook, disabledBecause: 'gone' as const }]) },
      /^webhooks: w of tenant acme is disabled: its receiver answered that it is gone$/,
    ],
    [
      'a webhook that was given up',
      { webhookTroubles: () => Promise.resolve([{ ...webhook, disabledBecause: 'failing' as const, problem: 'x' }]) },
      /^webhooks: w of tenant acme is disabled: nothing was delivered for three days \(x\)$/,
    ],
    [
      'a webhook that fails',
      {
        webhookTroubles: () => Promise.resolve([{ ...webhook, failingSince: ago(301), problem: 'the answer is 500' }]),
      },
      /^webhooks: w of tenant acme fails since 2026-03-01T11:54:59.000Z: the answer is 500$/,
    ],
    ['a check that cannot be made', { recount: () => Promise.reject(new Error('no answer')) }, /^slots: no answer$/],
  ])('finds %s', async (_name, stats, says) => {
    expect(await wrongWith(stats)).toEqual([expect.stringMatching(says)]);
  });

  test.each<readonly [string, Partial<StoreStats>]>([
    ['an operation under way', { openOperations: () => Promise.resolve([operation(59)]) }],
    ['a reader that is a little behind', { readers: () => Promise.resolve([lag(299)]) }],
    [
      'a webhook that has failed for a moment',
      { webhookTroubles: () => Promise.resolve([{ ...webhook, failingSince: ago(299) }]) },
    ],
    ['an event on its way', { oldestUnsentEvent: () => Promise.resolve(ago(59)) }],
    [
      'a count with an operation open',
      { recount: () => Promise.resolve([{ tenant: tenantId(''), used: 3, accepted: 2, openOperations: 1 }]) },
    ],
  ])('lets %s be', async (_name, stats) => {
    expect(await wrongWith(stats)).toEqual([]);
  });

  test('counts again before it reports: a command between two reads is not a fault', async () => {
    let accepted = 1;
    const recount = () => Promise.resolve([{ tenant: tenantId(''), used: 2, accepted: accepted++, openOperations: 0 }]);

    expect(await wrongWith({ recount })).toEqual([]);
  });

  test.each([
    ['no active key', [key('pending', 0)], [/no key is active/]],
    ['an old key', [key('active', 366)], [/make a new one/]],
    ['a retiring key', [key('active', 1), key('retiring', 1)], []],
  ])('looks at the signing keys: %s', async (_name, keys, says) => {
    expect(await wrongWith({}, { signingKeys: () => Promise.resolve(keys) })).toEqual(
      says.map((text) => expect.stringMatching(text)),
    );
  });
});

describe('devauth doctor', () => {
  let program: Program;
  beforeAll(() => {
    program = openProgram();
  });
  afterAll(() => program.close());

  test('is content with a running server, and names the planted wrong count of a stopped one', async () => {
    const settings = { DEVICEAUTH_DATA: join(program.folder, 'data') };
    const serving = await program.serve(settings);
    const well = await program.run(['doctor', '--json'], { ...settings, DEVAUTH_INTERNAL_SERVER: serving.internalUrl });
    await serving.stop();
    plant(join(program.folder, 'data', 'devauth.db'));

    const offline = await program.run(['doctor', '--offline'], settings);
    const again = await program.serve(settings);
    const asked = await program.run(['doctor'], { ...settings, DEVAUTH_INTERNAL_SERVER: again.internalUrl });
    await again.stop();

    expect([well.code, well.stderr]).toEqual([0, '']);
    expect(
      well.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).status),
    ).not.toContain('wrong');
    for (const { code, stdout } of [offline, asked]) {
      expect([code, stdout]).toEqual([
        4,
        expect.stringMatching(/wrong\s+slots\s+the own tenant: used is 7, and 0 devices are accepted/),
      ]);
    }
  }, 60_000);

  test('without a server checks the installation itself, and reports both', async () => {
    const settings = {
      DEVICEAUTH_DATA: join(program.folder, 'nowhere'),
      DEVAUTH_INTERNAL_SERVER: 'http://127.0.0.1:9',
    };

    const { code, stdout, stderr } = await program.run(['doctor'], settings);

    expect([code, stderr]).toEqual([4, expect.stringContaining('no server answers at http://127.0.0.1:9')]);
    expect(stdout).toMatch(/wrong\s+store\s+\S+devauth\.db does not exist/);
  });

  test('offline reads what a killed server left and changes nothing; the next start has it', async () => {
    const data = join(program.folder, 'killed');
    const settings = { DEVICEAUTH_DATA: data };
    await (await program.serve(settings)).stop('SIGKILL');
    const before = contents(data);

    const offline = await program.run(['doctor', '--offline'], settings);

    expect([offline.code, offline.stderr]).toEqual([0, '']);
    expect(offline.stdout).toMatch(/ok\tstore\t\S+ was read and not changed, with the \d+ bytes of \S+-wal/);
    expect(offline.stdout).toMatch(/ok\tfile\tSQLite finds no damage/);
    expect(contents(data)).toEqual(before);
    expect(await (await program.serve(settings)).stop()).toBe(0);
  }, 60_000);

  test('offline reports an older schema with the next step, and migrates nothing', async () => {
    const data = join(program.folder, 'older');
    mkdirSync(data, { mode: 0o700 });
    makeOlderFile(join(data, 'devauth.db'), 3);
    const before = contents(data);

    const { code, stdout } = await program.run(['doctor', '--offline'], { DEVICEAUTH_DATA: data });

    expect([code, stdout]).toEqual([4, expect.stringMatching(/wrong\tschema\t\S+ has schema 5.*`devauth migrate`/)]);
    expect(contents(data)).toEqual(before);
  }, 60_000);

  test('offline names the server that has the store', async () => {
    const settings = { DEVICEAUTH_DATA: join(program.folder, 'running') };
    const serving = await program.serve(settings);

    const { code, stdout } = await program.run(['doctor', '--offline'], settings);

    const { pid } = serving.process;
    expect([code, stdout]).toEqual([4, expect.stringMatching(`wrong\tstore\t.* is in use by process ${pid};`)]);
    await serving.stop();
  }, 60_000);

  /** The names, modes and bytes of everything in the folder. */
  const contents = (folder: string) =>
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path, statSync(path).mode, readFileSync(path, 'base64')]);

  function plant(file: string): void {
    const db = new DatabaseSync(file);
    db.exec("INSERT INTO room (tenant, used) VALUES ('', 7) ON CONFLICT DO UPDATE SET used = 7");
    db.close();
  }
});
