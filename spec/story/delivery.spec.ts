// A delivery of 400 devices: they ask, wait, and are accepted in one call; a wrong delivery is undone.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openTenants, type Fleet } from '../support/app/fleet.ts';
import { simulateDevice, type SimulatedDevice } from '../support/app/simulated-device.ts';
import { until } from '../support/until.ts';

const AT_ONCE = 20;
const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp(tenants.settings);
});
afterAll(() => app.close());

const delivery = (site: string, count: number): readonly SimulatedDevice[] =>
  Array.from({ length: count }, (_, at) => simulateDevice({ identity: { sn: `${site}-${at}`, site } }));

/** Each device asks for a token. Returns how many answers had each status. */
async function arrive(fleet: Fleet, devices: readonly SimulatedDevice[]): Promise<Readonly<Record<number, number>>> {
  const counts: Record<number, number> = {};
  for (let at = 0; at < devices.length; at += AT_ONCE) {
    const answers = await Promise.all(devices.slice(at, at + AT_ONCE).map((device) => fleet.ask(device)));
    for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

const of = (site: string) => ({ identity: [{ name: 'site', op: 'eq', value: site }] });
const decide = (fleet: Fleet, body: object) => fleet.management('POST /devices/decisions', { body });
const used = async (fleet: Fleet): Promise<number> => (await fleet.management('GET /limits/max_devices')).body.used;

describe('a delivery of 400 is accepted', () => {
  const devices = delivery('berlin-03', 400);
  let fleet: Fleet;
  let seenBefore: string;
  beforeAll(() => {
    fleet = tenants.fleet(app);
  });

  test('the devices arrive with a stranger among them, and wait', async () => {
    const answers = await arrive(fleet, [...devices, simulateDevice({ identity: { sn: 'unknown', site: 'nowhere' } })]);

    expect(answers).toEqual({ 401: 401 });
    expect((await fleet.management('GET /summary')).body.pending).toBe(401);
  });

  test('the operator finds them by the site in their identity, in any case', async () => {
    const filter = { auth_set_status: 'pending', ...of('Berlin-03') };

    const { body } = await fleet.management('POST /devices/count', { body: filter });
    seenBefore = new Date().toISOString();

    expect(body).toEqual({ count: 400, more: false });
  });

  test('a preview shows what would happen and what the devices have in common, and changes nothing', async () => {
    const { body } = await decide(fleet, {
      status: 'accepted',
      from: 'pending',
      filter: of('berlin-03'),
      seen_before: seenBefore,
      expected_count: 400,
      dry_run: true,
    });

    expect([body.matched, body.done, await used(fleet)]).toEqual([400, 400, 0]);
    expect(body.facets).toContainEqual({ name: 'site', values: [{ value: 'berlin-03', count: 400 }] });
  });

  test('one more device of the site arrives before the decision: it is not accepted unseen', async () => {
    await arrive(fleet, delivery('berlin-03', 401).slice(400));

    const { status, body } = await decide(fleet, {
      status: 'accepted',
      from: 'pending',
      filter: of('berlin-03'),
      seen_before: seenBefore,
      expected_count: 400,
      reason: 'delivery 41, note 2026-118',
    });

    expect([status, body.matched, body.done, body.left]).toEqual([200, 400, 400, 0]);
    expect(await used(fleet)).toBe(400);
  });

  test('each of the 400 gets its token when it asks again, and the others still wait', async () => {
    expect(await arrive(fleet, devices)).toEqual({ 200: 400 });
    expect((await fleet.management('GET /summary')).body.pending).toBe(2);
  });

  test('the audit has each of them, with the actor and the reason, under one decision', async () => {
    const accepted = await until('all 400 are in the audit', async () => {
      const { text } = await fleet.management('GET /events/export?type=auth_set.changed');
      const events = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      return events.length === 400 && events;
    });

    const decisions = new Set(accepted.map(({ decision }: { decision: string }) => decision));
    expect(decisions.size).toBe(1);
    expect(accepted[0]).toMatchObject({
      from: 'pending',
      to: 'accepted',
      reason: 'delivery 41, note 2026-118',
      actor: expect.stringMatching(/^user:/),
    });
  });
});

describe('a wrong delivery is undone', () => {
  const right = delivery('munich', 20);
  const wrong = delivery('prague', 60);
  let fleet: Fleet;
  let decision: string;
  beforeAll(async () => {
    fleet = tenants.fleet(app);
    await arrive(fleet, [...right, ...wrong]);
  });

  const accept = (site: string, count: number) =>
    decide(fleet, {
      status: 'accepted',
      from: 'pending',
      filter: of(site),
      seen_before: new Date(Date.now() + 1000).toISOString(),
      expected_count: count,
    });

  test('two deliveries are accepted, and the second was the wrong one', async () => {
    await accept('munich', 20);
    const { body } = await accept('prague', 60);
    decision = body.decision;

    expect(await used(fleet)).toBe(80);
    expect(await arrive(fleet, wrong)).toEqual({ 200: 60 });
  });

  test('a colleague has rejected one of them since', async () => {
    const { body } = await fleet.management('GET /devices?identity.sn=prague-7');
    const [{ id, auth_sets }] = body;

    expect((await fleet.setStatus({ id, authSet: auth_sets[0].id }, 'rejected')).status).toBe(204);
  });

  test('the undo changes back the 59 that are as the decision left them, and reports that one has changed', async () => {
    const { status, body } = await fleet.management(`POST /devices/decisions/${decision}/undo`);

    expect([status, body.done, body.left]).toEqual([200, 59, 1]);
    expect((await fleet.management('GET /devices?identity.sn=prague-7')).body[0].status).toBe('rejected');
  });

  test('their slots are free again, their tokens are refused, and they wait', async () => {
    expect(await used(fleet)).toBe(20);
    expect(await arrive(fleet, wrong)).toEqual({ 401: 60 });
    expect((await fleet.management('GET /devices/count?status=pending')).body.count).toBe(59);
  });

  test('the first delivery has noticed nothing', async () => {
    expect(await arrive(fleet, right)).toEqual({ 200: 20 });
  });
});
