// The one-time link of the first run: its code signs in to the console once, within five minutes, and only from its own page.
import { afterEach, describe, expect, test } from '@jest/globals';
import { createSignInLink } from '../../../src/http/console/sign-in-link.ts';
import { readConfig } from '../../../src/config/settings.ts';
import type { Overrides } from '../../../src/compose.ts';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openUserIssuer } from '../../support/app/users.ts';
import { openClock } from '../../support/clock.ts';
import { openLogLines } from '../../support/log-lines.ts';

const PAGE = { 'X-Devauth-Console': '1' };
const FIRST_RUN = { DEVICEAUTH_USER_KEYS: '', DEVICEAUTH_MONGO: '' }; // only the embedded store starts without users
const GATEWAY = {
  DEVICEAUTH_USER_KEYS: '',
  DEVICEAUTH_USER_AUTH: 'gateway',
  DEVICEAUTH_GATEWAY_SECRET: 'gateway-secret-of-the-link-specs',
};
const MINUTE_MS = 60_000;
const WRONG = 'A'.repeat(43);

let app: TestApp | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function given(settings: Readonly<Record<string, string>> = FIRST_RUN, overrides: Overrides = {}) {
  const opened = await openApp(settings, overrides);
  app = opened;
  const issue = (): string => opened.service.signInLink?.issue() ?? '';
  const exchange = (code: string, headers: Readonly<Record<string, string>> = PAGE) =>
    opened.public('POST /console/session', { headers, body: { code } });
  return { app: opened, issue, exchange };
}

describe('the code of the link', () => {
  test('signs in as the operator of this machine', async () => {
    const { app: first, issue, exchange } = await given();

    const { status, headers } = await exchange(issue());
    const cookie = headers.get('set-cookie') ?? '';
    const seen = await first.public('GET /console/session', { headers: { Cookie: cookie.split(';')[0] ?? '' } });

    expect(status).toBe(204);
    expect(cookie).toMatch(/^devauth-\d+=\S+; Path=\/console; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    expect(seen.body).toMatchObject({ signed_in: true, subject: 'local-operator', tenant: '' });
  });

  test('is valid once, also for two uses at the same time', async () => {
    const { issue, exchange } = await given();
    const code = issue();

    const both = await Promise.all([exchange(code), exchange(code)]);
    const later = await exchange(code);

    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 401]);
    expect([later.status, later.headers.get('set-cookie')]).toEqual([401, null]);
  });

  test.each([
    ['just before five minutes', 5 * MINUTE_MS - 1, 204],
    ['after five minutes', 5 * MINUTE_MS, 401],
    ['with a clock that was put back', -1, 401],
  ])('%s', async (_when, passed, expected) => {
    const clock = openClock();
    const { issue, exchange } = await given(FIRST_RUN, { now: clock.now });
    const code = issue();

    clock.advance(passed);

    expect((await exchange(code)).status).toBe(expected);
  });

  test('is refused in one way, be it wrong, used or old', async () => {
    const clock = openClock();
    const { issue, exchange } = await given(FIRST_RUN, { now: clock.now });
    const [used, old] = [issue(), issue()];
    await exchange(used);
    clock.advance(5 * MINUTE_MS);

    const answers = await Promise.all([WRONG, 'x', used, old].map((code) => exchange(code)));

    expect(new Set(answers.map(({ status, body }) => `${status} ${body.error}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });

  test('is refused after ten wrong tries, and a new one is valid', async () => {
    const { issue, exchange } = await given();
    const [first, second] = [issue(), issue()];

    for (let tries = 0; tries < 9; tries += 1) await exchange(WRONG);
    const afterNine = await exchange(first);
    await exchange(WRONG);
    const afterTen = await exchange(second);

    expect([afterNine.status, afterTen.status, (await exchange(issue())).status]).toEqual([204, 401, 204]);
  });

  test('is dropped for the sixth one', async () => {
    const { issue, exchange } = await given();
    const codes = Array.from({ length: 6 }, issue);

    const answers = await Promise.all(codes.map((code) => exchange(code)));

    expect(answers.map(({ status }) => status)).toEqual([401, 204, 204, 204, 204, 204]);
  });

  test('is 32 random bytes', async () => {
    const { issue } = await given();
    const codes = [issue(), issue()];

    expect(codes.map((code) => Buffer.from(code, 'base64url').length)).toEqual([32, 32]);
    expect(new Set(codes).size).toBe(2);
  });
});

describe('a request that is not of the page', () => {
  test.each([
    ['without the header', {}],
    ['from another site', { ...PAGE, 'Sec-Fetch-Site': 'cross-site' }],
    ['from a neighbour of the site', { ...PAGE, 'Sec-Fetch-Site': 'same-site' }],
  ])('%s is 403, and the code stays good', async (_how, headers) => {
    const { issue, exchange } = await given();
    const code = issue();

    const { status } = await exchange(code, headers);

    expect([status, (await exchange(code)).status]).toEqual([403, 204]);
  });

  test.each([[{}], [{ token: 'x', code: WRONG }], [{ code: '' }], [{ code: 'c'.repeat(129) }], [{ code: 7 }]])(
    'the body %j is 400',
    async (body) => {
      const { app: first } = await given();

      expect((await first.public('POST /console/session', { headers: PAGE, body })).status).toBe(400);
    },
  );
});

describe('there is no link', () => {
  const { publicKeyFile } = openUserIssuer();
  const operatorToken = (): string => 'token';
  const linkOn = (settings: Readonly<Record<string, string>>) =>
    createSignInLink({
      config: readConfig({ DEVICEAUTH_USER_KEYS: publicKeyFile, ...settings }).config,
      operatorToken,
      now: () => new Date(),
    });
  const KEY = { DEVICEAUTH_INTERNAL_API_KEY: 'k'.repeat(32) };

  test.each([
    ['on a listener that other machines reach', { DEVICEAUTH_LISTEN: '0.0.0.0:0' }],
    [
      'on such an internal listener',
      { DEVICEAUTH_CONSOLE: 'internal', DEVICEAUTH_INTERNAL_LISTEN: '0.0.0.0:0', ...KEY },
    ],
    ['where no console is served', { DEVICEAUTH_CONSOLE: 'off' }],
    ['in gateway mode', GATEWAY],
  ])('%s', (_where, settings) => {
    expect(linkOn({})).toBeDefined();
    expect(linkOn(settings)).toBeUndefined();
  });

  test.each([
    ['where users are configured', {}],
    ['behind a gateway', GATEWAY],
  ])('%s, and a code is refused', async (_where, settings) => {
    const { app: other, exchange } = await given(settings);

    expect(other.service.signInLink).toBeUndefined();
    expect((await exchange(WRONG)).status).toBe(401);
  });
});

test('no code is in the log, be it good, used or refused', async () => {
  const { log, lines } = openLogLines();
  log.level = 'silly';
  const { app: first, issue, exchange } = await given({ ...FIRST_RUN, DEVICEAUTH_LOG_LEVEL: 'debug' }, { log });
  const code = issue();
  await exchange(code);
  await exchange(code);
  await exchange(WRONG);
  await first.public('POST /console/session', { headers: PAGE, body: { code: WRONG.repeat(4) } });

  const written = JSON.stringify(lines);

  expect(lines.length).toBeGreaterThan(2);
  expect(written).not.toContain(code);
  expect(written).not.toContain(WRONG);
});
