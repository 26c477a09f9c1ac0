import { describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { fixedUserKeys, JwtUsers, readUnverified, type UserRules } from '../../../src/tokens/foreign/users.ts';
import { importVerificationKey, readVerificationKey } from '../../../src/tokens/foreign/verification-keys.ts';
import {
  base64url,
  makeClaims,
  makeFolder,
  makeInstallation,
  makeJwt,
  makePair,
  NOW,
  NOW_SECONDS,
  publicPem,
  refusalOf,
  writeKey,
  type KeyPair,
} from '../tools.ts';

const CALLER_UNKNOWN = 'caller_unknown: unauthorized';
const RULES: Omit<UserRules, 'sources'> = {
  issuer: undefined,
  audience: undefined,
  userClaim: 'mender.user',
  tenantClaim: 'mender.tenant',
  isDeviceKey: () => false,
  now: () => NOW,
};

const pair = makePair('ES256');
const HEADER = { alg: 'ES256', typ: 'JWT' };

async function makeUsers(pairs: readonly KeyPair[], rules: Partial<UserRules> = {}) {
  const keys = await Promise.all(pairs.map((key) => importVerificationKey(publicPem(key), 'user.pem')));
  return new JwtUsers({ ...RULES, sources: [fixedUserKeys(keys)], ...rules });
}

const makeUserClaims = (of: Readonly<Record<string, unknown>> = {}) => ({
  sub: 'user-1',
  exp: NOW_SECONDS + 60,
  'mender.user': true,
  ...of,
});

describe('users', () => {
  test.each(['ES256', 'ES384', 'RS256', 'EdDSA'] as const)(
    'a user token under a configured %s key is read',
    async (alg) => {
      const key = makePair(alg);
      const users = await makeUsers([makePair('ES256'), key]);

      const user = await users.read(
        makeJwt(key, { alg, typ: 'JWT' }, makeUserClaims({ 'mender.tenant': 'acme', scope: 'a b' })),
      );

      expect(user).toEqual({ subject: 'user-1', tenant: 'acme', scopes: ['a', 'b'] });
    },
  );

  test.each([
    ['no kid and no typ', { alg: 'ES256' }],
    ['a kid that is nobody’s', { alg: 'ES256', kid: 'user-key', typ: 'JWT' }],
    ['the typ of an access token', { alg: 'ES256', typ: 'at+jwt' }],
  ])('a token with %s is read', async (_, header) => {
    const users = await makeUsers([makePair('ES256'), pair]);

    expect(await refusalOf(users.read(makeJwt(pair, header, makeUserClaims())))).toBe('none');
  });

  test('a token that names one of the keys is not tried under another', async () => {
    const other = makePair('ES256');
    const users = await makeUsers([other, pair]);
    const { thumbprint } = await importVerificationKey(publicPem(other), 'user.pem');

    expect(await refusalOf(users.read(makeJwt(pair, { ...HEADER, kid: thumbprint }, makeUserClaims())))).toBe(
      CALLER_UNKNOWN,
    );
  });

  test('a key is read from its file', async () => {
    const key = await readVerificationKey(writeKey(makeFolder(), 'user.pem', publicPem(pair)));
    const users = new JwtUsers({ ...RULES, sources: [fixedUserKeys([key])] });

    expect(await refusalOf(users.read(makeJwt(pair, HEADER, makeUserClaims())))).toBe('none');
    expect(users.ready()).toBe(true);
  });

  test('a user without tenant claim acts on the installation’s own', async () => {
    const users = await makeUsers([pair]);

    expect(await users.read(makeJwt(pair, HEADER, makeUserClaims()))).toEqual({
      subject: 'user-1',
      tenant: '',
      scopes: [],
    });
  });

  test.each([
    ['scp', 'a b', ['a', 'b']],
    ['scp', ['a', 'b'], ['a', 'b']],
    ['permissions', ['a', 1, 'a', null], ['a']],
    ['permissions', { a: true }, []],
    ['scope', 1, []],
    ['scope', ' a  b ', ['a', 'b']],
  ])('%s %j grants %j', async (name, value, scopes) => {
    const users = await makeUsers([pair]);

    expect(await users.read(makeJwt(pair, HEADER, makeUserClaims({ [name]: value })))).toMatchObject({ scopes });
  });

  // 62, 63
  test.each([
    ['sub', [undefined, '', ['user-1'], null, 1]],
    [
      'exp',
      [undefined, null, '2030-01-01', String(NOW_SECONDS + 60), true, [], -1, NOW_SECONDS - 5, NOW_SECONDS - 3600],
    ],
    ['nbf', [NOW_SECONDS + 6, 'now', null]],
    ['iat', [NOW_SECONDS + 6, 'now', null, []]],
    ['mender.user', [undefined, false, 'true', 1, null]],
    ['mender.device', [true, 'true', 1, null, {}]],
    ['mender.tenant', [null, 1, ['acme'], {}, 'management', 'devices', 'internal', 'default', 'Default', 'INTERNAL']],
  ])('claim %s is refused where it is missing or of another value', async (name, values) => {
    const users = await makeUsers([pair]);

    const refusals = await Promise.all(
      values.map((value) => refusalOf(users.read(makeJwt(pair, HEADER, makeUserClaims({ [name]: value }))))),
    );

    expect(refusals).toEqual(values.map(() => CALLER_UNKNOWN));
  });

  // 219
  test('the leeway of clocks is 5 seconds', async () => {
    const users = await makeUsers([pair]);
    const read = (of: object) => refusalOf(users.read(makeJwt(pair, HEADER, makeUserClaims({ ...of }))));

    expect(await read({ exp: NOW_SECONDS - 4 })).toBe('none');
    expect(await read({ nbf: NOW_SECONDS + 5, iat: NOW_SECONDS + 5 })).toBe('none');
    expect(await read({ exp: NOW_SECONDS + 0.5, iat: NOW_SECONDS - 0.25 })).toBe('none');
  });

  // 64
  test('issuer and audience are asked where they are set', async () => {
    const users = await makeUsers([pair], { issuer: 'useradm', audience: 'devauth' });
    const read = (of: object) => refusalOf(users.read(makeJwt(pair, HEADER, makeUserClaims({ ...of }))));

    expect(await read({ iss: 'useradm', aud: 'devauth' })).toBe('none');
    expect(await read({ iss: 'useradm', aud: ['other', 'devauth'] })).toBe('none');
    expect(await read({ iss: 'other', aud: 'devauth' })).toBe(CALLER_UNKNOWN);
    expect(await read({ aud: 'devauth' })).toBe(CALLER_UNKNOWN);
    expect(await read({ iss: ['useradm'], aud: 'devauth' })).toBe(CALLER_UNKNOWN);
    expect(await read({ iss: 'useradm' })).toBe(CALLER_UNKNOWN);
    expect(await read({ iss: 'useradm', aud: ['other'] })).toBe(CALLER_UNKNOWN);
    expect(await read({ iss: 'useradm', aud: { devauth: true } })).toBe(CALLER_UNKNOWN);
  });

  test('the names of the claims are settings, and an emptied user claim is not asked', async () => {
    const users = await makeUsers([pair], { userClaim: '', tenantClaim: 'org.id' });
    const claims = { sub: 'user-1', exp: NOW_SECONDS + 60, 'org.id': 'acme', org: { id: 'other' } };

    expect(await users.read(makeJwt(pair, HEADER, claims))).toMatchObject({ tenant: 'acme' });
  });

  test('a claim name that every object knows is not found by chance', async () => {
    const users = await makeUsers([pair], { tenantClaim: 'constructor' });

    expect(await users.read(makeJwt(pair, HEADER, makeUserClaims()))).toMatchObject({ tenant: '' });
  });

  // 63, D12
  test('a device’s token is never a user, also under a key that both share', async () => {
    const { pair: shared, tokens, keys, kid } = await makeInstallation('ES256');
    const rules = { userClaim: '', isDeviceKey: (kid: string) => keys.isOurs(kid) };
    const users = await Promise.all([shared, pair].map((key) => makeUsers([key], rules)));

    const jwts = [
      await tokens.sign(makeClaims()),
      makeJwt(shared, { ...HEADER, kid }, makeUserClaims()),
      makeJwt(shared, HEADER, makeUserClaims()),
      makeJwt(pair, { ...HEADER, kid }, makeUserClaims()),
    ];
    const refusals = users.flatMap((of) => jwts.map((jwt) => refusalOf(of.read(jwt))));

    expect(new Set(await Promise.all(refusals))).toEqual(new Set([CALLER_UNKNOWN]));
  });

  // 53, 54, 55, 63
  test.each([
    ['no signature', `${base64url({ alg: 'none' })}.${base64url(makeUserClaims())}.`],
    ['an HMAC under the public key', hmac(publicPem(pair))],
    ['the signature of another key', makeJwt(makePair('ES256'), HEADER, makeUserClaims())],
    ['a key of its own', makeJwt(pair, { ...HEADER, jwk: pair.publicKey.export({ format: 'jwk' }) }, makeUserClaims())],
    ['the typ of a DPoP proof', makeJwt(pair, { alg: 'ES256', typ: 'dpop+jwt' }, makeUserClaims())],
    ['claims that stand twice', makeJwt(pair, HEADER, JSON.stringify(makeUserClaims()).replace('{', '{"sub":"root",'))],
    ['no claims', makeJwt(pair, HEADER, '[]')],
  ])('a token with %s is refused', async (_, jwt) => {
    const users = await makeUsers([pair]);

    expect(await refusalOf(users.read(jwt))).toBe(CALLER_UNKNOWN);
  });

  // 61
  test('no single bit of a user token may change', async () => {
    const key = makePair('EdDSA');
    const users = await makeUsers([key]);
    const jwt = makeJwt(key, { alg: 'EdDSA', typ: 'JWT' }, makeUserClaims());

    const accepted: string[] = [];
    for (let bit = 0; bit < jwt.length * 8; bit += 1) {
      const at = bit >> 3;
      const flipped = jwt.slice(0, at) + String.fromCharCode(jwt.charCodeAt(at) ^ (1 << (bit & 7))) + jwt.slice(at + 1);
      if ((await refusalOf(users.read(flipped))) !== CALLER_UNKNOWN) accepted.push(flipped);
    }

    expect(accepted).toEqual([]);
    expect(await refusalOf(users.read(jwt))).toBe('none');
  });
});

describe('readUnverified', () => {
  const read = (claims: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }, rules: Partial<UserRules> = {}) =>
    refusalOf(Promise.resolve().then(() => readUnverified(makeUnsigned(header, claims), { ...RULES, ...rules })));

  test('the user is the one the token names, whatever its algorithm', () => {
    const jwt = makeUnsigned({ alg: 'HS256', typ: 'JWT', x5t: 'AAAA' }, makeUserClaims({ 'mender.tenant': 'acme' }));

    expect(readUnverified(jwt, RULES)).toEqual({ subject: 'user-1', tenant: 'acme', scopes: [] });
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
    NOW_SECONDS - 5,
    '2026-03-01T11:59:55Z',
    '2026-03-01T13:59:55+02:00',
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
    { 'mender.tenant': 1 },
  ])('claims with %j are refused', async (of) => {
    expect(await read(makeUserClaims(of))).toBe(CALLER_UNKNOWN);
  });
});

const makeUnsigned = (header: unknown, claims: unknown) =>
  `${base64url(header)}.${base64url(claims)}.${base64url('signature')}`;

function hmac(secret: string): string {
  const input = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(makeUserClaims())}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}
