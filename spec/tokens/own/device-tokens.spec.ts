import { beforeEach, describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { tenantId } from '../../../src/domain/ids.ts';
import { issueToken } from '../../../src/domain/token.ts';
import { JoseTokens } from '../../../src/tokens/own/device-tokens.ts';
import {
  base64url,
  INSTALLATION,
  makeClaims,
  makeInstallation,
  makeJwt,
  makePair,
  makeWireClaims,
  NOW,
  NOW_SECONDS,
  publicPem,
  refusalOf,
  signText,
  TOKEN_INVALID,
} from '../tools.ts';

const ALGORITHMS = ['ES256', 'RS256', 'EdDSA'] as const;

const decode = (segment = ''): unknown => JSON.parse(Buffer.from(segment, 'base64url').toString());

describe.each(ALGORITHMS)('a token under %s', (alg) => {
  test('read returns what was signed', async () => {
    const { tokens } = await makeInstallation(alg);
    const claims = makeClaims({ tenant: tenantId('acme') });

    const read = await tokens.read(await tokens.sign(claims));

    expect(read).toEqual(claims);
  });

  // T69
  test('another signer of the same key is read', async () => {
    const { tokens, pair, header } = await makeInstallation(alg);

    const read = await tokens.read(makeJwt(pair, header, makeWireClaims({ sub: 'device-1' })));

    expect(read).toMatchObject({ device: 'device-1', tenant: '' });
  });

  // T61
  test('no single bit of it may change, also after it was read', async () => {
    const { tokens } = await makeInstallation(alg);
    const jwt = await tokens.sign(makeClaims());
    await tokens.read(jwt);

    const accepted: string[] = [];
    for (let bit = 0; bit < jwt.length * 8; bit += 1) {
      const at = bit >> 3;
      const flipped = jwt.slice(0, at) + String.fromCharCode(jwt.charCodeAt(at) ^ (1 << (bit & 7))) + jwt.slice(at + 1);
      if ((await refusalOf(tokens.read(flipped))) !== TOKEN_INVALID) accepted.push(flipped);
    }

    expect(accepted).toEqual([]);
    expect(await refusalOf(tokens.read(jwt))).toBe('none');
    expect(jwt.length * 8).toBeGreaterThan(3400);
  });

  test('a key of another kind under its kid is refused', async () => {
    const { tokens, kid } = await makeInstallation(alg);
    const others = ALGORITHMS.filter((other) => other !== alg).map(makePair);

    const refusals = others.map((other) =>
      refusalOf(tokens.read(makeJwt(other, { alg: other.alg, kid, typ: 'JWT' }, makeWireClaims()))),
    );

    expect(await Promise.all(refusals)).toEqual([TOKEN_INVALID, TOKEN_INVALID]);
  });

  // T54
  test('the public key is not taken for an HMAC secret', async () => {
    const { tokens, pair, kid } = await makeInstallation(alg);
    const pem = publicPem(pair);
    const jwk = JSON.stringify(pair.publicKey.export({ format: 'jwk' }));
    const secrets = [pem, pem.trim(), pair.publicKey.export({ type: 'spki', format: 'der' }), jwk];
    const tries = secrets.flatMap((secret) => [256, 384, 512].map((bits) => ({ secret, bits })));

    const refusals = tries.map(({ secret, bits }) => {
      const input = `${base64url({ alg: `HS${bits}`, kid, typ: 'JWT' })}.${base64url(makeWireClaims())}`;
      return refusalOf(tokens.read(`${input}.${createHmac(`sha${bits}`, secret).update(input).digest('base64url')}`));
    });

    expect(new Set(await Promise.all(refusals))).toEqual(new Set([TOKEN_INVALID]));
  });
});

describe('a signed token', () => {
  // T68
  test('has these names in header and claims and no others', async () => {
    const { tokens, kid } = await makeInstallation('ES256');
    const claims = makeClaims();

    const [header, payload] = (await tokens.sign(claims)).split('.', 2).map(decode);

    expect(header).toEqual({ alg: 'ES256', kid, typ: 'JWT' });
    expect(payload).toEqual({
      jti: claims.jti,
      sub: claims.device,
      iss: 'Mender',
      aud: 'devauth',
      iat: NOW_SECONDS,
      exp: NOW_SECONDS + 604_800,
      'mender.device': true,
    });
  });

  test('names the tenant where there is one', async () => {
    const { tokens } = await makeInstallation('ES256');

    const [, payload] = (await tokens.sign(makeClaims({ tenant: tenantId('acme') }))).split('.', 2).map(decode);

    expect(payload).toMatchObject({ 'mender.tenant': 'acme' });
  });

  // T68
  test('lives as long as its rule says, in whole seconds, and is dated back by a minute', async () => {
    const { tokens } = await makeInstallation('EdDSA');
    const { jti, device, tenant } = makeClaims();
    const now = new Date(NOW.getTime() + 987);

    const issued = issueToken(jti, { id: device, tenant }, now, { ttlSeconds: 60 });

    expect(decode((await tokens.sign(issued)).split('.')[1])).toMatchObject({
      iat: NOW_SECONDS - 60,
      exp: NOW_SECONDS + 60,
    });
  });

  // T70
  test('under ES256 never repeats r', async () => {
    const { tokens } = await makeInstallation('ES256');
    const claims = makeClaims();

    const jwts = await Promise.all(Array.from({ length: 2000 }, () => tokens.sign(claims)));

    expect(new Set(jwts.map((jwt) => jwt.split('.')[2]?.slice(0, 43))).size).toBe(2000);
  });
});

describe('read', () => {
  let installation: Awaited<ReturnType<typeof makeInstallation>>;
  const readClaims = (claims: unknown) =>
    refusalOf(installation.tokens.read(makeJwt(installation.pair, installation.header, claims)));
  const readHeader = (header: unknown) =>
    refusalOf(installation.tokens.read(makeJwt(installation.pair, header, makeWireClaims())));

  beforeEach(async () => {
    installation = await makeInstallation('ES256');
  });

  // T62, T64
  test.each([
    ['exp', [undefined, '1', null, true, [], -1, 1e300, 1e20, 8_640_000_000_001, NOW_SECONDS + 0.5]],
    ['iat', [undefined, '1', null, -1, 0.5]],
    ['iss', [undefined, 'mender', 'Mender ', '', ['Mender'], null, 1]],
    ['aud', [undefined, 'other', '', ['devauth'], ['devauth', 'other'], null]],
    ['sub', [undefined, '', ['a'], null, 1, {}, { $ne: null }]],
    [
      'jti',
      [
        undefined,
        '',
        'a',
        {},
        ['a'],
        null,
        '8c7d9e7a-0000-4000-8000-00000000000',
        '8c7d9e7a-0000-4000-8000-000000000000\n',
      ],
    ],
    ['mender.device', [undefined, false, 'true', 1, null]],
    ['mender.tenant', ['', null, 1, ['acme'], {}, 'a/b', 'a\0', 'a'.repeat(129), 'Default']],
  ])('claim %s is refused where it is missing or of another value', async (name, values) => {
    const refusals = await Promise.all(values.map((value) => readClaims(makeWireClaims({ [name]: value }))));

    expect(refusals).toEqual(values.map(() => TOKEN_INVALID));
  });

  test.each([
    ['iat an hour ahead', { iat: NOW_SECONDS + 3600 }],
    ['iat behind exp', { iat: NOW_SECONDS + 7200 }],
    ['nbf an hour ahead', { nbf: NOW_SECONDS + 3600 }],
    ['the nbf that Mender writes', { nbf: -62_135_596_800 }],
  ])('%s is not judged: the clocks of nodes differ', async (_, claims) => {
    expect(await readClaims(makeWireClaims(claims))).toBe('none');
  });

  test('an expired token is read: whether it is still good is asked elsewhere', async () => {
    const claims = makeWireClaims({ iat: 1000, exp: 1001 });

    expect(await readClaims(claims)).toBe('none');
  });

  // T56
  test.each([undefined, '', '../../etc/passwd', "' OR 1=1", '__proto__', 'constructor', 'a'.repeat(43)])(
    'kid %j is refused',
    async (kid) => {
      expect(await readHeader({ ...installation.header, kid })).toBe(TOKEN_INVALID);
    },
  );

  // T63
  test.each([undefined, 'jwt', 'at+jwt', 'dpop+jwt', 'JWS'])('typ %j is refused', async (typ) => {
    expect(await readHeader({ ...installation.header, typ })).toBe(TOKEN_INVALID);
  });

  // T53
  test('a token without a signature is refused', async () => {
    const input = `${base64url({ alg: 'none', kid: installation.kid, typ: 'JWT' })}.${base64url(makeWireClaims())}`;

    expect(await refusalOf(installation.tokens.read(`${input}.`))).toBe(TOKEN_INVALID);
    expect(await refusalOf(installation.tokens.read(`${input}.AAAA`))).toBe(TOKEN_INVALID);
  });

  // T24
  test('an ECDSA signature of zeros is refused', async () => {
    const input = `${base64url(installation.header)}.${base64url(makeWireClaims())}`;

    expect(await refusalOf(installation.tokens.read(`${input}.${Buffer.alloc(64).toString('base64url')}`))).toBe(
      TOKEN_INVALID,
    );
  });

  // T55
  test('a key that the token brings along is not used', async () => {
    const attacker = makePair('ES256');
    const header = { ...installation.header, jwk: attacker.publicKey.export({ format: 'jwk' }) };

    expect(await refusalOf(installation.tokens.read(makeJwt(attacker, header, makeWireClaims())))).toBe(TOKEN_INVALID);
  });

  // T60: a good signature, two readings
  test('claims that occur twice are refused although the signature is good', async () => {
    const claims = JSON.stringify(makeWireClaims()).replace('{', '{"sub":"other",');

    expect(await readClaims(claims)).toBe(TOKEN_INVALID);
  });

  // T57
  test('a token within a token is refused', async () => {
    const inner = makeJwt(installation.pair, installation.header, makeWireClaims());
    const input = `${base64url({ ...installation.header, cty: 'JWT' })}.${base64url(inner)}`;

    expect(await refusalOf(installation.tokens.read(`${input}.${signText(installation.pair, input)}`))).toBe(
      TOKEN_INVALID,
    );
  });

  // T64
  test('a token of another installation under the same key is refused', async () => {
    const other = new JoseTokens({ keys: installation.keys, ...INSTALLATION, audience: 'elsewhere' });

    expect(await refusalOf(installation.tokens.read(await other.sign(makeClaims())))).toBe(TOKEN_INVALID);
  });

  test.each(['', '.', '..', '...', 'null', '\u0000', 'Bearer a.b.c', '💥'])('the text %j is refused', async (text) => {
    expect(await refusalOf(installation.tokens.read(text))).toBe(TOKEN_INVALID);
  });
});

describe('publicKeys', () => {
  // T75
  test.each([
    ['ES256', { kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String) }],
    ['RS256', { kty: 'RSA', n: expect.any(String), e: 'AQAB' }],
    ['EdDSA', { kty: 'OKP', crv: 'Ed25519', x: expect.any(String) }],
  ] as const)('of %s are public members only', async (alg, members) => {
    const { tokens, kid } = await makeInstallation(alg);

    expect(tokens.publicKeys()).toEqual({ keys: [{ ...members, kid, alg, use: 'sig' }] });
  });
});
