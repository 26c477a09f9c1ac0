// A signing key is replaced while two nodes serve (D9): neither refuses a good token, and both refuse a revoked key's tokens after
// they have read the keys again. The six minutes are an argument of the commands; the nodes read the keys more often than every ten
// seconds.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../../src/compose.ts';
import { KEY_RELOAD_MS } from '../../src/compose/work.ts';
import { readConfig } from '../../src/config/settings.ts';
import type { OperatedStore } from '../../src/store/stats.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import { activateSigningKey, generateSigningKey, revokeSigningKey } from '../../src/tokens/own/key-rotation.ts';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';
import { openLogLines } from '../support/log-lines.ts';
import { until } from '../support/until.ts';

const RELOAD_MS = 500;
const SEEN_WITHIN_MS = 10_000; // on a busy machine
const SIX_MINUTES = 360_000;

/** A store that outlives its node. */
const shared = (store: SqliteStore): OperatedStore => ({
  devices: store.devices,
  search: store.search,
  limits: store.limits,
  feed: store.feed,
  audit: store.audit,
  tenantDevices: store.tenantDevices,
  apiKeys: store.apiKeys,
  webhooks: store.webhooks,
  stats: store.stats,
  tokenTrustMs: 0,
  ping: () => store.ping(),
  close: () => Promise.resolve(undefined),
});

const kidOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;

test('a node reads the signing keys every ten seconds', () => {
  expect(KEY_RELOAD_MS).toBe(10_000);
});

describe('a rotation over two nodes under load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'devauth-rotation-'));
  const keys = join(folder, 'keys');
  const nodes: TestApp[] = [];
  const { log, lines } = openLogLines();
  let device: Seen & { readonly token: string };
  let store: SqliteStore;
  beforeAll(async () => {
    store = await SqliteStore.open({ file: join(folder, 'devauth.db'), defaultLimit: -1 });
    for (let node = 0; node < 2; node += 1) {
      const settings = { DEVICEAUTH_KEYS_DIR: keys, DEVICEAUTH_TOKENS_PER_AUTH_SET: '10' };
      nodes.push(await openApp(settings, { store: shared(store), log, keyReloadMs: RELOAD_MS }));
    }
    device = await node(0).accepted();
  });
  afterAll(async () => {
    for (const app of nodes) await app.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const node = (index: number): TestApp => {
    const app = nodes[index];
    if (app === undefined) throw new TypeError('no such node');
    return app;
  };
  const published = async (index: number): Promise<readonly string[]> =>
    (await node(index).public('GET /.well-known/jwks.json')).body.keys.map(({ kid }: { kid: string }) => kid);

  /** Tokens of either node, verified at the other at once, until it is stopped. */
  function startLoad() {
    const seen = { verified: 0, failed: 0, kids: new Set<string>() };
    let stopping = false;
    const run = async (index: number): Promise<void> => {
      while (!stopping) {
        const { text: token } = await node(index).ask(device.device);
        const answers = await Promise.all([
          node(0).verify(token),
          node(1).verify(token),
          node(1 - index).verify(token),
        ]);
        seen.kids.add(kidOf(token));
        seen.verified += answers.length;
        seen.failed += answers.filter(({ status }) => status !== 200).length;
      }
    };
    const running = Promise.all([run(0), run(1)]);
    return {
      seen,
      stop: async () => {
        stopping = true;
        await running;
      },
    };
  }

  test('refuses no good token, and both nodes sign with the new key in the end', async () => {
    const old = kidOf(device.token);
    const load = startLoad();
    const at = new Date();

    const { kid } = await generateSigningKey(keys, { alg: 'EdDSA', at });
    await expect(
      activateSigningKey(keys, { kid, at: new Date(at.getTime() + SIX_MINUTES - 1), wait: 'until-published' }),
    ).rejects.toMatchObject({
      code: 'illegal_transition',
    });
    await until(
      'both nodes publish it',
      async () => (await Promise.all([published(0), published(1)])).every((kids) => kids.includes(kid)),
      SEEN_WITHIN_MS,
    );
    expect([...load.seen.kids]).toEqual([old]);
    await activateSigningKey(keys, { kid, at: new Date(at.getTime() + SIX_MINUTES), wait: 'until-published' });
    await until(
      'both nodes sign with it',
      async () => {
        const tokens = await Promise.all([node(0).ask(device.device), node(1).ask(device.device)]);
        return tokens.every(({ text }) => kidOf(text) === kid);
      },
      SEEN_WITHIN_MS,
    );
    await until('the load has gone on', () => load.seen.verified > 100);
    await load.stop();

    expect(load.seen.verified).toBeGreaterThan(100);
    expect(load.seen.failed).toBe(0);
    const changes = lines.filter((line) => line['message'] === 'signing_key' && line['kid'] === kid);
    expect(changes.map(({ from, to }) => `${String(from)} → ${String(to)}`).sort()).toEqual([
      'absent → pending',
      'absent → pending', // each node logs what it sees
      'pending → active',
      'pending → active',
    ]);
  }, 60_000);

  test('a revoked key’s tokens are refused by every node that has read the keys again, and the key is not published', async () => {
    const other = await node(0).accepted();
    const old = (await published(0)).find((kid) => kid !== kidOf(other.token)) ?? '';
    const held = await tokenUnder(old);
    expect(await verdicts(held)).toEqual([200, 200]);

    const at = new Date();
    await activateSigningKey(keys, { kid: kidOf(other.token), at, wait: 'none' });
    await revokeSigningKey(keys, { kid: old, at });
    await until('both refuse it', async () => (await verdicts(held)).every((status) => status === 401), SEEN_WITHIN_MS);

    expect((await Promise.all([published(0), published(1)])).flat()).not.toContain(old);
    expect((await node(1).verify(other.token)).status).toBe(200);
  }, 60_000);

  const verdicts = async (token: string) =>
    (await Promise.all([node(0).verify(token), node(1).verify(token)])).map(({ status }) => status);

  /** The old key signs once more, and the new one after it. */
  async function tokenUnder(kid: string): Promise<string> {
    await activateSigningKey(keys, { kid, at: new Date(), wait: 'none' });
    return until(
      'a node signs with the old key',
      async () => {
        const { text } = await node(0).ask(device.device);
        return kidOf(text) === kid && text;
      },
      SEEN_WITHIN_MS,
    );
  }
});

describe('on MongoDB', () => {
  test('a start without a signing key is refused: each node would make its own', async () => {
    const app = await openApp();
    try {
      const { config, ...without } = await settingsOf(app.users.publicKeyFile);
      await expect(compose(config, without)).rejects.toMatchObject({
        name: 'WrongSettings',
        message: expect.stringContaining('devauth keys generate'),
      });
    } finally {
      await app.close();
    }
  });

  /** MongoDB by its setting, and a store that is there already: the keys are looked for after the store. */
  async function settingsOf(publicKeyFile: string) {
    const { config } = readConfig({
      DEVICEAUTH_MONGO: 'mongodb://mongo',
      DEVICEAUTH_DATA: mkdtempSync(join(tmpdir(), 'devauth-mongo-')),
      DEVICEAUTH_USER_KEYS: publicKeyFile,
      DEVICEAUTH_LOG_LEVEL: 'silent',
    });
    return { config, store: await SqliteStore.open({ file: ':memory:', defaultLimit: -1 }) };
  }
});
