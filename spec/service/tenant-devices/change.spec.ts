import { expect, test } from '@jest/globals';
import { changeTenantDevice } from '../../../src/service/tenant-devices/change.ts';
import { openTenantApp } from '../../support/tenant-device-deps.ts';
import { givenTenantDevice } from '../../support/stores/given-tenant-device.ts';
import { made, OF, refusedWith } from './tools.ts';

test('a decision that lost is made again on the new state', async () => {
  const { deps, announced } = await openTenantApp();
  const device = await made(deps, '');
  const add = (letter: string) =>
    changeTenantDevice(deps, { ...OF, device: device.id }, (found) =>
      Promise.resolve({
        set: { name: found.name + letter },
        event: { type: 'tenant_device.changed', tenantDevice: found.id, isEnabled: true },
      }),
    );

  await Promise.all(Array.from('abcdefgh').map(add));

  const found = await deps.tenantDevices.find(OF.tenant, device.id);
  expect(
    Array.from(found?.name ?? '')
      .sort()
      .join(''),
  ).toBe('abcdefgh');
  expect(found?.revision).toBe(9);
  expect(announced).toHaveLength(9);
});

test('a device that other commands always change is given up', async () => {
  const { deps, announced } = await openTenantApp();
  const device = await made(deps);
  const restless = changeTenantDevice(deps, { ...OF, device: device.id }, async (found) => {
    await deps.tenantDevices.commit(OF.tenant, givenTenantDevice.update(found, { name: `${found.revision}` }));
    return { set: { name: 'x' }, event: { type: 'tenant_device.key_reset', tenantDevice: found.id } };
  });

  await expect(restless).rejects.toMatchObject(refusedWith('conflict'));
  expect(announced).toHaveLength(1);
});
