// The refusals of verify: 401 is a verdict on the token, 503 means that there is no verdict.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants } from '../../support/app/fleet.ts';
import { exchange, head, type RawAnswer } from '../../support/raw-http.ts';
import { jtiOf } from '../../support/app/users.ts';
import { openWatchedStore } from '../../support/stores/watched-store.ts';

const PATH = '/api/internal/v1/devauth/tokens/verify';

const tenants = openTenants();
let aheadMs = 0;
let app: TestApp;
let token: string;
beforeAll(async () => {
  app = await openApp(tenants.settings, { now: () => new Date(Date.now() + aheadMs) });
  ({ token } = await tenants.fleet(app, 'acme').accepted());
});
afterAll(() => app.close());

const raw = (request: string, ...headers: string[]): Promise<RawAnswer> =>
  exchange(app.internalUrl, head(request, ...headers));
const bearer = (jwt: string): string => `Authorization: Bearer ${jwt}`;
/** The token with one character of its signature changed. */
const forged = (): string => token.slice(0, -8) + (token.at(-8) === 'A' ? 'B' : 'A') + token.slice(-7);

function expectDenied(answer: RawAnswer): void {
  expect([answer.status, answer.header('Content-Type')]).toEqual([401, ['application/json; charset=utf-8']]);
  expect(JSON.parse(answer.body)).toEqual({ error: 'unauthorized', request_id: answer.header('X-MEN-RequestID')[0] });
}

describe('a refusal', () => {
  test.each([
    ['no credential', []],
    ['an empty one', ['Authorization:']],
    ['another scheme', ['Authorization: Basic dTpw']],
    ['a token without scheme', ['Authorization: x.y.z']],
    ['two spaces', ['Authorization: Bearer  x.y.z']],
  ])('of %s is 401 in JSON and names the scheme', async (_what, headers) => {
    const answer = await raw(`GET ${PATH}`, 'X-Devauth-Explain: 1', ...headers);

    expectDenied(answer);
    expect(answer.header('WWW-Authenticate')).toEqual(['Bearer']);
    expect(answer.header('X-MEN-Deny-Reason')).toEqual([]);
  });

  test('of two Authorization headers is 401, also when both are good', async () => {
    expect((await raw(`GET ${PATH}`, bearer(token), bearer(token))).status).toBe(401);
    expect((await raw(`GET ${PATH}`, bearer(token), 'Authorization: Basic x')).status).toBe(401);
  });

  test('is the answer to the JWT cookie, which is not read', async () => {
    expect((await raw(`GET ${PATH}`, `Cookie: JWT=${token}`)).status).toBe(401);
  });

  test.each([
    ['nonsense', () => 'nonsense'],
    ['a forged one', forged],
    ["a user's", () => app.users.token()],
    ['one without signature', () => `${token.split('.').slice(0, 2).join('.')}.`],
  ])('of a token that is %s gives no reason', async (_what, jwt) => {
    const answer = await raw(`GET ${PATH}`, 'X-Devauth-Explain: 1', bearer(jwt()));

    expectDenied(answer);
    expect(answer.header('WWW-Authenticate')).toEqual(['Bearer error="invalid_token"']);
    expect(answer.header('X-MEN-Deny-Reason')).toEqual([]);
  });

  test('has a reason only for tokens with our signature: rejected, revoked, decommissioned, expired', async () => {
    const fleet = tenants.fleet(app);
    const [rejected, revoked, gone, old] = [
      await fleet.accepted(),
      await fleet.accepted(),
      await fleet.accepted(),
      await fleet.accepted(),
    ];
    const reasonOf = async (jwt: string): Promise<unknown> => {
      const answer = await raw(`GET ${PATH}`, 'X-Devauth-Explain: 1', bearer(jwt));
      return [answer.status, ...answer.header('X-MEN-Deny-Reason')];
    };
    await fleet.setStatus(rejected, 'rejected');
    await fleet.management(`DELETE /tokens/${jtiOf(revoked.token)}`);
    await fleet.management(`DELETE /devices/${gone.id}`);

    expect(await reasonOf(rejected.token)).toEqual([401, 'rejected']);
    expect(await reasonOf(revoked.token)).toEqual([401, 'revoked']);
    expect(await reasonOf(gone.token)).toEqual([401, 'decommissioned']);
    aheadMs = 604_800_000;
    expect(await reasonOf(old.token)).toEqual([401, 'expired']);
    aheadMs = 0;
    expect(await reasonOf(old.token)).toEqual([200]);
  });
});

describe('the reason of a refusal', () => {
  test('is for callers that ask for it', async () => {
    const fleet = tenants.fleet(app);
    const seen = await fleet.accepted();
    await fleet.setStatus(seen, 'rejected');
    const reasonFor = async (...headers: string[]) =>
      (await raw(`GET ${PATH}`, bearer(seen.token), ...headers)).header('X-MEN-Deny-Reason');

    expect(await reasonFor()).toEqual([]);
    expect(await reasonFor('X-Devauth-Explain: 0')).toEqual([]);
    expect(await reasonFor('x-devauth-explain: 1')).toEqual(['rejected']);
  });

  test('is for all callers with the setting', async () => {
    const open = await openApp({ DEVICEAUTH_VERIFY_EXPLAIN: 'true' });
    const seen = await open.accepted();
    await open.setStatus(seen, 'rejected');

    const answer = await exchange(open.internalUrl, head(`GET ${PATH}`, bearer(seen.token)));

    expect(answer.header('X-MEN-Deny-Reason')).toEqual(['rejected']);
    await open.close();
  });
});

describe('a store that is away', () => {
  test('with a bug is 503 too', async () => {
    const breakable = await openWatchedStore();
    const failing = await openApp({}, { store: breakable.store });
    const seen = await failing.accepted();
    breakable.break();

    const { status, headers, body } = await failing.verify(seen.token);

    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(body).toEqual({ error: 'internal error', request_id: headers.get('x-men-requestid') });
    breakable.mend();
    await failing.close();
  });

  test('is 503 with Retry-After and an id, and never a verdict', async () => {
    const failing = await openApp();
    try {
      const seen = await failing.accepted();
      await failing.service.store.close();

      const { status, headers, body } = await failing.verify(seen.token);

      expect(status).toBe(503);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(body).toEqual({ error: 'service unavailable', request_id: headers.get('x-men-requestid') });
      expect((await failing.verify('nonsense')).status).toBe(401);
    } finally {
      await failing.close();
    }
  });
});
