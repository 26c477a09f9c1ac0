import { describe, expect, test } from '@jest/globals';
import { authSetId } from '../../src/domain/ids.ts';
import { createLastAsked } from '../../src/memory/last-asked.ts';
import { given } from '../support/stores/given.ts';

const [first, second, third] = [authSetId('set 1'), authSetId('set 2'), authSetId('set 3')];

describe('sightings', () => {
  test('a set was last seen when it last asked', () => {
    const sightings = createLastAsked();

    sightings.note(first, given.time(1));
    sightings.note(first, given.time(2));

    expect(sightings.lastSeen(first)).toEqual(given.time(2));
    expect(sightings.lastSeen(second)).toBeUndefined();
  });

  test('when they are too many the one seen longest ago is forgotten', () => {
    const sightings = createLastAsked(2);

    sightings.note(first, given.time(1));
    sightings.note(second, given.time(2));
    sightings.note(first, given.time(3));
    sightings.note(third, given.time(4));

    expect([first, second, third].map(sightings.lastSeen)).toEqual([given.time(3), undefined, given.time(4)]);
  });

  test('300,000 sets that ask once leave 50,000, in a time that grows with their number', () => {
    const sightings = createLastAsked();
    const ids = Array.from({ length: 300_000 }, (_, index) => authSetId(`set ${index}`));

    const start = performance.now();
    ids.forEach((id, index) => sightings.note(id, given.time(index)));
    const elapsed = performance.now() - start;

    expect(ids.filter((id) => sightings.lastSeen(id) !== undefined)).toEqual(ids.slice(-50_000));
    expect(elapsed).toBeLessThan(5000); // stepping over what was forgotten each time takes three times as long
  });
});
