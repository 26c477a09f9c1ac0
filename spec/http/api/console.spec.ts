// The console's page and its session: the token is in a cookie, the APIs read no cookie, and only the page can use it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { exchange, head } from '../../support/raw-http.ts';

const PAGE = { 'X-Devauth-Console': '1' };
const DEVICES = '/console/api/management/v2/devauth/devices';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

const get = (path: string, headers: Readonly<Record<string, string>> = {}, base = app.publicUrl) =>
  fetch(base + path, { headers, redirect: 'manual' });

async function signIn(to: TestApp = app, token = to.users.token()): Promise<string> {
  const { status, headers } = await to.public('POST /console/session', { headers: PAGE, body: { token } });
  expect(status).toBe(204);
  return headers.get('set-cookie')?.split(';')[0] ?? '';
}

describe('the page', () => {
  test('has headers that keep everything else out', async () => {
    const { status, headers } = await get('/console/');
    const policy = headers.get('content-security-policy') ?? '';

    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'");
    expect(policy).not.toContain('unsafe');
    expect(
      ['referrer-policy', 'x-content-type-options', 'cross-origin-opener-policy', 'cross-origin-resource-policy'].map(
        (name) => headers.get(name),
      ),
    ).toEqual(['no-referrer', 'nosniff', 'same-origin', 'same-origin']);
    expect([headers.get('cache-control'), headers.get('permissions-policy')]).toEqual([
      'no-cache',
      'camera=(), geolocation=(), microphone=()',
    ]);
  });

  test('names files that are there, that have hashed names and may be kept', async () => {
    const html = await (await get('/console/')).text();
    const names = [...html.matchAll(/"\/console\/([\w.-]+)"/g)].map(([, name]) => name);
    const answers = await Promise.all(names.map((name) => get(`/console/${name}`)));

    expect(names).toEqual(
      expect.arrayContaining([expect.stringMatching(/^index-[\w-]{8}\.js$/), expect.stringMatching(/\.css$/)]),
    );
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    const mayBeKept = names.map((name = '') => /-[\w-]{8}\.\w+$/.test(name));
    expect(mayBeKept).toContain(false); // the icon
    expect(answers.map(({ headers }) => headers.get('cache-control')?.includes('immutable'))).toEqual(mayBeKept);
  });

  test('is compressed if the caller accepts it', async () => {
    const plain = await get('/console/', { 'Accept-Encoding': 'identity' });
    const packed = await get('/console/', { 'Accept-Encoding': 'gzip, br' });

    expect([plain.headers.get('content-encoding'), packed.headers.get('content-encoding')]).toEqual([null, 'gzip']);
    expect(await packed.text()).toBe(await plain.text());
  });

  test('is found without its slash, and nothing beside its files is', async () => {
    const names = ['index.html', '.built', 'icon.svg.gz', 'constructor', 'main.tsx'];

    expect((await get('/console')).headers.get('location')).toBe('/console/');
    expect(await Promise.all(names.map(async (name) => (await get(`/console/${name}`)).status))).toEqual(
      names.map(() => 404),
    );
  });

  test.each([
    ['off', {}, [404, 404]],
    ['internal', { DEVICEAUTH_INTERNAL_API_KEY: 'k'.repeat(32) }, [404, 200]],
    ['public', {}, [200, 404]],
  ])('%s: is on the listener of the setting', async (place, more, statuses) => {
    const placed = await openApp({ DEVICEAUTH_CONSOLE: place, ...more });

    const found = [await get('/console/', {}, placed.publicUrl), await get('/console/', {}, placed.internalUrl)];

    expect(found.map(({ status }) => status)).toEqual(statuses);
    await placed.close();
  });
});

describe('the session', () => {
  test('is a cookie for the life of the token; the page gets the user and the expiry', async () => {
    const token = app.users.token('acme', { sub: 'anna', exp: Math.floor(Date.now() / 1000) + 600 });

    const { headers } = await app.public('POST /console/session', { headers: PAGE, body: { token } });
    const cookie = headers.get('set-cookie') ?? '';
    const seen = await app.public('GET /console/session', { headers: { Cookie: cookie.split(';')[0] ?? '' } });

    expect(cookie).toMatch(/^devauth-\d+=\S+; Path=\/console; HttpOnly; SameSite=Strict; Max-Age=(600|599)$/);
    expect(seen.body).toMatchObject({ signed_in: true, subject: 'anna', tenant: 'acme' });
    expect(Date.parse(seen.body.expires_ts)).toBeGreaterThan(Date.now() + 590_000);
  });

  test('does not exist without a cookie, or with a token that is not valid', async () => {
    const cookie = await signIn();

    for (const Cookie of ['', cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), `${cookie}; ${cookie}`]) {
      expect((await app.public('GET /console/session', { headers: { Cookie } })).body).toEqual({ signed_in: false });
    }
  });

  test('is refused to API keys, and to a token that has expired, with the reason', async () => {
    const key = await app.public('POST /console/session', {
      headers: PAGE,
      body: { token: `dak_${'0'.repeat(32)}_x` },
    });
    const old = app.users.token('', { exp: 1_700_000_000 });
    const expired = await app.public('POST /console/session', { headers: PAGE, body: { token: old } });

    expect([key.status, key.body.error]).toEqual([401, expect.stringContaining('API keys are for machines')]);
    expect(expired.status).toBe(401);
    expect(expired.headers.get('www-authenticate')).toContain('error_description="expired');
    expect([key, expired].map(({ headers }) => headers.get('set-cookie'))).toEqual([null, null]);
  });

  test('ends with an empty cookie and a browser that forgets', async () => {
    const { status, headers } = await app.public('DELETE /console/session', { headers: PAGE });

    expect([status, headers.get('clear-site-data')]).toEqual([204, '"cache", "storage"']);
    expect(headers.get('set-cookie')).toMatch(/^devauth-\d+=; Path=\/console; HttpOnly; SameSite=Strict; Max-Age=0$/);
  });

  test('off the loopback has the prefix that keeps other hosts from setting it', async () => {
    const open = await openApp({ DEVICEAUTH_LISTEN: '0.0.0.0:0' });

    const { headers } = await open.public('POST /console/session', {
      headers: PAGE,
      body: { token: open.users.token() },
    });

    expect(headers.get('set-cookie')).toMatch(/^__Host-devauth=\S+; Path=\/; Secure; HttpOnly; SameSite=Strict; /);
    await open.close();
  });
});

describe('a call of the page', () => {
  test('is one to the management API with the token of the cookie', async () => {
    const cookie = await signIn();

    const session = await get(DEVICES.replace('/devices', '/session'), { ...PAGE, Cookie: cookie });

    expect(await session.json()).toMatchObject({ kind: 'user', subject: 'operator-1' });
    expect(session.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test.each([
    ['without the header', {}],
    ['with another value of it', { 'X-Devauth-Console': 'true' }],
    ['from another site', { ...PAGE, 'Sec-Fetch-Site': 'cross-site' }],
    ['from a neighbour of the site', { ...PAGE, 'Sec-Fetch-Site': 'same-site' }],
    ['typed into the address bar', { ...PAGE, 'Sec-Fetch-Site': 'none' }],
  ])('%s is 403', async (_how, headers) => {
    const cookie = await signIn();
    const lines = Object.entries({ Cookie: cookie, ...headers }).map(([name, value]) => `${name}: ${value}`);

    const { status } = await exchange(app.publicUrl, head(`GET ${DEVICES}`, ...lines));

    expect(status).toBe(403);
  });

  test('without a cookie is 401, and a credential beside the cookie is not read', async () => {
    const bearer = { Authorization: `Bearer ${app.users.token()}` };

    expect((await get(DEVICES, { ...PAGE })).status).toBe(401);
    expect((await get(DEVICES, { ...PAGE, ...bearer })).status).toBe(401);
    expect((await get(DEVICES, { ...PAGE, 'X-API-KEY': 'dak_x', Cookie: await signIn() })).status).toBe(200);
  });

  test('reaches no other API', async () => {
    const headers = { ...PAGE, Cookie: await signIn() };
    const paths = [
      '/console/api/internal/v1/devauth/health',
      '/console/api/devices/v1/authentication/auth_requests',
      '/console/api/default/devices',
      '/console/api/management/v2/devauth',
      '/console/api/',
    ];

    expect(await Promise.all(paths.map(async (path) => (await get(path, headers)).status))).toEqual(
      paths.map(() => 404),
    );
  });

  test('the APIs themselves read no cookie, and no answer has a CORS header', async () => {
    const cookie = await signIn();
    const name = cookie.slice(cookie.indexOf('=') + 1);

    const direct = await get('/api/management/v2/devauth/devices', { Cookie: `${cookie}; JWT=${name}` });
    const own = await get(DEVICES, { ...PAGE, Cookie: cookie, Origin: 'https://evil.example' });

    expect(direct.status).toBe(401);
    expect([...direct.headers.keys(), ...own.headers.keys()].filter((key) => key.startsWith('access-control'))).toEqual(
      [],
    );
  });

  test('of a large list is compressed', async () => {
    for (let index = 0; index < 4; index += 1) await app.pending();
    const cookie = await signIn();
    const headers = { ...PAGE, Cookie: cookie };

    const packed = await get(DEVICES, { ...headers, 'Accept-Encoding': 'gzip' });
    const plain = await get(DEVICES, { ...headers, 'Accept-Encoding': 'identity' });

    expect([packed.headers.get('content-encoding'), plain.headers.get('content-encoding')]).toEqual(['gzip', null]);
    expect(await packed.json()).toEqual(await plain.json());
  });
});

describe('on the internal listener', () => {
  const KEY = 'internal-key-of-the-console-specs';
  let inner: TestApp;
  beforeAll(async () => {
    inner = await openApp({ DEVICEAUTH_CONSOLE: 'internal', DEVICEAUTH_INTERNAL_API_KEY: KEY });
  });
  afterAll(() => inner.close());
  const post = (token: string) =>
    fetch(`${inner.internalUrl}/console/session`, {
      method: 'POST',
      headers: { ...PAGE, 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    });
  const cookieOf = async (token: string) => (await post(token)).headers.get('set-cookie')?.split(';')[0] ?? '';

  test('the management API is there for the page alone', async () => {
    const token = inner.users.token();
    const cookie = await cookieOf(token);
    const direct = { Authorization: `Bearer ${token}` };

    expect((await get(DEVICES, { ...PAGE, Cookie: cookie }, inner.internalUrl)).status).toBe(200);
    expect((await get('/api/management/v2/devauth/devices', direct, inner.internalUrl)).status).toBe(404);
  });

  test('the pages of the installation take its key, beside the session or alone', async () => {
    const health = '/console/api/internal/v1/devauth/diagnosis';
    const call = (method: string, Cookie: string) =>
      fetch(inner.internalUrl + health, { method, headers: { ...PAGE, Cookie } });
    const [user, key] = [await cookieOf(inner.users.token()), await cookieOf(KEY)];

    const seen = await get('/console/session', { Cookie: `${user}; ${key}` }, inner.internalUrl);

    expect(await seen.json()).toMatchObject({ signed_in: true, installation: true });
    expect((await call('GET', user)).status).toBe(401);
    expect((await call('GET', key)).status).toBe(200);
  });
});
