import { describe, expect, test } from '@jest/globals';
import { admit, classify } from '../../src/domain/auth-request.ts';
import { completeEvents } from '../../src/domain/device-events.ts';
import type { Device } from '../../src/domain/device.ts';
import { fingerprint, tokenId } from '../../src/domain/ids.ts';
import { issueToken } from '../../src/domain/token.ts';
import { given } from '../support/stores/given.ts';
import { after, deviceWith, NOW, setsOf, told, tokensIn } from './tools.ts';

const RULES = { ttlSeconds: 3600, maxPerAuthSet: 2, reusePercent: 50 };

const asked = (device: Device | undefined, key: string, rules = RULES) =>
  classify(device, fingerprint(key), NOW, rules);

/** The decision that gives the auth set of that key a new token. */
function admitted(device: Device, key: string) {
  const set = device.authSets.find((other) => other.fingerprint === key);
  if (set === undefined) throw new TypeError(`no auth set has ${key}`);
  return admit(device, set, issueToken(tokenId('token new'), device, NOW, RULES), NOW, RULES);
}

describe('classify', () => {
  test('a pair that is not on record is a stranger, whether its device is or not', () => {
    expect(asked(undefined, 'key 0')).toEqual({ kind: 'stranger' });
    expect(asked(deviceWith('accepted'), 'a new key')).toEqual({ kind: 'stranger' });
  });

  test.each(['pending', 'rejected'] as const)('a pair that is %s waits', (status) => {
    const device = deviceWith('accepted', status);

    expect(asked(device, 'key 1')).toEqual({ kind: 'waits', device, set: device.authSets[1] });
  });

  test.each(['accepted', 'preauthorized', 'pending', 'rejected'] as const)(
    'every key of a device that is being decommissioned is refused (%s)',
    (status) => {
      const leaving = { ...deviceWith(status), decommissioningSince: NOW };

      expect(asked(leaving, 'key 0')).toEqual({ kind: 'leaving', device: leaving });
      expect(asked(leaving, 'a new key')).toEqual({ kind: 'leaving', device: leaving });
    },
  );

  test('a preauthorized pair is admitted', () => {
    const device = deviceWith('preauthorized');

    expect(asked(device, 'key 0')).toEqual({ kind: 'admit', device, set: device.authSets[0] });
  });

  test('an accepted pair gets the newest of its own tokens again, with the same claims', () => {
    const device = deviceWith('accepted');
    const [older, newest] = [given.time(-1), given.time(29)];
    const tokens = [older, newest].map((issuedAt, index) => ({
      jti: tokenId(`token ${index}`),
      authSet: device.authSets[0]!.id,
      issuedAt,
      expiresAt: given.time(90),
    }));

    const { kind, token } = asked({ ...device, tokens }, 'key 0') as { kind: string; token?: unknown };

    expect(kind).toBe('reuse');
    expect(token).toEqual({
      jti: 'token 1',
      device: device.id,
      tenant: device.tenant,
      issuedAt: newest,
      expiresAt: given.time(90),
    });
  });

  test.each([
    ['without a token', []],
    ['with a token of another auth set', [{ authSet: 'set 9', issuedAt: given.time(29), expiresAt: given.time(90) }]],
    ['with a token that has less than half its life left', [{ issuedAt: given.time(0), expiresAt: given.time(59) }]],
    ['with a token that has expired', [{ issuedAt: given.time(0), expiresAt: given.time(30) }]],
  ])('an accepted pair %s is admitted', (_, tokens) => {
    const device = deviceWith('accepted');
    const [set] = device.authSets;
    const live = tokens.map((token) => ({ ...given.token(), authSet: set!.id, ...token })) as Device['tokens'];

    expect(asked({ ...device, tokens: live }, 'key 0').kind).toBe('admit');
  });
});

describe('admit', () => {
  test('an accepted set gets a token; nothing else changes and nothing is announced', () => {
    const device = { ...deviceWith('accepted'), tokens: [] };

    const decision = admitted(device, 'key 0');

    expect(told(decision)).toEqual(['slot: keep']);
    expect(Object.keys(decision.set)).toEqual(['tokens']);
    expect(after(device, decision).tokens).toEqual([
      { jti: 'token new', authSet: 'set 0', issuedAt: given.time(29), expiresAt: given.time(90) },
    ]);
    expect(decision.checkIn).toBe(NOW);
  });

  test('one token more than a set may have supersedes the oldest, and is announced', () => {
    const device = deviceWith('accepted');

    const decision = admitted(device, 'key 0');
    const events = completeEvents(decision.events, { before: device, set: decision.set, now: NOW });

    expect(told({ ...decision, events })).toEqual(['superseded: token 0a', 'slot: keep']);
    expect(tokensIn(after(device, decision))).toEqual(['token 0b', 'token new']);
  });

  test('a preauthorized set takes a slot and gets a token', () => {
    const device = deviceWith('preauthorized', 'pending');

    const decision = admitted(device, 'key 0');

    expect(told(decision)).toEqual([
      'set 0: preauthorized → accepted',
      'device: preauthorized → accepted',
      'slot: take',
    ]);
    expect(after(device, decision)).toMatchObject({ status: 'accepted', updatedAt: NOW });
    expect(tokensIn(after(device, decision))).toEqual(['token new']);
  });

  test('a preauthorized set takes over from the accepted one, without another slot', () => {
    const device = deviceWith('preauthorized', 'accepted');

    const decision = admitted(device, 'key 0');

    expect(told(decision)).toEqual([
      'set 1: accepted → rejected',
      'revoked: token 1a, token 1b',
      'set 0: preauthorized → accepted',
      'slot: keep',
    ]);
    expect(tokensIn(after(device, decision))).toEqual(['token new']);
    expect(setsOf(after(device, decision))).toBe('set 0 accepted, set 1 rejected');
  });

  test('other preauthorized sets stay as they are', () => {
    const device = deviceWith('preauthorized', 'preauthorized');

    expect(setsOf(after(device, admitted(device, 'key 1')))).toBe('set 0 preauthorized, set 1 accepted');
  });
});
