import { describe, expect, test } from '@jest/globals';
import type { AuthSet, AuthSetStatus } from '../../src/domain/device.ts';
import { diagnoseIdentity, type AskedAbout, type Found } from '../../src/domain/identity-diagnosis.ts';
import { identityOf } from '../../src/domain/identity.ts';
import { fingerprint } from '../../src/domain/ids.ts';
import { deviceStatus } from '../../src/domain/status.ts';
import { given } from '../support/stores/given.ts';

const AROUND = { room: { limit: 2, used: 1 }, now: given.time(100) };
const FULL = { ...AROUND, room: { limit: 2, used: 2 } };
const KEY = fingerprint('aa');

const asked = (of: Partial<AskedAbout> = {}): AskedAbout => ({
  identity: identityOf({ sn: 'A-1' }),
  key: undefined,
  keyProblem: undefined,
  ...of,
});

const deviceWith = (authSets: readonly AuthSet[]) => given.device({ authSets, status: deviceStatus(authSets) });
const withKey = (status: AuthSetStatus) => deviceWith([given.authSet({ status, fingerprint: KEY })]);

describe('an identity that is on record', () => {
  test.each([
    ['accepted', AROUND, 'accept', undefined],
    ['preauthorized', AROUND, 'accept', undefined],
    ['preauthorized', FULL, 'no_room', 'free_room'],
    ['pending', AROUND, 'wait', 'accept'],
    ['pending', FULL, 'wait', 'free_room'],
    ['rejected', AROUND, 'reject', 'accept'],
  ] as const)('with this key, %s, gets what its auth set says', (status, around, would, next) => {
    const device = withKey(status);

    const found = diagnoseIdentity(asked({ key: KEY }), { by: 'identity', device }, around);

    expect(found).toMatchObject({ match: 'exact', device, would, differences: [] });
    expect(found.next).toBe(next);
  });

  test('without a key gets the answer of the device', () => {
    const device = withKey('accepted');

    expect(diagnoseIdentity(asked(), { by: 'identity', device }, AROUND)).toMatchObject({
      match: 'exact',
      would: 'accept',
    });
  });

  test('under another key waits with this one, and both keys are shown', () => {
    const device = withKey('accepted');
    const other = fingerprint('bb');

    expect(diagnoseIdentity(asked({ key: other }), { by: 'identity', device }, AROUND)).toMatchObject({
      match: 'identity',
      differences: [{ name: 'pubkey', expected: KEY, got: other }],
      would: 'wait',
      next: 'preauthorize_key',
    });
  });

  test('under 50 other keys that all stay is refused with this one', () => {
    const sets = Array.from({ length: 50 }, () => given.authSet({ status: 'preauthorized' }));

    const found = diagnoseIdentity(asked({ key: KEY }), { by: 'identity', device: deviceWith(sets) }, AROUND);

    expect(found).toMatchObject({ match: 'identity', would: 'reject' });
  });

  test('and is being decommissioned gets nothing', () => {
    const device = { ...withKey('rejected'), decommissioningSince: given.time(1) };

    expect(diagnoseIdentity(asked({ key: KEY }), { by: 'identity', device }, AROUND).would).toBe('reject');
  });
});

describe('an unknown identity', () => {
  test('whose key is stored for another device shows the attributes that differ', () => {
    const device = { ...withKey('accepted'), identity: identityOf({ sn: 'A-2' }) };

    const found = diagnoseIdentity(asked({ key: KEY }), { by: 'key', device }, AROUND);

    expect(found).toMatchObject({
      match: 'key',
      differences: [{ name: 'sn', expected: 'A-2', got: 'A-1' }],
      would: 'wait',
    });
    expect(found.says).toBe(
      'Nobody has seen this identity. Its key is on record for another device: 1 attribute differs.',
    );
  });

  test('may be a near miss', () => {
    const device = { ...withKey('accepted'), identity: identityOf({ sn: 'a-1', site: 'x' }) };

    const found = diagnoseIdentity(asked(), { by: 'near', device }, AROUND);

    expect(found).toMatchObject({ match: 'near', would: 'wait', next: 'preauthorize_key' });
    expect(found.says).toContain('2 attributes differ');
  });

  test('and nothing like it waits if it asks', () => {
    expect(diagnoseIdentity(asked(), undefined, AROUND)).toMatchObject({ match: 'none', would: 'wait' });
  });
});

test('a key alone is looked up by itself', () => {
  const device = withKey('pending');

  const found = diagnoseIdentity(asked({ identity: undefined, key: KEY }), { by: 'key', device }, AROUND);

  expect(found).toMatchObject({ match: 'exact', device, would: 'wait', next: 'accept' });
});

describe('a key that is not admitted', () => {
  const refused = 'The key is not admitted: too short. A request with it is refused.';
  const device = withKey('pending');
  const twin = { ...device, identity: identityOf({ sn: 'A-1' }) };

  test.each<[string, Partial<AskedAbout>, Found | undefined, string, string]>([
    ['alone', { identity: undefined }, undefined, '', 'none'],
    ['with an unknown identity', {}, undefined, ' Nobody has seen the identity.', 'none'],
    [
      'with a known identity',
      {},
      { by: 'identity', device: twin },
      ' The identity is on record, and pending.',
      'identity',
    ],
    [
      'with the identity of a device without keys',
      {},
      { by: 'identity', device: { ...twin, status: 'noauth' } },
      ' The identity is on record, without a key.',
      'identity',
    ],
    [
      'with an identity that is leaving',
      {},
      { by: 'identity', device: { ...twin, decommissioningSince: given.time(9) } },
      ' The identity is on record, and is being decommissioned.',
      'identity',
    ],
    [
      'with an identity that is nearly known',
      {},
      { by: 'near', device: { ...device, identity: identityOf({ sn: 'A-2' }) } },
      ' A device on record is nearly the same: 1 attribute differs.',
      'near',
    ],
  ])('%s is refused, and nothing else is promised', (_, of, known, says, match) => {
    const found = diagnoseIdentity(asked({ ...of, keyProblem: 'too short' }), known, AROUND);

    expect(found).toMatchObject({ match, says: refused + says, would: 'reject' });
    expect(found.next).toBeUndefined();
  });
});
