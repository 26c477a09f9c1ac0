// A token that one node revokes is refused by another one: at once if each verification reads (exact), otherwise within the bound;
// also while the network between that node and the database delays, cuts or drops bytes (D10). Real processes, a real database.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Agent, request } from 'node:http';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { jtiOf, openUserIssuer } from '../support/app/users.ts';
import { describeMongo, drop, freshName, testMongo, type TestMongo } from '../support/stores/mongo.ts';
import { openTcpProxy, type TcpProxy } from '../support/stores/tcp-proxy.ts';
import { until } from '../support/until.ts';

/** `REVOCATIONS=1000 AT_ONCE=100` takes ten minutes on a busy machine. */
const REVOCATIONS = Number(process.env['REVOCATIONS'] ?? 60);
const AT_ONCE = Number(process.env['AT_ONCE'] ?? 20);
const PATIENCE_MS = 120_000;
const LOADERS = 8;
const BOUND_MS = 500;
/** More answers than can have been under way before. */
const FELT = 2 * LOADERS;
/** Enough verdicts for every token that is asked about to have some. */
const PEACE = 4 * AT_ONCE;

describeMongo('a token that another node has revoked', () => {
  const users = openUserIssuer();
  const database = freshName();
  let mongo: TestMongo;
  let program: Program;
  let proxy: TcpProxy;
  let settings: Readonly<Record<string, string>>;
  let operators: Serving;
  beforeAll(async () => {
    [mongo, program] = [await testMongo(), openProgram()];
    proxy = await openTcpProxy(new URL(mongo.uri.replace(/^mongodb:/, 'http:')));
    mkdirSync(join(program.folder, 'keys'), { mode: 0o700 });
    settings = {
      DEVICEAUTH_MONGO: mongo.uri,
      DEVICEAUTH_MONGO_DB: database,
      DEVICEAUTH_KEYS_DIR: join(program.folder, 'keys'),
      DEVICEAUTH_USER_KEYS: users.publicKeyFile,
      DEVICEAUTH_LOG_LEVEL: 'error',
      DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '0',
      DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '0',
    };
    await program.run(['keys', 'generate'], settings);
    operators = await program.serve(settings);
  }, 60_000);
  afterAll(async () => {
    await program.close();
    await proxy.close();
    await drop(mongo.uri, database);
    await mongo.stop();
  });

  const manage = (path: string, method: string, body?: unknown) =>
    fetch(`${operators.publicUrl}/api/management/v2/devauth${path}`, {
      method,
      headers: { Authorization: `Bearer ${users.token()}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  async function makeToken(): Promise<string> {
    const device = simulateDevice();
    const made = await manage('/devices', 'POST', { identity_data: device.identity, pubkey: device.pubkey });
    expect(made.status).toBe(201);
    const { body, signature } = device.authRequest();
    const asked = await fetch(`${operators.publicUrl}/api/devices/v1/authentication/auth_requests`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-MEN-Signature': signature },
      body,
    });
    expect(asked.status).toBe(200);
    return asked.text();
  }

  test.each<[string, number, Readonly<Record<string, string>>]>([
    ['exact', 0, {}],
    ['bounded', BOUND_MS, { DEVICEAUTH_VERIFY_READ: 'bounded', DEVICEAUTH_VERIFY_BOUND_MS: String(BOUND_MS) }],
  ])(
    `%s: is refused from %i ms after the answer on, ${REVOCATIONS} times, in every state of the network`,
    async (_mode, boundMs, mode) => {
      const through = { ...settings, ...mode, DEVICEAUTH_MONGO: `mongodb://127.0.0.1:${proxy.port}/` };
      const gateways = await program.serve(through);
      const load = startLoad(gateways.internalUrl, boundMs);
      const faults = startFaults(proxy, load);
      const revokeOne = async (): Promise<void> => {
        const token = await makeToken();
        load.add(token);
        await load.seen(token);
        load.ending(token);
        expect((await manage(`/tokens/${jtiOf(token)}`, 'DELETE')).status).toBe(204);
        load.revoked(token);
        await load.refused(token);
      };

      try {
        for (let revoked = 0; revoked < REVOCATIONS; revoked += AT_ONCE) {
          await Promise.all(Array.from({ length: AT_ONCE }, revokeOne));
        }
        await until('a fault was felt', () => load.statuses.has(503), PATIENCE_MS);
      } finally {
        await faults.stop();
        await load.stop();
        await gateways.stop();
      }

      const { wrong, statuses } = load;
      expect(wrong).toEqual([]);
      expect([...statuses.keys()].toSorted()).toEqual([200, 401, 503]);
    },
    3_600_000,
  );
});

/** One fault after another. Each lasts until verifications have felt it, and the next begins when they have verdicts again. */
function startFaults(proxy: TcpProxy, load: Pick<Load, 'verdicts' | 'noVerdicts'>) {
  let isStopping = false;
  const more = (what: string, count: () => number, enough = FELT): Promise<unknown> => {
    const before = count();
    return until(what, () => isStopping || count() > before + enough, PATIENCE_MS);
  };
  const faults = [
    { begin: () => proxy.delay(100), felt: () => more('verdicts come late', load.verdicts) },
    { begin: () => proxy.cut(), felt: () => more('the node says that it has no verdict', load.noVerdicts) },
    { begin: () => proxy.halfOpen(), felt: () => more('the node says that it has no verdict', load.noVerdicts) },
  ];
  const run = async (): Promise<void> => {
    for (let at = 0; !isStopping; at += 1) {
      const fault = faults[at % faults.length];
      fault?.begin();
      await fault?.felt();
      proxy.pass();
      await more('the node has verdicts again', load.verdicts, PEACE);
    }
  };
  const running = run();
  return {
    stop: async () => {
      isStopping = true;
      await running;
    },
  };
}

type Load = ReturnType<typeof startLoad>;

/** Verifies the newest tokens without a pause. A 200 to a request that began later than allowed is wrong. */
function startLoad(internalUrl: string, boundMs: number) {
  const url = `${internalUrl}/api/internal/v1/devauth/tokens/verify`;
  const agent = new Agent({ keepAlive: true, maxSockets: LOADERS });
  const tokens: string[] = [];
  const ending = new Set<string>();
  const revokedAt = new Map<string, number>();
  const last = new Map<string, number>();
  const statuses = new Map<number, number>();
  const count = (status: number): number => statuses.get(status) ?? 0;
  const wrong: string[] = [];
  let isStopping = false;
  const ask = async (token: string): Promise<void> => {
    const [began, revoked = Infinity] = [performance.now(), revokedAt.get(token)];
    const status = await statusOf(url, token, agent);
    statuses.set(status, count(status) + 1);
    last.set(token, status);
    if (status === 200 && began > revoked + boundMs)
      wrong.push(`200 ${Math.round(began - revoked)} ms after the answer`);
    if (status === 401 && !ending.has(token)) wrong.push('401 of a good token');
  };
  const run = async (loader: number): Promise<void> => {
    for (let at = loader; !isStopping; at += 1) {
      const recent = tokens.slice(-2 * AT_ONCE);
      const token = recent[at % recent.length];
      await (token === undefined ? until('there is a token', () => isStopping || tokens.length > 0) : ask(token));
    }
  };
  const running = Promise.all(Array.from({ length: LOADERS }, (_, loader) => run(loader)));
  return {
    wrong,
    statuses,
    verdicts: () => count(200) + count(401),
    noVerdicts: () => count(503),
    add: (token: string) => tokens.push(token),
    seen: (token: string) => until('the node has said 200', () => last.get(token) === 200, PATIENCE_MS),
    ending: (token: string) => ending.add(token),
    revoked: (token: string) => revokedAt.set(token, performance.now()),
    refused: (token: string) => until('the node has said 401', () => last.get(token) === 401, PATIENCE_MS),
    stop: async () => {
      isStopping = true;
      await running;
      agent.destroy();
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
