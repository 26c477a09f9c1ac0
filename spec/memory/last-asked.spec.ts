import { describe, expect, test } from '@jest/globals';
import { authSetId } from '../../src/domain/ids.ts';
import { createLastAsked } from '../../src/memory/last-asked.ts';
import { given } from '../support/stores/given.ts';

const [first, second, third] = [authSetId('set 1'), authSetId('set 2'), authSetId('set 3')];

describe('last asked', () => {
  test('a set last asked when it was noted last', () => {
    const lastAsked = createLastAsked();

    lastAsked.note(first, given.time(1));
    lastAsked.note(first, given.time(2));

    expect(lastAsked.lastSeen(first)).toEqual(given.time(2));
    expect(lastAsked.lastSeen(second)).toBeUndefined();
  });

  test('when they are too many the one that asked longest ago is forgotten', () => {
    const lastAsked = createLastAsked(2);

    lastAsked.note(first, given.time(1));
    lastAsked.note(second, given.time(2));
    lastAsked.note(first, given.time(3));
    lastAsked.note(third, given.time(4));

    expect([first, second, third].map(lastAsked.lastSeen)).toEqual([given.time(3), undefined, given.time(4)]);
  });
});
