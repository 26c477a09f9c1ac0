// Attacks on a good token, by name, so that a failure names the attack.
import { createHmac, randomUUID, sign } from 'node:crypto';
import { base64url, makePair, part, signed, twice, type Pair } from './token-making.ts';

export type Attacks = Readonly<Record<string, string>>;

export interface Target {
  readonly pair: Pair;
  readonly token: string;
}

/** For any token. A key that is named by its address is at `url`. */
export function attacksOn(target: Target, url: string): Attacks {
  const attacked = takeApart(target);
  return { ...headerAttacks(attacked, url), ...spellingAttacks(attacked), ...claimAttacks(attacked) };
}

type Attacked = ReturnType<typeof takeApart>;

function takeApart({ pair, token }: Target) {
  const header = part(token, 0);
  const claims = part(token, 1);
  const [head64 = '', claims64 = '', signature = ''] = token.split('.');
  return {
    ...{ pair, token, header, claims, head64, claims64, signature, other: makePair(pair.alg) },
    withHeader: (more: unknown, by = pair): string =>
      signed(by, typeof more === 'string' ? more : { ...header, ...Object(more) }, claims),
    unsigned: (alg: unknown): string => `${base64url({ ...header, alg })}.${claims64}.`,
    jwkOf: ({ publicKey }: Pair) => ({ ...publicKey.export({ format: 'jwk' }), alg: pair.alg, kid: 'own' }),
  };
}

const publicTexts = ({ publicKey }: Pair): readonly (string | Buffer)[] => {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const jwk = publicKey.export({ format: 'jwk' });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return [
    pem,
    pem.trim(),
    pem.replaceAll('\n', '\r\n'),
    der,
    JSON.stringify(jwk),
    Buffer.from(jwk.n ?? jwk.x ?? '', 'base64url'),
    '',
  ];
};

// prettier-ignore
const NO_ALGORITHMS: readonly unknown[] = ['none', 'None', 'NONE', 'nOnE', '', [], ['none'], 1, null, true, {}, undefined, 'HS256', 'ES512', 'PS256', 'ES256K'];

/** Changes of the header. */
function headerAttacks(attacked: Attacked, url: string): Attacks {
  const { pair, token, header, head64, claims64, signature, other, withHeader, unsigned, jwkOf } = attacked;
  const entries: [string, string][] = [];
  const add = (what: string, text: string): unknown => entries.push([what, text]);
  // T53
  for (const alg of [...NO_ALGORITHMS, pair.alg.toLowerCase()]) {
    add(`alg ${JSON.stringify(alg)} without a signature`, unsigned(alg));
    add(`alg ${JSON.stringify(alg)} with a signature by the right key`, withHeader({ alg }));
    add(`alg ${JSON.stringify(alg)} in front of the signature of another header`, `${unsigned(alg)}${signature}`);
  }
  add('no signature', `${head64}.${claims64}.`);
  // T54
  for (const bits of [256, 384, 512]) {
    publicTexts(pair).forEach((secret, index) => {
      const input = `${base64url({ ...header, alg: `HS${bits}` })}.${claims64}`;
      add(
        `HS${bits} under public text ${index}`,
        `${input}.${createHmac(`sha${bits}`, secret).update(input).digest('base64url')}`,
      );
    });
  }
  // T55
  for (const by of [pair, other]) {
    const whose = by === pair ? 'our own' : 'its own';
    for (const more of [{ jwk: jwkOf(by) }, { jku: url }, { jku: url, kid: 'own' }, { x5u: url }]) {
      add(`${Object.keys(more).join()} with ${whose} key`, withHeader(more, by));
    }
  }
  add('the signature of another key', withHeader({}, other));
  // T56
  for (const kid of [
    'unknown',
    '../../etc/passwd',
    '/dev/null',
    "' OR 1=1 --",
    '%00',
    '__proto__',
    'constructor',
    'toString',
    '',
  ]) {
    add(`kid ${kid} by another key`, withHeader({ kid }, other));
  }
  for (const kid of [{ $ne: null }, ['own'], 0.5, null, true]) add(`kid ${JSON.stringify(kid)}`, withHeader({ kid }));
  add('a kid of 7 kB', withHeader({ kid: 'x'.repeat(7000) }, other));
  // T57
  for (const crit of [['unknown'], [], 'b64', null, ['alg'], ['exp', 'exp'], ['b64'], [1], {}]) {
    add(`crit ${JSON.stringify(crit)}`, withHeader({ crit, unknown: 1 }));
    add(`crit ${JSON.stringify(crit)} alone`, withHeader({ crit }));
  }
  for (const b64 of [false, true]) {
    add(`b64 ${b64}`, withHeader({ b64 }));
    add(`b64 ${b64}, crit`, withHeader({ b64, crit: ['b64'] }));
  }
  add('zip', withHeader({ zip: 'DEF' }));
  add('nested', signed(pair, { ...header, cty: 'JWT' }, token));
  return Object.fromEntries(entries);
}

/** Changes of the writing. */
function spellingAttacks(attacked: Attacked): Attacks {
  const { pair, token, header, claims, head64, claims64, signature } = attacked;
  const entries: [string, string][] = [];
  const add = (what: string, text: string): unknown => entries.push([what, text]);
  // T58
  const flattened = { protected: head64, payload: claims64, signature };
  add('flattened JSON', JSON.stringify(flattened));
  add('general JSON', JSON.stringify({ payload: claims64, signatures: [{ protected: head64, signature }] }));
  add('two signatures', JSON.stringify({ payload: claims64, signatures: [flattened, flattened] }));
  add('JWE', `${base64url({ alg: 'dir', enc: 'A256GCM' })}..${base64url('iv')}.${claims64}.${base64url('tag')}`);
  add('two segments', `${head64}.${claims64}`);
  add('one segment', head64);
  add('four segments', `${token}.${signature}`);
  add('five segments', `${token}.x.y`);
  add('an empty header', `.${claims64}.${signature}`);
  add('empty claims', `${head64}..${signature}`);
  add('dots', '..');
  // T59
  for (const [name, text] of Object.entries({
    '=': '=',
    '==': '==',
    space: ' ',
    tab: '\t',
    '%2B': '%2B',
    dot: '.',
    NUL: '\u0000',
    A: 'A',
    plus: '+',
    slash: '/',
    BOM: '\u00ef\u00bb\u00bf',
    newline: '\n',
  })) {
    add(`${name} before it`, text + token);
    add(`${name} behind it`, token + text);
    add(`${name} within it`, `${head64}${text}.${claims64}.${signature}`);
  }
  add('unused bits', token.slice(0, -1) + next(token.slice(-1)));
  add('unused bits of the header', respelled(head64, claims64, signature, 0));
  add('the alphabet of base64', `${head64}.${claims64}.${Buffer.from(signature, 'base64url').toString('base64')}`);
  add('a BOM in the header', signed(pair, `\ufeff${JSON.stringify(header)}`, claims));
  add(
    'invalid UTF-8 in the claims',
    signedBytes(
      pair,
      head64,
      Buffer.concat([
        Buffer.from(JSON.stringify(claims).slice(0, -1)),
        Buffer.from(',"x":"'),
        Buffer.of(0xff),
        Buffer.from('"}'),
      ]),
    ),
  );
  add('UTF-16 claims', signedBytes(pair, head64, Buffer.from(JSON.stringify(claims), 'utf16le')));
  return Object.fromEntries(entries);
}

/** Changes of the claims, with a good signature. */
function claimAttacks(attacked: Attacked): Attacks {
  const { pair, header, claims, withHeader } = attacked;
  const entries: [string, string][] = [];
  const add = (what: string, text: string): unknown => entries.push([what, text]);
  // T60
  for (const name of Object.keys(header)) add(`${name} twice in the header`, withHeader(twice(header, name)));
  for (const name of Object.keys(claims)) add(`${name} twice in the claims`, signed(pair, header, twice(claims, name)));
  add('__proto__ in the claims', signed(pair, header, JSON.stringify(claims).replace('{', '{"__proto__":{},')));
  // T62: claims of the wrong type, with a good signature
  const exp = Number(claims['exp']);
  for (const value of [
    undefined,
    String(exp),
    null,
    true,
    [exp],
    -1,
    0,
    1,
    1e300,
    Math.floor(Date.now() / 1000) - 3600,
  ]) {
    add(`exp ${JSON.stringify(value)}`, signed(pair, header, { ...claims, exp: value }));
  }
  for (const sub of [undefined, null, [claims['sub']], { $ne: null }, 1, ''])
    add(`sub ${JSON.stringify(sub)}`, signed(pair, header, { ...claims, sub }));
  // T63
  for (const typ of ['dpop+jwt', 'JWS', 'secevent+jwt', 'JOSE', 1, null])
    add(`typ ${JSON.stringify(typ)}`, withHeader({ typ }));
  // T67
  add('claims of 16 KiB', signed(pair, header, { ...claims, extra: 'x'.repeat(12 * 1024) }));
  return Object.fromEntries(entries);
}

/** Claims that only a device's token must have. */
export function deviceAttacks({ pair, token }: Target): Attacks {
  const header = part(token, 0);
  const claims = part(token, 1);
  const altered: Readonly<Record<string, readonly unknown[]>> = {
    iss: ['elsewhere', ['Mender'], undefined, null],
    aud: ['elsewhere', ['devauth'], ['devauth', 'elsewhere'], undefined, null],
    sub: [randomUUID(), "' OR 1=1", '\u0000', '__proto__'],
    jti: [
      randomUUID(),
      undefined,
      { $ne: null },
      [claims['jti']],
      1,
      'x',
      String(claims['jti']).toUpperCase(),
      ` ${String(claims['jti'])}`,
    ],
    'mender.device': [false, 'true', 1, undefined, null],
    'mender.tenant': ['acme', '', null, {}, ['']],
    iat: [undefined, '1', null, -1, 1.5],
  };
  const entries = Object.entries(altered).flatMap(([name, values]) =>
    values.map(
      (value) => [`${name} ${JSON.stringify(value)}`, signed(pair, header, { ...claims, [name]: value })] as const,
    ),
  );
  const headers: readonly Readonly<Record<string, unknown>>[] = [
    ...[{ typ: undefined }, { typ: 'jwt' }, { typ: 'at+jwt' }, { kid: undefined }, { kid: 1 }],
    ...[
      { x5c: [base64url('x')] },
      { x5t: 'x' },
      { 'x5t#S256': 'x' },
      { cty: 'JWT' },
      { enc: 'A256GCM' },
      { toString: 'x' },
    ],
  ];
  const long = signed(pair, header, { ...claims, extra: 'x'.repeat(8192 * 0.75) });
  return Object.fromEntries([
    ...entries,
    ['claims of 8 KiB', long],
    ...headers.map(
      (more) =>
        [`header ${JSON.stringify(Object.entries(more))}`, signed(pair, { ...header, ...more }, claims)] as const,
    ),
  ]);
}

/** Claims that only a user's token must have. */
export function userAttacks({ pair, token }: Target): Attacks {
  const claims = part(token, 1);
  const altered: Readonly<Record<string, readonly unknown[]>> = {
    'mender.user': [false, 'true', 1, null, undefined, [true]],
    'mender.device': [true],
    'mender.tenant': [1, null, [], {}],
    nbf: [Number(claims['exp']) + 1, 'now', null, [1]],
  };
  return Object.fromEntries(
    Object.entries(altered).flatMap(([name, values]) =>
      values.map(
        (value) =>
          [`${name} ${JSON.stringify(value)}`, signed(pair, part(token, 0), { ...claims, [name]: value })] as const,
      ),
    ),
  );
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const next = (char: string): string => ALPHABET.charAt((ALPHABET.indexOf(char) + 1) % 64);

/** Replaces its last character by another one that decodes to the same bytes, if there is one. */
function respelled(header: string, claims: string, signature: string, at: number): string {
  const parts = [header, claims, signature];
  const text = parts[at] ?? '';
  const other = text.length % 4 === 0 ? `${text}=` : text.slice(0, -1) + next(text.slice(-1));
  return parts.with(at, other).join('.');
}

function signedBytes({ alg, privateKey }: Pair, header: string, claims: Buffer): string {
  const input = `${header}.${claims.toString('base64url')}`;
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return `${input}.${sign(alg === 'EdDSA' ? null : 'sha256', Buffer.from(input), key).toString('base64url')}`;
}
