import { describe, expect, test } from '@jest/globals';
import { GatewayUsers, type GatewayRules } from '../../../src/tokens/foreign/gateway-users.ts';
import { base64url, NOW, NOW_SECONDS, refusalOf } from '../tools.ts';

const CALLER_UNKNOWN = 'caller_unknown: unauthorized';
const RULES: GatewayRules = {
  userClaim: 'mender.user',
  tenantClaim: 'mender.tenant',
  isDeviceKey: () => false,
  leewaySeconds: 60,
  now: () => NOW,
};

const makeUserClaims = (of: Readonly<Record<string, unknown>> = {}) => ({
  sub: 'user-1',
  exp: NOW_SECONDS + 60,
  'mender.user': true,
  ...of,
});

describe('a user behind a gateway', () => {
  const read = (claims: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }, rules: Partial<GatewayRules> = {}) =>
    refusalOf(new GatewayUsers({ ...RULES, ...rules }).read(makeUnsigned(header, claims)));

  test('the user is the one the token names, of any algorithm', async () => {
    const jwt = makeUnsigned({ alg: 'HS256', typ: 'JWT', x5t: 'AAAA' }, makeUserClaims({ 'mender.tenant': 'acme' }));

    expect(await new GatewayUsers(RULES).read(jwt)).toEqual({
      subject: 'user-1',
      tenant: 'acme',
      scopes: [],
      expiresAt: new Date((NOW_SECONDS + 60) * 1000),
    });
  });

  test.each([
    NOW_SECONDS + 1,
    '2026-03-01T12:00:01Z',
    '2026-03-01T12:00:01',
    '2026-03-01 12:00:01.123456',
    '2026-03-01T12:00:01.123456789+00:00',
    '2026-03-01T14:00:01+02:00',
  ])('exp %j lies ahead', async (exp) => {
    expect(await read(makeUserClaims({ exp }))).toBe('none');
  });

  test.each([
    undefined,
    null,
    '',
    'never',
    '2026',
    NOW_SECONDS - 60,
    '2026-03-01T11:59:00Z',
    '2026-03-01T13:59:00+02:00',
    '2026-13-01T00:00:00Z',
    true,
    [NOW_SECONDS + 1],
  ])('exp %j is refused', async (exp) => {
    expect(await read(makeUserClaims({ exp }))).toBe(CALLER_UNKNOWN);
  });

  // D12
  test('a device’s token is never a user', async () => {
    const isDeviceKey = (kid: string) => kid === 'ours';

    expect(await read(makeUserClaims({ 'mender.device': true }))).toBe(CALLER_UNKNOWN);
    expect(await read(makeUserClaims(), { alg: 'ES256', kid: 'ours' }, { isDeviceKey })).toBe(CALLER_UNKNOWN);
    expect(await read(makeUserClaims(), { alg: 'ES256', kid: 'theirs' }, { isDeviceKey })).toBe('none');
  });

  test.each([
    { sub: '' },
    { sub: undefined },
    { 'mender.user': false },
    { 'mender.tenant': 'Internal' },
    { 'mender.tenant': 'a/../b' },
    { 'mender.tenant': 1 },
  ])('claims with %j are refused', async (of) => {
    expect(await read(makeUserClaims(of))).toBe(CALLER_UNKNOWN);
  });
});

const makeUnsigned = (header: unknown, claims: unknown) =>
  `${base64url(header)}.${base64url(claims)}.${base64url('signature')}`;
