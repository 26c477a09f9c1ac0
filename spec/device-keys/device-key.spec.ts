// An admitted key: its names, and the signatures that it made.
import { constants, createHash, generateKeyPairSync, sign, type KeyObject, type SignKeyObjectInput } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createKeys } from '../../src/device-keys/device-key.ts';
import { DEFAULT_KEY_RULES, KEY_TYPES } from '../../src/domain/names.ts';
import * as given from './samples.ts';

const keys = createKeys({ ...DEFAULT_KEY_RULES, types: KEY_TYPES });
const message = Buffer.from('{"id_data":"{\\"mac\\":\\"1\\"}"}');

const pairs = {
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-224': generateKeyPairSync('ec', { namedCurve: 'P-224' }),
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  Ed25519: generateKeyPairSync('ed25519'),
};

// prettier-ignore
const ORDERS = {
  'P-224': 0xffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3dn,
  'P-256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  'P-384': 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  'P-521': 0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
} as const;

const SAMPLE_OF: Readonly<Record<string, given.SampleName>> = {
  'P-224': 'p224',
  'P-256': 'p256',
  'P-384': 'p384',
  'P-521': 'p521',
  Ed25519: 'ed25519',
};

const admitted = (publicKey: KeyObject) => keys.admit(publicKey.export({ type: 'spki', format: 'pem' }).toString());

const hashOf = (type: string) => (type === 'Ed25519' ? null : 'sha256');

describe('an admitted key', () => {
  // T17
  test.each(given.SAMPLE_NAMES().filter((name) => /^(rsa\d+|p\d+|ed25519)$/.test(name)))(
    '%s is named by the SHA-256 of its DER and written in 64 columns',
    (name) => {
      const { fingerprint, pem } = keys.admit(given.pem(given.sample(name), { width: 7 }));

      expect(fingerprint).toBe(createHash('sha256').update(given.sample(name)).digest('hex'));
      expect(pem).toBe(given.pem(given.sample(name)));
      expect(keys.admit(pem).fingerprint).toBe(fingerprint);
    },
  );
});

describe.each(Object.entries(pairs))('a signature by %s', (type, { publicKey, privateKey }) => {
  const key = admitted(publicKey);
  const good = sign(hashOf(type), message, privateKey);

  test('over exactly these bytes is its own, every time it is asked', async () => {
    expect(await key.verify(message, good)).toBe(true);
    expect(await key.verify(message, good)).toBe(true);
    expect(await key.verify(message.subarray(1), good)).toBe(false);
    expect(await key.verify(Buffer.concat([message, Buffer.of(10)]), good)).toBe(false);
  });

  test('of another key of its type is not its own', async () => {
    const other = type === 'RSA' ? given.sample('rsa2048') : given.sample(SAMPLE_OF[type] ?? 'p256');

    expect(await keys.admit(given.pem(other)).verify(message, good)).toBe(false);
  });

  // T25
  test.each([
    ['no bytes', Buffer.alloc(0)],
    ['one byte', Buffer.of(0)],
    ['32 bytes', Buffer.alloc(32)],
    ['zeros', Buffer.alloc(good.length)],
    ['ones', Buffer.alloc(good.length, 255)],
    ['a byte less', good.subarray(0, -1)],
    ['a byte more', Buffer.concat([good, Buffer.of(0)])],
    ['a zero before', Buffer.concat([Buffer.of(0), good])],
    ['twice the same', Buffer.concat([good, good])],
    ['its base64', Buffer.from(good.toString('base64'))],
    ['100 kB', Buffer.alloc(100_000, 0x30)],
  ])('of %s is wrong, and is not an error', async (_, signature) => {
    expect(await key.verify(message, signature)).toBe(false);
  });

  test('with any one bit flipped is wrong', async () => {
    const flipped = Array.from({ length: good.length * 8 }, (_, bit) => {
      const copy = Buffer.from(good);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return copy;
    });

    const verdicts = await Promise.all(flipped.map((signature) => key.verify(message, signature)));

    expect(verdicts).not.toContain(true);
  });

  // T28
  test('over another hash of these bytes is wrong', async () => {
    const hashes = type === 'Ed25519' ? ['sha256', 'sha512'] : ['sha1', 'sha224', 'sha384', 'sha512', 'sha3-256'];
    const signed = hashes.map((hash) =>
      type === 'Ed25519'
        ? sign(null, createHash(hash).update(message).digest(), privateKey)
        : sign(hash, message, privateKey),
    );

    const verdicts = await Promise.all(signed.map((signature) => key.verify(message, signature)));

    expect(verdicts).not.toContain(true);
  });
});

describe('an RSA signature', () => {
  // T28
  test('with PSS padding is wrong', async () => {
    const input: SignKeyObjectInput = { key: pairs.RSA.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING };

    expect(await admitted(pairs.RSA.publicKey).verify(message, sign('sha256', message, input))).toBe(false);
  });
});

describe.each(['P-224', 'P-256', 'P-384', 'P-521'] as const)('an ECDSA signature on %s', (curve) => {
  const { publicKey, privateKey } = pairs[curve];
  const key = admitted(publicKey);
  const der = (r: Buffer, s: Buffer) => given.tlv(given.TAG.sequence, r, s);
  const n = ORDERS[curve];

  // T24
  test('with r or s out of range is wrong', async () => {
    const zero = given.integer(0n);
    const one = given.integer(1n);
    const negative = given.tlv(given.TAG.integer, Buffer.of(0xff));
    const bad = [zero, given.integer(n), given.integer(n + 1n), negative, given.tlv(given.TAG.integer)];
    const pairsOfNumbers = bad.flatMap((number) => [der(number, number), der(number, one), der(one, number)]);

    const verdicts = await Promise.all(pairsOfNumbers.map((signature) => key.verify(message, signature)));

    expect(verdicts).not.toContain(true);
  });

  // T25
  test('in the form r||s is wrong', async () => {
    const signature = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });

    expect(await key.verify(message, signature)).toBe(false);
  });

  // T25, T26
  test('is DER to the byte: r and s in another form, or with a third number, are wrong; n - s is its own', async () => {
    const plain = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const half = plain.length / 2;
    const [r = 0n, s = 0n] = [plain.subarray(0, half), plain.subarray(half)].map((part) =>
      BigInt(`0x${part.toString('hex')}`),
    );
    const padded = (number: bigint) => given.tlv(given.TAG.integer, Buffer.of(0, 0), given.unsigned(number));
    const body = Buffer.concat([given.integer(r), given.integer(s)]);

    expect(await key.verify(message, der(given.integer(r), given.integer(s)))).toBe(true);
    expect(await key.verify(message, der(given.integer(r), given.integer(n - s)))).toBe(true);
    expect(await key.verify(message, der(padded(r), given.integer(s)))).toBe(false);
    expect(await key.verify(message, der(given.integer(r), padded(s)))).toBe(false);
    expect(await key.verify(message, given.tlv(given.TAG.sequence, body, given.NULL))).toBe(false);
    expect(await key.verify(message, Buffer.concat([Buffer.of(0x30, 0x80), body, Buffer.of(0, 0)]))).toBe(false);
    expect(await key.verify(message, Buffer.concat([Buffer.of(0x30, 0x82, 0, body.length), body]))).toBe(false);
  });
});

describe('an Ed25519 signature', () => {
  const { publicKey, privateKey } = pairs.Ed25519;
  const key = admitted(publicKey);
  const L = 2n ** 252n + 27742317777372353535851937790883648493n;

  // T27
  test('with S + L in place of S is wrong', async () => {
    const good = sign(null, message, privateKey);
    const s = BigInt(`0x${Buffer.from(good.subarray(32)).reverse().toString('hex')}`);
    const malleated = [1n, 2n, 7n].map((times) =>
      Buffer.concat([good.subarray(0, 32), given.unsigned(s + times * L, 32).reverse()]),
    );

    const verdicts = await Promise.all(malleated.map((signature) => key.verify(message, signature)));

    expect(verdicts).toEqual([false, false, false]);
  });
});
