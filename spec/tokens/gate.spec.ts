import { describe, expect, test } from '@jest/globals';
import { passGate } from '../../src/tokens/gate.ts';
import { base64url } from './tools.ts';

const HEADER = { alg: 'ES256', kid: 'key-1', typ: 'JWT' };
const SIGNATURE = base64url('signature');

const RULES = { algorithms: ['ES256', 'EdDSA'], maxBytes: 8192, otherNames: 'refused' } as const;
const pass = (jwt: string) => passGate(jwt, RULES);
const passForeign = (jwt: string) => passGate(jwt, { ...RULES, otherNames: 'ignored' });
const withHeader = (header: unknown) => `${base64url(header)}.${base64url({ sub: 'a' })}.${SIGNATURE}`;
const withClaims = (claims: unknown) => `${base64url(HEADER)}.${base64url(claims)}.${SIGNATURE}`;
const ofBytes = (...bytes: readonly number[]) => Buffer.from(bytes).toString('base64url');

describe('passGate', () => {
  const good = withClaims({ sub: 'a' });

  test('header and claims of a canonical token pass', () => {
    expect(pass(good)).toMatchObject({ alg: 'ES256', kid: 'key-1', typ: 'JWT', claims: { sub: 'a' } });
  });

  test('kid and typ may be absent', () => {
    expect(pass(withHeader({ alg: 'EdDSA' }))).toMatchObject({ alg: 'EdDSA', kid: undefined, typ: undefined });
  });

  // T53, T54
  test.each(['none', 'None', 'NONE', '', 'HS256', 'HS384', 'HS512', 'es256', 'ES384', [], 1, null, true, {}])(
    'alg %j is refused',
    (alg) => {
      expect(pass(withHeader({ ...HEADER, alg }))).toBeUndefined();
    },
  );

  test('a header without alg is refused', () => {
    expect(pass(withHeader({ kid: 'key-1', typ: 'JWT' }))).toBeUndefined();
  });

  // T55, T57
  test.each([
    ['jwk', { kty: 'EC' }],
    ['jku', 'http://127.0.0.1/keys'],
    ['x5u', 'http://127.0.0.1/cert'],
    ['x5c', ['MIIB']],
    ['x5t', 'AAAA'],
    ['x5t#S256', 'AAAA'],
    ['crit', ['exp']],
    ['crit', []],
    ['crit', 'b64'],
    ['crit', ['b64', 'b64']],
    ['crit', ['alg']],
    ['b64', false],
    ['b64', true],
    ['zip', 'DEF'],
    ['cty', 'JWT'],
    ['enc', 'A128GCM'],
    ['constructor', 'x'],
    ['', 'x'],
  ])('a header with %s is refused', (name, value) => {
    expect(pass(withHeader({ ...HEADER, [name]: value }))).toBeUndefined();
  });

  // RFC 7515, 4: Entra ID sends x5t and ADFS no kid beside it
  test.each([
    ['x5t', 'AAAA'],
    ['x5t#S256', 'AAAA'],
    ['x5c', ['MIIB']],
    ['cty', 'JWT'],
    ['nonce', 1],
    ['constructor', 'x'],
    ['', 'x'],
  ])('a header with %s passes where other names are ignored', (name, value) => {
    const { kid, ...withoutKid } = HEADER;

    expect(passForeign(withHeader({ ...HEADER, [name]: value }))).toMatchObject({ kid, claims: { sub: 'a' } });
    expect(passForeign(withHeader({ ...withoutKid, [name]: value }))).toMatchObject({ kid: undefined });
  });

  test.each([
    ['jwk', { kty: 'EC' }],
    ['jku', 'http://127.0.0.1/keys'],
    ['x5u', 'http://127.0.0.1/cert'],
    ['crit', ['exp']],
    ['crit', []],
    ['b64', false],
    ['b64', true],
    ['zip', 'DEF'],
  ])('a header with %s is refused also where other names are ignored', (name, value) => {
    expect(passForeign(withHeader({ ...HEADER, [name]: value }))).toBeUndefined();
  });

  test.each([
    [0, '0'],
    [-1, '-1'],
    [9_007_199_254_740_991, '9007199254740991'],
  ])('kid %d names its decimal text where other names are ignored', (kid, text) => {
    expect(passForeign(withHeader({ ...HEADER, kid }))).toMatchObject({ kid: text });
  });

  test.each([{ $ne: null }, ['key-1'], 0.5, null, true])(
    'kid %j is refused also where other names are ignored',
    (kid) => {
      expect(passForeign(withHeader({ ...HEADER, kid }))).toBeUndefined();
    },
  );

  test('b64 false together with crit is refused', () => {
    expect(pass(withHeader({ ...HEADER, b64: false, crit: ['b64'] }))).toBeUndefined();
  });

  // T56
  test.each([{ $ne: null }, ['key-1'], 1, null, true])('kid %j is refused', (kid) => {
    expect(pass(withHeader({ ...HEADER, kid }))).toBeUndefined();
  });

  // T58
  test.each([
    ['no segment', ''],
    ['one segment', base64url(HEADER)],
    ['two segments', good.split('.').slice(0, 2).join('.')],
    ['four segments', `${good}.${SIGNATURE}`],
    ['five segments, as a JWE has', `${good}.AAAA.AAAA`],
    ['an empty header', good.replace(/^[^.]+/, '')],
    ['empty claims', good.replace(/\.[^.]+\./, '..')],
    ['an empty signature', good.replace(/[^.]+$/, '')],
    [
      'the flattened JSON serialization',
      JSON.stringify({ payload: 'e30', protected: base64url(HEADER), signature: SIGNATURE }),
    ],
    [
      'the general JSON serialization',
      JSON.stringify({ payload: 'e30', signatures: [{ protected: base64url(HEADER), signature: SIGNATURE }] }),
    ],
  ])('%s is refused', (_, jwt) => {
    expect(pass(jwt)).toBeUndefined();
  });

  // T59, T83
  test.each(['=', '==', ' ', '\n', '\r\n', '\t', '.', '%2B', '\u0000', '\ufeff', 'A', '+', '/', 'é'])(
    'a token with %j added anywhere is refused',
    (extra) => {
      const [header = '', claims = '', signature = ''] = good.split('.');

      const spellings = [
        `${extra}${good}`,
        `${header}${extra}.${claims}.${signature}`,
        `${header}.${claims}${extra}.${signature}`,
        `${good}${extra}`,
      ];

      expect(spellings.map((jwt) => pass(jwt))).toEqual([undefined, undefined, undefined, undefined]);
    },
  );

  // T59
  test('a segment whose unused bits are set is refused', () => {
    expect(pass(`${base64url(HEADER)}.${base64url({})}.QQ`)).toBeDefined();
    expect(pass(`${base64url(HEADER)}.${base64url({})}.QR`)).toBeUndefined();
  });

  test('the alphabet of plain base64 is refused', () => {
    expect(pass(`${base64url(HEADER)}.${base64url({})}.-_-_`)).toBeDefined();
    expect(pass(`${base64url(HEADER)}.${base64url({})}.+/+/`)).toBeUndefined();
  });

  // T59
  test.each([
    [
      'invalid UTF-8 in claims',
      `${base64url(HEADER)}.${ofBytes(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)}.${SIGNATURE}`,
    ],
    [
      'invalid UTF-8 in the header',
      `${Buffer.concat([Buffer.from('{"alg":"ES256","kid":"'), Buffer.from([0xc0, 0x80]), Buffer.from('"}')]).toString('base64url')}.${base64url({})}.${SIGNATURE}`,
    ],
    ['a byte order mark before the claims', withClaims('\ufeff{}')],
    ['a byte order mark before the header', withHeader(`\ufeff${JSON.stringify(HEADER)}`)],
    ['claims that are no object', withClaims('["a"]')],
    ['claims that are null', withClaims('null')],
    ['claims that are no JSON', withClaims('{sub:1}')],
    ['a header that is an array', withHeader('["ES256"]')],
    ['text after the claims', withClaims('{} {}')],
  ])('%s is refused', (_, jwt) => {
    expect(pass(jwt)).toBeUndefined();
  });

  // T60
  test.each([
    ['alg', withHeader('{"alg":"ES256","alg":"ES256"}')],
    ['kid', withHeader('{"alg":"ES256","kid":"a","kid":"b"}')],
    ['a claim', withClaims('{"sub":"a","sub":"b"}')],
    ['an escaped claim', withClaims('{"sub":"a","s\\u0075b":"b"}')],
    ['a claim further down', withClaims('{"act":{"sub":"a","sub":"b"}}')],
  ])('%s that is there twice is refused', (_, jwt) => {
    expect(pass(jwt)).toBeUndefined();
  });

  test.each([
    ['__proto__', withClaims('{"__proto__":{"sub":"a"}}')],
    ['depth without end', withClaims(`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`)],
    ['numbers that no double holds', withClaims('{"exp":9007199254740993}')],
    ['infinite numbers', withClaims('{"exp":1e400}')],
  ])('%s in claims is refused', (_, jwt) => {
    expect(pass(jwt)).toBeUndefined();
  });

  // T67
  test('a token of 8,192 bytes passes and one of 8,193 does not', () => {
    expect(makeJwtOf(8192)).toHaveLength(8192);
    expect(pass(makeJwtOf(8192))).toBeDefined();
    expect([8193, 8194, 8195, 8196].map((length) => pass(makeJwtOf(length)))).toEqual(Array(4).fill(undefined));
    expect(pass('A'.repeat(1_000_000))).toBeUndefined();
  });

  test('nothing is polluted by names of prototypes', () => {
    pass(withClaims('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'));

    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

/** A token of exactly that many bytes without another fault. */
function makeJwtOf(length: number): string {
  const fitting = ['', 'a', 'aa', 'aaa', 'aaaa'].flatMap((sub) => {
    const start = withClaims({ sub }).replace(/[^.]+$/, '');
    const rest = length - start.length;
    return rest % 4 === 1 ? [] : [start + 'A'.repeat(rest)];
  });
  return fitting[0] ?? '';
}
