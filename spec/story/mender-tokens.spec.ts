// A device that was imported from Mender keeps its token until it expires or is revoked.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deviceId, OWN_TENANT, tokenId } from '../../src/domain/ids.ts';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';
import { openMenderIssuer, type MenderToken } from '../support/app/mender-issuer.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { given } from '../support/stores/given.ts';

const mender = openMenderIssuer();
let aheadMs = 0;
let app: TestApp;
beforeAll(async () => {
  app = await openApp(
    { DEVICEAUTH_IMPORTED_TOKEN_KEYS: mender.publicKeyFile },
    { now: () => new Date(Date.now() + aheadMs) },
  );
});
afterAll(() => app.close());

interface Imported extends Seen {
  readonly token: MenderToken;
  readonly jwt: string;
}

/** An accepted device with a token of Mender and none of ours, as an import leaves it. */
async function imported(): Promise<Imported> {
  const seen = await app.pending();
  await app.setStatus(seen, 'accepted');
  const stored = await app.service.store.devices.find(OWN_TENANT, deviceId(seen.id));
  const [authSet] = stored?.authSets ?? [];
  if (stored === undefined || authSet === undefined) throw new TypeError('the device is not there');
  const seconds = Math.floor(Date.now() / 1000);
  const times = { issuedAt: new Date((seconds - 100) * 1000), expiresAt: new Date((seconds + 1_000) * 1000) };
  const entry = { jti: tokenId(authSet.id), authSet: authSet.id, imported: true as const, ...times };
  await app.service.deps.devices.commit(OWN_TENANT, given.update(stored, { set: { tokens: [entry] } }));
  const token = { jti: authSet.id, device: seen.id, ...times };
  return { ...seen, token, jwt: mender.token(token) };
}

const verified = async (jwt: string): Promise<number> => (await app.verify(jwt)).status;
const later = (time: Date, seconds: number): Date => new Date(time.getTime() + seconds * 1000);

describe('a token that Mender issued', () => {
  test('is good, with the device and its auth set', async () => {
    const { jwt, id, authSet } = await imported();

    const answer = await app.verify(jwt);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-men-device-id')).toBe(id);
    expect(answer.headers.get('x-men-auth-set-id')).toBe(authSet);
  });

  test('is refused when it expires', async () => {
    const { jwt } = await imported();
    expect(await verified(jwt)).toBe(200);

    aheadMs = 1_001_000;
    const answer = await app.verify(jwt);
    aheadMs = 0;

    expect([answer.status, answer.headers.get('x-men-deny-reason')]).toEqual([401, 'expired']);
  });

  test.each<[string, (token: MenderToken) => MenderToken]>([
    ['was issued before the newest one', (token) => ({ ...token, issuedAt: later(token.issuedAt, -1) })],
    ['expires at another time', (token) => ({ ...token, expiresAt: later(token.expiresAt, 1) })],
    ['has another jti', (token) => ({ ...token, jti: crypto.randomUUID() })],
    ['names another device', (token) => ({ ...token, device: crypto.randomUUID() })],
    ['names a tenant', (token) => ({ ...token, tenant: 'acme' })],
  ])('is refused when it %s', async (_, change) => {
    const { token } = await imported();

    expect(await verified(mender.token(change(token)))).toBe(401);
  });

  test.each([
    ['has an audience', { aud: 'devauth' }, {}],
    ['has another issuer', { iss: 'Other' }, {}],
    ['is a user’s', { 'mender.device': undefined, 'mender.user': true }, {}],
    ['has a kid', {}, { kid: '0' }],
    ['says another algorithm', {}, { alg: 'EdDSA' }],
  ])('is refused when it %s', async (_, claims, header) => {
    const { token } = await imported();

    expect(await verified(mender.token(token, claims, header))).toBe(401);
  });

  test('is refused under another key', async () => {
    const { token } = await imported();

    expect(await verified(openMenderIssuer().token(token))).toBe(401);
  });

  test.each<[string, (seen: Imported) => Promise<unknown>]>([
    ['is rejected', (seen) => app.setStatus(seen, 'rejected')],
    ['goes back to pending', (seen) => app.setStatus(seen, 'pending')],
    ['is decommissioned', ({ id }) => app.management(`DELETE /devices/${id}`)],
    ['is dismissed', ({ id, authSet }) => app.management(`DELETE /devices/${id}/auth/${authSet}`)],
    ['has its token revoked', ({ token }) => app.management(`DELETE /tokens/${token.jti}`)],
    ['has all its tokens revoked', ({ id }) => app.internal(`DELETE /tokens?tenant_id=&device_id=${id}`)],
    ['has its tenant’s tokens purged', () => app.internal('DELETE /tokens?tenant_id=')],
    ['is accepted with another key', acceptOtherKey],
  ])('ends when the device %s', async (_, command) => {
    const seen = await imported();
    expect(await verified(seen.jwt)).toBe(200);

    await command(seen);

    expect(await verified(seen.jwt)).toBe(401);
  });

  async function acceptOtherKey({ device, id }: Imported): Promise<void> {
    await app.ask(simulateDevice({ identity: device.identity }));
    const { body } = await app.management(`GET /devices/${id}`);
    await app.management(`PUT /devices/${id}/auth/${body.auth_sets[1].id}/status`, { body: { status: 'accepted' } });
  }

  test('stays good beside the one that the device asks for, which is ours', async () => {
    const { device, jwt } = await imported();

    const fresh = await app.ask(device);

    expect(fresh.text).not.toBe(jwt);
    expect([await verified(fresh.text), await verified(jwt)]).toEqual([200, 200]);
  });

  test('is no token of a user', async () => {
    const { jwt } = await imported();

    const { status } = await app.public('GET /api/management/v2/devauth/devices', {
      headers: { Authorization: `Bearer ${jwt}` },
    });

    expect(status).toBe(401);
  });
});

test('without the setting no token of Mender is good', async () => {
  const plain = await openApp();
  const times = { issuedAt: new Date(), expiresAt: new Date(Date.now() + 60_000) };

  const { status } = await plain.verify(mender.token({ jti: crypto.randomUUID(), device: 'd', ...times }));
  await plain.close();

  expect(status).toBe(401);
});
