import { describe, expect, test } from '@jest/globals';
import { createBuckets } from '../../src/memory/buckets.ts';
import { openClock } from '../support/clock.ts';

const SECOND = 1000;

function open(max = 10) {
  const clock = openClock();
  return { clock, buckets: createBuckets({ size: 3, perSecond: 0.5, now: clock.now, max }) };
}

const takeAll = (take: (name: string) => boolean, name: string, times: number): number =>
  Array.from({ length: times }, () => take(name)).filter(Boolean).length;

describe('buckets', () => {
  test('a name has its units at once, and no more', () => {
    const { buckets } = open();

    expect(takeAll(buckets.take, 'a', 5)).toBe(3);
    expect(buckets.left('a')).toBe(0);
    expect(buckets.left('b')).toBe(3);
  });

  test('units return one by one, at the rate, up to the size', () => {
    const { clock, buckets } = open();
    takeAll(buckets.take, 'a', 3);

    clock.advance(2 * SECOND - 1);
    expect(buckets.take('a')).toBe(false);
    clock.advance(1);
    expect(takeAll(buckets.take, 'a', 2)).toBe(1);
    clock.advance(100 * SECOND);
    expect(buckets.left('a')).toBe(3);
  });

  test('a unit can be given back', () => {
    const { buckets } = open();
    takeAll(buckets.take, 'a', 3);

    buckets.giveBack('a');

    expect(takeAll(buckets.take, 'a', 2)).toBe(1);
  });

  test('the time until units are there is known', () => {
    const { clock, buckets } = open();
    takeAll(buckets.take, 'a', 3);

    expect(buckets.secondsUntil('a', 1)).toBe(2);
    expect(buckets.secondsUntil('a', 3)).toBe(6);
    clock.advance(SECOND);
    expect(buckets.secondsUntil('a', 1)).toBe(1);
    expect(buckets.secondsUntil('b', 3)).toBe(0);
  });

  test('a clock that is set back does not change the units', () => {
    const { clock, buckets } = open();
    takeAll(buckets.take, 'a', 2);

    clock.advance(-100 * SECOND);

    expect(buckets.left('a')).toBe(1);
  });

  test('a name that is forgotten is full again', () => {
    const { buckets } = open(1);
    takeAll(buckets.take, 'a', 3);

    buckets.take('b');

    expect(buckets.left('a')).toBe(3);
    expect(buckets.left('b')).toBe(2);
  });
});
