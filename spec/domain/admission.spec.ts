import { describe, expect, test } from '@jest/globals';
import {
  decommission,
  dismiss,
  end,
  refuseLeaving,
  revokeToken,
  revokeTokens,
  setProvisioned,
  setStatus,
} from '../../src/domain/admission.ts';
import { AUTH_SET_STATUSES } from '../../src/domain/device.ts';
import { authSetId, tokenId } from '../../src/domain/ids.ts';
import { Refused } from '../../src/domain/errors.ts';
import { given } from '../support/stores/given.ts';
import { after, deviceWith, NOW, refusalOf, setsOf, told, tokensIn } from './tools.ts';

const FIRST = authSetId('set 0');
const UNKNOWN = authSetId('of another device');

describe('setStatus', () => {
  test.each([
    ['pending', 'accepted', ['set 0: pending → accepted', 'device: pending → accepted', 'slot: take']],
    ['pending', 'rejected', ['set 0: pending → rejected', 'device: pending → rejected', 'slot: keep']],
    ['rejected', 'accepted', ['set 0: rejected → accepted', 'device: rejected → accepted', 'slot: take']],
    ['rejected', 'pending', ['set 0: rejected → pending', 'device: rejected → pending', 'slot: keep']],
    [
      'accepted',
      'rejected',
      ['set 0: accepted → rejected', 'revoked: token 0a, token 0b', 'device: accepted → rejected', 'slot: give'],
    ],
    [
      'accepted',
      'pending',
      ['set 0: accepted → pending', 'revoked: token 0a, token 0b', 'device: accepted → pending', 'slot: give'],
    ],
  ] as const)('the only set of a device, from %s to %s', (from, to, what) => {
    const device = deviceWith(from);

    const decision = setStatus(device, FIRST, to, NOW);

    expect(told(decision)).toEqual(what);
    expect(setsOf(after(device, decision))).toBe(`set 0 ${to}`);
    expect(after(device, decision)).toMatchObject({ status: to, tokens: [], updatedAt: NOW });
  });

  test.each(['pending', 'rejected'] as const)(
    'accepting a %s set rejects the accepted one first, with its tokens; the device keeps its slot',
    (from) => {
      const device = deviceWith(from, 'accepted', 'pending', 'preauthorized', 'rejected');

      const decision = setStatus(device, FIRST, 'accepted', NOW);

      expect(told(decision)).toEqual([
        'set 1: accepted → rejected',
        'revoked: token 1a, token 1b',
        `set 0: ${from} → accepted`,
        'slot: keep',
      ]);
      expect(setsOf(after(device, decision))).toBe(
        'set 0 accepted, set 1 rejected, set 2 pending, set 3 preauthorized, set 4 rejected',
      );
      expect(after(device, decision)).toMatchObject({ status: 'accepted', tokens: [] });
    },
  );

  test.each([
    ['pending', 'rejected'],
    ['rejected', 'pending'],
  ] as const)('from %s to %s leaves an accepted sibling, its tokens and the device as they are', (from, to) => {
    const device = deviceWith(from, 'accepted');

    const decision = setStatus(device, FIRST, to, NOW);

    expect(told(decision)).toEqual([`set 0: ${from} → ${to}`, 'slot: keep']);
    expect(tokensIn(after(device, decision))).toEqual(['token 1a', 'token 1b']);
    expect(after(device, decision).status).toBe('accepted');
  });

  test('rejecting the accepted set of a device that also waits leaves it waiting', () => {
    const device = deviceWith('accepted', 'pending');

    expect(told(setStatus(device, FIRST, 'rejected', NOW)).slice(-2)).toEqual([
      'device: accepted → pending',
      'slot: give',
    ]);
  });

  test.each(AUTH_SET_STATUSES)('%s to the present status writes nothing', (status) => {
    expect(told(setStatus(deviceWith(status, 'accepted'), FIRST, status, NOW))).toEqual(['nothing is written']);
  });

  test.each([
    ['preauthorized', 'accepted'],
    ['preauthorized', 'rejected'],
    ['preauthorized', 'pending'],
    ['accepted', 'preauthorized'],
    ['pending', 'preauthorized'],
    ['rejected', 'preauthorized'],
  ] as const)('an operator cannot move a set from %s to %s', (from, to) => {
    const act = () => setStatus(deviceWith(from), FIRST, to, NOW);

    expect(act).toThrow(new Refused('illegal_transition', `an auth set cannot go from ${from} to ${to}`));
    expect(refusalOf(act)).toBe('illegal_transition');
  });

  test('a set that the device does not have is not found, before anything else is asked', () => {
    expect(refusalOf(() => setStatus(deviceWith('preauthorized'), UNKNOWN, 'accepted', NOW))).toBe(
      'auth_set_not_found',
    );
  });
});

describe('dismiss', () => {
  test.each([
    ['pending', ['set 0: pending, dismissed', 'device: pending → noauth', 'slot: keep']],
    ['rejected', ['set 0: rejected, dismissed', 'device: rejected → noauth', 'slot: keep']],
    [
      'accepted',
      ['set 0: accepted, dismissed', 'revoked: token 0a, token 0b', 'device: accepted → noauth', 'slot: give'],
    ],
  ] as const)('the last set, when %s, leaves a device without any', (status, what) => {
    const device = deviceWith(status);

    const decision = dismiss(device, FIRST, NOW);

    expect(told(decision)).toEqual(what);
    expect(decision?.removes).toBeUndefined();
    expect(after(device, decision)).toMatchObject({ status: 'noauth', authSets: [], tokens: [] });
  });

  test('the last set, when preauthorized, takes the device along', () => {
    const decision = dismiss(deviceWith('preauthorized'), FIRST, NOW);

    expect(told(decision)).toEqual(['device.removed', 'slot: keep']);
    expect(decision?.removes).toBe(true);
  });

  test.each([
    ['preauthorized', ['set 0: preauthorized, dismissed', 'slot: keep']],
    ['pending', ['set 0: pending, dismissed', 'slot: keep']],
    ['rejected', ['set 0: rejected, dismissed', 'slot: keep']],
  ] as const)('a %s set beside an accepted one leaves that one its tokens', (status, what) => {
    const device = deviceWith(status, 'accepted');

    const decision = dismiss(device, FIRST, NOW);

    expect(told(decision)).toEqual(what);
    expect(setsOf(after(device, decision))).toBe('set 1 accepted');
    expect(tokensIn(after(device, decision))).toEqual(['token 1a', 'token 1b']);
  });

  test('a set that the device does not have is not found', () => {
    expect(refusalOf(() => dismiss(deviceWith('pending'), UNKNOWN, NOW))).toBe('auth_set_not_found');
  });
});

describe('decommission', () => {
  const [alone, orchestrated] = [{ orchestrated: false }, { orchestrated: true }];

  test.each([
    ['accepted', ['revoked: token 0a, token 0b', 'device.removed', 'slot: give']],
    ['preauthorized', ['device.removed', 'slot: keep']],
    ['pending', ['device.removed', 'slot: keep']],
    ['rejected', ['device.removed', 'slot: keep']],
  ] as const)('without an orchestrator a device that is %s is removed', (status, what) => {
    const decision = decommission(deviceWith(status), alone, NOW);

    expect(told(decision)).toEqual(what);
    expect(decision?.removes).toBe(true);
  });

  test('with an orchestrator an accepted device stays, rejected and without a token, its slot given', () => {
    const device = deviceWith('rejected', 'accepted');

    const decision = decommission(device, orchestrated, NOW);

    expect(told(decision)).toEqual([
      'set 1: accepted → rejected',
      'revoked: token 1a, token 1b',
      'device: accepted → rejected',
      'device.decommissioning',
      'slot: give',
    ]);
    expect(decision?.removes).toBeUndefined();
    expect(after(device, decision)).toMatchObject({ status: 'rejected', tokens: [], decommissioningSince: NOW });
    expect(setsOf(after(device, decision))).toBe('set 0 rejected, set 1 rejected');
  });

  test.each(['preauthorized', 'pending', 'rejected'] as const)(
    'with an orchestrator a device that is %s keeps its sets',
    (status) => {
      const device = deviceWith(status);

      const decision = decommission(device, orchestrated, NOW);

      expect(told(decision)).toEqual(['device.decommissioning', 'slot: keep']);
      expect(setsOf(after(device, decision))).toBe(`set 0 ${status}`);
    },
  );

  test('with an orchestrator every token ends, of any auth set', () => {
    const device = { ...deviceWith('pending'), tokens: [given.token()] };

    expect(after(device, decommission(device, orchestrated, NOW)).tokens).toEqual([]);
  });

  test('with an orchestrator a second time writes nothing', () => {
    const device = { ...deviceWith('rejected'), decommissioningSince: given.time(20) };

    expect(told(decommission(device, orchestrated, NOW))).toEqual(['nothing is written']);
  });

  test('a device that waits for an orchestrator is removed when the setting is removed', () => {
    const device = { ...deviceWith('rejected'), decommissioningSince: given.time(20) };

    expect(decommission(device, alone, NOW)?.removes).toBe(true);
  });

  test('ending a device that has given its slot before does not give it again', () => {
    const device = deviceWith('accepted');
    const leaving = after(device, decommission(device, orchestrated, NOW));

    expect(told(end(leaving))).toEqual(['device.removed', 'slot: keep']);
  });

  test('a device that is being decommissioned cannot be changed', () => {
    const device = deviceWith('pending');

    expect(refuseLeaving(device)).toBe(device);
    expect(refusalOf(() => refuseLeaving({ ...device, decommissioningSince: NOW }))).toBe('device_not_found');
  });
});

describe('revocation', () => {
  test('one token is removed, the status and the other tokens stay', () => {
    const device = deviceWith('accepted');

    const decision = revokeToken(device, tokenId('token 0a'));

    expect(told(decision)).toEqual(['revoked: token 0a', 'slot: keep']);
    expect(tokensIn(after(device, decision))).toEqual(['token 0b']);
    expect(after(device, decision).status).toBe('accepted');
  });

  test('a token that is not there cannot be revoked', () => {
    expect(told(revokeToken(deviceWith('accepted'), tokenId('token 1a')))).toEqual(['nothing is written']);
  });

  test('all tokens of a device are removed with one event', () => {
    const device = deviceWith('accepted');

    const decision = revokeTokens(device);

    expect(told(decision)).toEqual(['revoked: token 0a, token 0b', 'slot: keep']);
    expect(after(device, decision)).toMatchObject({ tokens: [], status: 'accepted' });
  });

  test('a device without tokens is left alone', () => {
    expect(told(revokeTokens(deviceWith('pending')))).toEqual(['nothing is written']);
  });
});

describe('setProvisioned', () => {
  test.each([true, false])('to %s', (provisioned) => {
    const device = { ...deviceWith('accepted'), provisioned: !provisioned };

    const decision = setProvisioned(device, provisioned);

    expect(told(decision)).toEqual([`provisioned: ${String(provisioned)}`, 'slot: keep']);
    expect(after(device, decision).provisioned).toBe(provisioned);
  });

  test('to the present value writes nothing', () => {
    expect(told(setProvisioned(deviceWith('accepted'), false))).toEqual(['nothing is written']);
  });
});
