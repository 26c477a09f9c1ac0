// The internal API over HTTP: any tenant, by its id in the path or the query. spec/http/hot/verify.spec.ts has tokens/verify.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { exchange, head } from '../../support/raw-http.ts';
import { jtiOf } from '../../support/app/users.ts';

const tenants = openTenants();
let app: TestApp;
let own: TestApp;
beforeAll(async () => {
  app = await openApp(tenants.settings);
  own = await openApp();
});
afterAll(async () => {
  await app.close();
  await own.close();
});

const newFleet = (): Fleet => tenants.fleet(app);
const statusOf = async (token: string): Promise<number> => (await app.verify(token)).status;

describe('DELETE /tokens', () => {
  test('with a device revokes all tokens of that device and no others', async () => {
    const fleet = newFleet();
    const [one, other] = [await fleet.accepted(), await fleet.accepted()];
    const second = (await fleet.ask(one.device)).text;

    const { status } = await app.internal(`DELETE /tokens?tenant_id=${fleet.tenant}&device_id=${one.id}`);

    expect(status).toBe(204);
    expect([await statusOf(one.token), await statusOf(second)]).toEqual([401, 401]);
    expect(await statusOf(other.token)).toBe(200);
    expect((await fleet.show(one.id)).status).toBe('accepted');
  });

  test("without one revokes all of the tenant's tokens and no other tenant's; devices get new ones", async () => {
    const [fleet, neighbours] = [newFleet(), newFleet()];
    const [one, two, other] = [await fleet.accepted(), await fleet.accepted(), await neighbours.accepted()];

    const { status } = await app.internal(`DELETE /tokens?tenant_id=${fleet.tenant}`);

    expect(status).toBe(204);
    expect([await statusOf(one.token), await statusOf(two.token)]).toEqual([401, 401]);
    expect(await statusOf(other.token)).toBe(200);
    expect(await statusOf((await fleet.ask(one.device)).text)).toBe(200);
    expect(await statusOf(one.token)).toBe(401);
  });

  test("with an empty tenant_id means the installation's own tenant", async () => {
    const seen = await own.accepted();

    expect((await own.internal('DELETE /tokens?tenant_id=')).status).toBe(204);
    expect((await own.verify(seen.token)).status).toBe(401);
  });

  test('is 204 also when there is nothing to revoke', async () => {
    expect((await app.internal('DELETE /tokens?tenant_id=nobody')).status).toBe(204);
    expect((await app.internal('DELETE /tokens?tenant_id=nobody&device_id=nothing')).status).toBe(204);
  });

  test('without tenant_id is 400, and so is an empty device_id: neither ever means everybody', async () => {
    const fleet = newFleet();
    const { token } = await fleet.accepted();

    const noTenant = await app.internal('DELETE /tokens');
    const noDevice = await app.internal(`DELETE /tokens?tenant_id=${fleet.tenant}&device_id=`);

    expect([noTenant.status, noTenant.body.error]).toEqual([400, 'tenant_id must be provided']);
    expect(noDevice.status).toBe(400);
    expect(await statusOf(token)).toBe(200);
  });

  test("does not reach a device of another tenant by the device's id", async () => {
    const { id, token } = await newFleet().accepted();

    expect((await app.internal(`DELETE /tokens?tenant_id=${newFleet().tenant}&device_id=${id}`)).status).toBe(204);
    expect(await statusOf(token)).toBe(200);
  });
});

describe('DELETE /tokens/{jti}', () => {
  test('revokes that token; again, of another tenant, or without one, it does not', async () => {
    const fleet = newFleet();
    const { token } = await fleet.accepted();
    const path = `DELETE /tokens/${jtiOf(token)}`;

    expect((await app.internal(path)).status).toBe(400);
    expect((await app.internal(`${path}?tenant_id=`)).status).toBe(404);
    expect(await statusOf(token)).toBe(200);
    expect((await app.internal(`${path}?tenant_id=${fleet.tenant}`)).status).toBe(204);
    expect(await statusOf(token)).toBe(401);
    expect((await app.internal(`${path}?tenant_id=${fleet.tenant}`)).status).toBe(404);
  });
});

describe('POST /tenants', () => {
  test('is 201 with any JSON object, and without a body; it does nothing', async () => {
    expect((await app.internal('POST /tenants', { body: { tenant_id: 'made' } })).status).toBe(201);
    expect((await app.internal('POST /tenants')).status).toBe(201);
    expect((await app.internal('GET /tenants/made/devices')).body).toEqual([]);
  });

  test('refuses a body that is no JSON object', async () => {
    const headers = { 'Content-Type': 'application/json' };

    expect((await app.internal('POST /tenants', { headers, body: '[]' })).status).toBe(400);
    expect((await app.internal('POST /tenants', { headers, body: '{' })).status).toBe(400);
  });
});

describe('/tenant/{tid}/limits/max_devices', () => {
  test.each(['', 'acme', 'with%20space', 'ünter'])('is set, shown and lifted for the tenant "%s"', async (tenant) => {
    const path = `/tenant/${tenant}/limits/max_devices`;

    const before = await app.internal(`GET ${path}`);
    const put = await app.internal(`PUT ${path}`, { body: { limit: 3 } });
    const after = await app.internal(`GET ${path}`);
    const lifted = await app.internal(`DELETE ${path}`);

    expect(before.body).toMatchObject({ limit: -1, used: 0 });
    expect([put.status, lifted.status]).toEqual([204, 204]);
    expect(after.body).toMatchObject({ limit: 3, used: 0 });
    expect((await app.internal(`GET ${path}`)).body).toMatchObject({ limit: -1, used: 0 });
  });

  test('0 admits no device, -1 every device, and a limit below its use rejects none', async () => {
    const fleet = newFleet();
    const seen = await fleet.accepted();
    const late = await fleet.pending();

    await fleet.limit(0);
    expect(await statusOf(seen.token)).toBe(200);
    expect((await fleet.setStatus(late, 'accepted')).body).toMatchObject({ limit: 0, used: 1 });
    await fleet.limit(-1);
    expect((await fleet.setStatus(late, 'accepted')).status).toBe(204);
  });

  test.each([
    '{}',
    '{"limit":-2}',
    '{"limit":"5"}',
    '{"limit":1.5}',
    '{"limit":null}',
    '{"limit":9007199254740992}',
    '',
  ])('refuses to be set by %s, and stays', async (body) => {
    const fleet = newFleet();
    await fleet.limit(7);
    const path = `/tenant/${fleet.tenant}/limits/max_devices`;

    const answer = await app.internal(`PUT ${path}`, { body, headers: { 'Content-Type': 'application/json' } });

    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatch(/^failed to decode limit request: /);
    expect((await app.internal(`GET ${path}`)).body.limit).toBe(7);
  });
});

describe('/tenants/{tid}/devices', () => {
  test('counts, and returns the status of a device', async () => {
    const fleet = newFleet();
    const seen = await fleet.accepted();
    await fleet.pending();
    const get = (path: string) => app.internal(`GET /tenants/${fleet.tenant}/devices/${path}`);

    expect((await get('count')).body).toEqual({ count: 2 });
    expect((await get('count?status=accepted')).body).toEqual({ count: 1 });
    expect((await get(`${seen.id}/status`)).body).toEqual({ status: 'accepted' });
    expect((await get('nobody/status')).status).toBe(404);
    expect((await get('count?status=')).status).toBe(400);
  });

  test("with an empty tenant segment is the installation's own, on every path", async () => {
    const { id } = await own.pending();

    expect((await own.internal(`GET /tenants//devices?id=${id}`)).body).toHaveLength(1);
    expect((await own.internal('GET /tenants//devices/count?status=pending')).body.count).toBeGreaterThan(0);
    expect((await own.internal(`GET /tenants//devices/${id}/status`)).body).toEqual({ status: 'pending' });
    expect((await own.internal(`PATCH /tenants//devices/${id}`, { body: { provisioned: true } })).status).toBe(204);
    expect((await own.internal(`DELETE /tenants//devices/${id}`)).status).toBe(204);
    expect((await own.internal(`GET /tenants//devices/${id}/status`)).status).toBe(404);
  });

  test('of a reserved tenant id is 400', async () => {
    expect((await app.internal('GET /tenants/Management/devices')).status).toBe(400);
    expect((await app.internal('GET /tenants/internal/devices')).status).toBe(400);
  });

  test.each(['a%0ab', 'a%00b', 'a%7fb', 'a%C2%85b', 'a%09b'])(
    'of a tenant id with a control character is 400: %s',
    async (id) => {
      expect((await app.internal(`GET /tenants/${id}/devices`)).status).toBe(400);
      expect((await app.internal(`GET /api-keys?tenant_id=${id}`)).status).toBe(400);
    },
  );

  test.each(['a/b', 'a%2Fb', '..%2f..', 'a%5Cb', '\\\\'])('of a tenant id with a slash is 400: %s', async (id) => {
    expect((await app.internal(`GET /api-keys?tenant_id=${id}`)).status).toBe(400);
    expect((await app.internal(`DELETE /tokens?tenant_id=${id}`)).status).toBe(400);
  });

  test('PATCH notes that a device is provisioned, in no answer and by no change of status', async () => {
    const fleet = newFleet();
    const { id } = await fleet.accepted();
    const before = await fleet.show(id);
    const patch = (body: unknown, device = id) =>
      app.internal(`PATCH /tenants/${fleet.tenant}/devices/${device}`, { body });

    expect((await patch({ provisioned: true })).status).toBe(204);
    expect((await patch({ provisioned: true })).status).toBe(204);
    expect((await patch({ provisioned: true }, 'nobody')).status).toBe(404);
    expect((await patch({})).body.error).toMatch(/^invalid request body: /);
    expect((await patch({ provisioned: 'yes' })).status).toBe(400);
    expect(await fleet.show(id)).toEqual(before);
  });

  test('DELETE ends a device of that tenant, and none of another', async () => {
    const fleet = newFleet();
    const seen = await fleet.accepted();

    expect((await app.internal(`DELETE /tenants/${newFleet().tenant}/devices/${seen.id}`)).status).toBe(404);
    expect(await statusOf(seen.token)).toBe(200);
    expect((await app.internal(`DELETE /tenants/${fleet.tenant}/devices/${seen.id}`)).status).toBe(204);
    expect(await statusOf(seen.token)).toBe(401);
    expect((await app.internal(`DELETE /tenants/${fleet.tenant}/devices/${seen.id}`)).status).toBe(404);
  });
});

describe('alive and health', () => {
  test('are 204, with query parameters too', async () => {
    expect((await app.internal('GET /alive')).status).toBe(204);
    expect((await app.internal('GET /health?verbose=1')).status).toBe(204);
  });

  test('without a store health is 503 with the time to ask again; alive does not read the store', async () => {
    const failing = await openApp();
    try {
      await failing.service.store.close();

      const health = await failing.internal('GET /health');

      expect([health.status, health.body.error]).toEqual([503, 'service unavailable']);
      expect(Number(health.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await failing.internal('GET /alive')).status).toBe(204);
    } finally {
      await failing.close();
    }
  });
});

test('no operation is on the public listener', async () => {
  for (const path of ['alive', 'tokens/verify', 'tenants//devices', 'tenant//limits/max_devices']) {
    const answer = await exchange(app.publicUrl, head(`GET /api/internal/v1/devauth/${path}`));
    expect(answer.status).toBe(404);
  }
});
