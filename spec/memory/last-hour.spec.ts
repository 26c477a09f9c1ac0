import { describe, expect, test } from '@jest/globals';
import { createLastHour } from '../../src/memory/last-hour.ts';
import { openClock } from '../support/clock.ts';
import { given } from '../support/stores/given.ts';

const MINUTE = 60_000;

describe('the last hour', () => {
  test('counts the events of sixty minutes, separately for each tenant', () => {
    const clock = openClock();
    const [tenant, other] = [given.tenant(), given.tenant()];
    const hour = createLastHour(clock.now);

    hour.add(tenant);
    clock.advance(59 * MINUTE);
    hour.add(tenant);

    expect([hour.count(tenant), hour.count(other)]).toEqual([2, 0]);
    clock.advance(MINUTE);
    expect(hour.count(tenant)).toBe(1);
    clock.advance(59 * MINUTE);
    expect(hour.count(tenant)).toBe(0);
  });

  test('is remembered of the tenants to which something happened last', () => {
    const [first, second, third] = [given.tenant(), given.tenant(), given.tenant()];
    const hour = createLastHour(openClock().now, 2);

    for (const tenant of [first, second, first, third]) hour.add(tenant);

    expect([first, second, third].map(hour.count)).toEqual([2, 0, 1]);
  });
});
