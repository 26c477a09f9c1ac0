import { describe, expect, test } from '@jest/globals';
import { fingerprint } from '../../src/domain/ids.ts';
import { withRefusal, withRefusals, type Refusal, type RefusalReason } from '../../src/domain/refusal.ts';
import { given } from '../support/stores/given.ts';

const refusal = (key: string, reason: RefusalReason, minute: number, times = 1): Refusal => ({
  fingerprint: fingerprint(key),
  reason,
  at: given.time(minute),
  times,
});

describe('the refusals of a device', () => {
  test('of one key for one reason are counted together, with the last time', () => {
    const known = [refusal('a', 'pending', 1, 3)];

    expect(withRefusal(known, refusal('a', 'pending', 2))).toEqual([refusal('a', 'pending', 2, 4)]);
  });

  test('for another reason are counted anew', () => {
    const known = [refusal('a', 'pending', 1, 3)];

    expect(withRefusal(known, refusal('a', 'rejected', 2))).toEqual([refusal('a', 'rejected', 2)]);
  });

  test('that arrive late, from another node, do not replace a later one', () => {
    const known = [refusal('a', 'rejected', 5)];

    expect(withRefusal(known, refusal('a', 'pending', 4))).toEqual(known);
    expect(withRefusal(known, refusal('a', 'rejected', 4))).toEqual([refusal('a', 'rejected', 5, 2)]);
  });

  test('of keys that are no auth set are kept for the last one only', () => {
    const known = [refusal('a', 'pending', 1), refusal('b', 'sets_full', 2)];

    const after = withRefusal(known, refusal('c', 'places_full', 3));

    expect(after).toEqual([refusal('c', 'places_full', 3), refusal('a', 'pending', 1)]);
  });

  test('are at most 51, the newest', () => {
    const many = Array.from({ length: 60 }, (_, minute) => refusal(`key-${minute}`, 'pending', minute));

    const kept = withRefusals([], many);

    expect(kept).toHaveLength(51);
    expect(kept.at(-1)).toEqual(refusal('key-9', 'pending', 9));
  });
});
