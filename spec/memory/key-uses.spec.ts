import { expect, test } from '@jest/globals';
import { createKeyUses } from '../../src/memory/key-uses.ts';
import type { KeyUse } from '../../src/store/store.ts';
import { given } from '../support/stores/given.ts';
import { givenTenantDevice } from '../support/stores/given-tenant-device.ts';

interface Batches {
  readonly devices: (readonly KeyUse<string>[])[];
  readonly machines: (readonly KeyUse<string>[])[];
}

function recording(batches: Batches, fails: () => boolean = () => false) {
  const noteInto = (into: (readonly KeyUse<string>[])[]) => ({
    noteUses: (uses: readonly KeyUse<string>[]) => {
      if (fails()) return Promise.reject(new Error('away'));
      into.push(uses);
      return Promise.resolve();
    },
  });
  return createKeyUses({ tenantDevices: noteInto(batches.devices), apiKeys: noteInto(batches.machines) });
}

const use = (minute: number) => ({ tenant: given.tenant(), id: givenTenantDevice.key().id, at: given.time(minute) });

test('a key that was used often is written once, with its last use, in one batch with the others', async () => {
  const batches: Batches = { devices: [], machines: [] };
  const uses = recording(batches);
  const [one, other] = [use(1), use(2)];

  uses.noteMachine(one);
  uses.noteMachine(other);
  uses.noteMachine({ ...one, at: given.time(9) });
  await uses.flush();
  await uses.flush();

  expect(batches.machines).toEqual([[{ ...one, at: given.time(9) }, other]]);
  expect(batches.devices).toEqual([]);
});

test('what could not be written is written with the next flush, and a later use is not lost to it', async () => {
  const batches: Batches = { devices: [], machines: [] };
  let isAway = true;
  const uses = recording(batches, () => isAway);
  const [one, device] = [use(1), givenTenantDevice.device()];
  uses.noteMachine(one);
  uses.noteDevice({ tenant: device.tenant, id: device.id, at: given.time(3) });

  const failed = uses.flush();
  uses.noteMachine({ ...one, at: given.time(9) });
  await expect(failed).rejects.toThrow('away');
  isAway = false;
  await uses.flush();

  expect(batches.machines).toEqual([[{ ...one, at: given.time(9) }]]);
  expect(batches.devices).toEqual([[{ tenant: device.tenant, id: device.id, at: given.time(3) }]]);
});
