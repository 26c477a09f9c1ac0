// API keys of machines (D12): created, listed and revoked over the internal API; valid on the management API within their scopes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { operationsOf } from '../../../src/http/bind/document.ts';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openClock } from '../../support/clock.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { tenantAppOf, type MachineKey, type TenantApp } from '../../support/app/tenant-app.ts';

const MANAGEMENT_SCOPES = ['devices:read', 'preauth:write', 'devices:decide', 'tokens:revoke'];
const OWN = { tenant_id: '' };
const documented = operationsOf('management-v2');

const clock = openClock(new Date(Date.now() + 300_000)); // ahead, so that no token is issued in the future
let app: TestApp;
let tenant: TenantApp;
beforeAll(async () => {
  app = await openApp({ DEVICEAUTH_WRONG_KEYS_PER_SECOND: '1000000' }, { now: clock.now });
  tenant = tenantAppOf(app);
});
afterAll(() => app.close());

const managementAs = (request: string, headers: Readonly<Record<string, string>>, body?: unknown) =>
  app.public(request.replace(' ', ' /api/management/v2/devauth'), { headers, ...(body !== undefined && { body }) });

describe('making and listing', () => {
  test('a key is shown once; the list shows its prefix and last use, never the secret', async () => {
    const made = await app.internal('POST /api-keys', {
      body: { tenant_id: 'listed', scopes: ['devices:read', 'devices:read'], description: 'factory line 2' },
    });

    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ tenant_id: 'listed', scopes: ['devices:read'], description: 'factory line 2' });
    expect(made.body.key).toMatch(/^dak_[\da-f]{32}_[\dA-Za-z]{49}$/);
    expect(made.body.key.startsWith(made.body.prefix)).toBe(true);
    const list = await app.internal('GET /api-keys?tenant_id=listed');
    const { key, ...shown } = made.body;
    expect(list.body).toEqual([shown]);
    expect(list.text).not.toContain(key.slice(40, 60));
  });

  test('a use is noted, and in the list once it was flushed', async () => {
    const { id, headers } = await tenant.machine(['devices:read'], { tenant_id: 'used' });
    await managementAs('GET /devices', headers);

    await app.service.deps.apiKeyUses.flush();

    const { body } = await app.internal('GET /api-keys?tenant_id=used');
    expect(body).toMatchObject([{ id, last_used_at: clock.now().toISOString() }]);
  });

  test('a list continues with its cursor', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push((await tenant.machine(['devices:read'], { tenant_id: 'paged' })).id);
    }

    const first = await app.internal('GET /api-keys?tenant_id=paged&limit=2');
    const next = /<\/api\/internal\/v1\/devauth(.*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1];
    const second = await app.internal(`GET ${next}`);

    expect([...first.body, ...second.body].map(({ id }: { id: string }) => id)).toEqual([...ids].sort());
    expect(second.headers.get('link')).toBeNull();
  });

  test.each([
    {},
    { scopes: [] },
    { scopes: ['devices:*'] },
    { scopes: ['devices:read'], expires_at: '2001-01-01T00:00:00Z' },
    { scopes: ['devices:read'], expires_at: 'tomorrow' },
    { scopes: ['devices:read'], tenant_id: 'management' },
  ])('%j makes no key', async (body) => {
    expect((await app.internal('POST /api-keys', { body })).status).toBe(400);
  });

  test('changes of keys are in the feed', async () => {
    const { id } = await tenant.machine(['devices:read'], { tenant_id: 'fed' });
    await app.internal(`DELETE /api-keys/${id}`);

    const { feed } = app.service.store;
    const events = (await feed.read(0, 1000)).map(({ event }) => event).filter((event) => event.tenant === 'fed');
    expect(events).toMatchObject([
      { type: 'api_key.created', apiKey: id, scopes: ['devices:read'], origin: { actor: 'internal' } },
      { type: 'api_key.revoked', apiKey: id },
    ]);
  });
});

describe('on the management API', () => {
  /** Each scope with the operations that need it. spec/matrix/who-may.spec.ts calls each with the scope and without. */
  const SCOPES: Readonly<Record<string, readonly string[]>> = {
    'devices:read': [
      'listDevices',
      'searchDevices',
      'exportDevices',
      'exportSearch',
      'diagnoseDevice',
      'diagnoseIdentity',
      'countDevices',
      'countMatchingDevices',
      'getSummary',
      'listEvents',
      'exportEvents',
      'getDevice',
      'getAuthSetStatus',
      'getLimit',
      'getQueue',
      'listTokens',
    ],
    'preauth:write': ['preauthorize', 'preauthorizeMany'],
    'devices:decide': [
      'decommission',
      'dismissAuthSet',
      'setAuthSetStatus',
      'decideAuthSets',
      'undoDecision',
      'dismissAuthSets',
      'decommissionDevices',
    ],
    'tokens:revoke': ['revokeToken', 'revokeTokensOfDevice'],
    'revocations:read': ['getRevocations'],
    'webhooks:read': ['listWebhooks', 'getWebhook', 'listWebhookDeliveries'],
    'webhooks:write': [
      'createWebhook',
      'changeWebhook',
      'removeWebhook',
      'rotateWebhookSecret',
      'redeliverWebhookDelivery',
      'redeliverWebhookEvents',
      'pingWebhook',
    ],
    'no scope': ['getSession'],
  };

  test('the document asks for the scope that the table has, and for one at most', () => {
    const forMachines = documented.filter(({ schemes }) => schemes.includes('apiKey'));
    const asked = forMachines.map(({ id, scopes = [] }) => [id, scopes.join(' and ') || 'no scope']);
    const expected = Object.entries(SCOPES).flatMap(([scope, ids]) => ids.map((id) => [id, scope]));

    expect(asked.sort()).toEqual(expected.sort());
  });

  test('a machine pre-authorizes, accepts, looks and revokes as its scopes say', async () => {
    const machine = await tenant.machine(MANAGEMENT_SCOPES, OWN);
    const device = simulateDevice();
    const body = { identity_data: device.identity, pubkey: device.pubkey };

    const made = await managementAs('POST /devices', machine.headers, body);
    const token = (await app.ask(device)).text;

    expect(made.status).toBe(201);
    expect((await app.verify(token)).status).toBe(200);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect((await managementAs(`DELETE /tokens/${claims.jti}`, machine.headers)).status).toBe(204);
    expect((await app.verify(token)).status).toBe(401);
  });

  test("a machine sees its tenant's devices alone", async () => {
    const [own, other] = [await tenant.machine(['devices:read'], OWN), await tenant.machine(['devices:read'])];
    const { id } = await app.pending();

    expect((await managementAs(`GET /devices/${id}`, own.headers)).status).toBe(200);
    expect((await managementAs(`GET /devices/${id}`, other.headers)).status).toBe(404);
    expect((await managementAs('GET /devices/count', other.headers)).body.count).toBe(0);
  });

  test('two credentials in one request are 401 (T110)', async () => {
    const { headers } = await tenant.machine(['devices:read'], OWN);
    const Authorization = `Bearer ${app.users.token()}`;

    expect((await managementAs('GET /devices', { ...headers, Authorization })).status).toBe(401);
  });

  test("a device's key is no credential there", async () => {
    const { key } = await tenant.named();

    expect((await managementAs('GET /devices', { 'X-API-KEY': key })).status).toBe(401);
  });
});

describe('the end of a key', () => {
  const works = async ({ headers }: MachineKey): Promise<number> =>
    (await managementAs('GET /devices', headers)).status;

  test('a revoked key is refused from the moment of the 204, and is not revoked twice', async () => {
    const machine = await tenant.machine(['devices:read'], OWN);
    expect(await works(machine)).toBe(200);

    expect((await app.internal(`DELETE /api-keys/${machine.id}`)).status).toBe(204);

    expect(await works(machine)).toBe(401);
    expect((await app.internal(`DELETE /api-keys/${machine.id}`)).status).toBe(404);
    expect((await app.internal('DELETE /api-keys/nobody')).status).toBe(404);
  });

  test('of 64 parallel calls around a revocation none after it is accepted', async () => {
    const machine = await tenant.machine(['devices:read'], OWN);

    const before = Array.from({ length: 32 }, () => works(machine));
    await app.internal(`DELETE /api-keys/${machine.id}`);
    const after = await Promise.all(Array.from({ length: 32 }, () => works(machine)));

    expect(after).toEqual(Array.from({ length: 32 }, () => 401));
    for (const status of await Promise.all(before)) expect([200, 401]).toContain(status);
  });

  test('an expired key is refused from that moment', async () => {
    const expires = new Date(clock.now().getTime() + 60_000);
    const machine = await tenant.machine(['devices:read'], { ...OWN, expires_at: expires.toISOString() });

    clock.advance(59_999);
    expect(await works(machine)).toBe(200);
    clock.advance(1);
    expect(await works(machine)).toBe(401);
  });

  test('an unknown key is refused in the same way as a revoked one', async () => {
    const machine = await tenant.machine(['devices:read'], OWN);
    await app.internal(`DELETE /api-keys/${machine.id}`);
    const id = { 'X-MEN-RequestID': '5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11' };

    const revoked = await managementAs('GET /devices', { ...machine.headers, ...id });
    const madeUp = await managementAs('GET /devices', { 'X-API-KEY': `dak_${machine.id}_made-up`, ...id });

    expect(revoked.text).toBe(madeUp.text);
    expect(revoked.status).toBe(401);
  });
});

describe('device settings', () => {
  test('a tenant has those of the installation until it sets its own, which its devices get at once', async () => {
    const device = await tenant.named();
    const path = '/tenants/acme/device-settings/CrewCheck';
    const before = await app.internal(`GET ${path}`);

    const set = await app.internal(`PUT ${path}`, { body: { logoUrl: 'https://acme.example/logo.png' } });

    expect([before.status, set.status]).toEqual([200, 204]);
    const settings = { logoUrl: 'https://acme.example/logo.png' };
    expect((await app.internal(`GET ${path}`)).body).toEqual(settings);
    expect((await tenant.connect(device)).body).toEqual({ settings });
    expect((await app.internal('GET /tenants//device-settings/CrewCheck')).body).toEqual(before.body);
  });

  // T118
  test.each([
    'javascript:alert(1)',
    'data:image/png;base64,AA==',
    'file:///etc/passwd',
    'http://acme.example/logo.png',
    'https://user:secret@acme.example/logo.png',
    'https://acme.example/\r\nX-Evil: 1',
    'https://acme.example\\@evil.example',
    'https://',
    `https://acme.example/${'a'.repeat(10_000)}`,
    '',
    7,
    null,
  ])('%j is no logo', async (logoUrl) => {
    const { status } = await app.internal('PUT /tenants/acme/device-settings/CrewCheck', { body: { logoUrl } });

    expect(status).toBe(400);
  });

  test.each([
    ['PUT /tenants/acme/device-settings/Toaster', { logoUrl: 'https://a.example' }],
    ['PUT /tenants/acme/device-settings/CrewCheck', {}],
    ['PUT /tenants/acme/device-settings/CrewCheck', { logoUrl: 'https://a.example', colour: 'red' }],
    ['PUT /tenants/internal/device-settings/CrewCheck', { logoUrl: 'https://a.example' }],
  ])('%s with %j is refused', async (request, body) => {
    expect((await app.internal(request, { body })).status).toBe(400);
  });
});
