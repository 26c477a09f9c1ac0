// The edges of HTTP: a request that two readers could understand differently is refused, and no request passes wrongly, waits for
// ever or is answered twice.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';
import { exchange, head, type RawAnswer } from '../support/raw-http.ts';
import { AUTH_REQUESTS, expectRefusal, isServing, MANAGEMENT, VERIFY, without } from './tools.ts';

let app: TestApp;
let user: string;
let victim: Seen;
beforeAll(async () => {
  app = await openApp();
  user = `Authorization: Bearer ${app.users.token()}`;
  victim = await app.pending();
});
afterEach(async () => expect(await isServing(app)).toBe(true));
afterAll(() => app.close());

const ask = (request: string, ...headers: readonly string[]): Promise<RawAnswer> =>
  exchange(app.publicUrl, head(request, user, ...headers));

describe('methods', () => {
  // T120
  test.each(['HEAD', 'OPTIONS', 'TRACE', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY'])(
    '%s on a list is 405 with the documented ones, for every caller',
    async (method) => {
      const known = await without(app, () => ask(`${method} ${MANAGEMENT}/devices`));
      const unknown = await exchange(app.publicUrl, head(`${method} ${MANAGEMENT}/devices`));

      expect([known.header('Allow'), unknown.status]).toEqual([['GET, POST'], 405]);
      if (method === 'HEAD') expect([known.status, known.body]).toEqual([405, '']);
      else expectRefusal(known, 405);
    },
  );

  test.each(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('%s asks for no token', async (method) => {
    const answer = await without(app, () => ask(`${method} ${AUTH_REQUESTS}`));

    expect([answer.status, answer.header('Allow')]).toEqual([405, ['POST']]);
  });

  test.each(['FOO', 'get', 'GETT', 'DELETE\u0000', ''])('"%s", which is not a method, is 400', async (method) => {
    expectRefusal(await ask(`${method} ${MANAGEMENT}/devices`), 400);
  });

  test.each([`${MANAGEMENT}/devices`, 'localhost:443', 'http://localhost/livez'])(
    'CONNECT %s is 400',
    async (target) => {
      expectRefusal(await ask(`CONNECT ${target}`), 400);
    },
  );

  // T123
  test.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])('%s changes no method', async (name) => {
    const get = await without(app, () => ask(`GET ${MANAGEMENT}/devices/${victim.id}`, `${name}: DELETE`));
    const query = await without(app, () => ask(`GET ${MANAGEMENT}/devices/${victim.id}?_method=DELETE`));

    expect([get.status, query.status]).toEqual([200, 400]);
  });
});

describe('targets', () => {
  // T121
  test.each([
    [`${MANAGEMENT}//devices`, 400],
    [`/${MANAGEMENT}/devices`, 400],
    [`${MANAGEMENT}/./devices`, 400],
    [`${MANAGEMENT}/x/../devices`, 400],
    [`${MANAGEMENT}/%2e/devices`, 400],
    [`${MANAGEMENT}/%2e%2e/devauth/devices`, 400],
    [`${MANAGEMENT}/devices/`, 404],
    [`${MANAGEMENT}/DEVICES`, 404],
    [`${MANAGEMENT.replace('management', 'Management')}/devices`, 404],
    [`${MANAGEMENT}/devices;x=y`, 404],
    [`${MANAGEMENT}%2fdevices`, 400],
    [`${MANAGEMENT}/%64evices`, 404],
    [`${MANAGEMENT}/devices/%00`, 404],
    [`${MANAGEMENT}/devices/%2f`, 400],
    [`${MANAGEMENT}/devices/..%2fdevices`, 400],
    [`${MANAGEMENT}/devices/..%5c`, 400],
    [`${MANAGEMENT}/devices/%ff`, 400],
    [`${MANAGEMENT}/devices/%c0%ae`, 400],
    [`${MANAGEMENT}/devices/%`, 400],
    [`${MANAGEMENT}/devices#x`, 404],
    [`http://elsewhere${MANAGEMENT}/devices`, 400],
    [`http://localhost@elsewhere${MANAGEMENT}/devices`, 400],
    [`//localhost${MANAGEMENT}/devices`, 400],
    ['*', 400],
    ['localhost', 400],
    [`${MANAGEMENT}/devi\u0000ces`, 400],
    [`${MANAGEMENT}/devices\u00e9`, 400],
    ['', 400],
  ])('GET %j is %i, and no credential is needed to be refused', async (target, status) => {
    const known = await without(app, () => ask(`GET ${target}`));
    const unknown = await exchange(app.publicUrl, head(`GET ${target}`));

    expectRefusal(known, status);
    expect([400, 401, 404]).toContain(unknown.status);
  });

  test('with the host of the request before the path is the same target', async () => {
    const path = `${MANAGEMENT}/devices?per_page=1`;

    const [absolute, usual] = [await ask(`GET http://localhost${path}`), await ask(`GET ${path}`)];
    const unknown = await exchange(app.publicUrl, head(`GET http://localhost${path}`));

    expect([absolute.status, absolute.body, absolute.header('Link')]).toEqual([200, usual.body, usual.header('Link')]);
    expect(unknown.status).toBe(401);
  });

  test.each([
    `${VERIFY}/../../tenants//devices`,
    `${VERIFY}/..%2f..%2f..%2f..%2f..%2fmanagement/v2/devauth/devices`,
    `${VERIFY}/x/%2e%2e/%2e%2e/api-keys`,
    '/api/internal/v1/devauth/tenants/..%2f..%2f..%2f..%2fmanagement%2fv2%2fdevauth/devices',
    '/api/internal/v1/devauth/tenants/..%5c..%5c/devices',
    '/api/internal/v1/devauth/tenants///devices',
    '/api/internal/v1//devauth/tenants/acme/devices',
  ])('that a proxy may read as another one is refused on the internal listener, too: %s', async (path) => {
    expectRefusal(await exchange(app.internalUrl, head(`GET ${path}`)), path.startsWith(VERIFY) ? 503 : 400);
  });

  // T104
  test.each([VERIFY, '/api/internal/v1/devauth/tenant//limits/max_devices', '/metrics', '/readyz'])(
    'GET %s of the internal listener is 404 on the public one, however it is spelled',
    async (path) => {
      const spellings = [path, path.toUpperCase(), `/${path}`, `/x/..${path}`, `${path}/`, path.replace('/', '/%2e/')];

      const answers = await Promise.all(spellings.map((spelling) => ask(`GET ${spelling}`)));

      expect(answers.map(({ status }) => status)).toEqual([404, path.includes('//') ? 400 : 404, 400, 400, 404, 400]);
    },
  );

  // T128
  test('one of 24 KiB is read, and one byte more is 414', async () => {
    const target = (bytes: number): string => '/livez?'.padEnd(bytes, 'x');

    expect((await ask(`GET ${target(24_576)}`)).status).toBe(204);
    expectRefusal(await ask(`GET ${target(24_577)}`), 414);
    expectRefusal(await exchange(app.internalUrl, head(`GET ${target(24_577)}`)), 414);
  });
});

describe('headers', () => {
  // T128
  test('of more than 32 KiB, of more than 100 lines, and of a million lines are 431', async () => {
    const lines = (count: number): string[] => Array.from({ length: count }, (_, index) => `X-${index}: x`);

    expectRefusal(await ask('GET /livez', `X-Long: ${'x'.repeat(32_768)}`), 431);
    expectRefusal(await ask('GET /livez', ...lines(100)), 431);
    expectRefusal(await exchange(app.publicUrl, head('GET /livez', 'a:b\r\n'.repeat(1_000_000))), 431);
  });

  test.each([
    [120, 401],
    [1000, 503],
  ])('of %i lines hide no second credential from verify: %i', async (count, status) => {
    const lines = Array.from({ length: count }, (_, index) => `X-${index}: x`);
    const { token } = await app.accepted();
    const good = `Authorization: Bearer ${token}`;

    expect((await exchange(app.internalUrl, head(`GET ${VERIFY}`, good))).status).toBe(200);
    expectRefusal(
      await exchange(app.internalUrl, head(`GET ${VERIFY}`, good, ...lines, 'Authorization: Bearer x')),
      status,
    );
  });

  // T126, T127
  test.each([
    ['a line that goes on in the next', 'X-A: b\r\n c'],
    ['a NUL', 'X-A: b\u0000c'],
    ['a CR alone', 'X-A: b\rc'],
    ['a space before the colon', 'X-A : b'],
    ['no colon', 'X-A'],
    ['no name', ': b'],
    ['a second host', 'Host: elsewhere'],
    ['a second, equal host', 'Host: localhost'],
  ])('with %s are 400', async (_what, line) => {
    expectRefusal(await without(app, () => ask(`GET ${MANAGEMENT}/devices`, line)), 400);
  });

  test('ended by LF alone are 400', async () => {
    expectRefusal(await exchange(app.publicUrl, `GET /livez HTTP/1.1\nHost: localhost\n${user}\n\n`), 400);
  });

  // T124, T125
  test('name no host, scheme, address or path that an answer would repeat', async () => {
    const known = await openApp({ DEVICEAUTH_ALLOWED_HOSTS: 'evil.example' });
    for (let device = 0; device < 3; device += 1) await known.pending();
    const evil = ['Forwarded: host=evil.example', 'X-Original-URI: /evil.example', 'X-Rewrite-URL: /evil.example'];
    const more = ['Host', 'Proto', 'For', 'Prefix', 'Uri'].map((name) => `X-Forwarded-${name}: evil.example`);
    const request = [`GET ${MANAGEMENT}/devices?page=2&per_page=1 HTTP/1.1`, 'Host: evil.example', 'Connection: close'];

    const asked = [...request, `Authorization: Bearer ${known.users.token()}`, ...evil, ...more, '', ''];
    const answer = await exchange(known.publicUrl, asked.join('\r\n'));

    expect([answer.status, answer.header('Link').length]).toEqual([200, 3]);
    expect([...answer.headerLines, answer.body].join()).not.toContain('evil');
    await known.close();
  });

  test('ask for no other protocol: an upgrade is ignored, HTTP/2 and HTTP/0.9 are 400', async () => {
    const upgraded = await ask('GET /livez', 'Upgrade: h2c, websocket');
    const preface = await exchange(app.publicUrl, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    const others = await Promise.all(
      ['GET /livez HTTP/2.0', 'GET /livez HTTP/0.9', 'GET /livez HTTP/1.2', 'GET /livez'].map((line) =>
        exchange(app.publicUrl, `${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
      ),
    );

    expect(upgraded.status).toBe(204);
    [preface, ...others].forEach((answer) => expectRefusal(answer, 400));
  });
});

describe('where a request ends', () => {
  const CHUNKS = '2\r\n{}\r\n0\r\n\r\n';
  const inChunks = 'Transfer-Encoding: chunked';

  // T126
  test.each([
    ['a length beside chunks', ['Content-Length: 5', inChunks], CHUNKS],
    ['chunks beside a length', [inChunks, 'Content-Length: 5'], CHUNKS],
    ['two lengths', ['Content-Length: 2', 'Content-Length: 3'], '{}'],
    ['two equal lengths', ['Content-Length: 2', 'Content-Length: 2'], '{}'],
    ['a list of lengths', ['Content-Length: 2, 2'], '{}'],
    ['a length with a sign', ['Content-Length: +2'], '{}'],
    ['a negative length', ['Content-Length: -2'], '{}'],
    ['a length in base 16', ['Content-Length: 0x2'], '{}'],
    ['an empty length', ['Content-Length:'], '{}'],
    ['a length that no number holds', ['Content-Length: 99999999999999999999'], '{}'],
    ['an unknown coding', ['Transfer-Encoding: xchunked'], CHUNKS],
    ['a coding under chunks', ['Transfer-Encoding: gzip, chunked'], CHUNKS],
    ['a coding over chunks', ['Transfer-Encoding: chunked, identity'], CHUNKS],
    ['the identity coding', ['Transfer-Encoding: identity'], CHUNKS],
    ['chunks in chunks', [inChunks, inChunks], CHUNKS],
    ['a coding in quotes', ['Transfer-Encoding: "chunked"'], CHUNKS],
    ['a coding behind a tab', ['Transfer-Encoding:\u000bchunked'], CHUNKS],
    ['a negative chunk', [inChunks], '-2\r\n{}\r\n0\r\n\r\n'],
    ['a chunk in base 16 with 0x', [inChunks], '0x2\r\n{}\r\n0\r\n\r\n'],
    ['a chunk longer than it says', [inChunks], '1\r\n{}\r\n0\r\n\r\n'],
    ['chunks that end in LF alone', [inChunks], '2\n{}\n0\n\n'],
    ['a chunk with an extension of a megabyte', [inChunks], `2;${'x'.repeat(1_000_000)}\r\n{}\r\n0\r\n\r\n`],
    ['a chunk with extensions of NUL', [inChunks], '2;\u0000\r\n{}\r\n0\r\n\r\n'],
  ])('%s is 400, ends the connection, and hides no second request', async (_what, headers, body) => {
    const hidden = head(`DELETE ${MANAGEMENT}/devices/${victim.id}`, user);
    const request = [
      `POST ${MANAGEMENT}/devices/search HTTP/1.1`,
      'Host: localhost',
      user,
      'Content-Type: application/json',
    ];

    const answer = await without(app, () =>
      exchange(app.publicUrl, [...request, ...headers, '', ''].join('\r\n'), body, hidden),
    );

    expectRefusal(answer, 400);
    expect(answer.header('Connection')).toEqual(['close']);
  });

  test('chunks before HTTP/1.1 are 400', async () => {
    const request = [`POST ${MANAGEMENT}/devices/search HTTP/1.0`, user, 'Content-Type: application/json', inChunks];

    expectRefusal(await exchange(app.publicUrl, [...request, '', CHUNKS].join('\r\n')), 400);
  });

  test('credentials after the body are ignored', async () => {
    const request = head(`POST ${MANAGEMENT}/devices/search`, 'Content-Type: application/json', inChunks);

    expectRefusal(await exchange(app.publicUrl, request, `2\r\n{}\r\n0\r\n${user}\r\n\r\n`), 401);
  });
});

describe('requests on one connection', () => {
  test('are answered before the garbage behind them is refused, and each once', async () => {
    const good = `GET ${MANAGEMENT}/devices/count HTTP/1.1\r\nHost: localhost\r\n${user}\r\n\r\n`;

    const answer = await exchange(app.publicUrl, good, 'GARBAGE\r\n\r\n', good);

    expect(answer.status).toBe(200);
    expect(answer.body.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
    expect(answer.body).toMatch(/^\{"count":\d+\}HTTP/);
  });

  test('a caller that waits for 100 Continue gets it when the body will be read, and otherwise 413 at once', async () => {
    const request = `POST ${MANAGEMENT}/devices/search`;
    const waiting = ['Content-Type: application/json', 'Expect: 100-continue'];

    const fine = await exchange(app.publicUrl, head(request, user, ...waiting, 'Content-Length: 2'), '{}');
    const nobody = await exchange(app.publicUrl, head(request, ...waiting, 'Content-Length: 2'));
    const large = await exchange(app.publicUrl, head(request, user, ...waiting, 'Content-Length: 1048577'));

    expect([fine.status, /HTTP\/1\.1 (\d+)/.exec(fine.body)?.[1]]).toEqual([100, '200']);
    expectRefusal(nobody, 401);
    expectRefusal(large, 413);
  });
});
