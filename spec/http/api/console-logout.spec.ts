// The sign-out at an issuer: the page that follows the end of the session here.
import { afterEach, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { CLIENT, openOidcIssuer, PUBLIC_URL, settingsFor, type OidcIssuer } from '../../support/app/oidc-issuer.ts';

let app: TestApp | undefined;
let issuer: OidcIssuer | undefined;
afterEach(async () => {
  await app?.close();
  await issuer?.close();
  app = issuer = undefined;
});

async function open(hasEndSession: boolean) {
  issuer = await openOidcIssuer({ hasEndSession });
  app = await openApp(settingsFor(issuer));
  return { app, issuer };
}

describe('endLogin', () => {
  test('leads to the address that the issuer names, without a token, and from there back to the page', async () => {
    const { app: service, issuer: at } = await open(true);

    const { status, headers } = await service.public('GET /console/logout');

    const back = encodeURIComponent(`${PUBLIC_URL}/console/`);
    expect(status).toBe(303);
    expect(headers.get('location')).toBe(`${at.url}/logout?client_id=${CLIENT}&post_logout_redirect_uri=${back}`);
    expect(headers.get('set-cookie')).toBeNull();
  });

  test('leads back to the page if the issuer names none', async () => {
    const { app: service } = await open(false);

    expect((await service.public('GET /console/logout')).headers.get('location')).toBe('/console/');
  });

  test('is 503 while the issuer does not answer', async () => {
    const { app: service, issuer: at } = await open(true);
    await at.close();

    expect((await service.public('GET /console/logout')).status).toBe(503);
    issuer = undefined;
  });
});
