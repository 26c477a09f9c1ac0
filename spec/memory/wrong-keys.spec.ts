import { expect, test } from '@jest/globals';
import { createWrongKeys } from '../../src/memory/wrong-keys.ts';
import { openClock } from '../support/clock.ts';
import { givenTenantDevice } from '../support/stores/given-tenant-device.ts';

const source = (from = '192.0.2.1') => ({ from, id: givenTenantDevice.key().id });

test('so many wrong keys a second are refused as unknown, and later ones of that second as too many', () => {
  const clock = openClock();
  const wrongKeys = createWrongKeys(3, clock.now);
  const mine = source();

  const codes = Array.from({ length: 5 }, () => wrongKeys.refusal(mine).code);
  clock.advance(1000);

  const [unknown, many] = ['caller_unknown', 'too_many_requests'];
  expect(codes).toEqual([unknown, unknown, unknown, many, many]);
  expect(wrongKeys.refusal(mine).code).toBe(unknown);
});

test('another id from the same address, and the same id from another address, have counts of their own', () => {
  const wrongKeys = createWrongKeys(1, openClock().now);
  const mine = source();
  wrongKeys.refusal(mine);

  expect(wrongKeys.refusal(mine).code).toBe('too_many_requests');
  expect(wrongKeys.refusal(source()).code).toBe('caller_unknown');
  expect(wrongKeys.refusal({ ...mine, from: '192.0.2.2' }).code).toBe('caller_unknown');
});
