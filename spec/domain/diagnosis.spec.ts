import { describe, expect, test } from '@jest/globals';
import type { AuthSet, Device } from '../../src/domain/device.ts';
import { diagnoseDevice, type Examined } from '../../src/domain/diagnosis.ts';
import type { Refusal, RefusalReason } from '../../src/domain/refusal.ts';
import { deviceStatus } from '../../src/domain/status.ts';
import { given } from '../support/stores/given.ts';

const NOW = given.time(100);
const FREE = { limit: 450, used: 300 };
const FULL = { limit: 450, used: 450 };

const set = (status: AuthSet['status'], of: Partial<AuthSet> = {}): AuthSet =>
  given.authSet({ status, createdAt: given.time(1), ...of });

/** A set whose key has asked before. */
const asked = (status: AuthSet['status'], minute: number): AuthSet =>
  set(status, { from: '192.0.2.1', askedAt: given.time(minute) });

function examined(authSets: readonly AuthSet[], of: Partial<Device> = {}, more: Partial<Examined> = {}): Examined {
  const device = given.device({ authSets, status: deviceStatus(authSets), ...of });
  return { device, refusals: [], decided: new Map(), room: FREE, now: NOW, ...more };
}

const refusalOf = ({ fingerprint }: AuthSet, reason: RefusalReason, minute: number, times = 1): Refusal => ({
  fingerprint,
  reason,
  at: given.time(minute),
  times,
});

const tokenOf = ({ id }: AuthSet, minute: number) => ({ ...given.token(minute), authSet: id });

describe('an accepted device', () => {
  test('with a token that is good is in, until its newest token expires', () => {
    const accepted = set('accepted');
    const tokens = [tokenOf(accepted, 160), tokenOf(accepted, 280)];

    expect(diagnoseDevice(examined([accepted], { tokens }))).toEqual({
      verdict: 'in',
      says: 'It is in: accepted. Its newest token is good until 2024-01-01 04:40 UTC.',
    });
  });

  test('without a good token has expired, since it was last seen', () => {
    const accepted = set('accepted');
    const of = { tokens: [tokenOf(accepted, 99)], checkInAt: given.time(40) };

    expect(diagnoseDevice(examined([accepted], of))).toMatchObject({
      verdict: 'expired',
      since: given.time(40),
      next: 'wait',
    });
  });

  test('that has never asked is silent', () => {
    expect(diagnoseDevice(examined([set('accepted')]))).toMatchObject({ verdict: 'silent', next: 'wait' });
  });

  test('whose other key asked after its last check-in asks with another key', () => {
    const sets = [set('accepted'), asked('pending', 50)];

    expect(diagnoseDevice(examined(sets, { checkInAt: given.time(40) }))).toMatchObject({
      verdict: 'other_key',
      since: given.time(50),
      next: 'accept',
    });
    expect(diagnoseDevice(examined(sets, { checkInAt: given.time(60) })).verdict).toBe('expired');
  });

  test('is in, even if another key asks', () => {
    const accepted = set('accepted');
    const of = { tokens: [tokenOf(accepted, 160)], checkInAt: given.time(40) };

    expect(diagnoseDevice(examined([accepted, asked('pending', 90)], of)).verdict).toBe('in');
  });
});

describe('an announced device', () => {
  test('that has not asked is silent, since it was announced', () => {
    expect(diagnoseDevice(examined([set('preauthorized')]))).toEqual({
      verdict: 'silent',
      says: 'It is preauthorized, and has not asked yet.',
      since: given.time(1),
      next: 'wait',
    });
  });

  test('that has not asked would find no room', () => {
    const found = diagnoseDevice(examined([set('preauthorized')], {}, { room: FULL }));

    expect(found).toMatchObject({ verdict: 'silent', next: 'free_room' });
    expect(found.says).toContain('450 of 450');
  });

  test('that met the limit has no room, with the number of its requests', () => {
    const announced = set('preauthorized');
    const refusals = [refusalOf(announced, 'no_room', 90, 12)];

    const found = diagnoseDevice(examined([announced], {}, { refusals, room: FULL }));

    expect(found).toEqual({
      verdict: 'no_room',
      says: 'It is preauthorized, and asked 12 times, last 2024-01-01 01:30 UTC, but there is no room (450 of 450 are accepted).',
      since: given.time(90),
      next: 'free_room',
    });
  });

  test('that met the limit only has to ask again once there is room', () => {
    const announced = set('preauthorized');
    const refusals = [refusalOf(announced, 'no_room', 90)];

    expect(diagnoseDevice(examined([announced], {}, { refusals }))).toMatchObject({ verdict: 'no_room', next: 'wait' });
  });

  test.each(['pending', 'rejected'] as const)('whose other, %s key asks, asks with another key', (status) => {
    const found = diagnoseDevice(examined([set('preauthorized'), asked(status, 90)]));

    expect(found).toMatchObject({ verdict: 'other_key', since: given.time(90), next: 'preauthorize_key' });
  });

  test('whose other key finds no place in the device asks with another key', () => {
    const refusals = [refusalOf(set('pending'), 'sets_full', 90)];

    expect(diagnoseDevice(examined([set('preauthorized')], {}, { refusals })).verdict).toBe('other_key');
  });
});

describe('a device that is neither accepted nor preauthorized', () => {
  test('waits since its first pending key asked, and can be accepted if there is room', () => {
    const first = asked('pending', 30);
    const refusals = [refusalOf(first, 'pending', 95, 4)];

    expect(diagnoseDevice(examined([set('rejected'), first], {}, { refusals }))).toEqual({
      verdict: 'waits',
      says: 'It waits for a decision since 2024-01-01 00:01 UTC, and last asked 2024-01-01 01:35 UTC.',
      since: given.time(1),
      next: 'accept',
    });
  });

  test('waits for room first if there is none', () => {
    const found = diagnoseDevice(examined([asked('pending', 30)], {}, { room: FULL }));

    expect(found).toMatchObject({ verdict: 'waits', next: 'free_room' });
    expect(found.says).toContain('450 of 450');
  });

  test('is rejected by somebody, some time', () => {
    const rejected = asked('rejected', 30);
    const decided = new Map([[rejected.id, { actor: 'user:anna', at: given.time(20) }]]);

    expect(diagnoseDevice(examined([rejected], {}, { decided }))).toEqual({
      verdict: 'rejected',
      says: 'It is rejected (by user:anna, 2024-01-01 00:20 UTC).',
      since: given.time(20),
      next: 'accept',
    });
  });

  test('without a key on record has no auth set', () => {
    expect(diagnoseDevice(examined([]))).toMatchObject({ verdict: 'no_auth_set', next: 'wait' });
  });

  test('that is being decommissioned is nothing else', () => {
    const of = { decommissioningSince: given.time(50) };

    expect(diagnoseDevice(examined([set('rejected')], of))).toEqual({
      verdict: 'decommissioning',
      says: 'It is being decommissioned since 2024-01-01 00:50 UTC.',
      since: given.time(50),
    });
  });
});
