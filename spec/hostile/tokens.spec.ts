// Tokens that are none, at tokens/verify and as user tokens at the management API. Each attack is on a token that is live, and is
// signed with the right key wherever that is possible: only what is attacked is wrong.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, type TestApp } from '../support/app.ts';
import { exchange, head } from '../support/raw-http.ts';
import { bearerStatuses, MANAGEMENT, VERIFY, without } from './tools.ts';

type Alg = 'ES256' | 'EdDSA' | 'RS256';
const ALGORITHMS: readonly Alg[] = ['ES256', 'EdDSA', 'RS256'];
const LIST = `${MANAGEMENT}/devices/count`;

interface Pair {
  readonly alg: Alg;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

function makePair(alg: Alg): Pair {
  if (alg === 'RS256') return { alg, ...generateKeyPairSync('rsa', { modulusLength: 3072 }) };
  return {
    alg,
    ...(alg === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  };
}

const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function signed({ alg, privateKey }: Pair, header: unknown, claims: unknown): string {
  const input = `${base64url(header)}.${base64url(claims)}`;
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return `${input}.${sign(alg === 'EdDSA' ? null : 'sha256', Buffer.from(input), key).toString('base64url')}`;
}

/** A header or claims as text, with a name twice. */
const twice = (value: Readonly<Record<string, unknown>>, name: string): string =>
  JSON.stringify(value).replace(/\}$/, `,${JSON.stringify(name)}:${JSON.stringify(value[name])}}`);

const part = (token: string, at: number): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString());

/** A token that is live, the key it is signed with, and where it is asked. */
interface Live {
  readonly pair: Pair;
  readonly token: string;
  readonly good: number;
  ask(bearers: readonly string[]): Promise<readonly number[]>;
}

const folder = mkdtempSync(join(tmpdir(), 'devauth-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const userPairs = new Map(ALGORITHMS.map((alg) => [alg, makePair(alg)]));
const pairs = new Map(ALGORITHMS.map((alg) => [alg, makePair(alg)]));
const of = (among: ReadonlyMap<Alg, Pair>, alg: Alg): Pair => among.get(alg) ?? makePair(alg);

function write(name: string, text: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

const apps = new Map<Alg, TestApp>();
let managed: TestApp;
const lives = new Map<string, Live>();
let elsewhere: Server;
let connections = 0;

beforeAll(async () => {
  elsewhere = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  for (const alg of ALGORITHMS) {
    const pair = of(pairs, alg);
    const file = write(`${alg}.pem`, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const app = await openApp({ DEVICEAUTH_SERVER_PRIV_KEY_PATH: file });
    apps.set(alg, app);
    const { token } = await app.accepted();
    const ask = (bearers: readonly string[]) => bearerStatuses(app.internalUrl, VERIFY, bearers);
    lives.set(`device ${alg}`, { pair, token, good: 200, ask });
  }
  const files = ALGORITHMS.map((alg) =>
    write(`user-${alg}.pem`, of(userPairs, alg).publicKey.export({ type: 'spki', format: 'pem' })),
  );
  managed = await openApp({ DEVICEAUTH_USER_KEYS: files.join(',') });
  for (const alg of ALGORITHMS) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { sub: 'operator-1', iat: now, exp: now + 3600, 'mender.user': true };
    const token = signed(of(userPairs, alg), { alg, typ: 'JWT' }, claims);
    const ask = (bearers: readonly string[]) => bearerStatuses(managed.publicUrl, LIST, bearers);
    lives.set(`user ${alg}`, { pair: of(userPairs, alg), token, good: 200, ask });
  }
});
afterAll(async () => {
  for (const app of [...apps.values(), managed]) await app.close();
  elsewhere.close();
});

function live(whose: string, alg: Alg): Live {
  const found = lives.get(`${whose} ${alg}`);
  if (found === undefined) throw new TypeError(`nobody made ${whose} ${alg}`);
  return found;
}

const port = (): number => {
  const address = elsewhere.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

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

/** Everything that parts of section D ask for, made of a token that is good. By name, so that a failure says which. */
function attacksOn({ pair, token }: Live): Readonly<Record<string, string>> {
  const header = part(token, 0);
  const claims = part(token, 1);
  const [head64 = '', claims64 = '', signature = ''] = token.split('.');
  const other = makePair(pair.alg);
  const withHeader = (more: unknown, by = pair): string =>
    signed(by, typeof more === 'string' ? more : { ...header, ...Object(more) }, claims);
  const unsigned = (alg: unknown): string => `${base64url({ ...header, alg })}.${claims64}.`;
  const jwkOf = ({ publicKey }: Pair) => ({ ...publicKey.export({ format: 'jwk' }), alg: pair.alg, kid: 'own' });
  const url = `http://127.0.0.1:${port()}/jwks.json`;
  const entries: [string, string][] = [];
  const add = (name: string, text: string): unknown => entries.push([name, text]);

  // 53
  for (const alg of [
    'none',
    'None',
    'NONE',
    'nOnE',
    '',
    [],
    ['none'],
    1,
    null,
    true,
    {},
    undefined,
    'HS256',
    'ES512',
    'PS256',
    'ES256K',
    pair.alg.toLowerCase(),
  ]) {
    add(`alg ${JSON.stringify(alg)} without a signature`, unsigned(alg));
    add(`alg ${JSON.stringify(alg)} with a signature by the right key`, withHeader({ alg }));
    add(`alg ${JSON.stringify(alg)} in front of the signature of another header`, `${unsigned(alg)}${signature}`);
  }
  add('no signature', `${head64}.${claims64}.`);
  // 54
  for (const bits of [256, 384, 512]) {
    publicTexts(pair).forEach((secret, index) => {
      const input = `${base64url({ ...header, alg: `HS${bits}` })}.${claims64}`;
      add(
        `HS${bits} under public text ${index}`,
        `${input}.${createHmac(`sha${bits}`, secret).update(input).digest('base64url')}`,
      );
    });
  }
  // 55
  for (const by of [pair, other]) {
    const whose = by === pair ? 'our own' : 'its own';
    for (const more of [
      { jwk: jwkOf(by) },
      { jku: url },
      { jku: url, kid: 'own' },
      { x5u: url },
      { x5c: [base64url('x')] },
      { x5t: 'x' },
      { 'x5t#S256': 'x' },
    ]) {
      add(`${Object.keys(more).join()} with ${whose} key`, withHeader(more, by));
    }
  }
  add('the signature of another key', withHeader({}, other));
  // 56
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
  for (const kid of [{ $ne: null }, ['own'], 1, null, true]) add(`kid ${JSON.stringify(kid)}`, withHeader({ kid }));
  add('a kid of 7 kB', withHeader({ kid: 'x'.repeat(7000) }, other));
  // 57
  for (const crit of [['unknown'], [], 'b64', null, ['alg'], ['exp', 'exp'], ['b64'], [1], {}]) {
    add(`crit ${JSON.stringify(crit)}`, withHeader({ crit, unknown: 1 }));
    add(`crit ${JSON.stringify(crit)} alone`, withHeader({ crit }));
  }
  for (const b64 of [false, true]) {
    add(`b64 ${b64}`, withHeader({ b64 }));
    add(`b64 ${b64}, crit`, withHeader({ b64, crit: ['b64'] }));
  }
  add('zip', withHeader({ zip: 'DEF' }));
  add('cty', withHeader({ cty: 'JWT' }));
  add('nested', signed(pair, { ...header, cty: 'JWT' }, token));
  add('enc', withHeader({ enc: 'A256GCM' }));
  add('a name of another kind', withHeader({ toString: 'x' }));
  // 58
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
  // 59
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
  // 60
  for (const name of Object.keys(header)) add(`${name} twice in the header`, withHeader(twice(header, name)));
  for (const name of Object.keys(claims)) add(`${name} twice in the claims`, signed(pair, header, twice(claims, name)));
  add('__proto__ in the claims', signed(pair, header, JSON.stringify(claims).replace('{', '{"__proto__":{},')));
  // 62: claims of the wrong kind, under the right signature
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
  for (const nbf of [exp + 1, 'now', null, [1]])
    add(`nbf ${JSON.stringify(nbf)}`, signed(pair, header, { ...claims, nbf }));
  add('iat ahead', signed(pair, header, { ...claims, iat: exp - 1, nbf: exp - 1 }));
  // 63
  for (const typ of ['dpop+jwt', 'JWS', 'secevent+jwt', 'JOSE', 1, null])
    add(`typ ${JSON.stringify(typ)}`, withHeader({ typ }));
  // 67
  add('claims of 8 kB', signed(pair, header, { ...claims, extra: 'x'.repeat(8192) }));
  return Object.fromEntries(entries);
}

/** What only a device's token must have. */
function deviceAttacks({ pair, token }: Live): Readonly<Record<string, string>> {
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
      ` ${claims['jti']}`,
    ],
    'mender.device': [false, 'true', 1, undefined, null],
    'mender.tenant': ['acme', '', null, {}, ['']],
    iat: [undefined, '1', null, -1, 1.5],
    nbf: [undefined],
  };
  const entries = Object.entries(altered).flatMap(([name, values]) =>
    values.map(
      (value) => [`${name} ${JSON.stringify(value)}`, signed(pair, header, { ...claims, [name]: value })] as const,
    ),
  );
  const headers = [{ typ: undefined }, { typ: 'jwt' }, { typ: 'at+jwt' }, { kid: undefined }];
  return Object.fromEntries([
    ...entries,
    ...headers.map(
      (more) =>
        [`header ${JSON.stringify(Object.entries(more))}`, signed(pair, { ...header, ...more }, claims)] as const,
    ),
  ]);
}

/** What only a user's token must have. */
function userAttacks({ pair, token }: Live): Readonly<Record<string, string>> {
  const claims = part(token, 1);
  const altered: Readonly<Record<string, readonly unknown[]>> = {
    'mender.user': [false, 'true', 1, null, undefined, [true]],
    'mender.device': [true],
    'mender.tenant': [1, null, [], {}],
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

/** Its last character is another one that decodes to the same bytes, where there is one. */
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

const REFUSED = [400, 401];

/** It is not part of the header's value: HTTP takes it away before anyone looks (RFC 9110 §5.5). */
const OPTIONAL_WHITE_SPACE = ['space behind it: 200', 'tab behind it: 200'];

async function acceptedOf({ ask }: Live, attacks: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const names = Object.keys(attacks);
  const statuses = await ask(names.map((name) => attacks[name] ?? ''));
  return names.flatMap((name, index) =>
    REFUSED.includes(statuses[index] ?? 0) ? [] : [`${name}: ${statuses[index]}`],
  );
}

describe.each(ALGORITHMS)('a token under %s', (alg) => {
  describe.each([
    ['device', deviceAttacks],
    ['user', userAttacks],
  ] as const)('of a %s', (whose, ownAttacks) => {
    test('is good, and so is one that the same key signs again: the attacks begin where everything is right', async () => {
      const { pair, token, good, ask } = live(whose, alg);

      expect(await ask([token, signed(pair, part(token, 0), part(token, 1)), token])).toEqual([good, good, good]);
    });

    // 53–60, 62–64, 67
    test('is refused with anything added, taken away or spelled otherwise, and nobody is asked for a key', async () => {
      const mine = live(whose, alg);
      const attacks = { ...attacksOn(mine), ...ownAttacks(mine) };

      expect(Object.keys(attacks).length).toBeGreaterThan(180);
      expect(await acceptedOf(mine, attacks)).toEqual(OPTIONAL_WHITE_SPACE);
      expect(connections).toBe(0);
    });

    // 61
    test('is refused with any one bit turned', async () => {
      const { token, ask } = live(whose, alg);
      const flips = Array.from({ length: token.length * 8 }, (_, bit) => {
        const at = bit >> 3;
        return token.slice(0, at) + String.fromCharCode(token.charCodeAt(at) ^ (1 << (bit & 7))) + token.slice(at + 1);
      });

      const statuses = await ask(flips);

      expect(flips.filter((_, index) => !REFUSED.includes(statuses[index] ?? 0))).toEqual([]);
      expect(await ask([token])).toEqual([200]);
    }, 120_000);
  });

  // 63
  test('of a device is no user, and of a user no device', async () => {
    const [device, user] = [live('device', alg), live('user', alg)];
    const { internalUrl, publicUrl } = apps.get(alg) ?? managed;

    expect(await user.ask([device.token])).toEqual([401]);
    expect(await device.ask([user.token])).toEqual([401]);
    expect(await bearerStatuses(publicUrl, LIST, [device.token])).toEqual([401]);
    expect(await bearerStatuses(internalUrl, VERIFY, [apps.get(alg)?.users.token() ?? ''])).toEqual([401]);
  });

  // 64
  test('of another installation is none', async () => {
    const others = ALGORITHMS.filter((other) => other !== alg).map((other) => live('device', other).token);

    expect(await live('device', alg).ask(others)).toEqual([401, 401]);
  });
});

// 56, 67
test('a token of a megabyte is 431, and of 16,000 bytes 401', async () => {
  const { token } = live('device', 'ES256');
  const { internalUrl = '' } = apps.get('ES256') ?? {};
  const statusOf = async (bearer: string): Promise<number> =>
    (await exchange(internalUrl, head(`GET ${VERIFY}`, `Authorization: Bearer ${bearer}`))).status;

  expect(await statusOf(token + 'A'.repeat(1_000_000))).toBe(431);
  expect(await statusOf(token.padEnd(16_000, 'A'))).toBe(401);
});

// 65
test.each(['json_web_signature_test.json', 'json_web_key_test.json'])(
  'no vector of %s is a token or a user',
  async (name) => {
    const file: VectorFile = JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'));
    const texts = file.testGroups
      .flatMap(({ tests }) => tests)
      .map(({ jws }) => (typeof jws === 'string' ? jws : JSON.stringify(jws)));

    expect(texts.length).toBeGreaterThan(20);
    for (const { ask } of lives.values()) {
      expect((await ask(texts)).filter((status) => !REFUSED.includes(status))).toEqual([]);
    }
  },
);

interface VectorFile {
  readonly testGroups: readonly { readonly tests: readonly { readonly jws: unknown }[] }[];
}

// 74
test('a token anywhere but in the one header is not looked at', async () => {
  const app = apps.get('ES256') ?? managed;
  const { token } = live('device', 'ES256');
  const user = app.users.token();
  const places = (good: string): readonly string[] => [
    `Authorization: ${good}`,
    `Authorization: Basic ${good}`,
    `Authorization: Bearer  ${good}`,
    `Authorization: Bearer ${good}, Bearer ${good}`,
    `Authorization: Bearer "${good}"`,
    `Authorization: Bearer token=${good}`,
    `Proxy-Authorization: Bearer ${good}`,
    `X-Authorization: Bearer ${good}`,
    `Cookie: JWT=${good}; access_token=${good}`,
    `Authorization: Bearer ${good}\r\nAuthorization: Bearer ${good}`,
    `X-API-KEY: ${good}`,
  ];

  const verify = await Promise.all(
    places(token).map((line) => exchange(app.internalUrl, head(`GET ${VERIFY}?access_token=${token}`, line))),
  );
  const manage = await without(app, () =>
    Promise.all(places(user).map((line) => exchange(app.publicUrl, head(`GET ${LIST}`, line)))),
  );

  expect(verify.map(({ status }) => status)).toEqual(verify.map(() => 401));
  expect(manage.map(({ status }) => status)).toEqual(manage.map(() => 401));
});
