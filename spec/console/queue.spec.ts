// A selection consists of devices with the auth set that was on screen. New, removed or moved rows never move it to another device.
import { describe, expect, test } from '@jest/globals';
import { createQueue, singleIn, singleOfStatus, type Listed } from '../../src/console/queue.ts';

const TS = '2026-11-28T12:00:00.000Z';
const device = (id: string, ...statuses: ('pending' | 'accepted' | 'rejected')[]): Listed => ({
  id,
  status: statuses[0] ?? 'noauth',
  auth_sets: statuses.map((status, index) => ({ id: `${id}-${index}`, status, ts: TS })),
});
const waiting = (...ids: string[]) => ids.map((id) => device(id, 'pending'));

function given(...rows: readonly Listed[]) {
  const queue = createQueue(singleIn('pending'));
  queue.show({ rows, next: undefined }, 'first');
  return queue;
}

const chosen = (queue: ReturnType<typeof given>) => [...queue.chosen.value.values()].map(({ authSet }) => authSet);

describe('the selection', () => {
  test('stays on the same devices when the rows are read again in another order', () => {
    const queue = given(...waiting('a', 'b', 'c'));
    queue.toggle('b');
    queue.toggle('c');

    queue.show({ rows: waiting('new', 'c', 'a', 'b'), next: undefined }, 'first');

    expect(chosen(queue)).toEqual(['b-0', 'c-0']);
    expect(['new', 'a', 'b', 'c'].filter(queue.isChosen)).toEqual(['b', 'c']);
  });

  test('keeps the auth set that was on screen when the device has another one', () => {
    const queue = given(...waiting('a'));
    queue.toggle('a');

    queue.show({ rows: [device('a', 'rejected', 'pending')], next: undefined }, 'first');

    expect(chosen(queue)).toEqual(['a-0']);
  });

  test('has no device with several keys that wait', () => {
    const queue = given(device('two', 'pending', 'pending'), ...waiting('a'));

    queue.toggle('two');
    queue.togglePage();

    expect(chosen(queue)).toEqual(['a-0']);
  });

  test('selects a range from the last selected row, and the whole page', () => {
    const queue = given(...waiting('a', 'b', 'c', 'd'));

    queue.toggle('b');
    queue.toggle('d', { toAnchor: true });
    expect(queue.size.value).toBe(3);

    queue.togglePage();
    expect(queue.size.value).toBe(4);

    queue.togglePage();
    expect(queue.size.value).toBe(0);
  });

  test('of all that match becomes a list of the page when one row is deselected', () => {
    const queue = given(...waiting('a', 'b', 'c'));
    queue.chooseAll({ filter: { auth_set_status: ['pending'] }, count: 4213, more: false, seenBefore: TS });
    expect(queue.size.value).toBe(4213);

    queue.toggle('b');

    expect([queue.all.value, chosen(queue)]).toEqual([undefined, ['a-0', 'c-0']]);
  });

  test('loses a device that is taken away', () => {
    const queue = given(...waiting('a', 'b'));
    queue.togglePage();

    queue.replace('a', undefined);

    expect(chosen(queue)).toEqual(['b-0']);
  });
});

describe('the present row', () => {
  test('is the first one, moves, and stays within the list', () => {
    const queue = given(...waiting('a', 'b'));

    expect([queue.at.value, queue.move(1), queue.move(1), queue.move(-5)]).toEqual(['a', 'b', 'b', 'a']);
  });

  test('is the next one after it was taken away, and the last one at the end', () => {
    const queue = given(...waiting('a', 'b', 'c'));
    queue.move(1);

    queue.replace('b', undefined);
    expect(queue.at.value).toBe('c');

    queue.replace('c', undefined);
    expect(queue.at.value).toBe('a');
  });

  test('stays when the rows are read again', () => {
    const queue = given(...waiting('a', 'b'));
    queue.move(1);

    queue.show({ rows: waiting('new', 'b'), next: undefined }, 'first');

    expect(queue.at.value).toBe('b');
  });
});

test('a list of all devices picks the one auth set that gives the device its status', () => {
  expect(singleOfStatus(device('a', 'accepted', 'pending'))).toEqual({ device: 'a', authSet: 'a-0', from: 'accepted' });
  expect(singleOfStatus(device('b', 'rejected', 'rejected'))).toBe('several_keys');
  expect(singleOfStatus(device('c'))).toBe('no_key');
});
