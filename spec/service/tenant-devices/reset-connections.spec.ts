import { tenantDeviceId } from '../../../src/domain/ids.ts';
import { expect, test } from '@jest/globals';
import { matches } from '../../../src/domain/api-key.ts';
import { resetConnections } from '../../../src/service/tenant-devices/reset-connections.ts';
import { openTenantApp } from '../../support/tenant-device-deps.ts';
import { keyOf, made, OF, parsed, refusedWith } from './tools.ts';

test('the new key is valid for the device, the former is not, and the event in the feed has neither', async () => {
  const { deps, announced } = await openTenantApp();
  const device = await made(deps);
  const old = await keyOf(deps, device);

  const text = await resetConnections(deps, { ...OF, device: device.id });

  const found = await deps.tenantDevices.find(OF.tenant, device.id);
  expect(matches(parsed(text), found?.key)).toBe(true);
  expect(matches(old, found?.key)).toBe(false);
  expect(announced.at(-1)).toMatchObject({ type: 'tenant_device.key_reset', tenantDevice: device.id });
  expect(JSON.stringify(announced)).not.toContain(text.slice(40));
});

test('of parallel resets exactly one key is good', async () => {
  const { deps } = await openTenantApp();
  const device = await made(deps);

  const keys = await Promise.all(Array.from({ length: 20 }, () => keyOf(deps, device)));

  const found = await deps.tenantDevices.find(OF.tenant, device.id);
  expect(keys.filter((key) => matches(key, found?.key))).toHaveLength(1);
});

test('a device that is not there is refused', async () => {
  const { deps } = await openTenantApp();

  const reset = resetConnections(deps, { ...OF, device: tenantDeviceId('nobody') });

  await expect(reset).rejects.toMatchObject(refusedWith('device_not_found'));
});
