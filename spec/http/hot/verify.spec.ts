// tokens/verify: the question of gateways, on every request. Its answers have only headers.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants } from '../../support/app/fleet.ts';
import { exchange, head, type RawAnswer } from '../../support/raw-http.ts';
import { jtiOf } from '../../support/app/users.ts';

const PATH = '/api/internal/v1/devauth/tokens/verify';

const tenants = openTenants();
let aheadMs = 0;
let app: TestApp;
let token: string;
let ids: { readonly id: string; readonly authSet: string };
beforeAll(async () => {
  app = await openApp(tenants.settings, { now: () => new Date(Date.now() + aheadMs) });
  const seen = await tenants.fleet(app, 'acme').accepted();
  ({ token } = seen);
  ids = seen;
});
afterAll(() => app.close());

const raw = (request: string, ...headers: string[]): Promise<RawAnswer> =>
  exchange(app.internalUrl, head(request, ...headers));
const bearer = (jwt: string): string => `Authorization: Bearer ${jwt}`;
/** The token with one character of its signature changed. */
const forged = (): string => token.slice(0, -8) + (token.at(-8) === 'A' ? 'B' : 'A') + token.slice(-7);

describe('a good token', () => {
  test('is 200 with exactly these headers and no body', async () => {
    const answer = await raw(`GET ${PATH}`, bearer(token));

    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect([answer.status, answer.body]).toEqual([200, '']);
    expect(answer.headerLines.map((line) => line.split(':')[0])).toEqual([
      'Content-Length',
      'Cache-Control',
      'X-MEN-RequestID',
      'X-MEN-Device-Id',
      'X-MEN-Tenant-Id',
      'X-MEN-Token-Id',
      'X-MEN-Token-Exp',
      'X-MEN-Auth-Set-Id',
      'Date',
      'Connection',
    ]);
    expect(answer.header('Content-Length')).toEqual(['0']);
    expect(answer.header('X-MEN-Device-Id')).toEqual([ids.id]);
    expect(answer.header('X-MEN-Tenant-Id')).toEqual(['acme']);
    expect(answer.header('X-MEN-Token-Id')).toEqual([jtiOf(token)]);
    expect(answer.header('X-MEN-Token-Exp')).toEqual([String(exp)]);
    expect(answer.header('X-MEN-Auth-Set-Id')).toEqual([ids.authSet]);
  });

  test('is answered in the same way from memory, but for the request id', async () => {
    const { token: fresh } = await tenants.fleet(app).accepted();
    const linesOf = ({ headerLines }: RawAnswer) =>
      headerLines.filter((line) => !/^(X-MEN-RequestID|Date):/.test(line));

    const [first, again] = [await raw(`GET ${PATH}`, bearer(fresh)), await raw(`GET ${PATH}`, bearer(fresh))];

    expect([again.status, again.body, linesOf(again)]).toEqual([200, '', linesOf(first)]);
    expect(again.header('X-MEN-RequestID')).not.toEqual(first.header('X-MEN-RequestID'));
  });

  test('is a check-in of its device, also from memory', async () => {
    const fleet = tenants.fleet(app);
    const seen = await fleet.accepted();
    await app.verify(seen.token);
    await app.service.deps.checkIns.flush();
    aheadMs = 3_600_000;

    await app.verify(seen.token);
    await app.service.deps.checkIns.flush();

    const { check_in_time: checkIn } = await fleet.show(seen.id);
    expect(Date.parse(checkIn)).toBeGreaterThan(Date.now() + 3_500_000);
    aheadMs = 0;
  });

  test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
    'is good for %s',
    async (method) => {
      expect((await raw(`${method} ${PATH}`, bearer(token))).status).toBe(200);
    },
  );

  test.each(['/', '/any/path', '?query=1', '/a/../b?x#y', '/%ff'])('is good under the suffix %s', async (suffix) => {
    expect((await raw(`GET ${PATH}${suffix}`, bearer(token))).status).toBe(200);
  });

  test('is good when asked by POST with Content-Length 0 and no content type, as stock gateways do', async () => {
    expect((await raw(`POST ${PATH}`, bearer(token), 'Content-Length: 0')).status).toBe(200);
  });

  test('is good with any body, which is not read', async () => {
    const answer = await exchange(
      app.internalUrl,
      head(`POST ${PATH}`, bearer(token), 'Content-Type: text/nonsense', 'Content-Length: 3'),
      '{"x',
    );

    expect(answer.status).toBe(200);
  });

  test('is good for a gateway that speaks HTTP/1.0', async () => {
    const answer = await exchange(app.internalUrl, `GET ${PATH} HTTP/1.0\r\n${bearer(token)}\r\n\r\n`);

    expect([answer.status, answer.body]).toEqual([200, '']);
  });

  test('is found with any case of the scheme', async () => {
    expect((await raw(`GET ${PATH}`, `authorization: bearer ${token}`)).status).toBe(200);
  });

  test("of a tenant with an id that no header can carry has it percent-encoded; the installation's own is default", async () => {
    const umlaut = await tenants.fleet(app, 'größe x').accepted();
    const space = await tenants.fleet(app, 'a b').accepted();
    const percent = await tenants.fleet(app, 'a%20b').accepted();
    const own = await openApp();
    try {
      const seen = await own.accepted();

      expect((await app.verify(umlaut.token)).headers.get('x-men-tenant-id')).toBe('gr%C3%B6%C3%9Fe%20x');
      expect((await app.verify(space.token)).headers.get('x-men-tenant-id')).toBe('a%20b');
      expect((await app.verify(percent.token)).headers.get('x-men-tenant-id')).toBe('a%2520b');
      expect((await own.verify(seen.token)).headers.get('x-men-tenant-id')).toBe('default');
    } finally {
      await own.close();
    }
  });
});

describe('requests of gateways', () => {
  const lines = (count: number): string[] => Array.from({ length: count }, (_, index) => `X-${index}: x`);

  test.each<[string, string, () => readonly string[]]>([
    ['256 headers', '', () => lines(256 - 3)],
    ['headers of 60 KiB', '', () => [`X-Long: ${'x'.repeat(60 * 1024)}`]],
    ['a target of 64 KiB', '/'.padEnd(64 * 1024 - PATH.length, 'x'), () => []],
  ])('%s are taken, known token or not', async (_what, suffix, headers) => {
    const { token: fresh } = await tenants.fleet(app).accepted();

    const [first, again] = [
      await raw(`GET ${PATH}${suffix}`, bearer(fresh), ...headers()),
      await raw(`GET ${PATH}${suffix}`, bearer(fresh), ...headers()),
    ];

    expect([first.status, again.status]).toEqual([200, 200]);
  });

  test.each<[string, string, () => readonly string[]]>([
    ['more headers', '', () => lines(257)],
    ['a longer target', '/'.padEnd(65 * 1024, 'x'), () => []],
    ['two hosts', '', () => ['Host: elsewhere']],
    ['a path that leads out', '/../x', () => []],
    ['a path that leads out and back', '/../verify', () => []],
    ['escaped dots', '/%2E%2e/x', () => []],
    ['an escaped slash', '/..%2fx', () => []],
    ['a semicolon behind the dots', '/..;/x', () => []],
    ['backslashes', '\\..\\x', () => []],
    ['an escape in place of the slash', '%2f..%2fx', () => []],
  ])('%s are no verdict: 503 with Retry-After', async (_what, suffix, headers) => {
    const answer = await raw(`GET ${PATH}${suffix}`, bearer(token), ...headers());

    expect([answer.status, answer.header('Retry-After'), answer.header('WWW-Authenticate')]).toEqual([503, ['1'], []]);
    expect(JSON.parse(answer.body)).toEqual({
      error: expect.any(String),
      request_id: answer.header('X-MEN-RequestID')[0],
    });
  });
});

test.each(['GET', 'POST', 'OPTIONS', 'TRACE', 'PROPFIND'])(
  'a path that leads out is no verdict for %s',
  async (method) => {
    expect((await raw(`${method} ${PATH}/../x`, bearer(token))).status).toBe(503);
  },
);

describe('the request id', () => {
  test.each([200, 401])('is kept if it has the accepted form, and new otherwise (%i)', async (status) => {
    const id = '0d1c6ab4f0f64a1fa9f5c0a1b6f2d9c1/7';
    const ask = (given: string): Promise<RawAnswer> =>
      raw(`GET ${PATH}`, bearer(status === 200 ? token : forged()), `X-MEN-RequestID: ${given}`);

    const kept = await ask(id);
    const made = await ask('not an id');

    expect([kept.status, ...kept.header('X-MEN-RequestID')]).toEqual([status, id]);
    expect(made.header('X-MEN-RequestID')[0]).toMatch(/^[\da-f-]{36}$/);
  });
});

test.each(['tokens/verifyx', 'tokens/Verify', 'tokens//verify'])(
  '%s is another path, and there is nothing',
  async (path) => {
    expect((await raw(`GET /api/internal/v1/devauth/${path}`, bearer(token))).status).not.toBe(200);
  },
);
