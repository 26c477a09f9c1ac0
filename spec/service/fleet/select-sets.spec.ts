import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { countSets, selectSets, type Selection } from '../../../src/service/fleet/select-sets.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { OPERATOR, accepted, waiting } from './tools.ts';

let opened: TestDeps;
beforeEach(async () => {
  opened = await openDeps();
});
afterEach(() => opened.close());

const selection = (): Selection => ({
  filter: { statuses: ['pending'] },
  from: 'pending',
  seenBefore: opened.clock.now(),
});

describe('selectSets', () => {
  test('finds the waiting set of each device, part by part', async () => {
    const [one, other] = [await waiting(opened), await waiting(opened)];
    await accepted(opened);

    const first = await selectSets(opened.store.search, OPERATOR.tenant, selection(), { most: 1, after: undefined });
    const second = await selectSets(opened.store.search, OPERATOR.tenant, selection(), { most: 5, after: first.next });

    expect(first.items).toEqual([{ device: one.device, authSet: one.authSet }]);
    expect(second.items).toEqual([{ device: other.device, authSet: other.authSet }]);
    expect(second.next).toBeUndefined();
  });

  test('leaves out sets that were created later, and devices with several pending keys', async () => {
    const seen = selection();
    const two = await waiting(opened);
    await waiting(opened, simulateDevice({ identity: two.simulated.identity }));
    opened.clock.advance(1000);
    await waiting(opened);

    const { items } = await selectSets(opened.store.search, OPERATOR.tenant, seen, { most: 5, after: undefined });

    expect(items).toEqual([]);
  });
});

describe('countSets', () => {
  test('counts what selectSets would find, and returns the first of them', async () => {
    const [one, other, last] = [await waiting(opened), await waiting(opened), await waiting(opened)];
    const { search } = opened.store;

    const { count, items, devices, next } = await countSets(search, OPERATOR.tenant, selection(), 2);
    const rest = await selectSets(search, OPERATOR.tenant, selection(), { most: 5, after: next });

    expect(count).toBe(3);
    expect(items.map(({ device }) => device)).toEqual([one.device, other.device]);
    expect(devices.map(({ id }) => id)).toEqual([one.device, other.device]);
    expect(rest.items.map(({ device }) => device)).toEqual([last.device]);
  });

  test('has no further part when all are in the first', async () => {
    await waiting(opened);

    expect(await countSets(opened.store.search, OPERATOR.tenant, selection(), 1)).toMatchObject({
      count: 1,
      next: undefined,
    });
  });
});
