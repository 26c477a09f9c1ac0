// The contract of the event that says that a limit is reached: in the feed once for each time.
import { describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { eventsOf } from './feed.ts';

export function describeLimitReached(store: () => Store): void {
  /** Devices of a tenant that may have two accepted ones. */
  const waiting = async (count: number): Promise<readonly [TenantId, readonly Device[]]> => {
    const tenant = given.tenant();
    await store().limits.set(tenant, 2, given.event({ tenant }));
    const devices = given.devices(count, { tenant });
    for (const device of devices) await store().devices.commit(tenant, given.create(device));
    return [tenant, devices];
  };
  const reached = async (tenant: TenantId, count: number) =>
    (await eventsOf(store(), tenant, count)).filter(({ type }) => type === 'limit.reached');

  describe('a limit that is reached', () => {
    test('is told by the change that took the last slot, and by no other', async () => {
      const [tenant, [first, second, third]] = await waiting(3);
      if (first === undefined || second === undefined || third === undefined) throw new TypeError('three devices');

      const answers = [];
      for (const device of [first, second, third])
        answers.push(await store().devices.commit(tenant, given.accept(device)));

      expect(answers).toEqual(['done', 'done', 'full']);
      const events = await eventsOf(store(), tenant, 7);
      expect(events.filter(({ type }) => type === 'limit.reached')).toMatchObject([
        { type: 'limit.reached', limit: 2, tenant },
      ]);
    });

    test('is told once however many devices are accepted together', async () => {
      const [tenant, devices] = await waiting(6);

      const answers = await store().devices.commitMany(
        tenant,
        devices.map((device) => given.accept(device)),
      );

      expect(answers.filter((answer) => answer === 'done')).toHaveLength(2);
      expect(await reached(tenant, 10)).toHaveLength(1);
    });

    test('is told once by many commands at the same time', async () => {
      const [tenant, devices] = await waiting(8);

      await Promise.all(devices.map((device) => store().devices.commit(tenant, given.accept(device))));

      expect(await reached(tenant, 12)).toHaveLength(1);
    });
  });

  test('a tenant without a limit reaches none', async () => {
    const tenant = given.tenant();
    const device = given.device({ tenant });
    await store().devices.commit(tenant, given.create(device));
    await store().devices.commit(tenant, given.accept(device));

    expect(await reached(tenant, 2)).toEqual([]);
  });
}
