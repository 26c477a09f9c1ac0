// A device gets no token, and an operator asks why. The factory shipped a pallet, one box does not start, and the operator has its
// label.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../support/app/app.ts';
import { simulateDevice, type SimulatedDevice } from '../support/app/simulated-device.ts';
import { until } from '../support/until.ts';

const box = (sn: string): SimulatedDevice =>
  simulateDevice({ identity: { sn, mac: `02:00:5e:00:00:${sn.slice(-2)}` } });

describe('a serial is not in: why', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp();
  });
  afterAll(() => app.close());

  const limit = (devices: number) => app.internal('PUT /tenant//limits/max_devices', { body: { limit: devices } });
  const announce = async (device: SimulatedDevice): Promise<string> =>
    ((await app.preauthorize(device)).headers.get('location') ?? '').replace('devices/', '');
  const why = async (id: string) => (await app.management(`GET /devices/${id}/diagnosis`)).body;
  const whyOf = async (body: object) => (await app.management('POST /devices/diagnosis', { body })).body;

  test('because the list of the factory has it in another case', async () => {
    const id = await announce(box('E20262241'));

    const answer = await whyOf({ identity_data: { sn: 'e20262241', mac: '02:00:5E:00:00:41' } });

    expect(answer).toMatchObject({ match: 'near', device: id });
    expect(answer.says).toBe(
      'Nobody has seen this identity. A device on record is nearly the same: 2 attributes differ.',
    );
  });

  test('because it has not asked yet', async () => {
    const id = await announce(box('E20262242'));

    expect(await why(id)).toMatchObject({ verdict: 'silent', next: 'wait' });
  });

  test('because it asks with another key than the one that the factory announced', async () => {
    const device = box('E20262243');
    const id = await announce(device);
    await app.ask(simulateDevice({ identity: device.identity }));

    const { verdict, next, auth_sets: sets } = await why(id);

    expect([verdict, next]).toEqual(['other_key', 'preauthorize_key']);
    expect(sets.map(({ status }: { status: string }) => status)).toEqual(['preauthorized', 'pending']);
  });

  test('because there was no room when it asked; with room, its next request lets it in', async () => {
    const device = box('E20262244');
    const id = await announce(device);
    await limit(0);
    await app.ask(device);

    expect(await why(id)).toMatchObject({ verdict: 'no_room', next: 'free_room' });
    await limit(1);
    expect(await why(id)).toMatchObject({ verdict: 'no_room', next: 'wait' });
    expect((await app.ask(device)).status).toBe(200);
    expect(await why(id)).toMatchObject({ verdict: 'in', live_tokens: 1 });
    await limit(-1);
  });

  test('because there is no decision yet', async () => {
    const { id, device } = await app.pending(box('E20262245'));
    await app.ask(device);

    const { verdict, next, auth_sets: sets } = await why(id);

    expect([verdict, next]).toEqual(['waits', 'accept']);
    expect(sets[0].last_attempt).toMatchObject({ outcome: 'pending', times: 1 });
  });

  test('because somebody has rejected it', async () => {
    const seen = await app.pending(box('E20262246'));
    await app.setStatus(seen, 'rejected');

    const says = await until('the audit has the rejection', async () => {
      const answer = await why(seen.id);
      return answer.verdict === 'rejected' && answer.says.includes('operator-1') && answer.says;
    });

    expect(says).toMatch(/^It is rejected \(by user:operator-1, .* UTC\)\.$/);
  });

  test('because its tokens were revoked, and it has not asked since', async () => {
    const { id } = await app.accepted(box('E20262247'));
    await app.management(`DELETE /devices/${id}/tokens`);

    expect(await why(id)).toMatchObject({ verdict: 'expired', next: 'wait', live_tokens: 0 });
  });

  test('because its key is too weak to be admitted, although it is the right one', async () => {
    const weak = simulateDevice({ key: 'RSA-1024', identity: { sn: 'E20262248' } });

    const answer = await whyOf({ identity_data: weak.identity, pubkey: weak.pubkey });

    expect(answer.would).toBe('reject');
    expect(answer.says).toContain('not admitted');
  });

  test('because it is unknown', async () => {
    expect(await whyOf({ identity_data: { sn: 'X-1' } })).toEqual({
      match: 'none',
      says: 'Nobody has seen it. If it asks, it waits for a decision.',
      differences: [],
      would: 'wait',
      next: 'preauthorize_key',
    });
  });
});
