// The management API over HTTP, every answer compared with its document. See also device-list.spec.ts, auth-set-status.spec.ts and
// preauthorize.spec.ts.
import { createHash, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { jtiOf } from '../../support/app/users.ts';

const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp({ ...tenants.settings, DEVICEAUTH_TOKEN_REUSE_PERCENT: '0' });
});
afterAll(() => app.close());

const newFleet = (): Fleet => tenants.fleet(app);

/** Creates a preauthorized device that has not connected yet. */
async function announced(fleet: Fleet, device = simulateDevice()): Promise<Seen> {
  const { headers } = await fleet.preauthorize(device);
  const { body } = await fleet.management(`GET /${headers.get('location')}`);
  return { device, id: body.id, authSet: body.auth_sets[0].id };
}

describe('GET /devices/{id}', () => {
  test('answers the device exactly as its entry in the list reads, byte for byte', async () => {
    const fleet = newFleet();
    const device = simulateDevice({ identity: { z: 1, a: { y: 'é', b: [true, null] } } });
    const { id } = await fleet.accepted(device);
    await fleet.ask(simulateDevice({ identity: device.identity }));

    const alone = await fleet.management(`GET /devices/${id}`);
    const listed = await fleet.management('GET /devices');

    expect(alone.body.auth_sets).toHaveLength(2);
    expect(`[${alone.text}]`).toBe(listed.text);
  });

  test('shows its identity, its auth sets in the order of creation, and its last check-in', async () => {
    const fleet = newFleet();
    const device = simulateDevice({ identity: { sn: 'A-1', mac: '02:00' } });
    const other = simulateDevice({ identity: { mac: '02:00', sn: 'A-1' } });
    const { id, authSet } = await fleet.accepted(device);
    await fleet.ask(other);

    const body = await fleet.show(id);

    expect(body).toMatchObject({ id, status: 'accepted', decommissioning: false, identity_data: device.identity });
    expect(body.auth_sets).toEqual([
      expect.objectContaining({
        id: authSet,
        status: 'accepted',
        pubkey: device.pubkey,
        identity_data: device.identity,
      }),
      expect.objectContaining({ status: 'pending', pubkey: other.pubkey }),
    ]);
    expect(Date.parse(body.check_in_time)).toBeGreaterThanOrEqual(Date.parse(body.created_ts));
  });

  test.each(['nobody', '%20', 'x'.repeat(200)])('an id that names no device is 404, UUID or not: %s', async (id) => {
    const { status, body } = await newFleet().management(`GET /devices/${id}`);

    expect(status).toBe(404);
    expect(body.error).toBe('device not found');
  });
});

describe('an auth set', () => {
  test('has the fingerprint that openssl prints, and names the type of its key', async () => {
    const fleet = newFleet();
    const { device, id } = await fleet.pending();

    const [set] = (await fleet.show(id)).auth_sets;

    const der = createPublicKey(device.pubkey).export({ type: 'spki', format: 'der' });
    expect(set.fingerprint).toBe(createHash('sha256').update(der).digest('hex'));
    expect(set.key_type).toBe('P-256');
  });
});

describe('GET /devices/count', () => {
  test('counts the devices of a status, or all', async () => {
    const fleet = newFleet();
    await fleet.accepted();
    await fleet.pending();
    await fleet.pending();

    const count = async (query: string): Promise<unknown> =>
      (await fleet.management(`GET /devices/count${query}`)).body;
    expect(await count('')).toEqual({ count: 3 });
    expect(await count('?status=pending')).toEqual({ count: 2 });
    expect(await count('?status=accepted')).toEqual({ count: 1 });
    expect(await count('?status=noauth')).toEqual({ count: 0 });
  });

  test.each(['status=', 'status=bogus', 'status=pending&status=accepted'])('refuses ?%s', async (query) => {
    const { status, body } = await newFleet().management(`GET /devices/count?${query}`);

    expect(status).toBe(400);
    expect(body.error).toBe('status must be one of: pending, accepted, rejected, preauthorized, noauth');
  });
});

describe('DELETE …/auth/{aid}', () => {
  test('of the accepted set gives the slot back and revokes its tokens; the device stays, noauth', async () => {
    const fleet = newFleet();
    await fleet.limit(1);
    const seen = await fleet.accepted();

    const { status } = await fleet.management(`DELETE /devices/${seen.id}/auth/${seen.authSet}`);

    expect(status).toBe(204);
    expect((await app.verify(seen.token)).status).toBe(401);
    expect((await fleet.management('GET /limits/max_devices')).body).toMatchObject({ limit: 1, used: 0 });
    expect(await fleet.show(seen.id)).toMatchObject({ status: 'noauth', auth_sets: [] });
  });

  test('of the last set leaves a device that returns under its id with its next auth request', async () => {
    const fleet = newFleet();
    const seen = await fleet.pending();
    await fleet.management(`DELETE /devices/${seen.id}/auth/${seen.authSet}`);

    const again = await fleet.pending(seen.device);

    expect(again.id).toBe(seen.id);
    expect(again.authSet).not.toBe(seen.authSet);
    expect((await fleet.show(seen.id)).status).toBe('pending');
  });

  test('of the last preauthorized set takes the device with it', async () => {
    const fleet = newFleet();
    const expected = await announced(fleet);

    const { status } = await fleet.management(`DELETE /devices/${expected.id}/auth/${expected.authSet}`);

    expect(status).toBe(204);
    expect((await fleet.management(`GET /devices/${expected.id}`)).status).toBe(404);
    expect((await fleet.management('GET /devices/count')).body).toEqual({ count: 0 });
  });

  test('of a preauthorized set that has siblings leaves the device', async () => {
    const fleet = newFleet();
    const expected = await announced(fleet);
    await fleet.ask(simulateDevice({ identity: expected.device.identity }));

    await fleet.management(`DELETE /devices/${expected.id}/auth/${expected.authSet}`);

    expect((await fleet.show(expected.id)).status).toBe('pending');
  });

  test('of an unknown set, and of a set of another device, is 404 and touches nothing', async () => {
    const fleet = newFleet();
    const [one, other] = [await fleet.pending(), await fleet.pending()];

    expect((await fleet.management(`DELETE /devices/${one.id}/auth/nothing`)).status).toBe(404);
    expect((await fleet.management(`DELETE /devices/${one.id}/auth/${other.authSet}`)).status).toBe(404);
    expect((await fleet.show(other.id)).auth_sets).toHaveLength(1);
  });
});

describe('DELETE /devices/{id}', () => {
  test('ends the device: no read shows it, its token is refused, its slot is free, and a second one is 404', async () => {
    const fleet = newFleet();
    const seen = await fleet.accepted();

    const first = await fleet.management(`DELETE /devices/${seen.id}`);
    const second = await fleet.management(`DELETE /devices/${seen.id}`);

    expect([first.status, second.status]).toEqual([204, 404]);
    expect((await fleet.management(`GET /devices/${seen.id}`)).status).toBe(404);
    expect((await app.verify(seen.token)).headers.get('x-men-deny-reason')).toBe('decommissioned');
    expect((await fleet.management('GET /limits/max_devices')).body.used).toBe(0);
  });
});

describe('DELETE /tokens/{id}', () => {
  test('revokes that token and no other; the second time it is 404', async () => {
    const fleet = newFleet();
    const seen = await fleet.accepted();
    const other = (await fleet.ask(seen.device)).text;

    const first = await fleet.management(`DELETE /tokens/${jtiOf(seen.token)}`);
    const second = await fleet.management(`DELETE /tokens/${jtiOf(seen.token)}`);

    expect([first.status, second.status, second.body.error]).toEqual([204, 404, 'token not found']);
    expect((await app.verify(seen.token)).headers.get('x-men-deny-reason')).toBe('revoked');
    expect((await app.verify(other)).status).toBe(200);
  });

  test("of another tenant's token is 404, and the token stays good", async () => {
    const { token } = await newFleet().accepted();

    expect((await newFleet().management(`DELETE /tokens/${jtiOf(token)}`)).status).toBe(404);
    expect((await app.verify(token)).status).toBe(200);
  });
});

describe('GET /limits/max_devices', () => {
  test('returns the limit and its use; -1 without a limit', async () => {
    const fleet = newFleet();
    const before = await fleet.management('GET /limits/max_devices');
    await fleet.accepted();
    await fleet.pending();
    await fleet.limit(7);

    expect(before.body).toMatchObject({ limit: -1, used: 0 });
    expect((await fleet.management('GET /limits/max_devices')).body).toMatchObject({ limit: 7, used: 1 });
  });

  test('counts those that will want a place: announced ones, and ones that wait; not the second key of an accepted one', async () => {
    const fleet = newFleet();
    const { device } = await fleet.accepted();
    await fleet.ask(simulateDevice({ identity: device.identity }));
    await fleet.pending();
    await announced(fleet);
    await announced(fleet);

    const { body } = await fleet.management('GET /limits/max_devices');

    expect(body).toEqual({ limit: -1, used: 1, preauthorized: 2, pending: 1 });
  });
});
