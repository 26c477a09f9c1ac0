import { describe, expect, test } from '@jest/globals';
import { isTimestamp } from '../../src/domain/timestamp.ts';

describe('isTimestamp', () => {
  test.each([
    '2027-01-01T00:00:00Z',
    '2027-01-01t00:00:00.123456789z',
    '2028-02-29T23:59:59+23:59',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
  ])('takes %s', (text) => {
    expect(isTimestamp(text)).toBe(true);
    expect(new Date(text).toISOString()).toMatch(/^\d{4}-/);
  });

  test.each([
    '2027-13-01T00:00:00Z',
    '2027-00-10T00:00:00Z',
    '2027-01-00T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2027-02-31T00:00:00Z',
    '2027-04-31T00:00:00Z',
    '2027-01-01T24:00:00Z',
    '2026-12-31T23:59:60Z',
    '2027-01-01T00:00:00+99:99',
    '2027-01-01T00:00:00+0100',
    '9999-12-31T23:59:59-23:59',
    '0000-01-01T00:00:00+00:01',
    '2027-01-01T00:00:00',
    '2027-01-01',
    '+010000-01-01T00:00:00Z',
    '',
  ])('refuses %s', (text) => {
    expect(isTimestamp(text)).toBe(false);
  });
});
