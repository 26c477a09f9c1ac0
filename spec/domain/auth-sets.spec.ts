import { describe, expect, test } from '@jest/globals';
import { move } from '../../src/domain/admission.ts';
import {
  addStranger,
  creationEvents,
  displace,
  firstSeen,
  giveBackPlace,
  MAX_AUTH_SETS,
  removeDisplaced,
  removeSilent,
} from '../../src/domain/auth-sets.ts';
import type { AuthSet, Device } from '../../src/domain/device.ts';
import { authSetId } from '../../src/domain/ids.ts';
import { PLACES_OF_A_DEVICE } from '../../src/domain/places.ts';
import { given } from '../support/stores/given.ts';
import { after, contactWith, deviceWith, many, NOW, setsOf, told } from './tools.ts';

const DAY = 24 * 60;

/** The decision, or the reason why there is none. */
function added(device: Device, now = NOW) {
  const answer = addStranger(device, contactWith('a new key'), now);
  return typeof answer === 'string' ? answer : answer.decision;
}

const wordsOf = (device: Device, now = NOW): readonly string[] => {
  const decision = added(device, now);
  return typeof decision === 'string' ? [decision] : told(decision);
};

/** Returns the device with changed sets, by their number. */
const withSets = (device: Device, change: (index: number) => Partial<AuthSet>): Device => ({
  ...device,
  authSets: device.authSets.map((set, index) => ({ ...set, ...change(index) })),
});

describe('an unknown device', () => {
  test('is put on record pending, with its source', () => {
    expect(firstSeen(contactWith('key 0'), 'pending', NOW)).toEqual({
      id: 'device new',
      tenant: '',
      identity: contactWith('key 0').identity,
      status: 'pending',
      authSets: [
        {
          id: 'set new',
          fingerprint: 'key 0',
          pubkey: 'key 0',
          status: 'pending',
          createdAt: NOW,
          askedAt: NOW,
          from: '192.0.2.1',
        },
      ],
      tokens: [],
      provisioned: false,
      decommissioningSince: undefined,
      createdAt: NOW,
      updatedAt: NOW,
      checkInAt: undefined,
      revision: 1,
    });
  });

  test.each(['pending', 'preauthorized'] as const)('is announced as a new set and a device that is %s', (status) => {
    const device = firstSeen(contactWith('key 0'), status, NOW);

    expect(creationEvents(device)).toEqual([
      { type: 'auth_set.added', authSet: 'set new', to: status },
      { type: 'device.changed', from: 'noauth', to: status },
    ]);
  });
});

describe('a stranger’s key of a device that is on record', () => {
  test.each(['accepted', 'preauthorized', 'rejected'] as const)(
    'waits beside a set that is %s, whose tokens it leaves alone',
    (status) => {
      const device = deviceWith(status);

      const next = after(device, added(device) as Exclude<ReturnType<typeof added>, string>);

      expect(setsOf(next)).toBe(`set 0 ${status}, set new pending`);
      expect(next.tokens).toEqual(device.tokens);
    },
  );

  test.each([
    [deviceWith(), ['set new: new, pending', 'device: noauth → pending', 'slot: keep']],
    [deviceWith('rejected'), ['set new: new, pending', 'device: rejected → pending', 'slot: keep']],
    [deviceWith('accepted'), ['set new: new, pending', 'slot: keep']],
  ])('is announced, and so is a device that it changes (%#)', (device, words) => {
    expect(wordsOf(device)).toEqual(words);
  });

  test('takes the tenth place, and then swaps with another set, which is leaving', () => {
    const nine = deviceWith(...many(9, 'pending'));
    const ten = withSets(deviceWith(...many(10, 'pending')), () => ({ from: 'heavy' }));

    const swapped = addStranger(ten, contactWith('a new key'), NOW);

    expect(PLACES_OF_A_DEVICE).toBe(10);
    expect(addStranger(nine, contactWith('a new key'), NOW)).toMatchObject({ hasSwapped: false });
    expect(swapped).toMatchObject({ hasSwapped: true });
    if (typeof swapped === 'string') throw new TypeError(swapped);
    const { authSets } = after(ten, swapped.decision);
    expect(authSets).toHaveLength(11);
    expect(authSets.filter(({ leavingAt }) => leavingAt !== undefined)).toMatchObject([
      { id: 'set 9', status: 'pending', leavingAt: NOW },
    ]);
    expect(told(swapped.decision)).toEqual(['set new: new, pending', 'slot: keep']);
  });

  test('is refused if no set of the device makes room', () => {
    const ten = withSets(deviceWith(...many(10, 'pending')), (index) => ({ from: `source ${index}` }));

    expect(added(ten)).toBe('places');
  });
});

describe('the fifty sets of a device', () => {
  const SETS = MAX_AUTH_SETS;
  /** Set 0 is the first, and accepted. The others are rejected and were accepted once, unless they are changed. */
  const full = (change: (index: number) => Partial<AuthSet> = () => ({})) =>
    withSets(deviceWith('accepted', ...many(SETS - 1, 'rejected')), (index) => ({
      wasAccepted: true,
      askedAt: given.time(0),
      ...change(index),
    }));
  const goes = (device: Device, now = given.time(2 * DAY)) => wordsOf(device, now)[0];

  test('a displaced set is removed first, the one that was displaced longest ago', () => {
    const device = full((index) =>
      index === 7 || index === 8 ? { status: 'pending', leavingAt: given.time(9 - index) } : {},
    );

    expect(goes(device)).toBe('set 8: pending, displaced');
  });

  test('then a pending one that was silent for a day', () => {
    const device = full((index) => (index === 7 ? { status: 'pending', askedAt: given.time(DAY) } : {}));

    expect(goes(device, given.time(2 * DAY))).toBe('set 7: pending, displaced');
    expect(goes(device, given.time(2 * DAY - 1))).toBe('sets');
  });

  test('then a rejected one that was never accepted, the longest silent first', () => {
    const device = withSets(
      full(),
      (index) => ({ wasAccepted: undefined, askedAt: given.time(index === 9 ? -1 : 0) }) as never,
    );

    expect(goes(device)).toBe('set 9: rejected, displaced');
  });

  test('last a rejected one that was accepted once and has been silent for 30 days', () => {
    expect(goes(full(), given.time(30 * DAY - 1))).toBe('sets');
    expect(goes(full(), given.time(30 * DAY))).toBe('set 1: rejected, displaced');
  });

  test('the first and the accepted set are never removed', () => {
    const device = withSets(deviceWith('pending', ...many(SETS - 1, 'accepted')), () => ({ askedAt: given.time(0) }));

    expect(goes(device, given.time(400 * DAY))).toBe('sets');
  });
});

describe('a displaced set', () => {
  const device = deviceWith('accepted', 'pending');
  const id = authSetId('set 1');
  const displaced = after(device, displace(device, id, NOW));

  test('keeps its status, and nothing is announced', () => {
    expect(told(displace(device, id, NOW))).toEqual(['slot: keep']);
    expect(displaced.authSets[1]).toEqual({ ...device.authSets[1], leavingAt: NOW });
  });

  test.each(['accepted', 'preauthorized', 'rejected'] as const)('a set that is %s is not displaced', (status) => {
    expect(displace(deviceWith(status), authSetId('set 0'), NOW)).toBeUndefined();
  });

  test('is not displaced twice', () => {
    expect(displace(displaced, id, given.time(99))).toBeUndefined();
  });

  test('gets its place back', () => {
    const back = after(displaced, giveBackPlace(displaced, id));

    expect(back.authSets[1]).toEqual(device.authSets[1]);
    expect(giveBackPlace(back, id)).toBeUndefined();
  });

  test.each([
    ['operator', 'accepted'],
    ['operator', 'rejected'],
    ['provisioner', 'preauthorized'],
  ] as const)('stays for good once it is decided on (%s: %s)', (mover, to) => {
    const [, set] = displaced.authSets;

    const next = after(displaced, move(mover, displaced, set!, to, NOW));

    expect(next.authSets[1]).toMatchObject({ status: to });
    expect(next.authSets[1]).not.toHaveProperty('leavingAt');
  });

  test('is removed once it was displaced before the time that is given', () => {
    expect(removeDisplaced(displaced, NOW, NOW)).toBeUndefined();
    expect(told(removeDisplaced(displaced, given.time(31), NOW))).toEqual(['set 1: pending, displaced', 'slot: keep']);
  });

  test('takes its device along if it was the last set', () => {
    const alone = withSets(deviceWith('pending'), () => ({ leavingAt: NOW }));

    const decision = removeDisplaced(alone, given.time(31), NOW);

    expect(told(decision)).toEqual(['set 0: pending, displaced', 'device.removed', 'slot: keep']);
    expect(decision?.removes).toBe(true);
  });
});

describe('a silent set', () => {
  test('is removed if it waits and has not asked since the time that is given', () => {
    const device = withSets(deviceWith('rejected', 'pending'), () => ({ askedAt: given.time(5) }));

    expect(removeSilent(device, given.time(5), NOW)).toBeUndefined();
    expect(told(removeSilent(device, given.time(6), NOW))).toEqual([
      'set 1: pending, silent',
      'device: pending → rejected',
      'slot: keep',
    ]);
  });

  test('counts its silence from the time at which an operator put it back to pending', () => {
    const device = deviceWith('accepted');
    const [set] = device.authSets;

    const next = after(device, move('operator', device, set!, 'pending', NOW));

    expect(removeSilent(next, NOW, NOW)).toBeUndefined();
    expect(next.authSets[0]).toMatchObject({ askedAt: NOW, wasAccepted: true });
  });
});
