// The queue of a tenant: places, sources and refusals (D23). Devices connect through a trusted proxy, each from its own address.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tenantId } from '../../../src/domain/ids.ts';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice, type SimulatedDevice } from '../../support/app/simulated-device.ts';
import { given } from '../../support/stores/given.ts';

const PLACES = 30;

const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp({
    ...tenants.settings,
    DEVICEAUTH_MAX_PENDING_DEVICES: String(PLACES),
    DEVICEAUTH_TRUSTED_PROXIES: '127.0.0.0/8,::1/128',
  });
});
afterAll(() => app.close());

async function askFrom(fleet: Fleet, from: string, device: SimulatedDevice = simulateDevice()): Promise<number> {
  const { body, signature } = device.authRequest({ tenant_token: fleet.tenantToken });
  const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature, 'X-Forwarded-For': from };
  return (await app.public('POST /api/devices/v1/authentication/auth_requests', { headers, body })).status;
}

async function queueOf(fleet: Fleet) {
  const { status, body } = await fleet.management('GET /queue');
  expect([status, body.queues.length]).toEqual([200, 1]);
  return body.queues[0];
}

describe('GET /queue', () => {
  test('is one empty queue of a tenant without waiting devices', async () => {
    const fleet = tenants.fleet(app);

    const { body } = await fleet.management('GET /queue');

    const empty = { name: 'strangers', places: 0, cap: PLACES, leaving: 0, refused_1h: 0, sources: [] };
    expect(body).toEqual({ queues: [empty] });
  });

  test('names the sources, the heaviest first, with their keys and times', async () => {
    const [fleet, other] = [tenants.fleet(app), tenants.fleet(app)];
    const { privateKey } = simulateDevice();
    await askFrom(fleet, '198.51.100.9');
    for (let count = 0; count < 2; count += 1) await askFrom(fleet, '2001:db8:0:5::1', simulateDevice({ privateKey }));
    await askFrom(other, '198.51.100.9');

    const { body: devices } = await fleet.management('GET /devices');
    const times = devices.map((device: { created_ts: string }) => device.created_ts);
    expect(await queueOf(fleet)).toMatchObject({
      ...{ places: 3, oldest_ts: times[0] },
      sources: [
        { from: '2001:db8:0:5::/64', places: 2, keys: 1, newest_ts: times[2] },
        { from: '198.51.100.9', places: 1, keys: 1, newest_ts: times[0] },
      ],
    });
  });

  test('loses the place of an accepted device, and of a displaced one', async () => {
    const fleet = tenants.fleet(app);
    const tenant = tenantId(fleet.tenant);
    const authSets = [given.authSet({ from: '192.0.2.9', leavingAt: new Date() })];
    await app.service.store.devices.commit(tenant, given.create(given.device({ tenant, authSets })));
    await fleet.accepted();
    await askFrom(fleet, '192.0.2.1');

    const { places, leaving, sources } = await queueOf(fleet);

    expect([places, leaving]).toEqual([1, 1]);
    expect(sources).toMatchObject([{ from: '192.0.2.1' }]);
  });

  test('counts the strangers that were refused, of this tenant only', async () => {
    const [fleet, other] = [tenants.fleet(app), tenants.fleet(app)];
    const { identity } = simulateDevice();
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1)
      statuses.push(await askFrom(fleet, '192.0.2.1', simulateDevice({ identity })));

    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    expect(await queueOf(fleet)).toMatchObject({ places: 4, refused_1h: 2 });
    expect(await queueOf(other)).toMatchObject({ places: 0, refused_1h: 0 });
  });

  test('names twenty sources at most', async () => {
    const fleet = tenants.fleet(app);
    for (let index = 1; index <= 21; index += 1) await askFrom(fleet, `192.0.2.${index}`);

    const { places, sources } = await queueOf(fleet);

    expect([places, sources.length]).toEqual([21, 20]);
  });
});
