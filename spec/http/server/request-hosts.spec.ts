// A page in a browser cannot make the browser call this machine: neither with another name for it, nor from another origin.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { exchange, type RawAnswer } from '../../support/raw-http.ts';

const API_KEYS = '/api/internal/v1/devauth/api-keys';
const JWKS = '/.well-known/jwks.json';

let app: TestApp;
let named: TestApp;
beforeAll(async () => {
  app = await openApp();
  named = await openApp({ DEVICEAUTH_ALLOWED_HOSTS: 'Devauth.example, console.example' });
});
afterAll(() => Promise.all([app.close(), named.close()]));

const ask = (url: string, request: string, ...headers: readonly string[]): Promise<RawAnswer> =>
  exchange(url, [`${request} HTTP/1.1`, 'Connection: close', ...headers, '', ''].join('\r\n'));

/** A call with an effect that a page can send without a preflight. */
const makeKey = (url: string, ...headers: readonly string[]): Promise<RawAnswer> => {
  const body = '{"description":"x","scopes":["devices:read"]}';
  const about = ['Connection: close', 'Content-Type: application/json', `Content-Length: ${body.length}`];
  return exchange(url, [`POST ${API_KEYS} HTTP/1.1`, ...about, ...headers, '', body].join('\r\n'));
};

const statusesOf = async (answers: readonly Promise<RawAnswer>[]): Promise<readonly number[]> =>
  (await Promise.all(answers)).map(({ status }) => status);

describe('a listener on loopback', () => {
  test.each(['localhost', 'LOCALHOST:8081', '127.0.0.1', '127.0.0.1:1', '[::1]', '[::1]:8080'])(
    'serves the host %s',
    async (host) => {
      const statuses = await statusesOf([
        ask(app.publicUrl, `GET ${JWKS}`, `Host: ${host}`),
        ask(app.internalUrl, 'GET /metrics', `Host: ${host}`),
      ]);

      expect(statuses).toEqual([200, 200]);
    },
  );

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:8081',
    '192.0.2.1',
    'localhost:80:80',
    '',
  ])('refuses the host "%s", and names the setting', async (host) => {
    const answers = await Promise.all([
      ask(app.publicUrl, `GET ${JWKS}`, `Host: ${host}`),
      ask(app.publicUrl, 'POST /api/default/devices/x/connect', `Host: ${host}`, 'Content-Length: 0'),
      ask(app.internalUrl, 'GET /metrics', `Host: ${host}`),
      makeKey(app.internalUrl, `Host: ${host}`),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(answers.at(-1)?.body).toContain('DEVICEAUTH_ALLOWED_HOSTS');
  });

  test('serves the hosts of the setting as well', async () => {
    const statuses = await statusesOf([
      ask(named.publicUrl, `GET ${JWKS}`, 'Host: devauth.example'),
      ask(named.internalUrl, 'GET /metrics', 'Host: DEVAUTH.EXAMPLE:8081'),
      ask(named.internalUrl, 'GET /metrics', 'Host: localhost'),
      ask(named.internalUrl, 'GET /metrics', 'Host: other.example'),
    ]);

    expect(statuses).toEqual([200, 200, 200, 400]);
  });

  test('gives a verdict for every host and origin: a gateway passes on those of its client', async () => {
    const { token } = await app.accepted();
    const foreign = ['Host: app.example', 'Origin: https://elsewhere.example', 'Sec-Fetch-Site: cross-site'];

    const statuses = await statusesOf([
      ask(app.internalUrl, 'GET /api/internal/v1/devauth/tokens/verify', `Authorization: Bearer ${token}`, ...foreign),
      ask(app.internalUrl, 'GET /api/internal/v1/devauth/tokens/verify/any/path', ...foreign),
    ]);

    expect(statuses).toEqual([200, 401]);
  });

  test('serves a request of HTTP/1.0 that names no host', async () => {
    const answer = await exchange(app.internalUrl, 'GET /livez HTTP/1.0\r\n\r\n');

    expect(answer.status).toBe(204);
  });
});

test('a listener that others reach serves every host', async () => {
  const open = await openApp({ DEVICEAUTH_LISTEN: '0.0.0.0:0', DEVICEAUTH_INTERNAL_LISTEN: '0.0.0.0:0' });

  const statuses = await statusesOf([
    ask(open.publicUrl, `GET ${JWKS}`, 'Host: devauth.example'),
    ask(open.internalUrl, 'GET /metrics', 'Host: devauth.example'),
  ]);

  expect(statuses).toEqual([200, 200]);
  await open.close();
});

describe('the internal listener', () => {
  test.each([
    ['an opaque origin', 'Origin: null'],
    ['another site', 'Origin: https://evil.example'],
    ['another port of this machine', 'Origin: http://localhost:3000'],
    ['an origin that begins like its own', 'Origin: http://localhost.evil.example'],
    ['a request across sites', 'Sec-Fetch-Site: cross-site'],
    ['a neighbour of the site, such as another port, that does not say which', 'Sec-Fetch-Site: same-site'],
    ['a request across sites that says two things', 'Sec-Fetch-Site: same-origin, cross-site'],
  ])('refuses %s', async (_what, header) => {
    const read = await ask(app.internalUrl, `GET ${API_KEYS}?tenant_id=`, 'Host: localhost', header);
    const made = await makeKey(app.internalUrl, 'Host: localhost', header);

    expect([read.status, made.status]).toEqual([403, 403]);
    expect(JSON.parse((await ask(app.internalUrl, `GET ${API_KEYS}?tenant_id=`, 'Host: localhost')).body)).toEqual([]);
  });

  test.each([
    ['a page of its own', 'Origin: http://localhost', 'Sec-Fetch-Site: same-origin'],
    ['what a person has typed', 'Sec-Fetch-Site: none', 'X-A: b'],
    ['a page of a host of the setting', 'Origin: https://console.example:8443', 'Sec-Fetch-Site: same-site'],
  ])('serves %s', async (_what, ...headers) => {
    const answer = await ask(named.internalUrl, `GET ${API_KEYS}?tenant_id=`, 'Host: localhost', ...headers);

    expect(answer.status).toBe(200);
  });

  test('is as careful where it shares the address of the public one, which serves pages of any origin', async () => {
    const shared = await openShared();
    const foreign = ['Host: localhost', 'Origin: https://evil.example'];

    const statuses = await statusesOf([
      makeKey(shared.internalUrl, ...foreign),
      ask(shared.internalUrl, 'GET /metrics', ...foreign),
      ask(shared.publicUrl, `GET ${JWKS}`, ...foreign),
    ]);

    expect(statuses).toEqual([403, 403, 200]);
    await shared.close();
  });
});

/** Both listeners with one address. */
async function openShared(): Promise<TestApp> {
  const port = String(20_000 + (process.pid % 20_000));
  return openApp({ DEVICEAUTH_LISTEN: `127.0.0.1:${port}`, DEVICEAUTH_INTERNAL_LISTEN: `127.0.0.1:${port}` });
}
