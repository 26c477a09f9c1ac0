import { expect, test } from '@jest/globals';
import { tenantId } from '../../../src/domain/ids.ts';
import { configured } from '../../../src/service/tenant-devices/settings-of.ts';
import { setDeviceSettings } from '../../../src/service/tenant-devices/set-settings.ts';
import { openTenantApp } from '../../support/tenant-device-deps.ts';
import { made, OF, ORIGIN } from './tools.ts';

test("a device has its tenant's settings, and the installation's where the tenant has set none", async () => {
  const { deps } = await openTenantApp();
  const device = await made(deps);
  const [mine, yours] = [{ logoUrl: 'https://acme.example/l' }, { logoUrl: 'https://umbrella.example/l' }];

  expect((await configured(deps, device)).settings).toEqual({ logoUrl: 'https://example.com/logo.png' });
  await setDeviceSettings(deps, { tenant: tenantId('umbrella'), type: 'CrewCheck', settings: yours, origin: ORIGIN });
  expect((await configured(deps, device)).settings).toEqual({ logoUrl: 'https://example.com/logo.png' });
  await setDeviceSettings(deps, { ...OF, type: 'CrewCheck', settings: mine });
  expect(await configured(deps, device)).toEqual({ device, settings: mine });
});
