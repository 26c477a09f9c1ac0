import { describe, expect, test } from '@jest/globals';
import { Refused } from '../../src/domain/errors.ts';
import { fingerprint } from '../../src/domain/ids.ts';
import { mapDevice, type ForeignAuthSet, type ForeignDevice } from '../../src/domain/mender-device.ts';
import { given } from '../support/stores/given.ts';

const NOW = given.time(1_000);

/** A key is its text in lower case; `weak…` is refused. */
const admit = (pubkey: string) => {
  if (pubkey.startsWith('weak')) throw new Refused('key_refused', 'RSA keys must have at least 2048 bits');
  return { fingerprint: fingerprint(pubkey.toLowerCase()), pem: pubkey.toLowerCase() };
};

const set = (id: string, status: string, of: Partial<ForeignAuthSet> = {}): ForeignAuthSet => ({
  id,
  pubkey: `key-${id}`,
  status,
  createdAt: given.time(1),
  token: undefined,
  ...of,
});

const token = (minute: number) => ({
  ...{ device: 'device-1', tenant: '', issuer: 'Mender' },
  ...{ issuedAt: given.time(minute), expiresAt: given.time(2_000) },
});

const device = (authSets: readonly ForeignAuthSet[], of: Partial<ForeignDevice> = {}): ForeignDevice => ({
  id: 'device-1',
  tenant: '',
  idData: '{"sn":"\\u003c1\\u003e"}',
  isDecommissioning: false,
  isProvisioned: true,
  createdAt: given.time(0),
  updatedAt: given.time(2),
  checkInAt: given.time(3),
  revision: 4_711,
  authSets,
  ...of,
});

const map = (authSets: readonly ForeignAuthSet[], of: Partial<ForeignDevice> = {}) =>
  mapDevice(device(authSets, of), admit, NOW);

const statuses = (mapped: ReturnType<typeof map>) =>
  Object.fromEntries(mapped.device.authSets.map(({ id, status }) => [id, status]));

describe('a device of Mender', () => {
  test('keeps ids, times, flags and the revision, and has its identity in our form', () => {
    const { device: mapped, leftOut } = map([set('a', 'accepted')]);

    expect(mapped).toMatchObject({
      id: 'device-1',
      identity: { text: '{"sn":"<1>"}' },
      status: 'accepted',
      tokens: [],
      provisioned: true,
      decommissioningSince: undefined,
      createdAt: given.time(0),
      updatedAt: given.time(2),
      checkInAt: given.time(3),
      revision: 4_711,
      authSets: [{ id: 'a', fingerprint: 'key-a', pubkey: 'key-a', status: 'accepted', wasAccepted: true }],
    });
    expect(leftOut).toEqual([]);
  });

  test("has the status of its auth sets, not Mender's status", () => {
    expect(map([set('a', 'preauthorized')]).device.status).toBe('preauthorized');
    expect(map([]).device.status).toBe('noauth');
  });

  test('has its auth sets in the order of their creation, and the silence of a pending one begins now', () => {
    const { device: mapped } = map([
      set('b', 'pending', { createdAt: given.time(2) }),
      set('a', 'rejected', { createdAt: given.time(1) }),
    ]);

    expect(mapped.authSets.map(({ id, askedAt }) => [id, askedAt])).toEqual([
      ['a', undefined],
      ['b', NOW],
    ]);
  });

  test.each(['null', '{}', '{"":1}', '{"a":1,"a":2}', '{"big":12345678901234567890}', 'nonsense'])(
    'with the identity %s is refused',
    (idData) => {
      expect(() => map([], { idData })).toThrow(Refused);
    },
  );

  test('of a tenant that cannot be here is refused', () => {
    expect(() => map([], { tenant: 'a/b' })).toThrow(/a tenant id has no slashes/);
  });

  test('that is leaving has no accepted set, and leaves from now on', () => {
    const mapped = map([set('a', 'accepted'), set('b', 'pending')], { isDecommissioning: true });

    expect(statuses(mapped)).toEqual({ a: 'rejected', b: 'pending' });
    expect(mapped.device).toMatchObject({ status: 'pending', decommissioningSince: NOW });
  });
});

describe('of several accepted sets', () => {
  test('the one with the newest token stays, and the others are rejected', () => {
    const mapped = map([
      set('a', 'accepted', { token: token(9) }),
      set('b', 'accepted', { token: token(8), createdAt: given.time(5) }),
      set('c', 'accepted', { createdAt: given.time(6) }),
    ]);

    expect(statuses(mapped)).toEqual({ a: 'accepted', b: 'rejected', c: 'rejected' });
    expect(mapped.device.authSets.every(({ wasAccepted }) => wasAccepted === true)).toBe(true);
  });

  test('the newest stays where none has a token', () => {
    const mapped = map([set('a', 'accepted'), set('b', 'accepted', { createdAt: given.time(5) })]);

    expect(statuses(mapped)).toEqual({ a: 'rejected', b: 'accepted' });
  });
});

describe('an auth set', () => {
  test.each([
    ['key our rules refuse', set('x', 'accepted', { pubkey: 'weak' }), 'RSA keys must have at least 2048 bits'],
    ['status that there is not', set('x', 'odd'), 'it has the status "odd"'],
  ])('with a %s is left out, with the reason', (_what, wrong, reason) => {
    const mapped = map([set('a', 'pending'), wrong]);

    expect(statuses(mapped)).toEqual({ a: 'pending' });
    expect(mapped.leftOut).toEqual([{ authSet: 'x', reason }]);
  });

  test('that has the key of another one in another spelling is left out: the decided one stays', () => {
    const mapped = map([
      set('a', 'pending', { pubkey: 'key-1' }),
      set('b', 'accepted', { pubkey: 'KEY-1', createdAt: given.time(2) }),
      set('c', 'rejected', { pubkey: 'Key-1', createdAt: given.time(3) }),
    ]);

    expect(statuses(mapped)).toEqual({ b: 'accepted' });
    expect(mapped.leftOut.map(({ authSet }) => authSet)).toEqual(['a', 'c']);
  });

  test('beyond 50 is left out: decided ones stay first, then the newest', () => {
    const pending = Array.from({ length: 60 }, (_, at) => set(`p${at}`, 'pending', { createdAt: given.time(at + 2) }));

    const mapped = map([set('a', 'accepted'), set('r', 'rejected'), ...pending]);

    expect(mapped.device.authSets).toHaveLength(50);
    expect(mapped.device.authSets.slice(0, 3).map(({ id }) => id)).toEqual(['a', 'r', 'p12']);
    expect(mapped.leftOut).toHaveLength(12);
  });
});
