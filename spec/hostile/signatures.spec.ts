// Signatures that are none, on real auth requests of an accepted device of each kind of key: each is refused in the same words, and
// before the store is asked. What the vectors do at the port (spec/keys), each class of fault does here over HTTP.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { constants, createHash, privateEncrypt, sign, type KeyObject } from 'node:crypto';
import { openApp, type Answer, type TestApp } from '../support/app.ts';
import { exchange, head } from '../support/raw-http.ts';
import { simulateDevice, type SimulatedDevice, type SimulatedKey } from '../support/simulated-device.ts';
import { AUTH_REQUESTS, expectRefusal, MANAGEMENT, VERIFY, without } from './tools.ts';

type Kind = Exclude<SimulatedKey, 'RSA-1024'>;
const KINDS: readonly Kind[] = ['RSA', 'P-256', 'P-384', 'Ed25519'];

// prettier-ignore
const ORDERS = {
  'P-256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  'P-384': 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
} as const;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

let app: TestApp;
const devices = new Map<Kind, SimulatedDevice>(KINDS.map((key) => [key, simulateDevice({ key })]));
beforeAll(async () => {
  app = await openApp();
  for (const device of devices.values()) await app.accepted(device);
});
afterAll(() => app.close());

const deviceOf = (kind: Kind): SimulatedDevice => devices.get(kind) ?? simulateDevice();

const submit = (body: Uint8Array, signature: string, to = app): Promise<Answer> =>
  to.public(`POST ${AUTH_REQUESTS}`, {
    body,
    headers: { 'Content-Type': 'application/json', ...(signature && { 'X-MEN-Signature': signature }) },
  });

type Faults = Readonly<Record<string, Buffer>>;

function faultsOf(kind: Kind, body: Buffer, key: KeyObject): Faults {
  const other = deviceOf(kind === 'RSA' ? 'P-256' : 'RSA');
  const good = sign(kind === 'Ed25519' ? null : 'sha256', body, key);
  const own = { RSA: rsaFaults, 'P-256': ecFaults('P-256'), 'P-384': ecFaults('P-384'), Ed25519: edFaults }[kind];
  return {
    'of another key of the kind': Buffer.from(simulateDevice({ key: kind }).sign(body), 'base64'),
    'of another kind of key': Buffer.from(other.sign(body), 'base64'),
    'over another body': sign(kind === 'Ed25519' ? null : 'sha256', Buffer.concat([body, Buffer.of(0)]), key),
    'over no body': sign(kind === 'Ed25519' ? null : 'sha256', Buffer.alloc(0), key),
    'without its last byte': good.subarray(0, -1),
    'without its first byte': good.subarray(1),
    'with a byte behind it': Buffer.concat([good, Buffer.of(0)]),
    'with a byte before it': Buffer.concat([Buffer.of(0), good]),
    twice: Buffer.concat([good, good]),
    'of one byte': Buffer.of(1),
    'of zeros': Buffer.alloc(good.length),
    'of ones': Buffer.alloc(good.length, 0xff),
    'with its first bit turned': flip(good, 0),
    'with its last bit turned': flip(good, good.length - 1),
    ...own(body, key, good),
  };
}

function flip(bytes: Buffer, at: number): Buffer {
  const turned = Buffer.from(bytes);
  turned[at] = (turned[at] ?? 0) ^ 1;
  return turned;
}

// 28, 29
function rsaFaults(body: Buffer, key: KeyObject, good: Buffer): Faults {
  const n = BigInt(`0x${Buffer.from(key.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex')}`);
  const digest = createHash('sha256').update(body).digest();
  return {
    'by SHA-1': sign('sha1', body, key),
    'by SHA-384': sign('sha384', body, key),
    'by SHA-512': sign('sha512', body, key),
    'in PSS': sign('sha256', body, { key, padding: constants.RSA_PKCS1_PSS_PADDING }),
    'without a DigestInfo': privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digest),
    'of the body itself': privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, body.subarray(0, 200)),
    'of garbage behind the digest': privateEncrypt(
      { key, padding: constants.RSA_PKCS1_PADDING },
      Buffer.concat([DIGEST_INFO, digest, Buffer.alloc(30)]),
    ),
    'that names no parameters': privateEncrypt(
      { key, padding: constants.RSA_PKCS1_PADDING },
      Buffer.concat([Buffer.from('302f300b0609608648016503040201 0420'.replace(' ', ''), 'hex'), digest]),
    ),
    'as large as the modulus': unsigned(n, 256),
    'plus the modulus': unsigned(BigInt(`0x${good.toString('hex')}`) + n, 257),
    'of one': unsigned(1n, 256),
  };
}

const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

// 24, 25, 26
const ecFaults =
  (curve: keyof typeof ORDERS) =>
  (body: Buffer, key: KeyObject): Faults => {
    const n = ORDERS[curve];
    const { r, s } = numbersOf(body, key);
    return {
      'by SHA-1': sign('sha1', body, key),
      'by SHA-512': sign('sha512', body, key),
      'in the form r||s': sign('sha256', body, { key, dsaEncoding: 'ieee-p1363' }),
      'with r and s of nothing': der(0n, 0n),
      'with r of nothing': der(0n, s),
      'with s of nothing': der(r, 0n),
      'with r of n': der(n, s),
      'with s of n': der(r, n),
      'with r + n': der(r + n, s),
      'with s + n': der(r, s + n),
      'with negative r': der(-r, s),
      'with negative s': der(r, -s),
      'with r and s exchanged': der(s, r),
      'with r = s = 1': der(1n, 1n),
      'with a third number': tlv(0x30, Buffer.concat([integer(r), integer(s), integer(1n)])),
      'with bytes behind the numbers': Buffer.concat([der(r, s), Buffer.of(5, 0)]),
      'with a long length': Buffer.concat([
        Buffer.of(0x30, 0x82, 0, integer(r).length + integer(s).length),
        integer(r),
        integer(s),
      ]),
    };
  };

// 22, 27
function edFaults(body: Buffer, key: KeyObject, good: Buffer): Faults {
  const [R, S] = [good.subarray(0, 32), BigInt(`0x${Buffer.from(good.subarray(32)).reverse().toString('hex')}`)];
  const withS = (value: bigint): Buffer => Buffer.concat([R, unsigned(value, 32).reverse()]);
  return {
    'of the digest': sign(null, createHash('sha512').update(body).digest(), key),
    'with S + L': withS(S + L),
    'with S + 2 L': withS(S + 2n * L),
    'with S of L': withS(L),
    'with S of nothing': withS(0n),
    'with R of nothing': Buffer.concat([Buffer.alloc(32), good.subarray(32)]),
    'with R of small order': Buffer.concat([unsigned(1n, 32).reverse(), good.subarray(32)]),
    'with S before R': Buffer.concat([good.subarray(32), R]),
  };
}

function numbersOf(body: Buffer, key: KeyObject): { readonly r: bigint; readonly s: bigint } {
  const pair = sign('sha256', body, { key, dsaEncoding: 'ieee-p1363' });
  const half = pair.length / 2;
  const [r = 0n, s = 0n] = [pair.subarray(0, half), pair.subarray(half)].map((part) =>
    BigInt(`0x${part.toString('hex')}`),
  );
  return { r, s };
}

const der = (r: bigint, s: bigint): Buffer => tlv(0x30, Buffer.concat([integer(r), integer(s)]));

function integer(value: bigint): Buffer {
  const bytes = Math.ceil((value < 0n ? -value : value).toString(2).length / 8) + 1;
  const wide = unsigned(BigInt.asUintN(8 * bytes, value), bytes);
  const isSpare = wide.length > 1 && (wide[0] === 0 || wide[0] === 0xff) && (wide[0] ^ (wide[1] ?? 0)) < 0x80;
  return tlv(2, isSpare ? wide.subarray(1) : wide);
}

function tlv(tag: number, content: Buffer): Buffer {
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

const unsigned = (value: bigint, bytes: number): Buffer =>
  Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex');

const WRONG = { error: 'signature verification failed', request_id: expect.any(String) };

describe.each(KINDS)('a device with an %s key', (kind) => {
  const { body, signature } = deviceOf(kind).authRequest();
  const faults = faultsOf(kind, body, deviceOf(kind).privateKey);

  test('gets a token for its own signature', async () => {
    expect((await submit(body, signature)).status).toBe(200);
  });

  test.each(Object.entries(faults))('gets the one 401 for a signature %s', async (_what, bytes) => {
    const answer = await without(app, () => submit(body, bytes.toString('base64')));

    expectRefusal(answer, 401);
    expect(answer.body).toEqual(WRONG);
  });

  // 30
  test.each([
    ['without padding', (text: string) => text.replace(/=*$/, '') + (text.endsWith('=') ? '' : '=')],
    ['with padding too much', (text: string) => `${text}=`],
    ['with a space in it', (text: string) => `${text.slice(0, 8)} ${text.slice(8)}`],
    ['with a tab in it', (text: string) => `${text.slice(0, 8)}\t${text.slice(8)}`],
    ['in the alphabet of URLs', (text: string) => `-_${text.slice(2)}`],
    ['in hex', (text: string) => Buffer.from(text, 'base64').toString('hex')],
    ['with a prefix', (text: string) => `sha256=${text}`],
    ['in quotes', (text: string) => `"${text}"`],
    ['twice in a list', (text: string) => `${text}, ${text}`],
    ['percent-encoded', (text: string) => encodeURIComponent(`+${text}`)],
    ['that is no base64 at all', () => '!!!!'],
    ['of 10 kB', (text: string) => text + 'A'.repeat(10_000)],
    ['with bytes above ASCII', (text: string) => `${text}\u00ff`],
  ])('gets the one 401 for its own signature %s', async (_what, spell) => {
    const answer = await without(app, () => submit(body, spell(signature)));

    expectRefusal(answer, 401);
    expect(answer.body).toEqual(WRONG);
  });

  test('gets the one 401 where unused bits of the base64 are set, if there are any', async () => {
    const { body: padded, signature: text } = paddedRequest(deviceOf(kind));
    const at = text.indexOf('=') - 1;
    const set = text.slice(0, at) + ALPHABET[ALPHABET.indexOf(text.charAt(at)) + 1] + text.slice(at + 1);

    expect(Buffer.from(set, 'base64')).toEqual(Buffer.from(text, 'base64'));
    expect((await submit(padded, set)).body).toEqual(WRONG);
    expect((await submit(padded, text)).status).toBe(200);
  });

  // 31
  test.each([
    ['a space more', (text: string) => `${text} `],
    ['a line end more', (text: string) => `${text}\r\n`],
    ['a space within', (text: string) => text.replace(':', ': ')],
    ['another order', (text: string) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()))],
    ['another escape', (text: string) => text.replace('id_data', 'id_dat\\u0061')],
    ['a member more', (text: string) => text.replace(/\}$/, ',"extra":1}')],
  ])('gets the one 401 for the same value with %s', async (_what, change) => {
    const answer = await without(app, () => submit(Buffer.from(change(body.toString())), signature));

    expectRefusal(answer, 401);
    expect(answer.body).toEqual(WRONG);
  });

  // 32
  test.each(['pubkey', 'id_data', 'tenant_token'])(
    'gets 400 where %s stands twice under its signature',
    async (name) => {
      const victim = JSON.stringify(name === 'pubkey' ? deviceOf('P-256').pubkey : 'victim');
      const doubled = [name, `${name.slice(0, -1)}\\u00${name.charCodeAt(name.length - 1).toString(16)}`].flatMap(
        (spelled) => {
          const { body: full } = deviceOf(kind).authRequest({ tenant_token: '' });
          return [
            full.toString().replace('{', `{"${spelled}":${victim},`),
            full.toString().replace(/\}$/, `,"${spelled}":${victim}}`),
          ];
        },
      );

      for (const text of doubled.map((each) => Buffer.from(each))) {
        expectRefusal(await without(app, () => submit(text, deviceOf(kind).sign(text))), 400);
      }
    },
  );

  test('gets 400 where the names are in another case: they are other names', async () => {
    const other = Buffer.from(body.toString().replace('pubkey', 'PubKey'));

    expectRefusal(await without(app, () => submit(other, deviceOf(kind).sign(other))), 400);
  });

  test('gets a token for an escaped name that stands once: what is verified is what is used', async () => {
    const other = Buffer.from(body.toString().replace('pubkey', 'pub\\u006bey'));

    expect((await submit(other, deviceOf(kind).sign(other))).status).toBe(200);
  });

  // 30
  test('gets 400 without a signature, 401 for two and 431 for one of 100 kB', async () => {
    const request = `POST ${AUTH_REQUESTS}`;
    const lines = ['Content-Type: application/json', `Content-Length: ${body.length}`];
    const own = `X-MEN-Signature: ${signature}`;

    const [none, empty, two, huge] = await without(app, () =>
      Promise.all([
        exchange(app.publicUrl, head(request, ...lines), body),
        exchange(app.publicUrl, head(request, ...lines, 'X-MEN-Signature:'), body),
        exchange(app.publicUrl, head(request, ...lines, own, own), body),
        exchange(app.publicUrl, head(request, ...lines, `X-MEN-Signature: ${'A'.repeat(100_000)}`), body),
      ]),
    );

    expectRefusal(none, 400);
    expectRefusal(empty, 400);
    expectRefusal(two, 401);
    expectRefusal(huge, 431);
  });
});

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** One whose signature ends in padding: ECDSA signatures differ in length, and the base64 of 64 and 256 bytes always does. */
function paddedRequest(device: SimulatedDevice) {
  for (;;) {
    const request = device.authRequest();
    if (request.signature.endsWith('=')) return request;
  }
}

// 26
test.each(['P-256', 'P-384'] as const)(
  '%s: n - s is a signature too, and nothing is remembered by its bytes',
  async (curve) => {
    const { body } = deviceOf(curve).authRequest();
    const { r, s } = numbersOf(body, deviceOf(curve).privateKey);

    const one = await submit(body, der(r, s).toString('base64'));
    const other = await submit(body, der(r, ORDERS[curve] - s).toString('base64'));

    expect([one.status, other.status]).toEqual([200, 200]);
    expect(one.text).not.toBe(other.text);
  },
);

// 36
test('a signature is no credential anywhere else', async () => {
  const { body, signature } = deviceOf('P-256').authRequest();
  const headers = { 'X-MEN-Signature': signature, 'Content-Type': 'application/json' };

  const [preauthorize, list, verify] = await without(app, () =>
    Promise.all([
      app.public(`POST ${MANAGEMENT}/devices`, { body, headers }),
      app.public(`GET ${MANAGEMENT}/devices`, { headers }),
      fetch(app.internalUrl + VERIFY, { headers }),
    ]),
  );

  expect([preauthorize.status, list.status, verify.status]).toEqual([401, 401, 401]);
});

// 38
describe('with a store that is gone', () => {
  let failing: TestApp;
  beforeAll(async () => {
    failing = await openApp();
    await failing.service.store.close();
  });
  afterAll(() => failing.close());

  test.each(KINDS)('a wrong signature of an %s key is still 401, and a right one 503', async (kind) => {
    const device = deviceOf(kind);
    const { body, signature } = device.authRequest();
    const wrong = Buffer.from(signature, 'base64');

    expect((await submit(body, flip(wrong, wrong.length - 1).toString('base64'), failing)).body).toEqual(WRONG);
    expectRefusal(await submit(body, signature, failing), 503);
  });
});
