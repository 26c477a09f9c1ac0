// Decisions about an auth set: the transitions, and the order of refusals.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';

const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp(tenants.settings);
});
afterAll(() => app.close());

const newFleet = (): Fleet => tenants.fleet(app);

/** Creates a preauthorized device that has not connected yet. */
async function announced(fleet: Fleet, device = simulateDevice()): Promise<Seen> {
  const { headers } = await fleet.preauthorize(device);
  const { body } = await fleet.management(`GET /${headers.get('location')}`);
  return { device, id: body.id, authSet: body.auth_sets[0].id };
}

describe('GET …/status', () => {
  test('answers each of the four statuses', async () => {
    const fleet = newFleet();
    const expected = await announced(fleet);
    const seen = await fleet.pending();
    const statusOf = async ({ id, authSet }: Seen): Promise<unknown> =>
      (await fleet.management(`GET /devices/${id}/auth/${authSet}/status`)).body;

    expect(await statusOf(expected)).toEqual({ status: 'preauthorized' });
    expect(await statusOf(seen)).toEqual({ status: 'pending' });
    await fleet.setStatus(seen, 'accepted');
    expect(await statusOf(seen)).toEqual({ status: 'accepted' });
    await fleet.setStatus(seen, 'rejected');
    expect(await statusOf(seen)).toEqual({ status: 'rejected' });
  });

  test('an unknown set, a set of another device and an unknown device are 404', async () => {
    const fleet = newFleet();
    const [one, other] = [await fleet.pending(), await fleet.pending()];
    const get = (id: string, authSet: string) => fleet.management(`GET /devices/${id}/auth/${authSet}/status`);

    expect((await get(one.id, 'nothing')).status).toBe(404);
    expect((await get(one.id, other.authSet)).status).toBe(404);
    expect((await get('nobody', one.authSet)).status).toBe(404);
  });
});

describe('PUT …/status', () => {
  // The table of the document: the decision of an operator, and the status afterwards.
  test.each([
    ['pending', 'accepted', 204],
    ['pending', 'rejected', 204],
    ['pending', 'pending', 204],
    ['accepted', 'accepted', 204],
    ['accepted', 'rejected', 204],
    ['accepted', 'pending', 204],
    ['rejected', 'accepted', 204],
    ['rejected', 'rejected', 204],
    ['rejected', 'pending', 204],
    ['preauthorized', 'accepted', 400],
    ['preauthorized', 'rejected', 400],
    ['preauthorized', 'pending', 400],
  ])('%s → %s is %i', async (from, to, expected) => {
    const fleet = newFleet();
    const seen = from === 'preauthorized' ? await announced(fleet) : await fleet.pending();
    if (from !== 'preauthorized') await fleet.setStatus(seen, from);

    const answer = await fleet.setStatus(seen, to);

    expect(answer.status).toBe(expected);
    expect((await fleet.show(seen.id)).status).toBe(expected === 204 ? to : from);
    if (expected === 400) expect(answer.body.error).toMatch(/^dev auth: bad request/);
  });

  test('the present status writes nothing', async () => {
    const fleet = newFleet();
    const seen = await fleet.accepted();
    const before = await fleet.management(`GET /devices/${seen.id}`);

    expect((await fleet.setStatus(seen, 'accepted')).status).toBe(204);
    expect((await fleet.management(`GET /devices/${seen.id}`)).text).toBe(before.text);
    expect((await app.verify(seen.token)).status).toBe(200);
  });

  test('an unknown set and a set of another device are 404, before anything else is looked at', async () => {
    const fleet = newFleet();
    await fleet.limit(0);
    const [one, other] = [await fleet.pending(), await announced(fleet)];

    const unknown = await fleet.setStatus({ id: one.id, authSet: 'nothing' }, 'accepted');
    const foreign = await fleet.setStatus({ id: one.id, authSet: other.authSet }, 'accepted');
    const nobody = await fleet.setStatus({ id: 'nobody', authSet: one.authSet }, 'accepted');

    expect([unknown.status, unknown.body.error]).toEqual([404, 'authorization set not found']);
    expect([foreign.status, foreign.body.error]).toEqual([404, 'authorization set not found']);
    expect([nobody.status, nobody.body.error]).toEqual([404, 'device not found']);
  });

  test('the same status is 204 and an illegal transition 400 even where there is no room', async () => {
    const fleet = newFleet();
    const accepted = await fleet.accepted();
    const expected = await announced(fleet);
    await fleet.limit(0);

    expect((await fleet.setStatus(accepted, 'accepted')).status).toBe(204);
    expect((await fleet.setStatus(expected, 'accepted')).status).toBe(400);
  });

  test('without room it is 422, with the limit and its use', async () => {
    const fleet = newFleet();
    await fleet.accepted();
    await fleet.limit(1);
    const late = await fleet.pending();

    const { status, body } = await fleet.setStatus(late, 'accepted');

    expect(status).toBe(422);
    expect(body).toMatchObject({ error: 'maximum number of accepted devices reached', limit: 1, used: 1 });
    expect((await fleet.show(late.id)).status).toBe('pending');
  });

  test.each([
    {},
    { status: 'preauthorized' },
    { status: 'noauth' },
    { status: 'Accepted' },
    { status: null },
    { status: 1 },
  ])('refuses %j', async (body) => {
    const fleet = newFleet();
    const seen = await fleet.pending();

    const answer = await fleet.management(`PUT /devices/${seen.id}/auth/${seen.authSet}/status`, { body });

    expect(answer.status).toBe(400);
    expect(answer.body.error).toBe('incorrect device status');
  });
});
