import { describe, expect, test } from '@jest/globals';
import { createSources } from '../../src/memory/sources.ts';
import { openClock } from '../support/clock.ts';
import { given } from '../support/stores/given.ts';

const HOUR = 3_600_000;
const TENANT = given.tenant();

describe('sources', () => {
  test('the spent units of a source are halved every twelve hours, separately for each tenant', () => {
    const clock = openClock();
    const sources = createSources(clock.now);

    sources.spend(TENANT, 'x', 8);
    clock.advance(12 * HOUR);

    expect(sources.used(TENANT, 'x')).toBeCloseTo(4);
    expect(sources.used(TENANT, 'y')).toBe(0);
    expect(sources.used(given.tenant(), 'x')).toBe(0);
  });

  test('a unit that is given back is not spent', () => {
    const sources = createSources(openClock().now);

    sources.spend(TENANT, 'x', 1);
    sources.spend(TENANT, 'x', -1);

    expect(sources.used(TENANT, 'x')).toBe(0);
  });

  test('a source has starved for ten minutes after it was refused, if it spent less than is asked', () => {
    const clock = openClock();
    const sources = createSources(clock.now);
    sources.spend(TENANT, 'y', 5);
    sources.refused(TENANT, 'y');

    expect(sources.hasStarved(TENANT, 'x', 6)).toBe(true);
    expect(sources.hasStarved(TENANT, 'x', 5)).toBe(false);
    expect(sources.hasStarved(TENANT, 'y', 6)).toBe(false);
    expect(sources.hasStarved(given.tenant(), 'x', 6)).toBe(false);
    clock.advance(600_000);
    expect(sources.hasStarved(TENANT, 'x', 6)).toBe(false);
  });

  test('sources beyond the bound share the units of the heaviest of them', () => {
    const sources = createSources(openClock().now, 2);

    sources.spend(TENANT, 'heavy', 50);
    sources.spend(TENANT, 'light', 1);
    sources.spend(TENANT, 'c', 2);
    sources.spend(TENANT, 'd', 3);

    expect(['heavy', 'light', 'c', 'd'].map((from) => sources.used(TENANT, from))).toEqual([50, 50, 2, 3]);
  });
});
