// The key of the internal API (D18): every call except verify must carry it, also the scrape.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../support/app/app.ts';

const KEY = 'the-internal-key-of-at-least-32-bytes';

describe('with DEVICEAUTH_INTERNAL_API_KEY', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp({ DEVICEAUTH_INTERNAL_API_KEY: KEY });
  });
  afterAll(() => app.close());

  const CALLS = [
    'GET /tenant//limits/max_devices',
    'GET /tenants//devices',
    'DELETE /tokens?tenant_id=',
    'GET /alive',
    'GET /health',
    'GET /diagnosis',
    'POST /backup',
  ];

  test.each(CALLS)('%s without it is 401 with the way to authenticate', async (call) => {
    const answer = await app.internal(call);

    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  test.each([
    ['a Bearer token', { Authorization: `Bearer ${KEY}` }, 200],
    ['X-API-KEY', { 'X-API-KEY': KEY }, 200],
    ['a wrong one', { Authorization: `Bearer ${KEY}x` }, 401],
    ['a Basic credential', { Authorization: `Basic ${KEY}` }, 401],
  ])('%s is looked at: %j is %i', async (_name, headers, status) => {
    expect((await app.internal('GET /tenant//limits/max_devices', { headers })).status).toBe(status);
  });

  test('verify asks for no key but the token it judges', async () => {
    const { token } = await app.accepted();

    expect((await app.verify(token)).status).toBe(200);
    expect((await app.verify(KEY)).status).toBe(401);
  });

  test('the metrics are for callers with the key; probes need none', async () => {
    const status = async (path: string, headers = {}) => (await fetch(app.internalUrl + path, { headers })).status;

    expect([await status('/metrics'), await status('/metrics', { 'X-API-KEY': KEY })]).toEqual([401, 200]);
    expect([await status('/livez'), await status('/readyz')]).toEqual([204, 200]);
  });
});
