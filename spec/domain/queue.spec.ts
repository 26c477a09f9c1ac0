import { describe, expect, test } from '@jest/globals';
import { createQueueTally, type QueuedSet } from '../../src/domain/queue.ts';
import { fingerprint } from '../../src/domain/ids.ts';
import { given } from '../support/stores/given.ts';

const set = (of: Partial<QueuedSet> = {}): QueuedSet => ({
  from: '192.0.2.1',
  key: fingerprint('one'),
  createdAt: given.time(1),
  isLeaving: false,
  ...of,
});

describe('the queue', () => {
  test('counts a key of a source once, and the places that it holds each', () => {
    const tally = createQueueTally();

    for (const key of ['one', 'two', 'one']) tally.add(set({ key: fingerprint(key) }));

    expect(tally.queue(9).sources).toEqual([{ from: '192.0.2.1', places: 3, keys: 2, newest: given.time(1) }]);
  });

  test('has only the number of displaced sets', () => {
    const tally = createQueueTally();

    tally.add(set({ from: 'gone', createdAt: given.time(0), isLeaving: true }));
    tally.add(set());

    expect(tally.queue(9)).toMatchObject({ taken: 1, leaving: 1, oldest: given.time(1), sources: [{ places: 1 }] });
  });

  test('names the heaviest sources first, those of one weight by their address', () => {
    const tally = createQueueTally();

    for (const from of ['b', 'a', 'c', 'c', undefined]) tally.add(set({ from }));

    expect(tally.queue(3).sources.map(({ from }) => from)).toEqual(['c', undefined, 'a']);
  });

  test('has the time of the first set, and of the last one of each source', () => {
    const tally = createQueueTally();

    for (const minute of [5, 3, 7, 4]) tally.add(set({ createdAt: given.time(minute) }));

    expect(tally.queue(9)).toMatchObject({ oldest: given.time(3), sources: [{ newest: given.time(7) }] });
  });
});
