// The users of a real installation (D12, D17): keys at an address that fails and recovers, a gateway that has verified the users,
// tenants that are isolated from each other.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openTenants } from '../support/app/fleet.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { makeJwt, makePair } from '../tokens/tools.ts';

const SECRET = 'a-secret-of-the-gateway-of-32-bytes!';
const NO_KEYS = { DEVICEAUTH_USER_KEYS: '' };

const userClaims = () => ({ sub: 'alice', exp: Math.floor(Date.now() / 1000) + 600, 'mender.user': true });

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}

describe('users under a JWKS', () => {
  const pair = makePair('ES256');
  const header = { alg: 'ES256', kid: 'first', typ: 'JWT' };
  const list = (app: TestApp) =>
    app.management('GET /devices', { headers: { Authorization: `Bearer ${makeJwt(pair, header, userClaims())}` } });
  const readiness = async (app: TestApp) => (await fetch(`${app.internalUrl}/readyz`)).status;

  test('manage, and still do while the address is away', async () => {
    const issuer = createServer((_, response) => {
      response.end(JSON.stringify({ keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'first' }] }));
    });
    const url = `http://127.0.0.1:${await portOf(issuer)}/keys`;
    const app = await openApp({ ...NO_KEYS, DEVICEAUTH_USER_JWKS_URL: url });
    try {
      expect([(await list(app)).status, await readiness(app)]).toEqual([200, 200]);

      issuer.close().closeAllConnections();
      await once(issuer, 'close');

      expect([(await list(app)).status, await readiness(app)]).toEqual([200, 200]);
    } finally {
      issuer.closeAllConnections();
      await app.close();
    }
  });

  test('cannot manage before the address ever answered: 503, and the node is not ready', async () => {
    const gone = createServer();
    const url = `http://127.0.0.1:${await portOf(gone)}/keys`;
    gone.close();
    const app = await openApp({ ...NO_KEYS, DEVICEAUTH_USER_JWKS_URL: url });
    try {
      const ready = await fetch(`${app.internalUrl}/readyz`);

      expect([(await list(app)).status, ready.status]).toEqual([503, 503]);
      expect(JSON.parse(await ready.text()).checks).toMatchObject({ users: 'failed', store: 'ok' });
    } finally {
      await app.close();
    }
  });
});

describe('several keys, issuer, audience and claim', () => {
  test('are each asked for where they are set', async () => {
    const app = await openApp({
      DEVICEAUTH_USER_ISSUER: 'accounts',
      DEVICEAUTH_USER_AUDIENCE: 'fleet',
      DEVICEAUTH_USER_CLAIM: 'is.operator',
    });
    const status = async (claims: Readonly<Record<string, unknown>>) => {
      const right = { iss: 'accounts', aud: 'fleet', 'is.operator': true };
      const token = app.users.token('', { ...right, ...claims });
      return (await app.management('GET /devices', { headers: { Authorization: `Bearer ${token}` } })).status;
    };
    try {
      expect(await status({})).toBe(200);
      expect(await Promise.all([{ iss: 'other' }, { aud: 'other' }, { 'is.operator': false }].map(status))).toEqual([
        401, 401, 401,
      ]);
    } finally {
      await app.close();
    }
  });
});

describe('gateway mode', () => {
  const unsigned = () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none' })}.${part(userClaims())}.c2ln`;
  };
  const list = (app: TestApp, headers: Readonly<Record<string, string>> = {}) =>
    app.management('GET /devices', { headers: { Authorization: `Bearer ${unsigned()}`, ...headers } });

  describe('with a secret', () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await openApp({ ...NO_KEYS, DEVICEAUTH_USER_AUTH: 'gateway', DEVICEAUTH_GATEWAY_SECRET: SECRET });
    });
    afterAll(() => app.close());

    test('accepts every caller with it', async () => {
      expect((await list(app, { 'X-Devauth-Gateway': SECRET })).status).toBe(200);
    });

    test.each([
      ['nothing', {}],
      ['another secret', { 'X-Devauth-Gateway': `${SECRET}.` }],
      ['the secret as a token', { Authorization: `Bearer ${SECRET}` }],
    ])('refuses a caller with %s', async (_name, headers) => {
      expect((await list(app, headers)).status).toBe(401);
    });

    test('requires it in the API of tenant apps too', async () => {
      const status = async (headers: Readonly<Record<string, string>>) =>
        (
          await app.public('GET /api/default/devices', {
            headers: { Authorization: `Bearer ${unsigned()}`, ...headers },
          })
        ).status;

      expect(await status({})).toBe(401);
      expect(await status({ 'X-Devauth-Gateway': SECRET })).not.toBe(401);
    });

    test('takes no device for a user', async () => {
      const other = await openApp();
      const { token } = await other.accepted();
      await other.close();

      expect((await list(app, { Authorization: `Bearer ${token}`, 'X-Devauth-Gateway': SECRET })).status).toBe(401);
    });
  });

  test.each([
    ['10.0.0.0/8,::1', 401],
    ['127.0.0.0/8', 200],
  ])('with the peers %s a call from the loopback is %i, with any header', async (peers, status) => {
    const app = await openApp({ ...NO_KEYS, DEVICEAUTH_USER_AUTH: 'gateway', DEVICEAUTH_GATEWAY_PEERS: peers });
    try {
      expect((await list(app, { 'X-Forwarded-For': '10.0.0.1', Forwarded: 'for=10.0.0.1' })).status).toBe(status);
    } finally {
      await app.close();
    }
  });
});

describe('two tenants', () => {
  test('may have a device of the same identity each, and see, limit and revoke their own alone', async () => {
    const tenants = openTenants();
    const app = await openApp(tenants.settings);
    try {
      const [acme, umbrella] = [tenants.fleet(app), tenants.fleet(app)];
      const identity = { mac: '02:00:00:00:00:01' };
      const one = await acme.accepted(simulateDevice({ identity }));
      const other = await umbrella.accepted(simulateDevice({ identity }));
      const { jti } = JSON.parse(Buffer.from(one.token.split('.')[1] ?? '', 'base64url').toString());

      expect(one.id).not.toBe(other.id);
      expect([
        (await umbrella.management(`GET /devices/${one.id}`)).status,
        (await umbrella.management(`DELETE /tokens/${jti}`)).status,
      ]).toEqual([404, 404]);

      await acme.management(`DELETE /tokens/${jti}`);
      await acme.limit(0);

      expect([(await app.verify(one.token)).status, (await app.verify(other.token)).status]).toEqual([401, 200]);
      expect((await umbrella.management('GET /limits/max_devices')).body).toMatchObject({ limit: -1, used: 1 });
    } finally {
      await app.close();
    }
  });
});
