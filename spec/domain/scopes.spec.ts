import { expect, test } from '@jest/globals';
import { suffices, userScopes } from '../../src/domain/scopes.ts';

test('a user has those scopes of the table that its token names, and never that of devices', () => {
  const named = ['openid', 'Device.Connect', 'Device.Read', 'devices:read', 'device.read', 'Device.Connect.Reset'];

  expect(userScopes(named)).toEqual(['Device.Read', 'Device.Connect.Reset']);
  expect(userScopes([])).toEqual([]);
});

test('all of the scopes that are needed must be held', () => {
  expect(suffices(['a', 'b'], ['a'])).toBe(true);
  expect(suffices(['a'], ['a', 'b'])).toBe(false);
  expect(suffices([], ['a'])).toBe(false);
});
