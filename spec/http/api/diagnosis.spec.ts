// The diagnosis over HTTP: every answer is compared with the document.
import { createHash, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice, type SimulatedDevice } from '../../support/app/simulated-device.ts';

const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp({ ...tenants.settings, DEVICEAUTH_REFUSAL_ADDRESSES: 'true' });
});
afterAll(() => app.close());

const newFleet = (): Fleet => tenants.fleet(app);

const why = async (fleet: Fleet, id: string) => (await fleet.management(`GET /devices/${id}/diagnosis`)).body;

const ofIdentity = async (fleet: Fleet, body: object) =>
  (await fleet.management('POST /devices/diagnosis', { body })).body;

const printOf = ({ pubkey }: SimulatedDevice): string => {
  const der = createPublicKey(pubkey).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
};

async function announced(fleet: Fleet, device = simulateDevice()): Promise<{ device: SimulatedDevice; id: string }> {
  const { headers } = await fleet.preauthorize(device);
  return { device, id: (headers.get('location') ?? '').replace('devices/', '') };
}

describe('GET /devices/{id}/diagnosis', () => {
  test('of an accepted device counts its tokens and has their expiry', async () => {
    const fleet = newFleet();
    const { id, authSet, device } = await fleet.accepted();

    const body = await why(fleet, id);

    expect(body).toMatchObject({ verdict: 'in', live_tokens: 1 });
    expect(Date.parse(body.newest_expires_ts)).toBeGreaterThan(Date.now());
    expect(body.auth_sets).toEqual([
      expect.objectContaining({ id: authSet, fingerprint: printOf(device), key_type: 'P-256', status: 'accepted' }),
    ]);
    expect(body.auth_sets[0].last_attempt.outcome).toBe('token');
    expect(body.auth_sets[0].decided).toMatchObject({ actor: 'user:operator-1', to: 'accepted' });
    expect(body.next).toBeUndefined();
  });

  test('of a device that waits counts how often it asked, and from where', async () => {
    const fleet = newFleet();
    const { id, device } = await fleet.pending();
    for (let asks = 0; asks < 3; asks += 1) await fleet.ask(device);

    const body = await why(fleet, id);

    expect(body).toMatchObject({ verdict: 'waits', next: 'accept', live_tokens: 0 });
    expect(body.auth_sets[0].last_attempt).toMatchObject({ outcome: 'pending', times: 3, address: '127.0.0.1' });
    expect(body.auth_sets[0].decided).toBeUndefined();
  });

  test('counts each refused request once, before and after they are written', async () => {
    const fleet = newFleet();
    const { id, device } = await fleet.pending();
    await fleet.ask(device);
    await app.service.deps.refusals.flush();
    await fleet.ask(device);

    const before = await why(fleet, id);
    await app.service.deps.refusals.flush();
    const after = await why(fleet, id);

    expect(before.auth_sets[0].last_attempt.times).toBe(2);
    expect(after).toEqual(before);
  });

  test('of a preauthorized device that meets the limit names the limit, which its 401 did not', async () => {
    const fleet = newFleet();
    const { id, device } = await announced(fleet);
    await fleet.limit(0);
    const { status, text } = await fleet.ask(device);

    const body = await why(fleet, id);

    expect([status, text.includes('limit')]).toEqual([401, false]);
    expect(body).toMatchObject({ verdict: 'no_room', next: 'free_room' });
    expect(body.auth_sets[0].last_attempt).toMatchObject({ outcome: 'no_room', times: 1 });
    expect(body.says).toContain('0 of 0');
  });

  test('shows a key that found no place, because the device has 50 others', async () => {
    const fleet = newFleet();
    const { id, device } = await announced(fleet);
    for (let keys = 1; keys < 50; keys += 1)
      await fleet.preauthorize(simulateDevice({ identity: device.identity }), { force: true });
    const last = simulateDevice({ identity: device.identity });
    const { status } = await fleet.ask(last);

    const body = await why(fleet, id);

    expect(status).toBe(429);
    expect(body.verdict).toBe('other_key');
    expect(body.refused_key).toMatchObject({
      fingerprint: printOf(last),
      last_attempt: { outcome: 'sets_full', times: 1 },
    });
  });

  test('of a device of another tenant is 404', async () => {
    const { id } = await newFleet().pending();

    expect((await newFleet().management(`GET /devices/${id}/diagnosis`)).status).toBe(404);
  });
});

describe('POST /devices/diagnosis', () => {
  test('finds the same attributes in another case and another spelling', async () => {
    const fleet = newFleet();
    const { id } = await fleet.pending(simulateDevice({ identity: { sn: 'AB-1001', mac: '02:00:5E:00:00:01' } }));

    const body = await ofIdentity(fleet, { identity_data: { sn: 'ab-1001', mac: '02-00-5e-00-00-01' } });

    expect(body).toMatchObject({ match: 'near', device: id, would: 'wait', next: 'preauthorize_key' });
    expect(body.differences).toEqual([
      { name: 'mac', expected: '02:00:5E:00:00:01', got: '02-00-5e-00-00-01' },
      { name: 'sn', expected: 'AB-1001', got: 'ab-1001' },
    ]);
  });

  test('finds a device that differs in one attribute, among others of its model', async () => {
    const fleet = newFleet();
    const identityOf = (sn: string, mac: string) => ({ sn, mac, model: 'edge-gw-2' });
    for (let count = 0; count < 7; count += 1)
      await fleet.pending(simulateDevice({ identity: identityOf(`B-${count}`, `m${count}`) }));
    const { id } = await fleet.pending(simulateDevice({ identity: identityOf('AB-1001', 'm9') }));

    const body = await ofIdentity(fleet, { identity_data: identityOf('AB-1001', 'm8') });

    expect(body).toMatchObject({
      match: 'near',
      device: id,
      differences: [{ name: 'mac', expected: 'm9', got: 'm8' }],
    });
  });

  test('finds a serial under another name', async () => {
    const fleet = newFleet();
    const { id } = await fleet.pending(simulateDevice({ identity: { SN: 'AB-1001' } }));

    const body = await ofIdentity(fleet, { identity_data: { sn: 'AB-1001' } });

    expect(body).toMatchObject({ match: 'near', device: id });
  });

  test('does not find a device that shares only common attributes', async () => {
    const fleet = newFleet();
    for (let count = 0; count < 7; count += 1)
      await fleet.pending(simulateDevice({ identity: { sn: `B-${count}`, model: 'edge-gw-2' } }));

    const body = await ofIdentity(fleet, { identity_data: { sn: 'Z-9', model: 'edge-gw-2' } });

    expect(body).toMatchObject({ match: 'none', would: 'wait' });
  });

  test('finds the key under another identity', async () => {
    const fleet = newFleet();
    const { id, device } = await fleet.accepted(simulateDevice({ identity: { sn: 'A-1' } }));

    const body = await ofIdentity(fleet, { identity_data: { sn: 'Q-7' }, pubkey: device.pubkey });

    expect(body).toMatchObject({ match: 'key', device: id, would: 'wait' });
    expect(body.differences).toEqual([{ name: 'sn', expected: 'A-1', got: 'Q-7' }]);
  });

  test('has the answer that a stored device would get', async () => {
    const fleet = newFleet();
    const { device, id } = await announced(fleet);
    const { identity: identity_data, pubkey } = device;

    expect(await ofIdentity(fleet, { identity_data, pubkey })).toMatchObject({
      match: 'exact',
      device: id,
      would: 'accept',
    });
    await fleet.limit(0);
    expect(await ofIdentity(fleet, { pubkey })).toMatchObject({ match: 'exact', would: 'no_room', next: 'free_room' });
  });

  test('calls a key that is not admitted by its fault', async () => {
    const { pubkey } = simulateDevice({ key: 'RSA-1024' });

    const body = await ofIdentity(newFleet(), { pubkey });

    expect(body).toMatchObject({ match: 'none', would: 'reject' });
    expect(body.says).toMatch(/not admitted: .*2048/);
  });

  test('knows nothing of another tenant', async () => {
    const { device } = await newFleet().accepted();
    const { identity: identity_data, pubkey } = device;

    expect((await ofIdentity(newFleet(), { identity_data, pubkey })).match).toBe('none');
  });

  test.each([
    ['nothing', {}],
    ['an unknown member', { identity: { sn: 'A' } }],
    ['an empty identity', { identity_data: {} }],
    ['an identity that no device may have', { identity_data: { '': 1 } }],
  ])('asked about %s is 400', async (_name, body) => {
    expect((await newFleet().management('POST /devices/diagnosis', { body })).status).toBe(400);
  });
});
