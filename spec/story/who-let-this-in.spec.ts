// A device is accepted that should not be: the audit shows who accepted it, for people and for machines.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { until } from '../support/until.ts';

describe('who accepted this device', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp();
  });
  afterAll(() => app.close());

  const as = (sub: string) => ({ Authorization: `Bearer ${app.users.token('', { sub })}` });
  const decide = (seen: Seen, body: object, headers: Readonly<Record<string, string>>) =>
    app.management('POST /devices/decisions', {
      headers,
      body: { from: 'pending', auth_sets: [{ device: seen.id, auth_set: seen.authSet }], ...body },
    });
  const decided = async (id: string) => {
    const { says, auth_sets: sets } = (await app.management(`GET /devices/${id}/diagnosis`)).body;
    return { says, decided: sets[0].decided };
  };
  /** The audit has a decision a moment after its answer. */
  const decidedBy = (id: string, actor: string) =>
    until(`the audit has what ${actor} decided`, async () => {
      const found = await decided(id);
      return found.decided?.actor === actor && found;
    });

  test('a person, for a reason, in a request that the log has too', async () => {
    const seen = await app.pending();
    const { headers } = await decide(seen, { status: 'accepted', reason: 'delivery 41' }, as('anna'));
    await app.ask(seen.device);

    const found = await decidedBy(seen.id, 'user:anna');

    expect(found.decided).toMatchObject({
      actor: 'user:anna',
      to: 'accepted',
      reason: 'delivery 41',
      request_id: headers.get('x-men-requestid'),
    });
    expect(found.says).toMatch(/^It is in: accepted \(by user:anna, .* UTC\)\. Its newest token is good until/);
  });

  test('a machine that preauthorized it; the first request of a device is not a decision', async () => {
    const made = await app.management('POST /api-keys', { body: { scopes: ['preauth:write'], description: 'line 2' } });
    const device = simulateDevice();
    const { headers } = await app.management('POST /devices', {
      headers: { Authorization: `Bearer ${made.body.key}` },
      body: { identity_data: device.identity, pubkey: device.pubkey },
    });
    const id = (headers.get('location') ?? '').replace('devices/', '');
    await app.ask(device);

    const { decided: announced } = await decidedBy(id, `api-key:${made.body.id}`);

    expect(announced.to).toBe('preauthorized');
  });

  test('the last actor who decided; the others are in the audit', async () => {
    const seen = await app.pending();
    await decide(seen, { status: 'rejected', reason: 'who is that' }, as('anna'));
    await decide(seen, { status: 'accepted', from: 'rejected', reason: 'found the order' }, as('bert'));

    const last = await decidedBy(seen.id, 'user:bert');
    const events = (await app.management(`GET /events?device=${seen.id}&type=auth_set.changed`)).body;

    expect(last.decided.reason).toBe('found the order');
    expect(events.map(({ actor, from, to }: Record<string, string>) => [actor, from, to])).toEqual([
      ['user:bert', 'rejected', 'accepted'],
      ['user:anna', 'pending', 'rejected'],
    ]);
  });

  test('no actor: it waits', async () => {
    const { id } = await app.pending();

    expect((await decided(id)).decided).toBeUndefined();
  });
});
