import { expect, test } from '@jest/globals';
import { createWrongKeys } from '../../src/memory/wrong-keys.ts';
import { openClock } from '../support/clock.ts';
import { givenTenantDevice } from '../support/stores/given-tenant-device.ts';
import { refusedWith } from '../service/tenant-devices/tools.ts';

const source = (from = '192.0.2.1') => ({ from, id: givenTenantDevice.key().id });

test('so many wrong keys a second are refused as such, and then told to wait until it is over', () => {
  const clock = openClock();
  const wrongKeys = createWrongKeys(3, clock.now);
  const mine = source();

  for (let count = 0; count < 3; count += 1) {
    wrongKeys.refuseFlood(mine);
    expect(wrongKeys.refusal(mine)).toMatchObject(refusedWith('caller_unknown'));
  }
  expect(() => wrongKeys.refuseFlood(mine)).toThrow(expect.objectContaining(refusedWith('too_many_requests')));
  clock.advance(1000);
  expect(() => wrongKeys.refuseFlood(mine)).not.toThrow();
});

test('another id from the same address, and the same id from another, are not held back', () => {
  const wrongKeys = createWrongKeys(1, openClock().now);
  const mine = source();
  wrongKeys.refusal(mine);

  expect(() => wrongKeys.refuseFlood(mine)).toThrow();
  expect(() => wrongKeys.refuseFlood(source())).not.toThrow();
  expect(() => wrongKeys.refuseFlood({ ...mine, from: '192.0.2.2' })).not.toThrow();
});

test('good keys are not counted', () => {
  const wrongKeys = createWrongKeys(1, openClock().now);
  const mine = source();

  for (let count = 0; count < 100; count += 1) wrongKeys.refuseFlood(mine);
  expect(() => wrongKeys.refuseFlood(mine)).not.toThrow();
});
