import { expect, test } from '@jest/globals';
import { createClocks, secondsAt } from '../../src/verifier/moment.ts';

const HOUR_MS = 3_600_000;

test('an age is the longer one of the two clocks', () => {
  let wall = 1_000_000;
  const clocks = createClocks(() => wall);
  const moment = clocks.now();

  const ages = [0, HOUR_MS, -HOUR_MS].map((set) => {
    wall = 1_000_000 + set;
    return clocks.msSince(moment);
  });

  expect(ages[0]).toBeLessThan(1000);
  expect(ages[1]).toBeGreaterThanOrEqual(HOUR_MS); // the clock was set forward, or the machine slept
  expect(ages[2]).toBeLessThan(1000);
  expect(ages[2]).toBeGreaterThanOrEqual(0);
});

test('the time of the service follows the monotonic clock, independent of the other one', () => {
  const at = { monotonic: 5_000, wall: 0 };

  expect(secondsAt({ said: 100, at }, { monotonic: 7_500, wall: HOUR_MS })).toBe(102.5);
});
