// A token is refused from the answer to its revocation on, also by a node that remembers it as good (D10).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activateSigningKey, generateSigningKey, revokeSigningKey } from '../../../src/tokens/own/key-rotation.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import type { OperatedStore } from '../../../src/store/stats.ts';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { describeEmbedded } from '../../support/stores/stores.ts';
import { times } from '../../support/times.ts';
import { until } from '../../support/until.ts';
import { ENDS, openVictims, type End, type Victim } from './tools.ts';

const REVOCATIONS = times({ inCi: 1000, here: 60 });
const LOADERS = 4;

/** A store that can hold back reads of tokens before they are answered, and counts them. */
async function openPausingStore() {
  const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  const held: (() => void)[] = [];
  const seen = { reads: 0, isPaused: false };
  const devices = new Proxy(store.devices, {
    get: (target, name, receiver) => {
      if (name !== 'tokenState') return Reflect.get(target, name, receiver);
      return async (...asked: Parameters<typeof target.tokenState>) => {
        const state = await target.tokenState(...asked);
        seen.reads += 1;
        if (seen.isPaused) await new Promise<void>((resolve) => held.push(resolve));
        return state;
      };
    },
  });
  const { search, limits, feed, audit, tenantDevices, apiKeys, webhooks, stats, tokenTrustMs } = store;
  const parts: OperatedStore = {
    ...{ devices, search, limits, feed, audit, tenantDevices, apiKeys, webhooks, stats, tokenTrustMs },
    ping: () => store.ping(),
    close: () => store.close(),
  };
  const letGo = (): void => {
    seen.isPaused = false;
    held.splice(0).forEach((go) => go());
  };
  return { store: parts, seen, letGo };
}

describeEmbedded('a verdict from memory', () => {
  const victims = openVictims();
  let pausing: Awaited<ReturnType<typeof openPausingStore>>;
  let app: TestApp;
  beforeAll(async () => {
    pausing = await openPausingStore();
    app = await openApp(victims.settings, { store: pausing.store });
  });
  afterAll(() => app.close());

  test('costs no read of the store', async () => {
    const { token } = await victims.make(app);
    expect((await app.verify(token)).status).toBe(200);
    const { reads } = pausing.seen;

    expect((await app.verify(token)).status).toBe(200);

    expect(pausing.seen.reads).toBe(reads);
  });

  test.each(ENDS.map((end) => [end.name, end] as const))('is not given after %s', async (_name, end) => {
    const victim = await victims.make(app, end);
    expect((await app.verify(victim.token)).status).toBe(200);

    const ended = await end.run(app, victim);

    expect(ended.status).toBeLessThan(300);
    expect((await app.verify(victim.token)).status).toBe(401);
  });

  test.each(ENDS.map((end) => [end.name, end] as const))(
    'is not made from a read that began before %s and ended after it',
    async (_name, end) => {
      const victim = await victims.make(app, end);
      const { reads } = pausing.seen;
      pausing.seen.isPaused = true;
      const before = app.verify(victim.token);
      await until('the store has been read', () => pausing.seen.reads > reads);

      const ended = await end.run(app, victim);
      pausing.letGo();

      expect(ended.status).toBeLessThan(300);
      expect((await before).status).toBe(200); // it began before the end was answered
      expect((await app.verify(victim.token)).status).toBe(401);
    },
  );
});

describe('under a full load of verifications', () => {
  const folder = mkdtempSync(join(tmpdir(), 'devauth-exactness-'));
  const victims = openVictims();
  let app: TestApp;
  let firstKid: string;
  beforeAll(async () => {
    const made = await generateSigningKey(folder, { alg: 'ES256', at: new Date() });
    firstKid = made.kid;
    app = await openApp({ ...victims.settings, DEVICEAUTH_KEYS_DIR: folder }, { keyReloadMs: 100 });
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test(`${REVOCATIONS} revocations of every kind leave no token good, and no good token is refused`, async () => {
    const load = startLoad(app);
    const endOne = async (end: End): Promise<void> => {
      const victim = await victims.make(app, end);
      load.add(victim.token);
      await load.seen(victim.token);

      load.ending(victim.token);
      const { status } = await end.run(app, victim);

      load.ended([victim.token]);
      expect([end.name, status < 300]).toEqual([end.name, true]);
    };
    for (let ended = 0; ended < REVOCATIONS; ended += ENDS.length) await Promise.all(ENDS.map(endOne));
    const { wrong, asked } = await load.stop();

    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(5 * REVOCATIONS);
  }, 600_000);

  test('a revoked signing key leaves none of its tokens good', async () => {
    const load = startLoad(app);
    const old: Victim[] = [await victims.make(app), await victims.make(app)];
    old.forEach(({ token }) => load.add(token));
    const next = await generateSigningKey(folder, { alg: 'ES256', at: new Date() });
    await activateSigningKey(folder, { kid: next.kid, at: new Date(), wait: 'none' });
    old.forEach(({ token }) => load.ending(token)); // the node may read its keys before the call below is answered
    await revokeSigningKey(folder, { kid: firstKid, at: new Date() });

    await until('the node has read its keys again', () => load.refused(old[0]!.token));

    load.ended(old.map(({ token }) => token));
    await load.settle();
    const { wrong } = await load.stop();
    expect(wrong).toEqual([]);
  });
});

/** Verifies without a pause over a few connections: good tokens, and some that have just ended. */
function startLoad(app: TestApp) {
  const url = `${app.internalUrl}/api/internal/v1/devauth/tokens/verify`;
  const agent = new Agent({ keepAlive: true, maxSockets: LOADERS });
  const tokens: string[] = [];
  const states = new Map<string, 'good' | 'ending' | 'ended'>();
  const answers = new Map<string, number>();
  const wrong: string[] = [];
  let asked = 0;
  let isStopping = false;

  const ask = async (token: string): Promise<void> => {
    const before = states.get(token);
    const status = await statusOf(url, token, agent);
    const after = states.get(token);
    answers.set(token, status);
    asked += 1;
    if (before === 'ended' && status !== 401) wrong.push(`${status} after the end`);
    if (after === 'good' && status !== 200) wrong.push(`${status} before the end`);
  };
  const run = async (loader: number): Promise<void> => {
    for (let at = loader; !isStopping; at += 1) {
      const recent = tokens.slice(-2 * ENDS.length);
      const token = recent[at % recent.length];
      await (token === undefined ? new Promise(setImmediate) : ask(token));
    }
  };
  const running = Promise.all(Array.from({ length: LOADERS }, (_, loader) => run(loader)));
  return {
    add: (token: string): void => {
      states.set(token, 'good');
      tokens.push(token);
    },
    seen: (token: string) => until('the token is remembered', () => answers.get(token) === 200),
    ending: (token: string) => states.set(token, 'ending'),
    ended: (all: readonly string[]) => all.forEach((token) => states.set(token, 'ended')),
    refused: (token: string): boolean => answers.get(token) === 401,
    /** Waits until many more requests were sent. */
    settle: () => {
      const enough = asked + 50 * LOADERS;
      return until('more was asked', () => asked > enough);
    },
    stop: async () => {
      isStopping = true;
      await running;
      agent.destroy();
      return { wrong, asked };
    },
  };
}

const statusOf = (url: string, token: string, agent: Agent): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers: { Authorization: `Bearer ${token}` } }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end();
  });
