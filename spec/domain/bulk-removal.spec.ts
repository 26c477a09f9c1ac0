import { describe, expect, test } from '@jest/globals';
import { decideDecommission, decideDismissal } from '../../src/domain/bulk-removal.ts';
import { given } from '../support/stores/given.ts';

const NOW = given.time(10);
const set = given.authSet({ status: 'rejected' });

describe('decideDismissal', () => {
  test.each([
    ['a set in any status', given.device({ authSets: [set] }), undefined, 'done'],
    ['a set in the status that was seen', given.device({ authSets: [set] }), 'rejected', 'done'],
    ['a set in another status', given.device({ authSets: [set] }), 'pending', 'changed'],
    ['a set that is not there', given.device(), undefined, 'gone'],
    ['a set of no device', undefined, undefined, 'gone'],
    [
      'a device that is being decommissioned',
      given.device({ authSets: [set], decommissioningSince: NOW }),
      undefined,
      'gone',
    ],
  ] as const)('%s', (_name, device, from, result) => {
    expect(decideDismissal(device, set.id, from, NOW).result).toBe(result);
  });

  test('takes a preauthorized device along with its last set', () => {
    const authSets = [given.authSet({ status: 'preauthorized' })];
    const decided = decideDismissal(
      given.device({ authSets, status: 'preauthorized' }),
      authSets[0]!.id,
      undefined,
      NOW,
    );

    expect(decided).toMatchObject({ result: 'done', decision: { removes: true } });
  });
});

describe('decideDecommission', () => {
  test.each([
    ['a device', given.device(), false, 'done'],
    ['a device with an orchestrator', given.device(), true, 'done'],
    ['one that is being decommissioned', given.device({ decommissioningSince: NOW }), true, 'unchanged'],
    ['none', undefined, false, 'gone'],
  ] as const)('%s', (_name, device, orchestrated, result) => {
    expect(decideDecommission(device, { orchestrated }, NOW).result).toBe(result);
  });
});
