import { describe, expect, test } from '@jest/globals';
import {
  clientOf,
  isNameOf,
  looksLikeToken,
  ownsClientId,
  tenantName,
  userNameOf,
} from '../../src/domain/broker-client.ts';
import { deviceId, OWN_TENANT, tenantId } from '../../src/domain/ids.ts';

const OWN = { device: deviceId('d1'), tenant: OWN_TENANT };
const ACME = { device: deviceId('d1'), tenant: tenantId('acme') };

describe('the user name of a device', () => {
  test.each([OWN, ACME, { device: deviceId('d1'), tenant: tenantId('a/b') }])('names it again: %j', (client) => {
    expect(clientOf(userNameOf(client))).toEqual(client);
  });

  test('of the own tenant is the device id, or `default` and the device id', () => {
    expect(userNameOf(OWN)).toBe('d1');
    expect(clientOf('default/d1')).toEqual(OWN);
    expect([tenantName(OWN.tenant), tenantName(ACME.tenant)]).toEqual(['default', 'acme']);
  });

  test.each([
    ['d1', OWN, true, true],
    ['d1', ACME, true, false],
    ['acme/d1', ACME, true, true],
    ['other/d1', ACME, false, false],
    ['d2', OWN, false, false],
    ['D1', OWN, false, false],
  ] as const)('%s is a name of %j: %p, and where the broker asks by it later: %p', (name, client, any, whole) => {
    expect([isNameOf(name, client, 'any'), isNameOf(name, client, 'whole')]).toEqual([any, whole]);
  });
});

test.each([
  ['d1', true],
  ['d1-2', true],
  ['d1/2', true],
  ['d1:2', true],
  ['d12', false],
  ['d', false],
  ['xd1', false],
  ['d1 ', false],
  ['', false],
])('the client id %j is of device d1: %p', (clientId, is) => {
  expect(ownsClientId(OWN, clientId)).toBe(is);
});

test.each([
  [`${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}`, true],
  ['a.b.c', false],
  ['0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70', false],
  [`${'a'.repeat(120)}.${'b'.repeat(60)}`, false],
])('%s may be a token: %p', (text, is) => {
  expect(looksLikeToken(text)).toBe(is);
});
