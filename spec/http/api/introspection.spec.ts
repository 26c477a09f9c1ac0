// RFC 7662 with an API key, as HiveMQ and mod_auth_openidc ask.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Tenants } from '../../support/app/fleet.ts';
import { tenantAppOf, type MachineKey } from '../../support/app/tenant-app.ts';

let app: TestApp;
let tenants: Tenants;
let key: MachineKey;
beforeAll(async () => {
  tenants = openTenants();
  app = await openApp({ ...tenants.settings, DEVICEAUTH_WRONG_KEYS_PER_SECOND: '1000000' });
  key = await tenantAppOf(app).machine(['tokens:introspect']);
});
afterAll(() => app.close());

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const ask = (token: string, headers: Readonly<Record<string, string>> = key.headers) =>
  app.internal('POST /brokers/introspect', {
    headers: { ...FORM, ...headers },
    body: `token=${token}&token_type_hint=access_token`,
  });

test('a good token of the tenant is active, with its claims', async () => {
  const { token, id } = await tenants.fleet(app, 'acme').accepted();
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

  const { status, body } = await ask(token);

  const { jti, iat, exp, iss, aud } = claims;
  expect([status, body]).toEqual([
    200,
    { active: true, sub: id, jti, iat, exp, iss, aud, token_type: 'Bearer', tenant: 'acme' },
  ]);
});

test('everything else is not active, without details', async () => {
  const acme = tenants.fleet(app, 'acme');
  const revoked = await acme.accepted();
  await acme.setStatus(revoked, 'rejected');
  const foreign = await tenants.fleet(app, 'umbrella').accepted();

  const answers = await Promise.all(
    [revoked.token, foreign.token, `${revoked.token}x`, 'x', app.users.token('acme')].map((token) => ask(token)),
  );

  expect(answers.map(({ status, text }) => [status, text])).toEqual(answers.map(() => [200, '{"active":false}']));
});

test('the key is sent as Bearer, in X-API-KEY, or as the password of Basic', async () => {
  const { token } = await tenants.fleet(app, 'acme').accepted();
  const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });

  const active = await Promise.all(
    [key.headers, { Authorization: `Bearer ${key.key}` }, basic(`hivemq:${key.key}`), basic(`:${key.key}`)].map(
      async (headers) => (await ask(token, headers)).body.active,
    ),
  );
  const refused = await Promise.all(
    [
      {},
      basic(key.key),
      basic(`${key.key}:`),
      basic('hivemq:secret'),
      { ...key.headers, ...basic(`x:${key.key}`) },
    ].map(async (headers) => (await ask(token, headers)).status),
  );

  expect(active).toEqual([true, true, true, true]);
  expect(refused).toEqual([401, 401, 401, 401, 401]);
});
