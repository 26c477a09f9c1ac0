import { expect, test } from '@jest/globals';
import { createOncePerDay } from '../../src/memory/once-per-day.ts';
import { openClock } from '../support/clock.ts';

test('a name is let through once a day', () => {
  const clock = openClock();
  const once = createOncePerDay(clock.now);

  expect([once('a'), once('a'), once('b')]).toEqual([true, false, true]);
  clock.advance(86_400_000 - 1);
  expect(once('a')).toBe(false);
  clock.advance(1);
  expect(once('a')).toBe(true);
});
