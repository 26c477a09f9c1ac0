import { describe, expect, test } from '@jest/globals';
import type { AuthSetStatus, Device } from '../../src/domain/device.ts';
import { tokenId, type AuthSetId } from '../../src/domain/ids.ts';
import { Refused } from '../../src/domain/errors.ts';
import { submit } from '../../src/domain/auth-request.ts';
import { creationEvents, firstSeen, MAX_AUTH_SETS, MAX_PENDING, type LastSeen } from '../../src/domain/auth-sets.ts';
import { preauthorizeAgain } from '../../src/domain/preauthorization.ts';
import { given } from '../support/stores/given.ts';
import { after, contactWith, deviceWith, NOW, refusalOf, setsOf, told, tokensIn } from './tools.ts';

const RULES = { ttlSeconds: 3600, maxPerAuthSet: 2 };
const neverSeen: LastSeen = () => undefined;

const claims = {
  jti: tokenId('token new'),
  device: contactWith('').newDevice,
  tenant: contactWith('').tenant,
  issuedAt: NOW,
  expiresAt: given.time(90),
};

/** The device asks under that key. */
function asked(device: Device | undefined, key: string, lastSeen = neverSeen) {
  const submission = submit(device, contactWith(key), claims, { rules: RULES, lastSeen, now: NOW });
  return {
    admitted: submission.admitted,
    waits: submission.admitted ? undefined : submission.waits,
    created: submission.admitted ? undefined : submission.create,
    decision: submission.decision,
  };
}

const many = (count: number, status: AuthSetStatus): readonly AuthSetStatus[] =>
  Array.from({ length: count }, () => status);

describe('first contact', () => {
  test('a device that nobody knows is put on record, pending, without a token', () => {
    const { admitted, waits, created } = asked(undefined, 'key 0');

    expect(admitted).toBe(false);
    expect(waits).toBe('set new');
    expect(created).toEqual({
      id: 'device new',
      tenant: '',
      identity: contactWith('key 0').identity,
      status: 'pending',
      authSets: [{ id: 'set new', fingerprint: 'key 0', pubkey: 'key 0', status: 'pending', createdAt: NOW }],
      tokens: [],
      provisioned: false,
      decommissioningSince: undefined,
      createdAt: NOW,
      updatedAt: NOW,
      checkInAt: undefined,
      revision: 1,
    });
  });

  test.each(['pending', 'preauthorized'] as const)('it is told as a new set and a device that is %s', (status) => {
    const device = firstSeen(contactWith('key 0'), status, NOW);

    expect(creationEvents(device)).toEqual([
      { type: 'auth_set.added', authSet: 'set new', to: status },
      { type: 'device.changed', from: 'noauth', to: status },
    ]);
  });
});

describe('a request under a key that is known', () => {
  test.each(['pending', 'rejected'] as const)('writes nothing while its set is %s', (status) => {
    expect(asked(deviceWith('accepted', status), 'key 1')).toEqual({
      admitted: false,
      waits: 'set 1',
      created: undefined,
      decision: undefined,
    });
  });

  test('gets a token when its set is accepted; nothing else changes and nothing is told', () => {
    const device = deviceWith('accepted');

    const { admitted, decision } = asked(device, 'key 0');

    expect(admitted).toBe(true);
    expect(told(decision)).toEqual(['slot: keep']);
    expect(Object.keys(decision?.set ?? {})).toEqual(['tokens']);
    expect(tokensIn(after(device, decision))).toEqual(['token 0b', 'token new']);
    expect(decision?.checkIn).toBe(NOW);
  });

  test('takes a slot and gets a token when its set is preauthorized', () => {
    const device = deviceWith('preauthorized', 'pending');

    const { admitted, decision } = asked(device, 'key 0');

    expect(admitted).toBe(true);
    expect(told(decision)).toEqual([
      'set 0: preauthorized → accepted',
      'device: preauthorized → accepted',
      'slot: take',
    ]);
    expect(after(device, decision)).toMatchObject({ status: 'accepted', updatedAt: NOW });
    expect(after(device, decision).tokens).toEqual([
      { jti: 'token new', authSet: 'set 0', expiresAt: claims.expiresAt },
    ]);
  });

  test('takes over from the accepted set when preauthorized, without another slot', () => {
    const device = deviceWith('preauthorized', 'accepted');

    const { decision } = asked(device, 'key 0');

    expect(told(decision)).toEqual([
      'set 1: accepted → rejected',
      'revoked: token 1a, token 1b',
      'set 0: preauthorized → accepted',
      'slot: keep',
    ]);
    expect(tokensIn(after(device, decision))).toEqual(['token new']);
    expect(setsOf(after(device, decision))).toBe('set 0 accepted, set 1 rejected');
  });

  test('leaves other preauthorized sets as they are', () => {
    const device = deviceWith('preauthorized', 'preauthorized');

    expect(setsOf(after(device, asked(device, 'key 1').decision))).toBe('set 0 preauthorized, set 1 accepted');
  });

  test.each(['accepted', 'preauthorized', 'pending', 'rejected'] as const)(
    'of a device on its way out writes nothing and is refused, %s or not',
    (status) => {
      const leaving = { ...deviceWith(status), decommissioningSince: NOW };

      expect(asked(leaving, 'key 0')).toMatchObject({ admitted: false, waits: undefined, decision: undefined });
      expect(asked(leaving, 'a new key')).toMatchObject({ admitted: false, waits: undefined, decision: undefined });
    },
  );
});

describe('a request under a key that is new', () => {
  test.each(['accepted', 'preauthorized', 'rejected'] as const)(
    'waits beside a set that is %s, whose tokens it leaves alone',
    (status) => {
      const device = deviceWith(status);

      const { admitted, waits, decision } = asked(device, 'a new key');

      expect(admitted).toBe(false);
      expect(waits).toBe('set new');
      expect(setsOf(after(device, decision))).toBe(`set 0 ${status}, set new pending`);
      expect(after(device, decision).tokens).toEqual(device.tokens);
      expect(decision?.slot).toBe('keep');
    },
  );

  test.each([
    [deviceWith(), ['set new: new, pending', 'device: noauth → pending', 'slot: keep']],
    [deviceWith('rejected'), ['set new: new, pending', 'device: rejected → pending', 'slot: keep']],
    [deviceWith('accepted'), ['set new: new, pending', 'slot: keep']],
  ])('is told, and so is a device that it changes (%#)', (device, what) => {
    expect(told(asked(device, 'a new key').decision)).toEqual(what);
  });
});

describe('the caps of D1', () => {
  const seenAt =
    (minutes: Readonly<Record<string, number>>): LastSeen =>
    (set: AuthSetId) =>
      minutes[set] === undefined ? undefined : given.time(minutes[set]);

  test('are 10 and 50', () => {
    expect([MAX_PENDING, MAX_AUTH_SETS]).toEqual([10, 50]);
  });

  test('a tenth pending set is added and none goes', () => {
    const device = deviceWith(...many(9, 'pending'));

    expect(told(asked(device, 'a new key').decision)).toEqual(['set new: new, pending', 'slot: keep']);
  });

  test('at an eleventh the pending set made longest ago goes, when none was seen since', () => {
    const device = deviceWith('accepted', ...many(10, 'pending'));

    const { decision } = asked(device, 'a new key');

    expect(told(decision)).toEqual(['set 1: pending, dismissed', 'set new: new, pending', 'slot: keep']);
    expect(after(device, decision).authSets).toHaveLength(11);
  });

  test('the one seen longest ago goes, however early it was made', () => {
    const device = deviceWith(...many(10, 'pending'));
    const lastSeen = seenAt({ 'set 0': 20, 'set 1': 15, 'set 2': 25 });

    expect(told(asked(device, 'a new key', lastSeen).decision)[0]).toBe('set 3: pending, dismissed');
  });

  test('a sighting from before a set was made does not make it older', () => {
    const device = deviceWith(...many(10, 'pending'));

    expect(told(asked(device, 'a new key', seenAt({ 'set 9': -1 })).decision)[0]).toBe('set 0: pending, dismissed');
  });

  test('at a fifty-first set a pending one goes, never one that was decided on', () => {
    const device = deviceWith(...many(30, 'rejected'), 'pending', 'accepted', 'preauthorized', ...many(17, 'rejected'));

    const { decision } = asked(device, 'a new key');

    expect(told(decision)).toEqual(['set 30: pending, dismissed', 'set new: new, pending', 'slot: keep']);
    expect(after(device, decision).authSets).toHaveLength(50);
  });

  test.each(['accepted', 'preauthorized', 'rejected'] as const)(
    'a device with fifty sets, all %s, takes no new key; nothing is written and nothing remembered',
    (status) => {
      expect(asked(deviceWith(...many(50, status)), 'a new key')).toEqual({
        admitted: false,
        waits: undefined,
        created: undefined,
        decision: undefined,
      });
    },
  );

  test('a device with fifty decided sets still gets a token under the key it has', () => {
    expect(asked(deviceWith('accepted', ...many(49, 'rejected')), 'key 0').admitted).toBe(true);
  });
});

describe('preauthorizing a device that is there, with force', () => {
  const forced = (device: Device, key: string) => preauthorizeAgain(device, contactWith(key), neverSeen, NOW);

  test('a key it does not know is added as preauthorized', () => {
    const device = deviceWith('rejected');

    const decision = forced(device, 'a new key');

    expect(told(decision)).toEqual(['set new: new, preauthorized', 'device: rejected → preauthorized', 'slot: keep']);
    expect(setsOf(after(device, decision))).toBe('set 0 rejected, set new preauthorized');
  });

  test('an accepted device stays accepted, with its tokens', () => {
    const device = deviceWith('accepted');

    const decision = forced(device, 'a new key');

    expect(told(decision)).toEqual(['set new: new, preauthorized', 'slot: keep']);
    expect(after(device, decision)).toMatchObject({ status: 'accepted', tokens: device.tokens });
  });

  test('any number of preauthorized sets is a legal state', () => {
    const device = deviceWith('preauthorized', 'preauthorized');

    expect(setsOf(after(device, forced(device, 'a new key')))).toBe(
      'set 0 preauthorized, set 1 preauthorized, set new preauthorized',
    );
  });

  test.each(['pending', 'rejected'] as const)('a set that is %s becomes preauthorized', (status) => {
    const device = deviceWith(status);

    const decision = forced(device, 'key 0');

    expect(told(decision)).toEqual([
      `set 0: ${status} → preauthorized`,
      `device: ${status} → preauthorized`,
      'slot: keep',
    ]);
    expect(setsOf(after(device, decision))).toBe('set 0 preauthorized');
  });

  test.each(['preauthorized', 'accepted'] as const)('a set that is %s is left as it is', (status) => {
    expect(told(forced(deviceWith(status), 'key 0'))).toEqual(['nothing is written']);
  });

  test.each(['key 0', 'a new key'])('a device on its way out is in the way (%s)', (key) => {
    const device = { ...deviceWith('rejected'), decommissioningSince: NOW };

    expect(() => forced(device, key)).toThrow(new Refused('device_exists', 'device already exists', { device }));
    expect(refusalOf(() => forced(device, key))).toBe('device_exists');
  });

  test('an eleventh waiting key is no reason for a set to go, a fifty-first set is', () => {
    const waiting = deviceWith(...many(10, 'pending'));
    const full = deviceWith(...many(10, 'pending'), ...many(40, 'rejected'));

    expect(told(forced(waiting, 'a new key'))[0]).toBe('set new: new, preauthorized');
    expect(told(forced(full, 'a new key'))[0]).toBe('set 0: pending, dismissed');
    expect(after(full, forced(full, 'a new key')).authSets).toHaveLength(50);
  });

  test('a device with fifty decided sets takes no more, and the operator is told', () => {
    const full = deviceWith('accepted', ...many(49, 'rejected'));

    expect(refusalOf(() => forced(full, 'a new key'))).toBe('auth_sets_full');
  });
});
