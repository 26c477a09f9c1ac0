import { describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { Refused } from '../../../src/domain/errors.ts';
import { fixedUserKeys, JwtUsers, type UserRules } from '../../../src/tokens/foreign/users.ts';
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
  leewaySeconds: 60,
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

      expect(user).toMatchObject({ subject: 'user-1', tenant: 'acme', scopes: ['a', 'b'] });
    },
  );

  test.each([
    ['RS256', 'PS256'],
    ['RS256', 'PS384'],
    ['RS256', 'PS512'],
    ['RS256', 'RS384'],
    ['RS256', 'RS512'],
    ['ES512', 'ES512'],
    ['EdDSA', 'Ed25519'],
  ] as const)('a user token under a configured %s key, signed by %s, is read', async (kind, alg) => {
    const key = makePair(kind);
    const users = await makeUsers([key]);

    expect(await refusalOf(users.read(makeJwt(key, { alg, typ: 'JWT' }, makeUserClaims(), alg)))).toBe('none');
  });

  test.each([
    [
      'Entra ID’s header',
      { alg: 'ES256', typ: 'JWT', x5t: 'nOo3ZDrODXEK1jKWhXslHR_KXEg', kid: 'nOo3ZDrODXEK1jKWhXslHR_KXEg' },
    ],
    ['ADFS’s header', { alg: 'ES256', typ: 'JWT', x5t: 'nOo3ZDrODXEK1jKWhXslHR_KXEg' }],
    ['the header of Mender’s useradm', { alg: 'ES256', typ: 'JWT', kid: 0 }],
    ['no kid and no typ', { alg: 'ES256' }],
    ['a kid that no key has', { alg: 'ES256', kid: 'user-key', typ: 'JWT' }],
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
      expiresAt: new Date(makeUserClaims().exp * 1000),
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

  // T62, T63
  test.each([
    ['sub', [undefined, '', ['user-1'], null, 1]],
    [
      'exp',
      [undefined, null, '2030-01-01', String(NOW_SECONDS + 60), true, [], -1, NOW_SECONDS - 60, NOW_SECONDS - 3600],
    ],
    ['nbf', [NOW_SECONDS + 61, 'now', null]],
    ['mender.user', [undefined, false, 'true', 1, null]],
    ['mender.device', [true, 'true', 1, null, {}]],
    ['mender.tenant', [null, 1, ['acme'], {}, 'devices', 'Default', 'INTERNAL', 'a/b', 'a\nb', '..', 'a'.repeat(129)]],
  ])('claim %s is refused where it is missing or of another value', async (name, values) => {
    const users = await makeUsers([pair]);

    const refusals = await Promise.all(
      values.map((value) => refusalOf(users.read(makeJwt(pair, HEADER, makeUserClaims({ [name]: value }))))),
    );

    expect(refusals).toEqual(values.map(() => CALLER_UNKNOWN));
  });

  // T219
  test.each([0, 60, 600])('a leeway of %i s counts for exp and nbf, and iat is not judged', async (leewaySeconds) => {
    const users = await makeUsers([pair], { leewaySeconds });
    const read = (of: object) => refusalOf(users.read(makeJwt(pair, HEADER, makeUserClaims({ ...of }))));

    expect(await read({ exp: NOW_SECONDS - leewaySeconds + 1 })).toBe('none');
    expect(await read({ exp: NOW_SECONDS - leewaySeconds })).toBe(CALLER_UNKNOWN);
    expect(await read({ nbf: NOW_SECONDS + leewaySeconds })).toBe('none');
    expect(await read({ nbf: NOW_SECONDS + leewaySeconds + 1 })).toBe(CALLER_UNKNOWN);
    expect(await read({ iat: NOW_SECONDS + 3600, exp: NOW_SECONDS + 0.5 })).toBe('none');
    expect(await read({ iat: 'yesterday' })).toBe('none');
  });

  // T64
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

  // T63, D12
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

  test('a token of 16 KiB is read, and a longer one is not', async () => {
    const users = await makeUsers([pair]);
    const ofLength = (groups: number) => makeJwt(pair, HEADER, makeUserClaims({ groups: 'g'.repeat(groups) }));
    const read = (groups: number) => refusalOf(users.read(ofLength(groups)));
    const most = Math.floor(((16 * 1024 - ofLength(0).length) * 3) / 4);

    expect(ofLength(most).length).toBeGreaterThan(16 * 1024 - 4);
    expect([await read(most), await read(most + 4)]).toEqual(['none', CALLER_UNKNOWN]);
  });

  test.each([
    ['expired', 'expired 3 h ago', { exp: NOW_SECONDS - 3 * 3600 }],
    ['expired', 'expired 1 min ago', { exp: NOW_SECONDS - 61 }],
    ['not_yet_valid', 'not valid for another 2 d', { nbf: NOW_SECONDS + 2 * 86_400 }],
    ['wrong_issuer', 'another issuer is configured', { iss: 'https://others.example' }],
    ['wrong_audience', 'another audience is configured', { aud: 'others' }],
    ['missing_claim', 'the claim mender.user is missing or has a wrong value', { 'mender.user': undefined }],
    ['missing_claim', 'the claim sub is missing or has a wrong value', { sub: '' }],
    ['missing_claim', 'the claim exp is missing or has a wrong value', { exp: 'soon' }],
    ['device_token', 'the token of a device', { 'mender.device': true }],
  ])('the caller learns why a token with a good signature is refused (%s): %s', async (why, description, claims) => {
    const users = await makeUsers([pair], { issuer: 'useradm', audience: 'devauth' });
    const jwt = (by: KeyPair) => makeJwt(by, HEADER, makeUserClaims({ iss: 'useradm', aud: 'devauth', ...claims }));

    expect(await detailsOf(users.read(jwt(pair)))).toEqual({ why, description });
    expect(await detailsOf(users.read(jwt(makePair('ES256'))))).toEqual({ why: 'wrong_signature' });
  });

  test.each([
    ['too_large', 'a'.repeat(16 * 1024 + 1)],
    ['malformed', 'a.b.c'],
    ['device_key', makeJwt(pair, { ...HEADER, kid: 'ours' }, makeUserClaims())],
    ['unknown_kid', makeJwt(pair, { ...HEADER, kid: 'theirs' }, makeUserClaims())],
  ])('the caller does not learn why a token is refused (%s) before its signature is verified', async (why, jwt) => {
    const noKeys = { findCandidates: () => Promise.resolve([]), isReady: () => true };
    const users = await makeUsers([pair], { sources: [noKeys], isDeviceKey: (kid) => kid === 'ours' });

    expect(await detailsOf(users.read(jwt))).toEqual({ why });
  });

  // T53, T54, T55, T63
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

  // T61
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

/** Returns the details of the refusal that ends the work. */
async function detailsOf(work: Promise<unknown>): Promise<unknown> {
  return work.catch((error: unknown) => (error instanceof Refused ? error.details : error));
}

function hmac(secret: string): string {
  const input = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(makeUserClaims())}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}
