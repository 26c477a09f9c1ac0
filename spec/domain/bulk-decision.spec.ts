import { describe, expect, test } from '@jest/globals';
import { decideItem, facetsOf, findSingle, type BulkRule } from '../../src/domain/bulk-decision.ts';
import { given } from '../support/stores/given.ts';

const ACCEPT: BulkRule = { from: 'pending', to: 'accepted', allowKeyChange: false, onlySingle: true };
const NOW = given.time(10);

describe('decideItem', () => {
  const pending = given.authSet();

  test.each([
    ['a set that waits', [pending], ACCEPT, 'done'],
    ['a set that has the status already', [{ ...pending, status: 'accepted' as const }], ACCEPT, 'unchanged'],
    ['a set in another status than was seen', [{ ...pending, status: 'rejected' as const }], ACCEPT, 'changed'],
    ['one of two that wait', [pending, given.authSet()], ACCEPT, 'several_keys'],
    ['one of two that wait, which was named', [pending, given.authSet()], { ...ACCEPT, onlySingle: false }, 'done'],
    ['a second key', [given.authSet({ status: 'accepted' }), pending], ACCEPT, 'key_change'],
    [
      'a second key that is allowed',
      [given.authSet({ status: 'accepted' }), pending],
      { ...ACCEPT, allowKeyChange: true },
      'done',
    ],
  ])('%s', (_name, authSets, rule, result) => {
    expect(decideItem(given.device({ authSets }), pending.id, rule, NOW).result).toBe(result);
  });

  test.each([
    ['an unknown device', undefined],
    ['a device without the set', given.device({ authSets: [] })],
    ['a device that is being decommissioned', given.device({ authSets: [pending], decommissioningSince: NOW })],
  ])('%s does not exist', (_name, device) => {
    expect(decideItem(device, pending.id, ACCEPT, NOW).result).toBe('gone');
  });
});

describe('findSingle', () => {
  test('is the only set in that status that was created up to then', () => {
    const [early, late] = [given.authSet({ createdAt: given.time(1) }), given.authSet({ createdAt: given.time(9) })];

    expect(findSingle(given.device({ authSets: [early] }), 'pending', given.time(5))).toBe(early.id);
    expect(findSingle(given.device({ authSets: [late] }), 'pending', given.time(5))).toBeUndefined();
    expect(findSingle(given.device({ authSets: [early, late] }), 'pending', given.time(10))).toBeUndefined();
    expect(findSingle(given.device({ authSets: [early] }), 'rejected', given.time(5))).toBeUndefined();
  });
});

describe('facetsOf', () => {
  const of = (text: string) => given.device({ identity: { ...given.device().identity, text } });

  test('counts scalar values, the attribute with the fewest values first', () => {
    const devices = [of('{"sn":"1","site":"a","x":{"y":1}}'), of('{"sn":"2","site":"a"}'), of('{"sn":"3","site":"b"}')];

    expect(facetsOf(devices)).toEqual([
      {
        name: 'site',
        values: [
          { value: 'a', count: 2 },
          { value: 'b', count: 1 },
        ],
      },
      {
        name: 'sn',
        values: [
          { value: '1', count: 1 },
          { value: '2', count: 1 },
          { value: '3', count: 1 },
        ],
      },
    ]);
  });
});
