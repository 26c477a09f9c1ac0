import { describe, expect, test } from '@jest/globals';
import { hasRoom, UNLIMITED } from '../../src/domain/limits.ts';

describe('hasRoom', () => {
  test.each([
    { limit: 3, used: 0, room: true },
    { limit: 3, used: 2, room: true },
    { limit: 3, used: 3, room: false },
    { limit: 3, used: 4, room: false }, // lowered below the number in use: no device is rejected, none is accepted
    { limit: 1, used: 0, room: true },
    { limit: 0, used: 0, room: false },
    { limit: UNLIMITED, used: 0, room: true },
    { limit: UNLIMITED, used: 1_000_000, room: true },
  ])('$used of $limit in use: $room', ({ limit, used, room }) => {
    expect(hasRoom({ limit, used })).toBe(room);
  });
});

test('no limit is written -1', () => {
  expect(UNLIMITED).toBe(-1);
});
