// Tokens of a device, API keys of the tenant, and the caller itself: operations that Mender does not have.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { jtiOf } from '../../support/app/users.ts';
import { until } from '../../support/until.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

describe('the tokens of a device', () => {
  test('are listed while they verify, without their text', async () => {
    const { id, authSet, token } = await app.accepted();

    const { status, body, text } = await app.management(`GET /devices/${id}/tokens`);

    expect([status, body]).toEqual([200, [{ jti: jtiOf(token), auth_set: authSet, expires_ts: body[0].expires_ts }]]);
    expect(Date.parse(body[0].expires_ts)).toBeGreaterThan(Date.now());
    expect(text).not.toContain(token.split('.')[2]);
  });

  test('are an empty list for a device that waits, and 404 for an unknown device', async () => {
    const { id } = await app.pending();

    expect((await app.management(`GET /devices/${id}/tokens`)).body).toEqual([]);
    expect((await app.management('GET /devices/nobody/tokens')).status).toBe(404);
  });

  test('are all revoked by one call; the device stays accepted and gets a new one', async () => {
    const { id, device, token } = await app.accepted();

    const revoked = await app.management(`DELETE /devices/${id}/tokens`);

    expect([revoked.status, (await app.verify(token)).status]).toEqual([204, 401]);
    expect((await app.management(`GET /devices/${id}/tokens`)).body).toEqual([]);
    const fresh = await app.ask(device);
    expect([fresh.status, (await app.verify(fresh.text)).status]).toEqual([200, 200]);
  });

  test('of an unknown device are not revoked: 404', async () => {
    expect((await app.management('DELETE /devices/nobody/tokens')).status).toBe(404);
  });
});

describe('the API keys of the tenant', () => {
  test('a user creates one; its text is shown once, and it works', async () => {
    const created = await app.management('POST /api-keys', {
      body: { scopes: ['devices:read'], description: 'dashboard' },
    });
    const { key, ...shown } = created.body;

    expect([created.status, key.startsWith(shown.prefix)]).toEqual([201, true]);
    expect((await app.management('GET /api-keys')).body).toContainEqual(shown);
    expect((await app.management('GET /devices', { headers: { Authorization: `Bearer ${key}` } })).status).toBe(200);
  });

  test('a revoked one opens nothing from the answer on', async () => {
    const { id, key } = (await app.management('POST /api-keys', { body: { scopes: ['devices:read'] } })).body;

    const { status } = await app.management(`DELETE /api-keys/${id}`);

    expect([status, (await app.management(`DELETE /api-keys/${id}`)).status]).toEqual([204, 404]);
    expect((await app.management('GET /devices', { headers: { Authorization: `Bearer ${key}` } })).status).toBe(401);
  });

  test('are created and revoked under the name of the caller, not the name in a header', async () => {
    const headers = { Authorization: `Bearer ${app.users.token('claims')}`, 'X-Devauth-Actor': 'somebody-else' };

    const { body } = await app.management('POST /api-keys', { headers, body: { scopes: ['devices:read'] } });
    await app.management(`DELETE /api-keys/${body.id}`, { headers });

    const actors = async () =>
      (await app.management('GET /events', { tenant: 'claims' })).body.map(({ actor }: { actor: string }) => actor);
    await until('both are in the audit', async () => (await actors()).length === 2);
    expect(await actors()).toEqual(['user:operator-1', 'user:operator-1']);
  });

  test('of another tenant are neither listed nor revoked', async () => {
    const { id } = (await app.management('POST /api-keys', { tenant: 'globex', body: { scopes: ['devices:read'] } }))
      .body;

    const own = await app.management('GET /api-keys');

    expect(own.body.map((key: { id: string }) => key.id)).not.toContain(id);
    expect((await app.management(`DELETE /api-keys/${id}`)).status).toBe(404);
    expect((await app.management(`DELETE /api-keys/${id}`, { tenant: 'globex' })).status).toBe(204);
  });

  test.each([
    ['an unknown member', { scopes: ['devices:read'], tenant_id: 'globex' }],
    ['no scope', { scopes: [] }],
    ['an expiry that has passed', { scopes: ['devices:read'], expires_at: '2020-01-01T00:00:00Z' }],
    ['an expiry in a month that does not exist', { scopes: ['devices:read'], expires_at: '2127-13-01T00:00:00Z' }],
    ['an expiry on a day that does not exist', { scopes: ['devices:read'], expires_at: '2127-02-31T00:00:00Z' }],
    ['an expiry after the year 9999', { scopes: ['devices:read'], expires_at: '9999-12-31T23:59:59-23:59' }],
  ])('are not created with %s: 400', async (_name, body) => {
    const before = (await app.management('GET /api-keys')).body;

    expect((await app.management('POST /api-keys', { body })).status).toBe(400);
    expect((await app.management('GET /api-keys')).body).toEqual(before);
  });
});

describe('the session', () => {
  test('names a user and its tenant', async () => {
    const { body } = await app.management('GET /session', { tenant: 'globex' });

    const { expires_ts: expires, ...caller } = body;
    expect(caller).toEqual({ kind: 'user', subject: 'operator-1', tenant: 'globex', scopes: [] });
    expect(Date.parse(expires)).toBeGreaterThan(Date.now());
  });

  test('names an API key and its scopes, with any scope', async () => {
    const { id, key } = (await app.management('POST /api-keys', { body: { scopes: ['preauth:write'] } })).body;

    const { body } = await app.management('GET /session', { headers: { Authorization: `Bearer ${key}` } });

    expect(body).toEqual({ kind: 'api_key', subject: id, tenant: '', scopes: ['preauth:write'] });
  });

  test('has its expiry', async () => {
    const expires = new Date(Date.now() + 3_600_000).toISOString();
    const { key } = (
      await app.management('POST /api-keys', { body: { scopes: ['devices:read'], expires_at: expires } })
    ).body;
    const token = app.users.token('', { exp: Date.parse('2100-01-02T03:04:05Z') / 1000 });

    const session = async (credential: string) =>
      (await app.management('GET /session', { headers: { Authorization: `Bearer ${credential}` } })).body;

    expect((await session(key)).expires_ts).toBe(expires);
    expect((await session(token)).expires_ts).toBe('2100-01-02T03:04:05.000Z');
  });

  test('of a token that expires later than a date can be written ends with the year 9999', async () => {
    const token = app.users.token('', { exp: Number.MAX_SAFE_INTEGER });

    const { status, body } = await app.management('GET /session', { headers: { Authorization: `Bearer ${token}` } });

    expect([status, body.expires_ts]).toEqual([200, '9999-12-31T23:59:59.000Z']);
  });
});
