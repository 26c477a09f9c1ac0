import { expect, test } from '@jest/globals';
import { setDeviceSettings } from '../../../src/service/tenant-devices/set-settings.ts';
import { openTenantApp } from '../../support/tenant-device-deps.ts';
import { OF, TENANT } from './tools.ts';

test('the settings are stored, and the change is announced', async () => {
  const { deps, announced } = await openTenantApp();
  const settings = { logoUrl: 'https://acme.example/logo.png' };

  await setDeviceSettings(deps, { ...OF, type: 'CrewCheck', settings });

  expect(await deps.tenantDevices.findSettings(TENANT, 'CrewCheck')).toEqual(settings);
  expect(announced).toMatchObject([{ type: 'device_settings.changed', deviceType: 'CrewCheck', tenant: TENANT }]);
});
