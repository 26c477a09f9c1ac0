// Two tenants have a device with the same identity and the same key. They are isolated.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';
import { openTenants, type Fleet } from '../support/app/fleet.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { jtiOf } from '../support/app/users.ts';

describe('two tenants with one identity', () => {
  const tenants = openTenants();
  const device = simulateDevice();
  let app: TestApp;
  let acme: Fleet;
  let globex: Fleet;
  let ours: Seen & { readonly token: string };
  let theirs: Seen;
  beforeAll(async () => {
    app = await openApp(tenants.settings);
    acme = tenants.fleet(app, 'acme');
    globex = tenants.fleet(app, 'globex');
    ours = await acme.accepted(device);
    theirs = await globex.pending(device);
  });
  afterAll(() => app.close());

  test('have two devices, each with a status of its own', async () => {
    expect(theirs.id).not.toBe(ours.id);
    expect((await acme.show(ours.id)).status).toBe('accepted');
    expect((await globex.show(theirs.id)).status).toBe('pending');
    expect((await globex.ask(device)).status).toBe(401);
  });

  test('see their own device in lists and counts, and no other', async () => {
    const idsOf = async (fleet: Fleet): Promise<string[]> =>
      (await fleet.management('GET /devices')).body.map(({ id }: { id: string }) => id);

    expect([await idsOf(acme), await idsOf(globex)]).toEqual([[ours.id], [theirs.id]]);
    expect((await globex.management(`GET /devices?id=${ours.id}`)).body).toEqual([]);
    expect((await globex.management('GET /devices/count?status=accepted')).body.count).toBe(0);
    expect((await app.internal(`GET /tenants/globex/devices?id=${ours.id}`)).body).toEqual([]);
  });

  test("cannot reach the other's device by its ids: everything is 404, as for an unknown device", async () => {
    const device = `/devices/${ours.id}`;
    const set = `${device}/auth/${ours.authSet}`;
    const body = { status: 'rejected' };
    const answers = [
      await globex.management(`GET ${device}`),
      await globex.management(`DELETE ${device}`),
      await globex.management(`DELETE ${set}`),
      await globex.management(`GET ${set}/status`),
      await globex.management(`PUT ${set}/status`, { body }),
      await globex.management(`DELETE /tokens/${jtiOf(ours.token)}`),
      await app.internal(`GET /tenants/globex${device}/status`),
      await app.internal(`DELETE /tenants/globex${device}`),
      await app.internal(`DELETE /tokens/${jtiOf(ours.token)}?tenant_id=globex`),
    ];

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await app.verify(ours.token)).status).toBe(200);
  });

  test('have limits of their own', async () => {
    await globex.limit(0);

    expect((await globex.setStatus(theirs, 'accepted')).status).toBe(422);
    expect((await acme.management('GET /limits/max_devices')).body).toMatchObject({ limit: -1, used: 1 });
    await globex.limit(1);
    expect((await globex.setStatus(theirs, 'accepted')).status).toBe(204);
  });

  test('hold tokens that name their tenant, and lose only their own when all are revoked', async () => {
    const token = (await globex.ask(device)).text;
    const verified = await app.verify(token);
    await app.internal('DELETE /tokens?tenant_id=globex');

    expect(verified.headers.get('x-men-tenant-id')).toBe('globex');
    expect((await app.verify(token)).status).toBe(401);
    expect((await app.verify(ours.token)).status).toBe(200);
  });

  test("are not visible from the installation's own tenant", async () => {
    expect((await app.management('GET /devices')).body).toEqual([]);
    expect((await app.management(`GET /devices/${ours.id}`)).status).toBe(404);
  });
});
