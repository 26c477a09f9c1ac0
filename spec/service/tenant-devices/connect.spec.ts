import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { keyIdOf, writeKey, type ParsedKey } from '../../../src/domain/api-key.ts';
import { tenantDeviceId, tenantId } from '../../../src/domain/ids.ts';
import { type TenantDevice } from '../../../src/domain/tenant-device.ts';
import { connect } from '../../../src/service/tenant-devices/connect.ts';
import { updateDevice } from '../../../src/service/tenant-devices/update.ts';
import { openTenantApp, type TestTenantApp } from '../../support/tenant-device-deps.ts';
import { keyOf, made, OF, parsed, refusedWith, TENANT } from './tools.ts';

let opened: TestTenantApp;
let device: TenantDevice;
let key: ParsedKey;
beforeEach(async () => {
  opened = await openTenantApp();
  device = await made(opened.deps);
  key = await keyOf(opened.deps, device);
  opened.calls.length = 0;
});

const connecting = (of: Partial<Parameters<typeof connect>[1]> = {}) =>
  connect(opened.deps, { tenant: TENANT, device: device.id, key, from: '192.0.2.1', ...of });

const disable = () =>
  updateDevice(opened.deps, {
    ...OF,
    device: device.id,
    wanted: { isEnabled: false },
    expected: undefined,
  });

describe('with a key', () => {
  test('the device gets its settings, with one read of the device and one of the settings', async () => {
    expect(await connecting()).toEqual({ logoUrl: 'https://example.com/logo.png' });
    expect(opened.calls).toEqual(['tenantDevices.find', 'tenantDevices.findSettings']);
  });

  test('its use is noted', async () => {
    await connecting();
    await opened.deps.tenantDeviceUses.flush();

    expect(opened.calls).toContain('tenantDevices.noteUses');
  });

  test('the key of another device is refused without a read', async () => {
    const other = await keyOf(opened.deps, await made(opened.deps));
    opened.calls.length = 0;

    await expect(connecting({ key: other })).rejects.toMatchObject(refusedWith('caller_unknown'));
    expect(opened.calls).toEqual([]);
  });

  test("a machine's key is not a device's key, with any id", async () => {
    const machine = parsed(writeKey('dak', keyIdOf(device.id), randomBytes(32)));

    await expect(connecting({ key: machine })).rejects.toMatchObject(refusedWith('caller_unknown'));
  });

  test('a wrong secret, another tenant, a device without a reset and a deleted one are refused in the same way', async () => {
    const neverReset = await made(opened.deps);
    const forged = (id: string) => parsed(writeKey('ddk', keyIdOf(id), randomBytes(32)));

    for (const of of [
      { key: forged(device.id) },
      { tenant: tenantId('umbrella') },
      { device: neverReset.id, key: forged(neverReset.id) },
      { device: tenantDeviceId('nobody'), key: forged('0'.repeat(32)) },
    ]) {
      await expect(connecting(of)).rejects.toMatchObject({ code: 'caller_unknown', message: 'unauthorized' });
    }
  });

  test('a right key gets in however many wrong ones were tried for its id from its own address', async () => {
    const forged = parsed(writeKey('ddk', keyIdOf(device.id), randomBytes(32)));

    const refusals = await Promise.allSettled(Array.from({ length: 20 }, () => connecting({ key: forged })));

    expect(refusals.at(-1)).toMatchObject({ reason: { code: 'too_many_requests' } });
    expect(await connecting()).toEqual({ logoUrl: 'https://example.com/logo.png' });
  });

  test('only its own key learns that a device is disabled', async () => {
    await disable();

    await expect(connecting()).rejects.toMatchObject(refusedWith('device_disabled'));
    const forged = parsed(writeKey('ddk', keyIdOf(device.id), randomBytes(32)));
    await expect(connecting({ key: forged })).rejects.toMatchObject(refusedWith('caller_unknown'));
  });
});

describe('without a key, for a machine', () => {
  test('connects any device of the tenant, and gets its settings', async () => {
    expect(await connecting({ key: undefined })).toEqual({ logoUrl: 'https://example.com/logo.png' });
    const nobody = { key: undefined, device: tenantDeviceId('nobody') };
    await expect(connecting(nobody)).rejects.toMatchObject(refusedWith('device_not_found'));
    await disable();
    await expect(connecting({ key: undefined })).rejects.toMatchObject(refusedWith('device_disabled'));
  });
});
