// POST /devices: preauthorizing a device, and `force`, row by row of the document's table.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice, type SimulatedDevice } from '../../support/app/simulated-device.ts';

const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp({ ...tenants.settings, DEVICEAUTH_ORCHESTRATOR_ADDR: 'http://localhost:9' });
});
afterAll(() => app.close());

const newFleet = (): Fleet => tenants.fleet(app);
const force = { force: true };

/** The same device with another key. */
const rekeyed = ({ identity }: SimulatedDevice): SimulatedDevice => simulateDevice({ identity });

describe('POST /devices', () => {
  test('of an unknown identity answers 201, no body, and the relative place of the device', async () => {
    const fleet = newFleet();
    const device = simulateDevice();

    const { status, text, headers } = await fleet.preauthorize(device);
    const location = headers.get('location') ?? '';
    const shown = await fleet.management(`GET /${location}`);

    expect([status, text]).toEqual([201, '']);
    expect(location).toMatch(/^devices\/[\da-f-]{36}$/);
    expect(shown.body).toMatchObject({ status: 'preauthorized', identity_data: device.identity });
    expect(shown.body.auth_sets).toEqual([expect.objectContaining({ status: 'preauthorized', pubkey: device.pubkey })]);
  });

  test('takes a slot only when the device connects, and needs no decision then', async () => {
    const fleet = newFleet();
    const device = simulateDevice();
    await fleet.preauthorize(device);
    const before = await fleet.management('GET /limits/max_devices');

    const asked = await fleet.ask(device);

    expect(before.body.used).toBe(0);
    expect(asked.status).toBe(200);
    expect((await app.verify(asked.text)).status).toBe(200);
    expect((await fleet.management('GET /limits/max_devices')).body.used).toBe(1);
  });

  test('keeps a device preauthorized that connects without room', async () => {
    const fleet = newFleet();
    await fleet.limit(0);
    const device = simulateDevice();
    const { headers } = await fleet.preauthorize(device);

    const refused = await fleet.ask(device);

    expect([refused.status, refused.body.error]).toEqual([401, 'unauthorized']);
    expect((await fleet.management(`GET /${headers.get('location')}`)).body.status).toBe('preauthorized');
    await fleet.limit(1);
    expect((await fleet.ask(device)).status).toBe(200);
  });

  test('compares the identity in canonical form and the key however its PEM is wrapped', async () => {
    const fleet = newFleet();
    const device = simulateDevice({ identity: { sn: '1', mac: 'a' } });
    const oneLine = device.pubkey
      .replace(/\n/g, '')
      .replace(/(-----BEGIN PUBLIC KEY-----)(.*)(-----END.*)/, '$1\n$2\n$3');

    await fleet.preauthorize({ ...device, pubkey: oneLine, identity: { mac: 'a', sn: '1' } });

    expect((await fleet.ask(device)).status).toBe(200);
  });

  test.each(['pending', 'accepted', 'rejected', 'preauthorized'])(
    'of a device that is %s already is 409 with the device, and changes nothing',
    async (status) => {
      const fleet = newFleet();
      const device = simulateDevice();
      if (status === 'preauthorized') await fleet.preauthorize(device);
      else await fleet.setStatus(await fleet.pending(device), status);
      const before = await fleet.management('GET /devices');

      const sameKey = await fleet.preauthorize(device);
      const otherKey = await fleet.preauthorize(rekeyed(device), { force: false });

      expect([sameKey.status, otherKey.status]).toEqual([409, 409]);
      expect(`[${sameKey.text}]`).toBe(before.text);
      expect((await fleet.management('GET /devices')).text).toBe(before.text);
    },
  );

  test.each([
    [{}, 'failed to decode preauth request: identity_data: cannot be blank.'],
    [{ identity_data: {}, pubkey: 'x' }, 'failed to decode preauth request: identity_data: cannot be blank.'],
    [{ identity_data: { a: 1 } }, 'failed to decode preauth request: pubkey: cannot be blank.'],
    [{ identity_data: { a: 1 }, pubkey: '' }, 'failed to decode preauth request: pubkey: cannot be blank.'],
    [{ identity_data: { a: 1 }, pubkey: 'x' }, 'failed to decode preauth request: cannot decode public key'],
  ])('refuses %j', async (body, error) => {
    const answer = await newFleet().management('POST /devices', { body });

    expect([answer.status, answer.body.error]).toEqual([400, error]);
  });

  test.each([null, [], 'text', '{"a":1}'])('refuses identity data that is %j', async (identity) => {
    const { pubkey } = simulateDevice();

    const { status } = await newFleet().management('POST /devices', { body: { identity_data: identity, pubkey } });

    expect(status).toBe(400);
  });

  test('ignores members it does not know, and stores none', async () => {
    const fleet = newFleet();

    const { status, headers } = await fleet.preauthorize(simulateDevice(), { note: 'from the factory' });

    expect(status).toBe(201);
    expect((await fleet.management(`GET /${headers.get('location')}`)).text).not.toContain('factory');
  });
});

describe('POST /devices with force', () => {
  test('of an unknown identity preauthorizes it', async () => {
    expect((await newFleet().preauthorize(simulateDevice(), force)).status).toBe(201);
  });

  test('adds a key the device does not have, under its own id, and leaves the device running', async () => {
    const fleet = newFleet();
    const seen = await fleet.accepted();
    const next = rekeyed(seen.device);

    const { status, headers } = await fleet.preauthorize(next, force);
    const { auth_sets: sets, status: deviceStatus } = await fleet.show(seen.id);

    expect([status, headers.get('location')]).toEqual([201, `devices/${seen.id}`]);
    expect(deviceStatus).toBe('accepted');
    expect(sets.map((set: { status: string }) => set.status)).toEqual(['accepted', 'preauthorized']);
    expect((await app.verify(seen.token)).status).toBe(200);
  });

  test.each([
    ['pending', 'preauthorized'],
    ['rejected', 'preauthorized'],
    ['preauthorized', 'preauthorized'],
    ['accepted', 'accepted'],
  ])('finds a set of that key %s and leaves it %s', async (from, to) => {
    const fleet = newFleet();
    const device = simulateDevice();
    if (from === 'preauthorized') await fleet.preauthorize(device);
    else await fleet.setStatus(await fleet.pending(device), from);
    const before = (await fleet.management('GET /devices')).body[0];

    const { status, headers } = await fleet.preauthorize(device, force);
    const after = await fleet.show(before.id);

    expect([status, headers.get('location')]).toEqual([201, `devices/${before.id}`]);
    expect(after.auth_sets).toEqual([{ ...before.auth_sets[0], status: to }]);
    if (from === to) expect(after).toEqual(before);
  });

  test('lets a device have any number of preauthorized keys, each of which gets in', async () => {
    const fleet = newFleet();
    const one = simulateDevice();
    const second = rekeyed(one);
    await fleet.preauthorize(one);
    await fleet.preauthorize(second, force);

    expect((await fleet.ask(one)).status).toBe(200);
    expect((await fleet.ask(second)).status).toBe(200);
    expect((await fleet.ask(one)).status).toBe(401);
  });

  test('of a device that is being decommissioned is 409', async () => {
    const fleet = newFleet();
    const seen = await fleet.accepted();
    await fleet.management(`DELETE /devices/${seen.id}`);

    const same = await fleet.preauthorize(seen.device, force);
    const other = await fleet.preauthorize(rekeyed(seen.device), force);

    expect([same.status, other.status]).toEqual([409, 409]);
    expect(same.body).toMatchObject({ id: seen.id, decommissioning: true });
  });

  test('of a device with 50 keys that were all decided on is 422', async () => {
    const fleet = newFleet();
    const device = simulateDevice();
    await fleet.preauthorize(device);
    for (let more = 1; more < 50; more += 1) await fleet.preauthorize(rekeyed(device), force);

    const { status, body } = await fleet.preauthorize(rekeyed(device), force);

    expect(status).toBe(422);
    expect(body.error).toContain('50 authorization sets');
  });
});
