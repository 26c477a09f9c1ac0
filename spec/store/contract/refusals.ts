// The contract of the last refusals of devices: notes beside the device, which no command reads.
import { describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import { deviceId, fingerprint, type TenantId } from '../../../src/domain/ids.ts';
import type { Refusal } from '../../../src/domain/refusal.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';

const refusal = (minute: number, of: Partial<Refusal> = {}): Refusal => ({
  fingerprint: fingerprint('aa'),
  reason: 'pending',
  at: given.time(minute),
  times: 1,
  ...of,
});

async function written(store: Store): Promise<Device> {
  const device = given.device({ tenant: given.tenant() });
  await store.devices.commit(device.tenant, given.create(device));
  return device;
}

const note = ({ devices }: Store, { tenant, id: device }: Device, ...refusals: readonly Refusal[]) =>
  devices.noteRefusals([{ tenant, device, refusals }]);

export function describeRefusals(store: () => Store): void {
  describe('refusals', () => {
    test('are added to those of the device, and change nothing else in it', async () => {
      const device = await written(store());
      const other = refusal(3, { fingerprint: fingerprint('bb'), reason: 'sets_full', from: '192.0.2.1' });

      await note(store(), device, refusal(1, { times: 5 }));
      await note(store(), device, refusal(2), other);

      const { tenant, id } = device;
      expect(await store().devices.listRefusals(tenant, id)).toEqual([other, refusal(2, { times: 6 })]);
      expect(await store().devices.find(tenant, id)).toEqual(device);
    });

    test('outlive every change of the device, and end with it', async () => {
      const device = await written(store());
      const { tenant, id } = device;
      await note(store(), device, refusal(1));

      await store().devices.commit(tenant, given.accept(device));
      expect(await store().devices.listRefusals(tenant, id)).toEqual([refusal(1)]);
      await store().devices.commit(tenant, given.remove({ ...device, revision: 2 }));
      await note(store(), device, refusal(2));

      expect(await store().devices.listRefusals(tenant, id)).toEqual([]);
    });

    test('of many devices are noted in one call; those that are not there, or of another tenant, are passed over', async () => {
      const devices = [await written(store()), await written(store())];
      const noted = devices.map(({ tenant, id }, index) => ({ tenant, device: id, refusals: [refusal(index)] }));
      const foreign = { tenant: given.tenant(), device: devices[0]!.id, refusals: [refusal(9)] };
      const unknown = { tenant: given.tenant(), device: deviceId('nobody'), refusals: [refusal(9)] };

      await store().devices.noteRefusals([foreign, unknown, ...noted]);

      const found = devices.map(({ tenant, id }) => store().devices.listRefusals(tenant, id));
      expect(await Promise.all(found)).toEqual([[refusal(0)], [refusal(1)]]);
      expect(await store().devices.listRefusals(foreign.tenant, foreign.device)).toEqual([]);
    });

    test('that nodes note at the same time are all counted', async () => {
      const device = await written(store());

      await Promise.all([1, 2, 3, 4].map((minute) => note(store(), device, refusal(minute))));

      const { tenant, id } = device;
      expect(await store().devices.listRefusals(tenant, id)).toEqual([refusal(4, { times: 4 })]);
    });
  });
}

/** Each call of refusals, for specs about stores that are closed or away. */
export function everyRefusalCall({ devices }: Store, tenant: TenantId): readonly (() => Promise<unknown>)[] {
  const device = deviceId('nobody');
  return [
    () => devices.noteRefusals([{ tenant, device, refusals: [refusal(1)] }]),
    () => devices.listRefusals(tenant, device),
  ];
}
