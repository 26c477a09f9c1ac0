import { describe, expect, test } from '@jest/globals';
import { replaceKey, update } from '../../src/domain/tenant-device.ts';
import { givenTenantDevice } from '../support/stores/given-tenant-device.ts';

describe('update', () => {
  const device = givenTenantDevice.device({ name: 'a', description: 'b', isEnabled: true });
  const unset = { name: undefined, description: undefined, isEnabled: undefined };

  test.each([
    [{ name: 'c' }, { name: 'c' }],
    [{ description: null }, { description: null }],
    [{ isEnabled: false }, { isEnabled: false }],
    [
      { name: '', description: 'd', isEnabled: false },
      { name: '', description: 'd', isEnabled: false },
    ],
    [{ name: 'a', description: 'c' }, { description: 'c' }],
  ])('%j sets %j', (wanted, set) => {
    expect(update(device, { ...unset, ...wanted })?.set).toEqual(set);
  });

  test.each([{}, { name: 'a' }, { description: 'b', isEnabled: true }])('%j writes nothing', (wanted) => {
    expect(update(device, wanted)).toBeUndefined();
  });

  test('has whether the device is enabled afterwards', () => {
    expect(update(device, { isEnabled: false })?.event).toMatchObject({
      tenantDevice: device.id,
      isEnabled: false,
    });
    expect(update(device, { name: 'c' })?.event).toMatchObject({ isEnabled: true });
  });
});

test('a replaced key is all that a reset sets', () => {
  const [device, key] = [givenTenantDevice.device(), givenTenantDevice.hash()];

  expect(replaceKey(device, key)).toEqual({
    set: { key },
    event: { type: 'tenant_device.key_reset', tenantDevice: device.id },
  });
});
