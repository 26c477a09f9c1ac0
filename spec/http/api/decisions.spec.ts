// Bulk decisions: named or by filter, previewed, at the limit, and undone.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openApp, type Seen, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { until } from '../../support/until.ts';

const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp(tenants.settings);
});
afterAll(() => app.close());

interface Decided {
  readonly device: string;
  readonly result: string;
}

interface Told {
  readonly decision: string;
  readonly reason: string;
  readonly to: string;
}

const itemOf = ({ id, authSet }: Seen) => ({ device: id, auth_set: authSet });
const decide = (fleet: Fleet, body: object) => fleet.management('POST /devices/decisions', { body });
const waitingOf = async (
  fleet: Fleet,
  count: number,
  identity: Readonly<Record<string, unknown>> = {},
): Promise<readonly Seen[]> => {
  const seen: Seen[] = [];
  for (let made = 0; made < count; made += 1)
    seen.push(await fleet.pending(simulateDevice({ identity: { sn: randomUUID(), ...identity } })));
  return seen;
};
const statusesOf = (fleet: Fleet, seen: readonly Seen[]): Promise<readonly string[]> =>
  Promise.all(seen.map(async ({ id }) => (await fleet.show(id)).status));

describe('auth sets that are named', () => {
  test('are accepted in one call, and each device gets its token', async () => {
    const fleet = tenants.fleet(app);
    const seen = await waitingOf(fleet, 3);

    const { status, body } = await decide(fleet, { status: 'accepted', from: 'pending', auth_sets: seen.map(itemOf) });

    expect([status, body.matched, body.done, body.left]).toEqual([200, 3, 3, 0]);
    expect(await statusesOf(fleet, seen)).toEqual(['accepted', 'accepted', 'accepted']);
    expect((await fleet.ask(seen[0]!.device)).status).toBe(200);
  });

  test('that changed since they were seen are left and reported; the others are decided', async () => {
    const fleet = tenants.fleet(app);
    const [one, other, accepted] = await waitingOf(fleet, 3);
    await fleet.setStatus(one!, 'rejected');
    await fleet.setStatus(accepted!, 'accepted');
    const gone = { device: 'nobody', auth_set: 'nothing' };

    const { body } = await decide(fleet, {
      status: 'accepted',
      from: 'pending',
      auth_sets: [gone, itemOf(one!), itemOf(other!), itemOf(accepted!)],
    });

    const results = Object.fromEntries(body.results.map((item: Decided) => [item.device, item.result]));
    expect(results).toEqual({ [one!.id]: 'changed', [other!.id]: 'done', [accepted!.id]: 'unchanged', nobody: 'gone' });
    expect([body.done, body.left]).toEqual([1, 3]);
  });

  test('of an accepted device with another key are left, unless the change of key is allowed', async () => {
    const fleet = tenants.fleet(app);
    const first = await fleet.accepted();
    const second = await fleet.pending(simulateDevice({ identity: first.device.identity }));
    const request = { status: 'accepted', from: 'pending', auth_sets: [itemOf(second)] };

    const refused = await decide(fleet, request);
    const allowed = await decide(fleet, { ...request, allow_key_change: true });

    expect([refused.body.results[0].result, allowed.body.results[0].result]).toEqual(['key_change', 'done']);
    expect((await app.verify(first.token)).status).toBe(401);
  });

  test('of another tenant are not found', async () => {
    const [fleet, stranger] = [tenants.fleet(app), tenants.fleet(app)];
    const [seen] = await waitingOf(fleet, 1);

    const { body } = await decide(stranger, { status: 'rejected', from: 'pending', auth_sets: [itemOf(seen!)] });

    expect(body.results[0].result).toBe('gone');
    expect(await statusesOf(fleet, [seen!])).toEqual(['pending']);
  });
});

describe('at the limit', () => {
  test('the devices that were created first get the room, and the others are reported', async () => {
    const fleet = tenants.fleet(app);
    const seen = await waitingOf(fleet, 5);
    await fleet.limit(2);

    const { body } = await decide(fleet, {
      status: 'accepted',
      from: 'pending',
      auth_sets: [...seen].reverse().map(itemOf),
    });

    expect([body.done, body.left, body.room]).toEqual([2, 3, 0]);
    expect(await statusesOf(fleet, seen)).toEqual(['accepted', 'accepted', 'pending', 'pending', 'pending']);
    expect(body.results.slice(2).map(({ result }: Decided) => result)).toEqual(['no_room', 'no_room', 'no_room']);
  });

  test('without room for any it is 422, with the limit and its use', async () => {
    const fleet = tenants.fleet(app);
    const seen = await waitingOf(fleet, 1);
    await fleet.limit(0);

    const { status, body } = await decide(fleet, { status: 'accepted', from: 'pending', auth_sets: seen.map(itemOf) });

    expect([status, body.limit, body.used]).toEqual([422, 0, 0]);
  });
});

describe('a filter', () => {
  const now = (): string => new Date(Date.now() + 1000).toISOString();
  const site = (name: string) => ({ identity: [{ name: 'site', op: 'eq', value: name }] });

  test('decides the matches, if their number is the one that the caller saw', async () => {
    const fleet = tenants.fleet(app);
    const berlin = await waitingOf(fleet, 3, { site: 'berlin' });
    const paris = await waitingOf(fleet, 1, { site: 'paris' });
    const request = { status: 'accepted', from: 'pending', filter: site('Berlin'), seen_before: now() };

    const other = await decide(fleet, { ...request, expected_count: 2 });
    const right = await decide(fleet, { ...request, expected_count: 3 });

    expect([other.status, other.body.matched, other.body.expected_count]).toEqual([409, 3, 2]);
    expect([right.status, right.body.done]).toEqual([200, 3]);
    expect(await statusesOf(fleet, [...berlin, ...paris])).toEqual(['accepted', 'accepted', 'accepted', 'pending']);
  });

  test('leaves later devices, and devices with several pending keys', async () => {
    const fleet = tenants.fleet(app);
    const [first, two] = await waitingOf(fleet, 2, { site: 'oslo' });
    await fleet.pending(simulateDevice({ identity: two!.device.identity }));
    const seenBefore = (await fleet.show(two!.id)).updated_ts;
    const late = await fleet.pending(simulateDevice({ identity: { site: 'oslo' } }));

    const { body } = await decide(fleet, {
      status: 'accepted',
      from: 'pending',
      filter: site('oslo'),
      seen_before: seenBefore,
      expected_count: 1,
    });

    expect(body.results).toEqual([{ device: first!.id, auth_set: first!.authSet, result: 'done' }]);
    expect(await statusesOf(fleet, [two!, late])).toEqual(['pending', 'pending']);
  });

  test('is refused without a member, a time or a number, and with a member that is unknown', async () => {
    const fleet = tenants.fleet(app);
    const base = { status: 'accepted', from: 'pending', seen_before: now(), expected_count: 0 };
    const bodies = [
      { ...base, filter: {} },
      { ...base, filter: { stauts: 'pending' } },
      { ...base, filter: site('x'), seen_before: undefined },
      { ...base, filter: site('x'), expected_count: undefined },
      { ...base, filter: site('x'), auth_sets: [{ device: 'a', auth_set: 'b' }] },
      base,
    ];

    const statuses = await Promise.all(bodies.map(async (body) => (await decide(fleet, body)).status));

    expect(statuses).toEqual([400, 400, 400, 400, 400, 400]);
  });
});

describe('a dry run', () => {
  test('returns what would happen and what the devices have in common, and changes nothing', async () => {
    const fleet = tenants.fleet(app);
    const seen = await waitingOf(fleet, 3, { model: 'edge-3' });
    await fleet.limit(2);

    const { body } = await decide(fleet, {
      status: 'accepted',
      from: 'pending',
      auth_sets: seen.map(itemOf),
      dry_run: true,
    });

    expect([body.done, body.left, body.decision]).toEqual([2, 1, undefined]);
    expect(body.facets).toContainEqual({ name: 'model', values: [{ value: 'edge-3', count: 2 }] });
    expect(await statusesOf(fleet, seen)).toEqual(['pending', 'pending', 'pending']);
  });
});

describe('the undo', () => {
  test('undoes what has not changed since, and frees the room', async () => {
    const fleet = tenants.fleet(app);
    const seen = await waitingOf(fleet, 3);
    const decided = await decide(fleet, { status: 'accepted', from: 'pending', auth_sets: seen.map(itemOf) });
    await fleet.setStatus(seen[1]!, 'rejected');

    const { status, body } = await fleet.management(`POST /devices/decisions/${decided.body.decision}/undo`);

    expect([status, body.done, body.left]).toEqual([200, 2, 1]);
    expect(await statusesOf(fleet, seen)).toEqual(['pending', 'rejected', 'pending']);
    expect((await fleet.management('GET /limits/max_devices')).body.used).toBe(0);
    expect(body.decision).not.toBe(decided.body.decision);
  });

  test('has no decision to name after one that changed nothing, and after an undo that changed nothing', async () => {
    const fleet = tenants.fleet(app);
    const seen = await waitingOf(fleet, 1);
    const decided = await decide(fleet, { status: 'rejected', from: 'pending', auth_sets: seen.map(itemOf) });
    await fleet.setStatus(seen[0]!, 'pending');

    const unchanged = await decide(fleet, { status: 'accepted', from: 'rejected', auth_sets: seen.map(itemOf) });
    const undone = await fleet.management(`POST /devices/decisions/${decided.body.decision}/undo`);

    for (const { status, body } of [unchanged, undone])
      expect([status, body.done, body.left, 'decision' in body]).toEqual([200, 0, 1, false]);
  });

  test.each(['nothing', '0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70', 'ffffffff-7c1e-7d4b-9a55-3f0d6b1c2e70'])(
    'of %s is 404',
    async (id) => {
      const fleet = tenants.fleet(app);

      expect((await fleet.management(`POST /devices/decisions/${id}/undo`)).status).toBe(404);
    },
  );

  test("of another tenant's decision is 404", async () => {
    const [fleet, stranger] = [tenants.fleet(app), tenants.fleet(app)];
    const seen = await waitingOf(fleet, 1);
    const { body } = await decide(fleet, { status: 'rejected', from: 'pending', auth_sets: seen.map(itemOf) });

    expect((await stranger.management(`POST /devices/decisions/${body.decision}/undo`)).status).toBe(404);
    expect(await statusesOf(fleet, seen)).toEqual(['rejected']);
  });
});

test('every item is in the audit with the id of the decision and the reason', async () => {
  const fleet = tenants.fleet(app);
  const seen = await waitingOf(fleet, 2);

  const { body } = await decide(fleet, {
    status: 'rejected',
    from: 'pending',
    auth_sets: seen.map(itemOf),
    reason: 'not ours',
  });

  const events = await until('both are in the audit', async () => {
    const { body: told } = await fleet.management('GET /events?type=auth_set.changed');
    return told.length >= 2 && told;
  });
  expect(events.map((event: Told) => [event.decision, event.reason, event.to])).toEqual([
    [body.decision, 'not ours', 'rejected'],
    [body.decision, 'not ours', 'rejected'],
  ]);
});

test('of two decisions that race, each auth set is decided once', async () => {
  const fleet = tenants.fleet(app);
  const seen = await waitingOf(fleet, 10);
  await fleet.limit(6);

  const single = seen.map((one) => fleet.setStatus(one, 'accepted'));
  const bulk = decide(fleet, { status: 'accepted', from: 'pending', auth_sets: seen.map(itemOf) });
  await Promise.all([...single, bulk]);

  const statuses = await statusesOf(fleet, seen);
  expect(statuses.filter((status) => status === 'accepted')).toHaveLength(6);
  expect((await fleet.management('GET /limits/max_devices')).body.used).toBe(6);
});
