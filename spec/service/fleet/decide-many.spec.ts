import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { BulkRule } from '../../../src/domain/bulk-decision.ts';
import type { Change } from '../../../src/domain/change.ts';
import { Refused } from '../../../src/domain/errors.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import { byRule, decideMany, previewMany, type DecideManyDeps } from '../../../src/service/fleet/decide-many.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { OPERATOR, waiting, type Known } from './tools.ts';

const ACCEPT: BulkRule = { from: 'pending', to: 'accepted', allowKeyChange: false, onlySingle: false };

let opened: TestDeps;
let deps: DecideManyDeps;
beforeEach(async () => {
  opened = await openDeps({ limit: 2 });
  deps = { ...opened.deps, search: opened.store.search };
});
afterEach(() => opened.close());

const several = async (count: number): Promise<readonly Known[]> => {
  const seen: Known[] = [];
  for (let made = 0; made < count; made += 1) seen.push(await waiting(opened));
  return seen;
};
const decide = (items: readonly Known[], rule = ACCEPT) =>
  decideMany(deps, {
    ...OPERATOR,
    decide: byRule(rule),
    items: items.map(({ device, authSet }) => ({ device, authSet })),
  });

describe('decideMany', () => {
  test('accepts as many as there is room for, the first device first', async () => {
    const seen = await several(3);

    const results = await decide([...seen].reverse());

    expect(results.map(({ device, result }) => [device, result])).toEqual([
      [seen[0]?.device, 'done'],
      [seen[1]?.device, 'done'],
      [seen[2]?.device, 'no_room'],
    ]);
  });

  test('announces the events of its writes, and no others', async () => {
    const seen = await several(3);
    opened.announced.length = 0;

    await decide(seen);

    expect(opened.announced).toHaveLength(2);
  });

  test('announces what was written beside an item that the store refused, and is refused', async () => {
    const seen = await several(2);
    opened.announced.length = 0;
    const { devices } = deps;
    const refused = new Refused('store_unavailable', 'the disk is full');
    const failing: typeof devices = Object.assign(Object.create(devices), {
      commitMany: async (tenant: TenantId, [, ...rest]: readonly Change[]) => [
        refused,
        ...(await devices.commitMany(tenant, rest)),
      ],
    });

    const deciding = decideMany({ ...deps, devices: failing }, { ...OPERATOR, decide: byRule(ACCEPT), items: seen });

    await expect(deciding).rejects.toBe(refused);
    expect(opened.announced).toHaveLength(1);
  });

  test('decides on the device as it is when another command wrote in between', async () => {
    const [seen] = await several(1);
    if (seen === undefined) throw new TypeError('there is a device');
    const { devices } = deps;
    let rejected = false;
    const late: typeof devices = Object.assign(Object.create(devices), {
      commitMany: async (...args: Parameters<typeof devices.commitMany>) => {
        if (!rejected) await setStatus(opened.deps, { ...OPERATOR, ...seen, status: 'rejected' });
        rejected = true;
        return devices.commitMany(...args);
      },
    });

    const [result] = await decideMany(
      { ...deps, devices: late },
      { ...OPERATOR, decide: byRule(ACCEPT), items: [seen] },
    );

    expect(result?.result).toBe('changed');
  });
});

test('decideMany begins no other item after its caller has disconnected', async () => {
  const unlimited = await openDeps();
  const items = [];
  for (let made = 0; made < 150; made += 1) items.push(await waiting(unlimited));
  const all = { ...unlimited.deps, search: unlimited.store.search };
  let looks = 0;
  const isGone = (): boolean => (looks += 1) > 1;

  const results = await decideMany(all, { ...OPERATOR, decide: byRule(ACCEPT), items, isGone });

  expect(results).toHaveLength(100);
  expect(await unlimited.store.devices.count(OPERATOR.tenant, { statuses: ['accepted'] })).toBe(100);
  await unlimited.close();
});

describe('previewMany', () => {
  test('returns what would be done with the present room, and writes nothing', async () => {
    const seen = await several(3);

    const { results, devices } = await previewMany(deps, { ...OPERATOR, decide: byRule(ACCEPT), items: seen });

    expect(results.map(({ result }) => result)).toEqual(['done', 'done', 'no_room']);
    expect(devices.map(({ id }) => id)).toEqual(seen.slice(0, 2).map(({ device }) => device));
    expect(await opened.store.devices.count(OPERATOR.tenant, { statuses: ['pending'] })).toBe(3);
  });
});
