// The contract of the stats: they are about all tenants together, so each test has its own store.
import { describe, expect, test } from '@jest/globals';
import type { AuthSet } from '../../../src/domain/device.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import type { OperatedStore } from '../../../src/store/stats.ts';
import { given } from '../../support/stores/given.ts';
import type { OpenStore } from './store.ts';

export function describeStats(open: OpenStore): void {
  const withStore = async (use: (store: OperatedStore) => Promise<void>): Promise<void> => {
    const opened = await open({ defaultLimit: 5 });
    await use(opened.store);
    await opened.destroy();
  };

  describe('stats', () => {
    test('of an empty store are empty', () =>
      withStore(async ({ stats }) => {
        expect([...(await stats.devicesByStatus()).values()].filter((devices) => devices > 0)).toEqual([]);
        expect(await stats.oldestPending()).toBeUndefined();
        expect(await stats.rooms()).toEqual([]);
        expect(await stats.queues()).toEqual([]);
        expect(await stats.tenants()).toEqual([]);
        expect(await stats.openOperations()).toEqual([]);
        expect(await stats.oldestUnsentEvent()).toBeUndefined();
        expect(await stats.recount()).toEqual([]);
        expect(await stats.readers()).toEqual([]);
        expect(await stats.failures()).toEqual({ count: 0, last: undefined, isFailing: false });
      }));

    test('count the devices of every tenant by status, and no removed ones', () =>
      withStore(async (store) => {
        const pending = await created(store, given.device({ tenant: given.tenant(), createdAt: given.time(7) }));
        await created(store, given.device({ tenant: given.tenant(), createdAt: given.time(5) }));
        const accepted = await created(store, given.device({ tenant: given.tenant(), createdAt: given.time(1) }));
        const gone = await created(store, given.device({ tenant: pending.tenant, createdAt: given.time(2) }));
        await store.devices.commit(accepted.tenant, given.accept(accepted));
        await store.devices.commit(gone.tenant, given.remove(gone));

        const byStatus = await store.stats.devicesByStatus();
        const oldest = await store.stats.oldestPending();

        expect([byStatus.get('pending'), byStatus.get('accepted')]).toEqual([2, 1]);
        expect(oldest).toEqual(given.time(5));
      }));

    test('name each tenant that has a device once, and none that has lost its last one', () =>
      withStore(async (store) => {
        const [one, gone] = [given.device({ tenant: given.tenant() }), given.device({ tenant: given.tenant() })];
        const own = given.device();
        for (const device of [one, given.device({ tenant: one.tenant }), gone, own]) await created(store, device);
        await store.devices.commit(gone.tenant, given.remove(gone));

        const tenants = await store.stats.tenants();

        expect(tenants.toSorted()).toEqual([own.tenant, one.tenant].toSorted());
      }));

    test('tell the limit and the slots of each tenant that has a limit of its own or accepted a device', () =>
      withStore(async (store) => {
        const device = await created(store, given.device({ tenant: given.tenant() }));
        const limited = given.tenant();
        await created(store, given.device({ tenant: given.tenant() }));
        await store.devices.commit(device.tenant, given.accept(device));
        await store.limits.set(limited, 3, given.event({ tenant: limited }));

        const rooms = await store.stats.rooms();

        expect(rooms).toHaveLength(2);
        expect(rooms).toContainEqual({ tenant: device.tenant, limit: 5, used: 1 });
        expect(rooms).toContainEqual({ tenant: limited, limit: 3, used: 0 });
      }));

    test('tell of each tenant how many places are taken, and which three sources hold most', () =>
      withStore(async (store) => {
        const [busy, quiet] = [given.tenant(), given.tenant()];
        const waits = (tenant: TenantId, from: string | undefined, more: Partial<AuthSet> = {}) => {
          const set = given.authSet({ status: 'pending', ...(from !== undefined && { from }), ...more });
          return created(store, given.device({ tenant, authSets: [set] }));
        };
        for (const from of ['b', 'b', 'b', 'a', 'a', 'c', 'd']) await waits(busy, from);
        await waits(busy, 'd', { leavingAt: given.time(5) });
        await waits(busy, 'a', { status: 'rejected' });
        await waits(quiet, undefined);

        const queues = await store.stats.queues();

        expect(queues).toHaveLength(2);
        expect(queues).toContainEqual({
          ...{ tenant: busy, taken: 7, sources: 4 },
          heaviest: [
            { from: 'b', places: 3 },
            { from: 'a', places: 2 },
            { from: 'c', places: 1 },
          ],
        });
        expect(queues).toContainEqual({
          ...{ tenant: quiet, taken: 1, sources: 1 },
          heaviest: [{ from: undefined, places: 1 }],
        });
      }));

    test('count the accepted devices again, and find the same number, with no operation open', () =>
      withStore(async (store) => {
        const [kept, freed] = await Promise.all([
          created(store, given.device({ tenant: given.tenant() })),
          created(store, given.device({ tenant: given.tenant() })),
        ]);
        for (const device of [kept, freed]) await store.devices.commit(device.tenant, given.accept(device));
        await store.devices.commit(freed.tenant, given.reject({ ...freed, revision: 2 }));

        const recount = await store.stats.recount();

        expect(recount).toContainEqual({ tenant: kept.tenant, used: 1, accepted: 1, openOperations: 0 });
        expect(recount).toContainEqual({ tenant: freed.tenant, used: 0, accepted: 0, openOperations: 0 });
        expect(await store.stats.openOperations()).toEqual([]);
      }));

    test('know no unsent event once the feed was read', () =>
      withStore(async (store) => {
        const device = await created(store, given.device({ tenant: given.tenant() }));
        await store.limits.set(device.tenant, 3, given.event({ tenant: device.tenant }));

        await store.feed.head();

        expect(await store.stats.oldestUnsentEvent()).toBeUndefined();
      }));

    test('name the settings of durability, and find no fault in a store of these specs except its single copy', () =>
      withStore(async ({ stats }) => {
        const settings = await stats.settings();

        expect(settings.length).toBeGreaterThan(2);
        expect(settings.filter(({ name, problem }) => problem !== undefined && name !== 'replica_set')).toEqual([]);
      }));

    test('have the time of the store where it has a clock of its own', () =>
      withStore(async ({ stats }) => {
        const before = Date.now();

        const time = await stats.time();

        expect(Math.abs((time?.getTime() ?? before) - before)).toBeLessThan(60_000);
      }));
  });
}

export function everyStatsCall({ stats }: OperatedStore): readonly (() => Promise<unknown>)[] {
  return [
    () => stats.devicesByStatus(),
    () => stats.oldestPending(),
    () => stats.rooms(),
    () => stats.queues(),
    () => stats.openOperations(),
    () => stats.oldestUnsentEvent(),
    () => stats.recount(),
    () => stats.readers(),
    () => stats.webhookTroubles(),
    () => stats.disabledWebhooks(),
    () => stats.settings(),
    () => stats.time(),
  ];
}

async function created(store: OperatedStore, device: ReturnType<typeof given.device>) {
  await store.devices.commit(device.tenant, given.create(device));
  return device;
}
