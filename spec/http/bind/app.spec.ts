// Rules for every request: ids, refusals in JSON, headers, and a store that is away.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';
import { exchange, head } from '../../support/raw-http.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('the request id', () => {
  test.each([
    ['a UUID', randomUUID()],
    ["nginx's $request_id", '0d1c6ab4f0f64a1fa9f5c0a1b6f2d9c1'],
    ['all characters that are taken', 'Az09._-:/'],
    ['a single character', 'x'],
    ['128 characters', 'x'.repeat(128)],
  ])('is the one that was sent, in the header and in the body of an error: %s', async (_what, id) => {
    const { headers, body } = await app.management('GET /devices/nobody', { headers: { 'X-MEN-RequestID': id } });

    expect([headers.get('x-men-requestid'), body.request_id]).toEqual([id, id]);
  });

  test.each(['', 'x'.repeat(129), 'a b', `{${randomUUID()}}`, 'a,b', 'a;b', 'é', 'a%20b', '"a"', '<a>', 'a\\b'])(
    'is new if "%s" was sent',
    async (given) => {
      const { headers, body } = await app.management('GET /devices/nobody', { headers: { 'X-MEN-RequestID': given } });

      expect(headers.get('x-men-requestid')).toMatch(UUID);
      expect(body.request_id).toBe(headers.get('x-men-requestid'));
    },
  );

  test('is new if two were sent', async () => {
    const [one, two] = [randomUUID(), randomUUID()];

    const answer = await exchange(
      app.publicUrl,
      head('GET /livez', `X-MEN-RequestID: ${one}`, `X-MEN-RequestID: ${two}`),
    );

    expect(answer.header('X-MEN-RequestID')[0]).toMatch(UUID);
    expect([one, two]).not.toContain(answer.header('X-MEN-RequestID')[0]);
  });

  test('is in every answer, also in good ones', async () => {
    const { headers } = await app.management('GET /devices');

    expect(headers.get('x-men-requestid')).toMatch(UUID);
  });
});

/** The last two have the whole alphabet and the longest length. */

describe('a path or a method that is not documented', () => {
  test.each([
    '/nothing',
    '/api/management/v2/devauth',
    '/api/management/v2/devauth/devices/',
    '/api/management/v2/devauth/Devices',
    '/api/management/v2/devauth/limits/max_users',
    '/api/management/v1/devauth/devices',
  ])('GET %s is 404 in JSON', async (path) => {
    const { status, body } = await app.public(`GET ${path}`);

    expect([status, body.error]).toEqual([404, 'not found']);
    expect(body.request_id).toMatch(UUID);
  });

  test.each([
    ['PATCH', '/devices', 'GET, POST'],
    ['HEAD', '/devices', 'GET, POST'],
    ['OPTIONS', '/devices', 'GET, POST'],
    ['PUT', '/devices/x', 'GET, DELETE'],
    ['POST', '/devices/x/auth/y/status', 'GET, PUT'],
    ['GET', '/tokens/x', 'DELETE'],
    ['PROPFIND', '/limits/max_devices', 'GET'],
  ])('%s %s is 405 with the allowed methods, before the caller is authenticated', async (method, path, allow) => {
    const answer = await exchange(
      app.publicUrl,
      head(`${method} /api/management/v2/devauth${path}`, 'Content-Length: 0'),
    );

    expect([answer.status, ...answer.header('Allow')]).toEqual([405, allow]);
    if (method !== 'HEAD') expect(JSON.parse(answer.body).error).toBe('method not allowed');
  });

  test.each(['%ff', '%', '%E0%A4%A'])('a path that cannot be decoded is 400: %s', async (segment) => {
    const answer = await exchange(app.publicUrl, head(`GET /api/management/v2/devauth/devices/${segment}`));

    expect(answer.status).toBe(400);
  });
});

describe('the caller', () => {
  const ask = (...headers: string[]): ReturnType<typeof exchange> =>
    exchange(app.publicUrl, head('GET /api/management/v2/devauth/devices', ...headers));

  test.each([
    ['nothing', 'Authorization not present in header', []],
    ['an empty header', 'Authorization not present in header', ['Authorization:']],
    ['another scheme', 'unknown Authorization method Basic', ['Authorization: Basic dTpw']],
    ['no scheme', 'malformed Authorization header', ['Authorization: x.y.z']],
    ['two spaces', 'malformed Authorization header', ['Authorization: Bearer  x']],
    ['nonsense', 'unauthorized', ['Authorization: Bearer nonsense']],
  ])('with %s is 401 with the way to authenticate', async (_what, error, headers) => {
    const answer = await ask(...headers);

    expect([answer.status, JSON.parse(answer.body).error]).toEqual([401, error]);
    expect(answer.header('WWW-Authenticate')).toEqual(['Bearer realm="ManagementJWT"']);
  });

  test('is not read from the JWT cookie, from the query, or from one of two headers', async () => {
    const token = app.users.token();

    expect((await ask(`Cookie: JWT=${token}`)).status).toBe(401);
    expect((await ask(`Authorization: Bearer ${token}`, `Authorization: Bearer ${token}`)).status).toBe(401);
    expect((await app.public(`GET /api/management/v2/devauth/devices?access_token=${token}`)).status).toBe(401);
    expect((await ask(`Authorization: Bearer ${token}`)).status).toBe(200);
  });

  test("is never a device: a device's token does not manage", async () => {
    const { token } = await app.accepted();

    expect((await ask(`Authorization: Bearer ${token}`)).status).toBe(401);
  });

  test('is asked before the body is looked at', async () => {
    const answer = await app.public('POST /api/management/v2/devauth/devices', { body: 'nonsense' });

    expect(answer.status).toBe(401);
  });
});

describe('bodies', () => {
  const search = (body: string | Uint8Array, type?: string): Promise<Answer> =>
    app.management('POST /devices/search', { body, headers: type === undefined ? {} : { 'Content-Type': type } });

  test.each([
    ['text/plain', 415],
    ['application/xml', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/json; charset=utf-16', 415],
    ['application/json', 200],
    ['Application/JSON; Charset="utf-8"', 200],
  ])('sent as %s are %i', async (type, status) => {
    const answer = await search('{}', type);

    expect(answer.status).toBe(status);
    if (status === 415) expect(answer.body.error).toBe("Bad Content-Type, expected 'application/json'");
  });

  test('without a content type are 415', async () => {
    expect((await search(Buffer.from('{}'))).status).toBe(415);
  });

  test('over the limit are 413 in JSON, announced or chunked, and end the connection', async () => {
    const big = `{"id":"${'x'.repeat(1_048_576)}"}`;
    const authorization = `Authorization: Bearer ${app.users.token()}`;
    const request = 'POST /api/management/v2/devauth/devices/search';

    const announced = await exchange(app.publicUrl, head(request, authorization, `Content-Length: ${big.length}`), big);
    const chunked = await exchange(
      app.publicUrl,
      head(request, authorization, 'Transfer-Encoding: chunked'),
      `${big.length.toString(16)}\r\n${big}\r\n0\r\n\r\n`,
    );

    for (const answer of [announced, chunked]) {
      expect([answer.status, JSON.parse(answer.body).error]).toEqual([413, 'request body too large']);
      expect(answer.header('Connection')).toEqual(['close']);
    }
  });

  test.each([
    ['{"status":"pending","status":"accepted"}', 'a name twice'],
    ['{"id":9007199254740993}', 'an integer that no double holds'],
    [`${'['.repeat(64)}${']'.repeat(64)}`, 'a depth without end'],
    ['{"__proto__":{}}', '__proto__'],
    ['{"id":"\\ud800"}', 'a lone surrogate'],
    ['\ufeff{}', 'a byte order mark'],
    ['{} x', 'something behind it'],
  ])('are refused for %j: %s', async (body) => {
    expect((await search(body, 'application/json')).status).toBe(400);
  });
});

describe('every answer', () => {
  test('is not stored, not sniffed, and does not name the server', async () => {
    const { headers } = await app.management('GET /devices');

    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('etag')).toBeNull();
  });
});

describe('a store that is away', () => {
  let failing: TestApp;
  beforeAll(async () => {
    failing = await openApp();
    await failing.service.store.close();
  });
  afterAll(() => failing.close());

  test.each([
    'GET /devices',
    'POST /devices/search',
    'GET /devices/count',
    'GET /devices/x',
    'DELETE /devices/x',
    'GET /devices/x/auth/y/status',
    'PUT /devices/x/auth/y/status',
    'DELETE /devices/x/auth/y',
    'DELETE /tokens/x',
    'GET /limits/max_devices',
  ])('%s is 503 with the time to try again', async (request) => {
    const body = /^(PUT|POST)/.test(request) && { body: request.startsWith('PUT') ? { status: 'accepted' } : {} };

    const answer = await failing.management(request, body || {});

    expect([answer.status, answer.body.error]).toEqual([503, 'service unavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test("a device's auth request is 503, after its signature was checked", async () => {
    expect((await failing.ask(simulateDevice())).status).toBe(503);
  });
});
