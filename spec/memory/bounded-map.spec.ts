import { describe, expect, test } from '@jest/globals';
import { createBoundedMap } from '../../src/memory/bounded-map.ts';

describe('a bounded map', () => {
  test('forgets the entry that was set longest ago, and reports it', () => {
    const removed: [string, number][] = [];
    const map = createBoundedMap<string, number>(2, (...entry) => removed.push(entry));

    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    map.set('c', 4);

    expect(['a', 'b', 'c'].map(map.get)).toEqual([3, undefined, 4]);
    expect(removed).toEqual([['b', 2]]);
  });

  test('an entry that was deleted makes room', () => {
    const map = createBoundedMap<string, number>(2);

    map.set('a', 1);
    map.set('b', 2);
    map.delete('a');
    map.set('c', 3);

    expect(['a', 'b', 'c'].map(map.get)).toEqual([undefined, 2, 3]);
  });

  test('always forgets the oldest, even if entries are set again often', () => {
    const map = createBoundedMap<number, number>(3);

    for (let count = 0; count < 1000; count += 1) {
      map.set(count, count);
      map.set(0, count);
    }

    expect([0, 997, 998, 999].map(map.get)).toEqual([999, undefined, 998, 999]);
  });

  test('300,000 entries leave 50,000, in a time that grows with their number', () => {
    const map = createBoundedMap<number, number>(50_000);

    const start = performance.now();
    for (let count = 0; count < 300_000; count += 1) map.set(count, count);
    const elapsed = performance.now() - start;

    expect([249_999, 250_000].map(map.get)).toEqual([undefined, 250_000]);
    expect(elapsed).toBeLessThan(5000); // skipping deleted entries each time takes three times as long
  });
});
