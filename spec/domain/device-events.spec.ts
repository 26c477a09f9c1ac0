import { describe, expect, test } from '@jest/globals';
import { completeEvents, identityInEvents } from '../../src/domain/device-events.ts';
import { given } from '../support/stores/given.ts';

const NOW = given.time(0);
const [old, live, other] = [given.token(-1), given.token(10), given.token(20)];
const set = given.authSet();
const before = given.device({ authSets: [set], tokens: [old, live, other] });
const seconds = (at: Date): number => at.getTime() / 1000;

describe('completeEvents', () => {
  test('have the key of an auth set, also of a removed or new one', () => {
    const added = given.authSet();
    const bodies = [
      { type: 'auth_set.dismissed', authSet: set.id, from: 'pending' },
      { type: 'auth_set.added', authSet: added.id, to: 'pending' },
    ] as const;

    expect(completeEvents(bodies, { before, set: { authSets: [added] }, now: NOW })).toEqual([
      { ...bodies[0], fingerprint: set.fingerprint },
      { ...bodies[1], fingerprint: added.fingerprint, deviceStatus: 'pending' },
    ]);
  });

  test('have the expiry of the last revoked token', () => {
    const revoked = { type: 'tokens.revoked', jtis: [live.jti, other.jti] } as const;

    expect(completeEvents([revoked], { before, set: { tokens: [] }, now: NOW })).toEqual([
      { ...revoked, exp: seconds(other.expiresAt) },
    ]);
  });

  test('names a token that a newer one supersedes, and none that has expired', () => {
    const changed = { before, set: { tokens: [other, given.token(30)] }, now: NOW };

    expect(completeEvents([], changed)).toEqual([
      { type: 'tokens.superseded', jtis: [live.jti], exp: seconds(live.expiresAt) },
    ]);
  });

  test('are unchanged if no token is removed', () => {
    expect(completeEvents([], { before, set: { provisioned: true }, now: NOW })).toEqual([]);
    expect(completeEvents([], { before: undefined, set: before, now: NOW })).toEqual([]);
  });
});

describe('identityInEvents', () => {
  test('is the canonical text, but for one that is very long', () => {
    const long = { ...before.identity, text: `{"sn":"${'9'.repeat(4090)}"}` };

    expect(identityInEvents(before)).toBe(before.identity.text);
    expect(identityInEvents({ identity: long })).toBeUndefined();
  });
});
