// The sign-in and sign-out at an issuer, in a real browser: with a code, and without a token in any address.
import { afterEach, expect, test } from '@jest/globals';
import { REASONS } from '../../src/http/console/failed-sign-in.ts';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { freePort } from '../support/free-port.ts';
import { CLIENT, openOidcIssuer, type OidcIssuer } from '../support/app/oidc-issuer.ts';
import { fillWaiting } from '../support/app/waiting-fleet.ts';

describeConsole('signing in at an issuer', (open) => {
  let issuer: OidcIssuer;
  let app: TestApp;
  let view: ConsolePage;
  let addresses: string[];
  afterEach(() => issuer.close());

  async function given(rules: { readonly hasEndSession?: boolean } = {}) {
    issuer = await openOidcIssuer(rules);
    issuer.claims.access = { 'mender.user': true };
    const port = await freePort(); // the callback has to be known before the service listens
    ({ app, view } = await open({
      DEVICEAUTH_LISTEN: `127.0.0.1:${port}`,
      DEVICEAUTH_PUBLIC_URL: `http://127.0.0.1:${port}`,
      DEVICEAUTH_USER_KEYS: '',
      DEVICEAUTH_USER_JWKS_URL: `${issuer.url}/keys`,
      DEVICEAUTH_OIDC_ISSUER: issuer.url,
      DEVICEAUTH_OIDC_CLIENT_ID: CLIENT,
      DEVICEAUTH_OIDC_LABEL: 'Example ID',
    }));
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

  /** The session ends while 60 devices are about to be accepted, and the person signs in again in the tab that opens. */
  async function signInAgainInNewTab(): Promise<void> {
    await view.rows();
    await view.press('*', 'a');
    await view.sees('Accept 60 devices?');
    await view.page.locator('.typed input[data-first]').fill('60');
    await view.page.context().clearCookies();
    await view.sees('Signed out');
    expect(await view.page.evaluate('document.activeElement.textContent')).toBe('Continue with Example ID');
    expect(await view.faults()).toEqual([]);
    const opened = view.page.context().waitForEvent('page');
    await view.page.getByRole('link', { name: 'Continue with Example ID' }).click();
    await (await opened).getByRole('heading', { name: 'You are signed in' }).waitFor();
    await (await opened).close();
  }

  test('a session that ended is begun again in a new tab: the page, its selection and what was typed stay', async () => {
    await given();
    await fillWaiting(app, 60);
    await continueAtIssuer();
    const chosen = await view.go('#/pending').then(() => view.rows());

    await signInAgainInNewTab();
    await view.page.getByRole('heading', { name: 'Signed out' }).waitFor({ state: 'detached' });

    expect(await view.chosen()).toEqual(chosen);
    expect(await view.page.locator('.typed input[data-first]').inputValue()).toBe('60');
    await view.page.getByRole('button', { name: 'Accept 60' }).click();
    await view.sees('60 devices accepted.');
    expect(view.complaints).toEqual([]);
  });

  test('after a sign-in of another user there, the page starts anew', async () => {
    await given();
    await fillWaiting(app, 60);
    await continueAtIssuer();
    await view.go('#/pending');
    issuer.claims.access = { 'mender.user': true, sub: 'berta' };

    const loaded = view.page.waitForEvent('load');
    await signInAgainInNewTab();
    await loaded;

    await view.rows();
    expect(await view.chosen()).toEqual([]);
    expect(await view.page.locator('dialog').count()).toBe(0);
  });

  const problem = () => view.page.getByRole('alert').innerText();

  test('a person whom the issuer refuses is told so at the sign-in, and signs in from there', async () => {
    await given();
    issuer.refusal = 'access_denied';

    await view.page.getByRole('link', { name: 'Continue with Example ID' }).click();

    expect(await problem()).toMatch(/^Nobody was signed in: the issuer did not let you in.* Request [\w-]{36}\.$/);
    expect(view.page.url()).toBe(`${app.publicUrl}/console/#/pending?q=site%3Aberlin`);
    expect(await view.faults()).toEqual([]);
    const [code] = addresses
      .filter((address) => address.includes('state='))
      .map((a) => new URL(a).searchParams.get('state'));
    expect(await view.page.content()).not.toContain(code);
    issuer.refusal = undefined;
    await continueAtIssuer();
    expect(view.page.url()).toBe(`${app.publicUrl}/console/#/pending?q=site%3Aberlin`);
    expect(view.complaints).toEqual([]);
  });

  test('a person without the role is told who gives it, and a reload forgets the failure', async () => {
    await given();
    issuer.claims.access = {};

    await view.page.getByRole('link', { name: 'Continue with Example ID' }).click();
    expect(await problem()).toMatch(/you do not have the role/);
    await view.page.reload();
    await view.page.getByRole('link', { name: 'Continue with Example ID' }).waitFor();

    expect(await view.page.getByRole('alert').count()).toBe(0);
  });

  test('an issuer that does not answer leaves the person at the sign-in', async () => {
    await given();
    await issuer.close();

    await view.page.getByRole('link', { name: 'Continue with Example ID' }).click();

    expect(await problem()).toMatch(/the issuer does not answer/);
    issuer = await openOidcIssuer();
  });

  test('each reason has its own text, and an unknown one the text of a failure', async () => {
    await given();
    const texts: string[] = [];
    for (const reason of [...REASONS, '<img src=x>', 'constructor']) {
      await view.page.goto(`${app.publicUrl}/console/?sign-in=${encodeURIComponent(reason)}&request=<b>`);
      texts.push(await problem());
    }

    expect(new Set(texts).size).toBe(REASONS.length);
    const failed = texts[REASONS.indexOf('failed')];
    expect(texts.slice(-2)).toEqual([failed, failed]);
    expect(texts.filter((text) => /[<>]/.test(text))).toEqual([]);
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
