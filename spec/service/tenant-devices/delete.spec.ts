import { tenantDeviceId } from '../../../src/domain/ids.ts';
import { expect, test } from '@jest/globals';
import { deleteDevice } from '../../../src/service/tenant-devices/delete.ts';
import { openTenantApp } from '../../support/tenant-device-deps.ts';
import { made, OF, refusedWith } from './tools.ts';

test('the device is deleted, which is announced, and a second deletion does nothing', async () => {
  const { deps, announced } = await openTenantApp();
  const { id } = await made(deps);

  await deleteDevice(deps, { ...OF, device: id, expected: undefined });
  await deleteDevice(deps, { ...OF, device: id, expected: undefined });

  expect(await deps.tenantDevices.find(OF.tenant, id)).toBeUndefined();
  expect(announced.map(({ type }) => type)).toEqual(['tenant_device.created', 'tenant_device.removed']);
});

test('a device that is not as expected, or not there, stays as it is', async () => {
  const { deps } = await openTenantApp();
  const { id } = await made(deps);

  for (const device of [id, tenantDeviceId('nobody')]) {
    const command = { ...OF, device, expected: () => false };
    await expect(deleteDevice(deps, command)).rejects.toMatchObject(refusedWith('precondition_failed'));
  }
  expect(await deps.tenantDevices.find(OF.tenant, id)).toBeDefined();
});
