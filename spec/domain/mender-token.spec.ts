import { describe, expect, test } from '@jest/globals';
import type { AuthSetStatus } from '../../src/domain/device.ts';
import { authSetId, deviceId } from '../../src/domain/ids.ts';
import type { ForeignDevice, ForeignToken } from '../../src/domain/mender-device.ts';
import { mapTokens } from '../../src/domain/mender-token.ts';
import { given } from '../support/stores/given.ts';

const RULES = { issuer: 'Mender', now: given.time(100) };

const ownToken: ForeignToken = {
  device: 'device-1',
  tenant: '',
  issuer: 'Mender',
  issuedAt: new Date('2024-01-01T00:01:02.831Z'),
  expiresAt: new Date('2024-01-08T00:01:02.831Z'),
};

const foreign = (token: ForeignToken | undefined): ForeignDevice => ({
  ...{ id: 'device-1', tenant: '', idData: '{"sn":1}', isDecommissioning: false, isProvisioned: true },
  ...{ createdAt: given.time(0), updatedAt: given.time(0), checkInAt: undefined, revision: 1 },
  authSets: [{ id: 'set-1', pubkey: 'key', status: 'accepted', createdAt: given.time(0), token }],
});

const map = (token: ForeignToken | undefined, status: AuthSetStatus = 'accepted', set = 'set-1') =>
  mapTokens(
    foreign(token),
    given.device({ id: deviceId('device-1'), authSets: [given.authSet({ id: authSetId(set), status })] }),
    RULES,
  );

describe('a token of Mender', () => {
  test('has the id of its auth set, and its times in whole seconds as the JWT has them', () => {
    expect(map(ownToken)).toEqual({
      tokens: [
        {
          jti: 'set-1',
          authSet: 'set-1',
          issuedAt: new Date('2024-01-01T00:01:02Z'),
          expiresAt: new Date('2024-01-08T00:01:02Z'),
          imported: true,
        },
      ],
      leftOut: [],
    });
  });

  test.each<[string, Partial<ForeignToken>, AuthSetStatus, string]>([
    ['of a rejected auth set', {}, 'rejected', 'set-1'],
    ['of an auth set that was left out', {}, 'accepted', 'set-2'],
    ['of another device', { device: 'device-2' }, 'accepted', 'set-1'],
    ['of another tenant', { tenant: 'acme' }, 'accepted', 'set-1'],
    ['of another issuer', { issuer: 'Other' }, 'accepted', 'set-1'],
    ['that has expired', { expiresAt: given.time(100) }, 'accepted', 'set-1'],
  ])('%s is left out, with a reason', (_, of, status, set) => {
    const mapped = map({ ...ownToken, ...of }, status, set);

    expect(mapped).toEqual({ tokens: [], leftOut: [{ authSet: 'set-1', reason: expect.stringMatching(/./) }] });
  });

  test('is not there for an auth set without one', () => {
    expect(map(undefined)).toEqual({ tokens: [], leftOut: [] });
  });
});
