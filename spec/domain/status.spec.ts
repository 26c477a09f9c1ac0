// The table at the centre, cell by cell, compared with the sentences that it was made from.
import { describe, expect, test } from '@jest/globals';
import { AUTH_SET_STATUSES, type AuthSetStatus, type DeviceStatus } from '../../src/domain/device.ts';
import { deviceStatus, transition, type Effect, type Mover, type Target } from '../../src/domain/status.ts';

const MOVERS: readonly Mover[] = ['operator', 'device', 'provisioner', 'policy'];
const TARGETS: readonly Target[] = [...AUTH_SET_STATUSES, 'removed'];

interface Sentence {
  readonly says: string;
  readonly who: Mover;
  readonly from: readonly AuthSetStatus[];
  readonly to: readonly Target[];
  readonly then: readonly Effect[] | 'same';
}

/** Every move. A move without a sentence is illegal; a move to the same status changes nothing. */
const SENTENCES: readonly Sentence[] = [
  {
    says: 'an operator accepts who waits or was turned away, if there is room, and only one set of a device is accepted',
    who: 'operator',
    from: ['pending', 'rejected'],
    to: ['accepted'],
    then: ['check-limit', 'reject-others'],
  },
  {
    says: 'an operator turns away who waits, and lets who was turned away wait again (kept from Mender)',
    who: 'operator',
    from: ['pending'],
    to: ['rejected'],
    then: [],
  },
  { says: 'as above', who: 'operator', from: ['rejected'], to: ['pending'], then: [] },
  {
    says: 'an accepted set that is rejected, put back (kept from Mender) or dismissed loses its tokens',
    who: 'operator',
    from: ['accepted'],
    to: ['rejected', 'pending', 'removed'],
    then: ['revoke-tokens'],
  },
  {
    says: 'an operator dismisses any set',
    who: 'operator',
    from: ['preauthorized', 'pending', 'rejected'],
    to: ['removed'],
    then: [],
  },
  {
    says: 'only the device itself makes a preauthorized set accepted, if there is room',
    who: 'device',
    from: ['preauthorized'],
    to: ['accepted'],
    then: ['check-limit', 'reject-others'],
  },
  {
    says: 'a rule may accept a set that waits, as an operator does; time and rules remove what is not accepted',
    who: 'policy',
    from: ['pending'],
    to: ['accepted'],
    then: ['check-limit', 'reject-others'],
  },
  { says: 'as above', who: 'policy', from: ['preauthorized', 'pending', 'rejected'], to: ['removed'], then: [] },
  {
    says: 'force preauthorizes a set that waits or was turned away',
    who: 'provisioner',
    from: ['pending', 'rejected'],
    to: ['preauthorized'],
    then: [],
  },
  {
    says: 'force leaves an accepted set as it is',
    who: 'provisioner',
    from: ['accepted'],
    to: ['preauthorized'],
    then: 'same',
  },
];

function expectation(who: Mover, from: AuthSetStatus, to: Target): readonly Effect[] | 'same' | 'illegal' {
  if (from === to) return 'same';
  const speaking = SENTENCES.filter((one) => one.who === who && one.from.includes(from) && one.to.includes(to));
  expect(speaking.length).toBeLessThan(2);
  return speaking[0]?.then ?? 'illegal';
}

const CELLS = MOVERS.flatMap((who) =>
  AUTH_SET_STATUSES.flatMap((from) => TARGETS.map((to) => [who, from, to] as const)),
);

describe('transition', () => {
  test.each(CELLS)('%s: from %s to %s', (who, from, to) => {
    expect(transition(who, from, to)).toEqual(expectation(who, from, to));
  });

  test('four movers, four statuses, five targets', () => {
    expect(CELLS).toHaveLength(80);
  });
});

describe('deviceStatus', () => {
  // a: accepted, +: preauthorized, p: pending, r: rejected
  test.each([
    ['', 'noauth'],
    ['r', 'rejected'],
    ['rr', 'rejected'],
    ['p', 'pending'],
    ['rp', 'pending'],
    ['+', 'preauthorized'],
    ['+r', 'preauthorized'],
    ['p+', 'preauthorized'],
    ['rp+', 'preauthorized'],
    ['++', 'preauthorized'],
    ['a', 'accepted'],
    ['ra', 'accepted'],
    ['pa', 'accepted'],
    ['+a', 'accepted'],
    ['rpa', 'accepted'],
    ['r+a', 'accepted'],
    ['p+a', 'accepted'],
    ['rp+a', 'accepted'],
  ] satisfies [string, DeviceStatus][])('of the sets "%s" is %s, in any order', (letters, status) => {
    const sets = Array.from(letters, (letter) => ({ status: named(letter) }));

    expect(deviceStatus(sets)).toBe(status);
    expect(deviceStatus(sets.toReversed())).toBe(status);
  });
});

function named(letter: string): AuthSetStatus {
  if (letter === 'a') return 'accepted';
  if (letter === '+') return 'preauthorized';
  return letter === 'p' ? 'pending' : 'rejected';
}
