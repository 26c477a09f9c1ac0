import { describe, expect, test } from '@jest/globals';
import { changeId } from '../../src/domain/ids.ts';
import { eventOf } from '../../src/domain/event.ts';
import { given } from '../support/stores/given.ts';

describe('eventOf', () => {
  test('an event has its change, time, tenant and actor, and its id is that of the change with its number', () => {
    const origin = { actor: 'user:ada', requestId: 'request-7' };
    const occasion = { change: changeId('c-1'), tenant: given.tenant(), at: given.time(3), origin };

    const events = [3, 4].map((limit, index) => eventOf({ type: 'limit.changed', limit }, occasion, index));

    const { tenant, at } = occasion;
    expect(events).toEqual([
      { type: 'limit.changed', limit: 3, id: 'c-1.0', tenant, at, origin },
      { type: 'limit.changed', limit: 4, id: 'c-1.1', tenant, at, origin },
    ]);
  });

  test('an event of a device has the device and its revision; it is the first of its change by default', () => {
    const device = given.unknownId();
    const of = { change: changeId('c-2'), tenant: given.tenant(), at: given.time(0), device, revision: 4 };

    const event = eventOf({ type: 'device.removed' }, { ...of, origin: { actor: 'system', requestId: 'r' } });

    expect(event).toMatchObject({ type: 'device.removed', id: 'c-2.0', device, revision: 4 });
  });
});
