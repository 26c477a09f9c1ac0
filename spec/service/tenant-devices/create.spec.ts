import { expect, test } from '@jest/globals';
import { createDevice } from '../../../src/service/tenant-devices/create.ts';
import { openTenantApp } from '../../support/tenant-device-deps.ts';
import { made, OF, refusedWith, TENANT } from './tools.ts';

const NOTHING = { type: undefined, name: undefined, description: undefined };

test('a device is created with the given members and defaults for the rest, and is announced', async () => {
  const { deps, announced, clock } = await openTenantApp();

  const { device, settings } = await createDevice(deps, { ...OF, ...NOTHING });

  const expected = { tenant: TENANT, type: 'CrewCheck', name: '', description: null, isEnabled: true, revision: 1 };
  expect(device).toMatchObject({ ...expected, key: undefined, createdAt: clock.now() });
  expect(settings).toEqual({ logoUrl: 'https://example.com/logo.png' });
  expect(await deps.tenantDevices.find(TENANT, device.id)).toEqual(device);
  expect(announced).toMatchObject([{ type: 'tenant_device.created', tenantDevice: device.id, tenant: TENANT }]);
});

test('one device more than the tenant may have is refused, and not announced', async () => {
  const { deps, announced } = await openTenantApp({ cap: 1 });
  await made(deps);

  await expect(createDevice(deps, { ...OF, ...NOTHING })).rejects.toMatchObject(refusedWith('limit_reached'));
  expect(announced).toHaveLength(1);
});
