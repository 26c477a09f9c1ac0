// Two nodes on one database, a verifier at each, and a network before the second that cuts, delays and hangs: a revoked token is
// refused everywhere soon, and is never allowed with a contact that is too old. `REVOCATIONS=1000` is the whole run.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createVerifier, type Verifier } from '../../src/verifier/verifier.ts';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { jtiOf, openUserIssuer } from '../support/app/users.ts';
import { describeMongo, drop, freshName, testMongo, type TestMongo } from '../support/stores/mongo.ts';
import { until } from '../support/until.ts';
import { openTcpProxy, type TcpProxy, type Weather } from './tcp-proxy.ts';

const REVOCATIONS = Number(process.env['REVOCATIONS'] ?? 60);
const AT_ONCE = 10;
const MAX_AGE_MS = 5_000;
const PATIENCE_MS = 120_000;
const AUTH_REQUESTS = '/api/devices/v1/authentication/auth_requests';
const WEATHERS: readonly Weather[] = ['passes', { delays: 300 }, 'passes', 'cuts', 'passes', 'hangs'];

interface Revoked {
  readonly token: string;
  readonly revokedAt: number;
}

describeMongo('two verifiers on two nodes', () => {
  const users = openUserIssuer();
  const database = freshName();
  let mongo: TestMongo;
  let program: Program;
  let nodes: readonly Serving[];
  let network: TcpProxy;
  let verifiers: readonly Verifier[];
  const late: number[] = [];
  beforeAll(async () => {
    [mongo, program] = [await testMongo(), openProgram()];
    const keys = join(program.folder, 'keys');
    mkdirSync(keys, { mode: 0o700 });
    const settings = {
      DEVICEAUTH_MONGO: mongo.uri,
      DEVICEAUTH_MONGO_DB: database,
      DEVICEAUTH_KEYS_DIR: keys,
      DEVICEAUTH_USER_KEYS: users.publicKeyFile,
      DEVICEAUTH_LOG_LEVEL: 'error',
      DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '0',
    };
    await program.run(['keys', 'generate'], settings);
    nodes = [await program.serve(settings), await program.serve(settings)];
    network = await openTcpProxy(nodes[1]?.internalUrl ?? '');
    verifiers = await Promise.all(
      [nodes[0]?.internalUrl, network.url].map((internalUrl) =>
        createVerifier({
          jwksUrl: `${nodes[0]?.publicUrl}/.well-known/jwks.json`,
          feedUrl: `${internalUrl}/api/internal/v1/devauth/revocations`,
          maxAgeMs: MAX_AGE_MS,
        }),
      ),
    );
  }, 60_000);
  afterAll(async () => {
    await Promise.all(verifiers.map((verifier) => verifier.close()));
    await network.close();
    await program.close();
    await drop(mongo.uri, database);
    await mongo.stop();
  });

  const manage = (path: string, method: string, body?: unknown): Promise<Response> =>
    fetch(`${nodes[0]?.publicUrl}/api/management/v2/devauth${path}`, {
      method,
      headers: { Authorization: `Bearer ${users.token()}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  async function makeToken(): Promise<string> {
    const device = simulateDevice();
    const made = await manage('/devices', 'POST', { identity_data: device.identity, pubkey: device.pubkey });
    expect(made.status).toBe(201);
    const { body, signature } = device.authRequest();
    const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
    return (await fetch(`${nodes[0]?.publicUrl}${AUTH_REQUESTS}`, { method: 'POST', headers, body })).text();
  }

  /** Asks until there is such a verdict. Records each allowance that came later than a contact may be old. */
  async function untilVerdict(
    verifier: Verifier,
    { token, revokedAt }: Revoked,
    reasons: readonly string[],
  ): Promise<number> {
    await until(
      `the verdict is ${reasons.join(' or ')}`,
      async () => {
        const asked = performance.now();
        const verdict = await verifier.verify(token);
        if (verdict.ok && asked - revokedAt > MAX_AGE_MS) late.push(asked - revokedAt);
        return !verdict.ok && reasons.includes(verdict.reason);
      },
      PATIENCE_MS,
    );
    return performance.now() - revokedAt;
  }

  test(`a token is refused at both, ${REVOCATIONS} times`, async () => {
    const took: number[] = [];
    const all: Revoked[] = [];
    for (let round = 0; round * AT_ONCE < REVOCATIONS; round += 1) {
      const weather = WEATHERS[round % WEATHERS.length] ?? 'passes';
      network.set('passes');
      await until('all are in contact', () => verifiers.every(({ state }) => !state.stale));
      const made = await Promise.all(Array.from({ length: AT_ONCE }, makeToken));
      for (const token of made) for (const verifier of verifiers) await verifier.verify(token);
      network.set(weather);
      await Promise.all(
        made.map(async (token) => {
          expect((await manage(`/tokens/${jtiOf(token)}`, 'DELETE')).status).toBe(204);
          const revoked = { token, revokedAt: performance.now() };
          all.push(revoked);
          const reasons = weather === 'passes' ? ['revoked'] : ['revoked', 'stale'];
          const ms = await Promise.all(verifiers.map((verifier) => untilVerdict(verifier, revoked, reasons)));
          if (weather === 'passes') took.push(...ms);
        }),
      );
    }
    network.set('passes');
    for (const revoked of all) for (const verifier of verifiers) await untilVerdict(verifier, revoked, ['revoked']);

    took.sort((a, b) => a - b);
    const at = (share: number): number => Math.round(took[Math.ceil(took.length * share) - 1] ?? NaN);
    process.stderr.write(
      `\nrefused after ms: p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)} (${took.length} of a good network)\n`,
    );
    expect(late).toEqual([]);
    expect(at(0.99)).toBeLessThan(1000);
  }, 3_600_000);
});
