// A verifier at the edge, with an API key of one tenant and the feed of the management API.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createVerifier, type Verifier } from '../../src/verifier/verifier.ts';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openTenants } from '../support/app/fleet.ts';
import { tenantAppOf } from '../support/app/tenant-app.ts';
import { until } from '../support/until.ts';

const tenants = openTenants();
let app: TestApp;
let verifier: Verifier;
beforeAll(async () => {
  app = await openApp(tenants.settings);
  const { key: apiKey } = await tenantAppOf(app).machine(['revocations:read']);
  const [jwksUrl, feedUrl] = ['/.well-known/jwks.json', '/api/management/v2/devauth/revocations'].map(
    (path) => app.publicUrl + path,
  );
  verifier = await createVerifier({ jwksUrl: jwksUrl ?? '', feedUrl: feedUrl ?? '', apiKey, maxAgeMs: 3_000 });
});
afterAll(async () => {
  await verifier.close();
  await app.close();
});

test("accepts the tenant's tokens until they are revoked", async () => {
  const fleet = tenants.fleet(app, 'acme');
  const device = await fleet.accepted();
  const before = await verifier.verify(device.token);

  await fleet.setStatus(device, 'rejected');

  expect(before).toMatchObject({ ok: true, device: device.id, tenant: 'acme' });
  await until('it is refused', async () => {
    const verdict = await verifier.verify(device.token);
    return !verdict.ok && verdict.reason === 'revoked';
  });
});

test("refuses another tenant's tokens: it would not learn of their end", async () => {
  const { token } = await tenants.fleet(app, 'globex').accepted();

  expect(await verifier.verify(token)).toEqual({ ok: false, reason: 'invalid' });
});
