// Many auth sets are dismissed, and many devices decommissioned, in one call.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { dumpOf } from '../../support/stores/store-dump.ts';
import { until } from '../../support/until.ts';

const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp(tenants.settings);
});
afterAll(() => app.close());

const itemOf = ({ id, authSet }: Seen) => ({ device: id, auth_set: authSet });
const dismiss = (fleet: Fleet, body: object) => fleet.management('POST /devices/dismissals', { body });
const decommission = (fleet: Fleet, body: object) => fleet.management('POST /devices/decommissions', { body });
const undo = (fleet: Fleet, decision: string) => fleet.management(`POST /devices/decisions/${decision}/undo`);
const resultsOf = (results: readonly { readonly result: string }[]) => results.map(({ result }) => result);

describe('POST /devices/dismissals', () => {
  test('removes the auth sets and their tokens, and the devices stay', async () => {
    const fleet = tenants.fleet(app);
    const [accepted, pending] = [await fleet.accepted(), await fleet.pending()];

    const { status, body } = await dismiss(fleet, { auth_sets: [accepted, pending].map(itemOf), reason: 'old image' });

    expect([status, body.matched, body.done, body.left, body.can_undo]).toEqual([200, 2, 2, 0, false]);
    expect((await app.verify(accepted.token)).status).toBe(401);
    expect(await fleet.show(accepted.id)).toMatchObject({ status: 'noauth', auth_sets: [] });
  });

  test('leaves sets with another status than `from`, and unknown ones', async () => {
    const fleet = tenants.fleet(app);
    const [rejected, accepted] = [await fleet.pending(), await fleet.accepted()];
    await fleet.setStatus(rejected, 'rejected');
    const auth_sets = [itemOf(rejected), itemOf(accepted), { device: 'nobody', auth_set: 'nothing' }];

    const { body } = await dismiss(fleet, { auth_sets, from: 'rejected' });

    expect(resultsOf(body.results)).toEqual(['done', 'changed', 'gone']);
    expect((await app.verify(accepted.token)).status).toBe(200);
  });

  test('has no id if nothing was done', async () => {
    const auth_sets = [{ device: 'nobody', auth_set: 'nothing' }];

    const { status, body } = await dismiss(tenants.fleet(app), { auth_sets });

    expect([status, body.done, body.left, 'decision' in body]).toEqual([200, 0, 1, false]);
  });

  test('is in the audit under one id with its reason, and cannot be undone', async () => {
    const fleet = tenants.fleet(app);
    const { body } = await dismiss(fleet, { auth_sets: [itemOf(await fleet.pending())], reason: 'old image' });

    const told = await until('it is in the audit', async () => {
      const { body: events } = await fleet.management('GET /events?type=auth_set.dismissed');
      return events.length === 1 && events[0];
    });
    const { status, body: refusal } = await undo(fleet, body.decision);

    expect(told).toMatchObject({ decision: body.decision, reason: 'old image' });
    expect([status, refusal.error]).toEqual([
      400,
      'a bulk decision that removes auth sets or devices cannot be undone',
    ]);
  });
});

describe('POST /devices/decommissions', () => {
  test('ends the devices, their tokens, and gives their places back', async () => {
    const fleet = tenants.fleet(app);
    const seen = [await fleet.accepted(), await fleet.accepted()];

    const { body } = await decommission(fleet, {
      devices: [...seen.map(({ id }) => id), 'nobody'],
      reason: 'returned',
    });

    expect([body.done, body.left]).toEqual([2, 1]);
    expect(resultsOf(body.results)).toEqual(['done', 'done', 'gone']);
    expect((await fleet.management('GET /devices/count')).body.count).toBe(0);
    expect((await fleet.management('GET /limits/max_devices')).body.used).toBe(0);
    expect((await app.verify(seen[0]!.token)).status).toBe(401);
  });

  test('of devices that wait for an orchestrator are unchanged the second time, and cannot be undone', async () => {
    const orchestrated = await openApp({ ...tenants.settings, DEVICEAUTH_ORCHESTRATOR_ADDR: 'http://localhost:9' });
    const fleet = tenants.fleet(orchestrated);
    const { id } = await fleet.accepted();

    const first = await decommission(fleet, { devices: [id] });
    const second = await decommission(fleet, { devices: [id] });
    const undone = await undo(fleet, first.body.decision);

    expect([...resultsOf(first.body.results), ...resultsOf(second.body.results)]).toEqual(['done', 'unchanged']);
    expect(undone.status).toBe(400);
    expect((await fleet.show(id)).auth_sets[0].status).toBe('rejected');
    await orchestrated.close();
  });
});

describe('both', () => {
  test('in a dry run return what would happen and what the devices have in common, and change nothing', async () => {
    const fleet = tenants.fleet(app);
    const seen = await fleet.pending(simulateDevice({ identity: { sn: 'dry-1', site: 'berlin' } }));
    const before = await dumpOf(app.service.store, [fleet.tenant]);

    const dismissal = await dismiss(fleet, { auth_sets: [itemOf(seen)], dry_run: true });
    const end = await decommission(fleet, { devices: [seen.id], dry_run: true });

    for (const { body } of [dismissal, end]) {
      expect([body.done, body.decision]).toEqual([1, undefined]);
      expect(body.facets).toContainEqual({ name: 'site', values: [{ value: 'berlin', count: 1 }] });
    }
    expect(await dumpOf(app.service.store, [fleet.tenant])).toBe(before);
  });

  test('touch nothing of another tenant', async () => {
    const [fleet, stranger] = [tenants.fleet(app), tenants.fleet(app)];
    const seen = await fleet.pending();

    const dismissal = await dismiss(stranger, { auth_sets: [itemOf(seen)] });
    const end = await decommission(stranger, { devices: [seen.id] });

    expect([...resultsOf(dismissal.body.results), ...resultsOf(end.body.results)]).toEqual(['gone', 'gone']);
    expect((await fleet.show(seen.id)).status).toBe('pending');
  });

  test('refuse one that is named twice', async () => {
    const fleet = tenants.fleet(app);
    const item = { device: 'a', auth_set: 'b' };

    expect((await dismiss(fleet, { auth_sets: [item, item] })).body.error).toBe('auth_sets names one twice');
    expect((await decommission(fleet, { devices: ['a', 'a'] })).status).toBe(400);
  });
});
