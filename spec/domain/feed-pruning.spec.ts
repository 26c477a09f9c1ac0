import { describe, expect, test } from '@jest/globals';
import { firstKept } from '../../src/domain/feed-pruning.ts';

const NO_READER = { slowest: Infinity, newest: 100 };
/** Entries 1, 2, 3 … with these times. */
const written = (...times: readonly number[]) => times.map((writtenAt, at) => ({ position: at + 1, writtenAt }));

describe('the first entry that is kept', () => {
  test.each([
    ['is the first young one', written(1, 2, 8, 9), { before: 5, bound: 0, ...NO_READER }, 3],
    ['is no entry if all are old', written(1, 2, 3), { before: 5, bound: 0, ...NO_READER }, undefined],
    ['is a young one before an older one', written(1, 8, 2), { before: 5, bound: 0, ...NO_READER }, 2],
    ['is the first that a reader has not read', written(1, 2, 3), { before: 5, bound: 0, slowest: 1, newest: 9 }, 2],
    [
      'is the first after the bound that is not read',
      written(1, 2, 4),
      { before: 5, bound: 3, slowest: 0, newest: 9 },
      3,
    ],
    ['is the newest', written(1, 2, 3), { before: 5, bound: 5, slowest: Infinity, newest: 3 }, 3],
  ])('%s', (_rule, entries, rules, position) => {
    expect(firstKept(entries, rules)?.position).toBe(position);
  });
});
