import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createVerifyProxy } from '../../src/verifier/proxy.ts';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openTenants, type Fleet } from '../support/app/fleet.ts';
import { exchange, head } from '../support/raw-http.ts';
import { until } from '../support/until.ts';
import { serveVerifier, type ServedVerifier } from './served.ts';
import type { TcpProxy } from './tcp-proxy.ts';

const tenants = openTenants();
let app: TestApp;
let fleet: Fleet;
let network: TcpProxy;
let served: ServedVerifier;
let url: string;

beforeAll(async () => {
  app = await openApp(tenants.settings);
  fleet = tenants.fleet(app);
  served = await serveVerifier(app, createVerifyProxy);
  ({ network, url } = served);
});
afterAll(async () => {
  await served.close();
  await app.close();
});

const IDENTITY = ['x-men-device-id', 'x-men-tenant-id', 'x-men-token-id', 'x-men-token-exp', 'x-men-auth-set-id'];

const ask = (token: string, path = '', init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}/api/internal/v1/devauth/tokens/verify${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${token}` },
  });

describe('the proxy at the edge', () => {
  test('answers a good token as the service does, but for the auth set, which no token names', async () => {
    const { token } = await fleet.accepted();

    const [here, service] = [await ask(token), await app.verify(token)];

    expect([here.status, await here.text()]).toEqual([service.status, service.text]);
    for (const name of IDENTITY.slice(0, -1)) expect(here.headers.get(name)).toBe(service.headers.get(name));
    expect(here.headers.get('x-men-auth-set-id')).toBe('unknown');
  });

  test.each([
    ['POST', ''],
    ['DELETE', '/any/path?of=the&client'],
    ['PUT', '?'],
  ])('takes the method and the path that a gateway passes on: %s %s', async (method, path) => {
    const { token } = await fleet.accepted();

    expect((await ask(token, path, { method })).status).toBe(200);
    expect((await ask('x', path, { method })).status).toBe(401);
  });

  test.each(['a b', 'a%20b'])('names the tenant %p as the service does', async (tenant) => {
    const { token } = await tenants.fleet(app, tenant).accepted();

    const [here, service] = [await ask(token), await app.verify(token)];

    expect(here.headers.get('x-men-tenant-id')).toBe(encodeURIComponent(tenant));
    expect(service.headers.get('x-men-tenant-id')).toBe(encodeURIComponent(tenant));
  });

  test('gives no verdict with a second Authorization, or with more than 256 headers', async () => {
    const { token } = await fleet.accepted();
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `X-${index}: x`);
    const verify = 'GET /api/internal/v1/devauth/tokens/verify';
    const statusOf = async (count: number): Promise<number> =>
      (await exchange(url, head(verify, `Authorization: Bearer ${token}`, ...lines(count), 'Authorization: Bearer x')))
        .status;

    expect([await statusOf(10), await statusOf(1000)]).toEqual([401, 503]);
  });

  test('takes as large a head as the service, and gives no verdict about a larger one', async () => {
    const { token } = await fleet.accepted();
    const statusOf = async (path: number, cookie: number) => {
      const request = head(
        `GET /api/internal/v1/devauth/tokens/verify/${'p'.repeat(path)}`,
        `Authorization: Bearer ${token}`,
        `Cookie: c=${'x'.repeat(cookie)}`,
      );
      const { status, header } = await exchange(url, request);
      return [status, header('Retry-After').join()];
    };

    expect(await statusOf(60_000, 60_000)).toEqual([200, '']);
    expect(await statusOf(100, 140_000)).toEqual([503, '1']);
  });

  test.each([
    ['6f9619ff8b86d011b42d00c04fc964ff', '6f9619ff8b86d011b42d00c04fc964ff'],
    ['gateway-1/000017.a', 'gateway-1/000017.a'],
    ['of a client', expect.stringMatching(/^[\da-f-]{36}$/)],
  ])('answers with the request id, or one of its own: %j', async (given, expected) => {
    const { token } = await fleet.accepted();
    const headers = { Authorization: `Bearer ${token}`, 'X-MEN-RequestID': given };
    const path = '/api/internal/v1/devauth/tokens/verify';

    const answers = await Promise.all([fetch(url + path, { headers }), fetch(app.internalUrl + path, { headers })]);

    for (const answer of answers) expect(answer.headers.get('x-men-requestid')).toEqual(expected);
  });

  test('answers 404 elsewhere, so that a wrong address admits no client', async () => {
    expect((await fetch(`${url}/tokens/verify`)).status).toBe(404);
  });

  test('refuses a revoked token, and without contact answers 503 with Retry-After and is not ready', async () => {
    const seen = await fleet.accepted();
    await fleet.setStatus(seen, 'rejected');
    await until('it is refused', async () => (await ask(seen.token)).status === 401);
    const ready = (await fetch(`${url}/readyz`)).status;

    network.set('hangs');
    await until('it is stale', async () => (await ask(seen.token)).status === 503);
    const answer = await ask('x');

    expect(ready).toBe(204);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    network.set('passes');
    await until('it is ready', async () => (await fetch(`${url}/readyz`)).status === 204);
  });
});
