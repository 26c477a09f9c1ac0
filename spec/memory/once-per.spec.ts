import { expect, test } from '@jest/globals';
import { createOncePerDay, createOncePerHour } from '../../src/memory/once-per.ts';
import { openClock } from '../support/clock.ts';

test.each([
  ['day', createOncePerDay, 86_400_000],
  ['hour', createOncePerHour, 3_600_000],
])('a name is let through once a %s', (_period, create, periodMs) => {
  const clock = openClock();
  const once = create(clock.now);

  expect([once('a'), once('a'), once('b')]).toEqual([true, false, true]);
  clock.advance(periodMs - 1);
  expect(once('a')).toBe(false);
  clock.advance(1);
  expect(once('a')).toBe(true);
});
