// A sign-in at an issuer that fails: a browser comes to the page with the reason, and a program gets the error of the API.
import { afterEach, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openBrowser } from '../../support/app/cookie-browser.ts';
import { openOidcIssuer, settingsFor, type OidcIssuer } from '../../support/app/oidc-issuer.ts';
import { openLogLines } from '../../support/log-lines.ts';

/** Chromium sends this when it opens an address. */
const PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

let app: TestApp | undefined;
let issuer: OidcIssuer | undefined;
afterEach(async () => {
  await app?.close();
  await issuer?.close();
  app = issuer = undefined;
});

async function open({ accept = PAGE, log }: { accept?: string; log?: ReturnType<typeof openLogLines>['log'] } = {}) {
  issuer = await openOidcIssuer();
  issuer.claims.access = { 'mender.user': true };
  app = await openApp(settingsFor(issuer), log ? { log } : {});
  return { issuer, app, browser: openBrowser(app, { accept }) };
}

type Opened = Awaited<ReturnType<typeof open>>;

/** The address to which the issuer sends the browser back, and what happens on the way. */
const WAYS: readonly (readonly [reason: string, way: (opened: Opened) => Promise<string>])[] = [
  [
    'denied',
    async ({ issuer: at, browser }) => {
      at.refusal = 'access_denied';
      return (await browser.toIssuer()).callback;
    },
  ],
  [
    'not_completed',
    async ({ issuer: at, browser }) => {
      at.refusal = 'server_error';
      return (await browser.toIssuer()).callback;
    },
  ],
  [
    'not_completed',
    async ({ issuer: at, browser }) => {
      at.otherNonce = 'of-somebody-else';
      return (await browser.toIssuer()).callback;
    },
  ],
  ['not_begun', async ({ browser }) => (await browser.toIssuer()).callback.replace(/state=\w/, 'state=_')],
  [
    'no_role',
    async ({ issuer: at, browser }) => {
      at.claims.access = {};
      return (await browser.toIssuer()).callback;
    },
  ],
  [
    'bad_token',
    async ({ issuer: at, browser }) => {
      at.header = { typ: 'secevent+jwt' };
      return (await browser.toIssuer()).callback;
    },
  ],
  [
    'too_large',
    async ({ issuer: at, browser }) => {
      at.claims.access = { 'mender.user': true, groups: 'g'.repeat(4000) };
      return (await browser.toIssuer()).callback;
    },
  ],
  [
    'no_answer',
    async ({ issuer: at, browser }) => {
      const { callback } = await browser.toIssuer();
      await at.close();
      issuer = undefined;
      return callback;
    },
  ],
];

describe('a sign-in at an issuer that fails', () => {
  test.each(WAYS)(
    'brings a browser back to its screen with the reason %s, and gives it no session',
    async (reason, way) => {
      const opened = await open();
      const callback = await way(opened);

      const { status, location, set, text } = await opened.browser.get(callback);

      expect([status, set, text]).toEqual([303, [], '']);
      expect(location).toMatch(
        new RegExp(`^/console/\\?sign-in=${reason}&request=[\\w-]{36}#/pending\\?q=site%3Aberlin$`),
      );
      expect(await opened.browser.signedIn()).toEqual({ signed_in: false });
    },
  );

  test('brings a browser back that the issuer never saw, because it does not answer', async () => {
    const { issuer: at, browser } = await open();
    await at.close();
    issuer = undefined;

    const to = encodeURIComponent('/console/#/audit');
    const answers = [await browser.get(`/console/login?to=${to}`), await browser.get('/console/logout')];

    expect(answers.map(({ status, location }) => [status, location.replace(/request=[\w-]+/, 'request=id')])).toEqual([
      [303, '/console/?sign-in=no_answer&request=id#/audit'],
      [303, '/console/?sign-in=not_signed_out&request=id'],
    ]);
  });

  test('never leads to another address', async () => {
    const { issuer: at, browser } = await open();
    await at.close();
    issuer = undefined;

    const { location } = await browser.get(`/console/login?to=${encodeURIComponent('//evil.example/console/#/')}`);

    expect(location).toMatch(/^\/console\/\?sign-in=no_answer&request=[\w-]+$/);
  });

  test.each(['*/*', 'application/json', 'application/json, text/html;q=0.5', 'text/plain'])(
    'gives a program that accepts %s the error of the API',
    async (accept) => {
      const { issuer: at, browser } = await open({ accept });
      at.claims.access = {};
      const { callback } = await browser.toIssuer();

      const { status, location, text } = await browser.get(callback);

      expect([status, location]).toEqual([401, '']);
      expect(JSON.parse(text)).toEqual({ error: 'unauthorized', request_id: expect.any(String) });
    },
  );

  test('is an error for a browser, too, at every other address of the console', async () => {
    const { browser } = await open();

    const { status, location } = await browser.get('/console/nothing.js');

    expect([status, location]).toEqual([404, '']);
  });

  test('brings a browser back to a console without an issuer', async () => {
    app = await openApp();

    const { status, location } = await openBrowser(app, { accept: PAGE }).get('/console/login');

    expect([status, location]).toMatchObject([303, expect.stringMatching(/^\/console\/\?sign-in=no_issuer&/)]);
  });

  test('leaves no state, code or error text of the issuer in the address, and its reason in the log', async () => {
    const { log, lines } = openLogLines();
    const { issuer: at, browser } = await open({ log });
    at.refusal = 'access_denied';
    const { back } = await browser.toIssuer();
    const query = `${back.search}&error_description=a-text-of-the-issuer&code=a-code`;

    const { location } = await browser.get(`/console/callback${query}`);

    const secrets = [back.searchParams.get('state') ?? '', 'a-text-of-the-issuer', 'a-code', 'access_denied'];
    expect(secrets.filter((secret) => location.includes(secret))).toEqual([]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        message: 'request',
        route: '/console/callback',
        status: 303,
        refused: 'caller_unknown',
        why: 'denied',
        request_id: new URLSearchParams(location.split(/[?#]/)[1]).get('request'),
      }),
    );
  });
});
