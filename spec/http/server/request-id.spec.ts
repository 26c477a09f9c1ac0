import { describe, expect, test } from '@jest/globals';
import { requestIdFrom, requestIdOf } from '../../../src/http/server/request-id.ts';

const V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const GIVEN = '5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11';

describe('a request id', () => {
  test.each([GIVEN, GIVEN.toUpperCase(), 'x', '6f9619ff8b86d011b42d00c04fc964ff', 'AZaz09._:/-', 'a'.repeat(128)])(
    'is the one that the caller gave: %s',
    (given) => {
      expect(requestIdFrom(given)).toBe(given);
    },
  );

  test.each([undefined, '', 'two words', 'a'.repeat(129), `${GIVEN}\n`, 'é'])('is new for %j', (given) => {
    expect(requestIdFrom(given)).toMatch(V4);
  });

  test('is new if two were given', () => {
    const id = requestIdOf({ headersDistinct: { 'x-men-requestid': [GIVEN, GIVEN] } });

    expect(id).toMatch(V4);
    expect(id).not.toBe(GIVEN);
  });

  test('that is new is never made again, over several draws', () => {
    const ids = Array.from({ length: 200_000 }, () => requestIdFrom(undefined));

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !V4.test(id))).toEqual([]);
    expect(new Set(ids.map((id) => id.slice(0, 8))).size).toBeGreaterThan(2);
  });
});
