import { expect, test } from '@jest/globals';
import { deviceId, tenantId } from '../../src/domain/ids.ts';
import { isFilled, withLimitReached } from '../../src/domain/limit-event.ts';
import { given } from '../support/stores/given.ts';

test('a limit is reached by the last slot, not before it, not above it, and never without a limit', () => {
  expect(isFilled({ limit: 3, used: 3 })).toBe(true);
  expect(
    [
      { limit: 3, used: 2 },
      { limit: 3, used: 4 },
      { limit: -1, used: 3 },
    ].map(isFilled),
  ).toEqual([false, false, false]);
});

test('the event follows those of its change, about the same device, with the next id of the change', () => {
  const of = { tenant: tenantId('acme'), device: deviceId('d'), identity: '{}', revision: 4 };
  const events = [0, 1].map((n) => given.event({ ...of, id: `change-1.${n}` }, { type: 'device.removed' }));

  const [first, second, added, ...more] = withLimitReached(events, 5);

  expect([first, second, more]).toEqual([...events, []]);
  expect(added).toEqual({
    ...of,
    id: 'change-1.2',
    type: 'limit.reached',
    limit: 5,
    at: events[0]?.at,
    origin: events[0]?.origin,
  });
});

test('a change without events stays without', () => {
  expect(withLimitReached([], 5)).toEqual([]);
});
