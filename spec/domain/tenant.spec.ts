import { describe, expect, test } from '@jest/globals';
import { tenantFault } from '../../src/domain/tenant.ts';

describe('the id of a tenant', () => {
  test.each(['management', 'devices', 'internal', 'default', 'Devices', 'DEFAULT', 'iNtErNaL'])(
    'is not reserved: %s',
    (tenant) => {
      expect(tenantFault(tenant)).toBe('this tenant id is reserved');
    },
  );

  test.each(['a/b', '/', 'default/', '\\', 'a\\b', 'a\nb', '\u0000', 'a\u007f', 'a\u0085', '.', '..'])(
    'is one path segment: %j',
    (tenant) => {
      expect(tenantFault(tenant)).toMatch(/no slashes and no control characters/);
    },
  );

  test.each([
    ['a'.repeat(129), /at most 128/],
    ['💥'.repeat(129), /at most 128/],
  ])('has at most 128 characters', (tenant, fault) => {
    expect(tenantFault(tenant)).toMatch(fault);
  });

  test.each([
    '',
    'acme',
    'device',
    'devices-1',
    ' devices',
    '...',
    'a.b',
    'a%2Fb',
    'ü',
    'a'.repeat(128),
    '💥'.repeat(128),
  ])('may be %j', (tenant) => {
    expect(tenantFault(tenant)).toBeUndefined();
  });
});
