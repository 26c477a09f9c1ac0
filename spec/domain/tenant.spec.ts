import { describe, expect, test } from '@jest/globals';
import { isReserved } from '../../src/domain/tenant.ts';

describe('a reserved tenant id', () => {
  test.each(['management', 'devices', 'internal', 'default', 'Devices', 'DEFAULT', 'iNtErNaL'])('%s', (tenant) => {
    expect(isReserved(tenant)).toBe(true);
  });

  test.each(['', 'acme', 'device', 'devices-1', ' devices', 'default/'])('"%s" is not a tenant', (tenant) => {
    expect(isReserved(tenant)).toBe(false);
  });
});
