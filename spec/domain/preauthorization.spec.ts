import { describe, expect, test } from '@jest/globals';
import type { Device } from '../../src/domain/device.ts';
import { Refused } from '../../src/domain/errors.ts';
import { preauthorizeAgain } from '../../src/domain/preauthorization.ts';
import { after, contactWith, deviceWith, many, NOW, refusalOf, setsOf, told } from './tools.ts';

describe('preauthorizing a device that is there, with force', () => {
  const forced = (device: Device, key: string) =>
    preauthorizeAgain(device, { ...contactWith(key), from: undefined }, NOW);

  test('a key it does not know is added as preauthorized', () => {
    const device = deviceWith('rejected');

    const decision = forced(device, 'a new key');

    expect(told(decision)).toEqual(['set new: new, preauthorized', 'device: rejected → preauthorized', 'slot: keep']);
    expect(setsOf(after(device, decision))).toBe('set 0 rejected, set new preauthorized');
  });

  test('an accepted device stays accepted, with its tokens', () => {
    const device = deviceWith('accepted');

    const decision = forced(device, 'a new key');

    expect(told(decision)).toEqual(['set new: new, preauthorized', 'slot: keep']);
    expect(after(device, decision)).toMatchObject({ status: 'accepted', tokens: device.tokens });
  });

  test('any number of preauthorized sets is a legal state', () => {
    const device = deviceWith('preauthorized', 'preauthorized');

    expect(setsOf(after(device, forced(device, 'a new key')))).toBe(
      'set 0 preauthorized, set 1 preauthorized, set new preauthorized',
    );
  });

  test.each(['pending', 'rejected'] as const)('a set that is %s becomes preauthorized', (status) => {
    const device = deviceWith(status);

    const decision = forced(device, 'key 0');

    expect(told(decision)).toEqual([
      `set 0: ${status} → preauthorized`,
      `device: ${status} → preauthorized`,
      'slot: keep',
    ]);
    expect(setsOf(after(device, decision))).toBe('set 0 preauthorized');
  });

  test.each(['preauthorized', 'accepted'] as const)('a set that is %s is left as it is', (status) => {
    expect(told(forced(deviceWith(status), 'key 0'))).toEqual(['nothing is written']);
  });

  test.each(['key 0', 'a new key'])('a device that is being decommissioned is in the way (%s)', (key) => {
    const device = { ...deviceWith('rejected'), decommissioningSince: NOW };

    expect(() => forced(device, key)).toThrow(new Refused('device_exists', 'device already exists', { device }));
    expect(refusalOf(() => forced(device, key))).toBe('device_exists');
  });

  test('ten pending sets do not remove a set, fifty sets do: the newest pending one that is not the first', () => {
    const waiting = deviceWith(...many(10, 'pending'));
    const full = deviceWith(...many(10, 'pending'), ...many(40, 'accepted'));

    expect(told(forced(waiting, 'a new key'))[0]).toBe('set new: new, preauthorized');
    expect(told(forced(full, 'a new key'))[0]).toBe('set 9: pending, displaced');
    expect(after(full, forced(full, 'a new key')).authSets).toHaveLength(50);
  });

  test('a device with fifty sets that all must stay takes no more, and the operator gets an event', () => {
    const full = deviceWith('pending', ...many(49, 'accepted'));

    expect(refusalOf(() => forced(full, 'a new key'))).toBe('auth_sets_full');
  });
});
