import { expect, test } from '@jest/globals';
import { updateDevice } from '../../../src/service/tenant-devices/update.ts';
import { openTenantApp } from '../../support/tenant-device-deps.ts';
import { made, OF, refusedWith } from './tools.ts';

const NOTHING = { name: undefined, description: undefined, isEnabled: undefined };

test('the device is as wanted, and the change is announced', async () => {
  const { deps, announced } = await openTenantApp();
  const { id } = await made(deps);
  const wanted = { ...NOTHING, description: 'north', isEnabled: false };

  const { device } = await updateDevice(deps, { ...OF, device: id, wanted, expected: undefined });

  expect(device).toMatchObject({ name: 'Gate 4', description: 'north', isEnabled: false, revision: 2 });
  expect(await deps.tenantDevices.find(OF.tenant, id)).toEqual(device);
  expect(announced.at(-1)).toMatchObject({ type: 'tenant_device.changed', tenantDevice: id, isEnabled: false });
});

test('an update without a change writes nothing', async () => {
  const { deps, announced } = await openTenantApp();
  const { id } = await made(deps);

  const { device } = await updateDevice(deps, { ...OF, device: id, wanted: NOTHING, expected: undefined });

  expect(device.revision).toBe(1);
  expect(announced).toHaveLength(1);
});

test('a device that is not as expected is not changed', async () => {
  const { deps } = await openTenantApp();
  const { id } = await made(deps);
  const command = { ...OF, device: id, wanted: { ...NOTHING, name: 'x' }, expected: () => false };

  await expect(updateDevice(deps, command)).rejects.toMatchObject(refusedWith('precondition_failed'));
  expect(await deps.tenantDevices.find(OF.tenant, id)).toMatchObject({ name: 'Gate 4', revision: 1 });
});

test('the expectation is checked on the state that is replaced, also after another change', async () => {
  const { deps } = await openTenantApp();
  const { id } = await made(deps);
  const seen: number[] = [];
  const change = (name: string) =>
    updateDevice(deps, {
      ...OF,
      device: id,
      wanted: { ...NOTHING, name },
      expected: ({ device }) => {
        seen.push(device.revision);
        return device.revision === 1;
      },
    });

  const outcomes = await Promise.allSettled([change('a'), change('b')]);

  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(seen).toEqual([1, 1, 2]);
});
