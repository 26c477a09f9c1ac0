// The sign-in and sign-out at an issuer, in a real browser: with a code, and without a token in any address.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openApp, type TestApp } from '../support/app/app.ts';
import { CHROMIUM, launch, openConsolePage, type ConsolePage } from '../support/app/console-page.ts';
import { freePort } from '../support/free-port.ts';
import { CLIENT, openOidcIssuer, type OidcIssuer } from '../support/app/oidc-issuer.ts';
import { fillWaiting } from '../support/app/waiting-fleet.ts';
import { describeIf, works } from '../support/optional.ts';

describeIf(works(`test -x ${CHROMIUM}`), 'chromium', 'signing in at an issuer', () => {
  let browser: Browser;
  let issuer: OidcIssuer;
  let app: TestApp;
  let view: ConsolePage;
  let addresses: string[];
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterEach(async () => {
    await view.close();
    await app.close();
    await issuer.close();
  });
  afterAll(() => browser.close());

  async function given(rules: { readonly hasEndSession?: boolean } = {}) {
    issuer = await openOidcIssuer(rules);
    issuer.claims.access = { 'mender.user': true };
    const port = await freePort(); // the callback has to be known before the service listens
    app = await openApp({
      DEVICEAUTH_LISTEN: `127.0.0.1:${port}`,
      DEVICEAUTH_PUBLIC_URL: `http://127.0.0.1:${port}`,
      DEVICEAUTH_USER_KEYS: '',
      DEVICEAUTH_USER_JWKS_URL: `${issuer.url}/keys`,
      DEVICEAUTH_OIDC_ISSUER: issuer.url,
      DEVICEAUTH_OIDC_CLIENT_ID: CLIENT,
      DEVICEAUTH_OIDC_LABEL: 'Example ID',
    });
    view = await openConsolePage(browser, app);
    addresses = [];
    view.page.on('request', (request) => addresses.push(request.url()));
    await view.page.goto(`${app.publicUrl}/console/#/pending?q=site%3Aberlin`);
  }

  const continueAtIssuer = async (): Promise<void> => {
    await view.page.getByRole('link', { name: 'Continue with Example ID' }).click();
    await view.page.locator('.rail').waitFor();
  };

  test('comes back to the same screen, signed in, with no token in any address or script', async () => {
    await given();
    await fillWaiting(app, 20);

    await continueAtIssuer();

    expect(view.page.url()).toBe(`${app.publicUrl}/console/#/pending?q=site%3Aberlin`);
    await view.rows();
    expect(addresses.some((address) => address.startsWith(`${issuer.url}/authorize?`))).toBe(true);
    expect(addresses.filter((address) => address.includes('eyJ'))).toEqual([]);
    expect(await view.page.evaluate('document.cookie')).toBe('');
    await view.page.reload();
    await view.rows();
    expect(view.complaints).toEqual([]);
  });

  test('a sign-in that the issuer answers wrongly gives no session', async () => {
    await given();
    issuer.otherNonce = 'another';

    await view.page.getByRole('link', { name: 'Continue with Example ID' }).click();
    await view.sees(/the sign-in was not completed/);

    await view.page.goto(`${app.publicUrl}/console/`);
    await view.page.getByRole('link', { name: 'Continue with Example ID' }).waitFor();
  });

  test('signing out ends the session at the issuer too, and comes back to the console', async () => {
    await given({ hasEndSession: true });
    await continueAtIssuer();

    await view.page.getByRole('button', { name: 'Sign out' }).click();
    await view.page.getByRole('link', { name: 'Continue with Example ID' }).waitFor();

    const left = addresses.find((address) => address.startsWith(`${issuer.url}/logout?`));
    expect(Object.fromEntries(new URL(left ?? '').searchParams)).toEqual({
      client_id: CLIENT,
      post_logout_redirect_uri: `${app.publicUrl}/console/`,
    });
    expect(issuer.logouts).toBe(1);
    expect(view.page.url()).toBe(`${app.publicUrl}/console/`);
  });

  test('signing out ends here where the issuer has no address for it', async () => {
    await given();
    await continueAtIssuer();

    await view.page.getByRole('button', { name: 'Sign out' }).click();
    await view.page.getByRole('link', { name: 'Continue with Example ID' }).waitFor();

    expect(addresses.filter((address) => address.startsWith(`${issuer.url}/logout`))).toEqual([]);
    await view.page.reload();
    await view.page.getByRole('link', { name: 'Continue with Example ID' }).waitFor();
  });
});
