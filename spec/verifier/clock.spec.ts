// A gateway at the edge with a wrong clock, and one whose clock is set while the verifier runs.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createVerifier, type Verifier } from '../../src/verifier/verifier.ts';
import { openApp, type TestApp } from '../support/app/app.ts';
import { until } from '../support/until.ts';
import { openTcpProxy } from './tcp-proxy.ts';

const DAY_MS = 86_400_000;
const TTL_SECONDS = 4;

let app: TestApp;
let set = 0;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  app = await openApp({ DEVICEAUTH_JWT_EXP_TIMEOUT: String(TTL_SECONDS) });
});
afterAll(() => app.close());
afterEach(async () => {
  set = 0;
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(internalUrl = app.internalUrl): Promise<Verifier> {
  const verifier = await createVerifier({
    jwksUrl: `${app.publicUrl}/.well-known/jwks.json`,
    feedUrl: `${internalUrl}/api/internal/v1/devauth/revocations`,
    now: () => Date.now() + set,
  });
  cleanups.push(() => verifier.close());
  return verifier;
}

const reasonOf = async (verifier: Verifier, token: string): Promise<string> => {
  const verdict = await verifier.verify(token);
  return verdict.ok ? 'ok' : verdict.reason;
};

test.each([
  ['in 1970', -56 * 365 * DAY_MS],
  ['in the future', 10 * 365 * DAY_MS],
])('with a clock that is %s, a token is good as long as in the service', async (_when, wrong) => {
  set = wrong;
  const verifier = await open();
  const { token } = await app.accepted();

  expect(await reasonOf(verifier, token)).toBe('ok');
  await until('it has expired', async () => (await reasonOf(verifier, token)) === 'expired');
  expect((await app.verify(token)).status).toBe(401);
});

test('a clock that is set forward, as after a sleep, makes the contact old at once, and the next contact makes it young', async () => {
  const proxy = await openTcpProxy(app.internalUrl);
  cleanups.push(() => proxy.close());
  const verifier = await open(proxy.url);
  const { token } = await app.accepted();
  expect(await reasonOf(verifier, token)).toBe('ok');

  proxy.set('hangs');
  set = DAY_MS;

  expect(await reasonOf(verifier, token)).toBe('stale');
  proxy.set('passes');
  await until('it is in contact', () => !verifier.state.stale);
});
