// The sign-in at an issuer, as a browser does it: to the issuer, back with a code, and then with the cookie of the session.
import { afterEach, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { CLIENT, openOidcIssuer, PUBLIC_URL, settingsFor, type OidcIssuer } from '../../support/app/oidc-issuer.ts';
import { openBrowser } from '../../support/app/cookie-browser.ts';
import { openLogLines } from '../../support/log-lines.ts';

const SECRET = 'the-client-secret';

let app: TestApp | undefined;
let issuer: OidcIssuer | undefined;
afterEach(async () => {
  await app?.close();
  await issuer?.close();
  app = issuer = undefined;
});

async function open(settings: Readonly<Record<string, string>> = {}, log?: ReturnType<typeof openLogLines>['log']) {
  issuer = await openOidcIssuer();
  issuer.claims.access = { 'mender.user': true };
  app = await openApp(
    {
      ...settingsFor(issuer),
      DEVICEAUTH_OIDC_CLIENT_SECRET: SECRET,
      ...settings,
    },
    log ? { log } : {},
  );
  return { app, issuer, browser: openBrowser(app) };
}

describe('signing in at an issuer', () => {
  test('ends on the page that it began on, with the session of the issuer’s user', async () => {
    const { browser } = await open({ DEVICEAUTH_OIDC_LABEL: 'Example ID' });
    const { begun, back, callback } = await browser.toIssuer();

    const { status, location, set } = await browser.get(callback);

    expect([begun.status, status, location]).toEqual([303, 303, '/console/#/pending?q=site%3Aberlin']);
    expect(`${back.origin}${back.pathname}`).toBe(`${PUBLIC_URL}/console/callback`);
    expect(set[0]).toMatch(/; HttpOnly; SameSite=Strict; Max-Age=3[56]\d\d$/);
    expect([...browser.cookies.keys()]).toEqual([expect.stringMatching(/^devauth-\d+$/)]);
    expect(await browser.signedIn()).toMatchObject({ signed_in: true, subject: 'anna', tenant: '' });
    expect(JSON.parse((await browser.get('/console/config')).text)).toMatchObject({
      ways: ['oidc', 'token'],
      label: 'Example ID',
    });
  });

  test('asks with PKCE, state and nonce, and keeps them in a cookie that only this browser sends', async () => {
    const { issuer: at, browser } = await open();
    const { begun, callback } = await browser.toIssuer();
    const asked = new URL(begun.location).searchParams;
    await browser.get(callback);

    expect([asked.get('response_type'), asked.get('scope'), asked.get('code_challenge_method')]).toEqual([
      'code',
      'openid',
      'S256',
    ]);
    expect([asked.get('state'), asked.get('nonce'), asked.get('code_challenge')].map((text) => text?.length)).toEqual([
      43, 43, 43,
    ]);
    expect(begun.set).toEqual([
      expect.stringMatching(/^devauth-login-\d+=[\w-]+; Path=\/console; HttpOnly; SameSite=Lax; Max-Age=600$/),
    ]);
    expect(at.exchanges.map((form) => form.get('client_secret'))).toEqual([SECRET]);
  });

  test('may use the ID token, where the issuer’s access tokens are for others', async () => {
    const { issuer: at, browser } = await open({ DEVICEAUTH_OIDC_TOKEN: 'id' });
    at.claims = { access: {}, id: { 'mender.user': true, sub: 'bert' } };
    const { callback } = await browser.toIssuer();

    await browser.get(callback);

    expect(await browser.signedIn()).toMatchObject({ signed_in: true, subject: 'bert' });
  });

  test.each([
    ['another state', (query: URLSearchParams) => query.set('state', 'x'.repeat(43))],
    ['no state', (query: URLSearchParams) => query.delete('state')],
    ['no code', (query: URLSearchParams) => query.delete('code')],
    ['a code that was never given', (query: URLSearchParams) => query.set('code', 'code-9')],
    ['an error of the issuer', (query: URLSearchParams) => (query.delete('code'), query.set('error', 'access_denied'))],
  ])('is refused with %s, and sets no cookie', async (_name, change) => {
    const { browser } = await open();
    const { back } = await browser.toIssuer();
    const query = new URLSearchParams(back.search);
    change(query);

    const { status, set } = await browser.get(`/console/callback?${query.toString()}`);

    expect([status, set]).toEqual([401, []]);
    expect(await browser.signedIn()).toEqual({ signed_in: false });
  });

  test('is refused with the nonce of another sign-in', async () => {
    const { issuer: at, browser } = await open();
    at.otherNonce = 'of-somebody-else';
    const { callback } = await browser.toIssuer();

    const { status, set } = await browser.get(callback);

    expect([status, set]).toEqual([401, []]);
  });

  test('is refused in a browser that did not begin it, with another verifier, or without one', async () => {
    const { app: at, browser } = await open();
    const { callback } = await browser.toIssuer();
    const [other, fresh] = [openBrowser(at), openBrowser(at)];
    await other.toIssuer();
    const [name, value] = [...browser.cookies][0] ?? ['', ''];
    const stolen = JSON.parse(Buffer.from(value, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...stolen, verifier: 'v'.repeat(43) })).toString('base64url');

    const answers = [await other.get(callback), await fresh.get(callback)];
    browser.cookies.set(name, changed);
    answers.push(await browser.get(callback));

    expect(answers.map(({ status, set }) => [status, set])).toEqual([1, 2, 3].map(() => [401, []]));
  });

  test('is done once: the same callback again is refused', async () => {
    const { browser } = await open();
    const { callback } = await browser.toIssuer();
    await browser.get(callback);

    expect((await browser.get(callback)).status).toBe(401);
  });

  test.each([
    'https://evil.example/',
    '//evil.example/console/#/',
    '/console/../evil',
    '/console/\\evil',
    '/console/#/\r\nSet-Cookie: a=b',
    'javascript:alert(1)',
    '/console/#evil',
    '/',
  ])('leads to the page itself where the way back is another address: %j', async (to) => {
    const { browser } = await open();
    const { callback } = await browser.toIssuer(to);

    expect((await browser.get(callback)).location).toBe('/console/');
  });

  test('is refused with a token that the management API would refuse, and with one too large for a cookie', async () => {
    const { issuer: at, browser } = await open();
    at.claims.access = {};
    const noUser = await browser.get((await browser.toIssuer()).callback);
    at.claims.access = { 'mender.user': true, groups: 'g'.repeat(4000) };
    const large = await browser.get((await browser.toIssuer()).callback);

    expect([noUser.status, noUser.set, large.status, large.set]).toEqual([401, [], 413, []]);
  });

  test('leaves no token, code, verifier or secret in an address of ours or in the log', async () => {
    const { log, lines } = openLogLines();
    const { issuer: at, browser } = await open({}, log);
    const { begun, callback } = await browser.toIssuer();
    await browser.get(callback);
    const session = [...browser.cookies.values()].join();
    const [form] = at.exchanges;

    const secrets = [session, form?.get('code') ?? '', form?.get('code_verifier') ?? '', SECRET];
    const own = [begun.location, ...browser.seen.filter((address) => address !== callback)].join('\n');
    const logged = JSON.stringify(lines);
    expect(secrets.every((secret) => secret.length > 5)).toBe(true);
    expect(secrets.filter((secret) => own.includes(secret) || logged.includes(secret))).toEqual([]);
  });

  test('is 503 while the issuer does not answer', async () => {
    const { issuer: at, browser } = await open();
    await at.close();

    const { status, set } = await browser.get('/console/login');

    expect([status, set]).toEqual([503, []]);
    issuer = undefined;
  });

  test('is 404 where no issuer is set', async () => {
    const plain = await openApp();
    app = plain;

    const answers = await Promise.all(['login', 'callback?code=x'].map((path) => plain.public(`GET /console/${path}`)));

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });
});

describe('tokens as well-known issuers write them', () => {
  test.each([
    [
      'Entra ID',
      { typ: 'JWT', x5t: 'nOo3ZDrODXEK1jKWhXslHR_KXEg' },
      {
        DEVICEAUTH_USER_CLAIM: '',
        DEVICEAUTH_USER_TENANT_CLAIM: 'extension_tenant',
        DEVICEAUTH_USER_AUDIENCE: 'api://devauth',
      },
      {
        aud: 'api://devauth',
        oid: '00000000-0000-0000-66f3-3332eca7ea81',
        tid: '9122040d-6c67-4c5b-b112-36a304b66dad',
        ver: '2.0',
        scp: 'Fleet.Manage',
        roles: ['operator'],
        extension_tenant: 'acme',
      },
    ],
    [
      'Keycloak',
      {},
      {
        DEVICEAUTH_USER_CLAIM: 'fleet_operator',
        DEVICEAUTH_USER_TENANT_CLAIM: 'tenant',
        DEVICEAUTH_USER_AUDIENCE: 'devauth',
      },
      {
        aud: ['devauth', 'account'],
        typ: 'Bearer',
        azp: CLIENT,
        realm_access: { roles: ['operator'] },
        scope: 'openid profile',
        preferred_username: 'anna',
        fleet_operator: true,
        tenant: 'acme',
      },
    ],
    [
      'Auth0',
      { typ: 'at+jwt' },
      {
        DEVICEAUTH_USER_CLAIM: 'https://devauth.example/operator',
        DEVICEAUTH_USER_TENANT_CLAIM: 'https://devauth.example/tenant',
        DEVICEAUTH_USER_AUDIENCE: 'https://devauth.example',
      },
      {
        sub: 'auth0|anna',
        aud: ['https://devauth.example', 'https://example.auth0.com/userinfo'],
        azp: CLIENT,
        scope: 'openid',
        permissions: ['manage:fleet'],
        'https://devauth.example/operator': true,
        'https://devauth.example/tenant': 'acme',
      },
    ],
  ])('%s: the operator is in, in its tenant', async (_name, header, settings, claims) => {
    const { issuer: at, browser } = await open(settings);
    at.header = header;
    at.claims.access = claims;

    await browser.get((await browser.toIssuer()).callback);

    expect(await browser.signedIn()).toMatchObject({ signed_in: true, tenant: 'acme' });
  });
});
