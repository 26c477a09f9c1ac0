// Readable keys that are admitted or refused. rsa-modulus.spec.ts has the numbers of RSA keys.
import { createPublicKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createKeys } from '../../src/device-keys/device-key.ts';
import { DEFAULT_KEY_RULES, KEY_TYPES } from '../../src/domain/names.ts';
import * as given from './samples.ts';
import { verdict } from './verdict.ts';

const EVERY_TYPE = { ...DEFAULT_KEY_RULES, types: KEY_TYPES };

const NOT_A_TYPE = 'keys must be one of RSA, P-256, P-384, Ed25519';

describe('the type', () => {
  // T18
  test.each(['rsa2048', 'rsa3072', 'rsa4096', 'p256', 'p384', 'ed25519'] as const)('%s is admitted', (name) => {
    expect(verdict(given.sample(name))).toBe('admitted');
  });

  // T8
  test.each(['p224', 'p521'] as const)('%s is admitted only where it is named', (name) => {
    expect(verdict(given.sample(name))).toBe(NOT_A_TYPE);
    expect(verdict(given.sample(name), EVERY_TYPE)).toBe('admitted');
  });

  // T8, T9
  test.each(['secp256k1', 'brainpoolP256r1', 'sect163k1', 'secp112r1', 'sm2', 'explicitP256'] as const)(
    '%s is refused, with any name',
    (name) => {
      expect(verdict(given.sample(name))).toBe(NOT_A_TYPE);
      expect(verdict(given.sample(name), EVERY_TYPE)).toMatch(/^keys must be one of /);
    },
  );

  // T8
  test.each([
    ['NULL', [given.EC, given.NULL]],
    ['no', [given.EC]],
    ['unknown', [given.EC, given.oid('2a8648ce3d030177')]],
    ['empty', [given.EC, given.oid('')]],
  ])('an EC key with %s parameters is refused', (_, algorithm) => {
    expect(verdict(given.spki(algorithm, given.bits(given.sample('p256').subarray(-65))))).toBe(NOT_A_TYPE);
  });

  // T12
  test.each(['x25519', 'x448', 'ed448', 'dsa', 'dh', 'rsaPss', 'rsaPssWithParameters'] as const)(
    '%s is not recognized, with any name',
    (name) => {
      expect(verdict(given.sample(name), EVERY_TYPE)).toBe('unrecognized public key type');
    },
  );

  test('RSA can be left out', () => {
    expect(verdict(given.sample('rsa2048'), { ...DEFAULT_KEY_RULES, types: ['P-256'] })).toBe(
      'keys must be one of P-256',
    );
  });

  test.each([1023, 0, -1, 4097, Number.NaN])('a lowest RSA size of %d bits is a programming error', (minRsaBits) => {
    expect(() => createKeys({ ...DEFAULT_KEY_RULES, minRsaBits })).toThrow(TypeError);
  });
});

describe('an EC key', () => {
  const offCurve = 'the EC point is not on its curve';
  const compressed = 'EC points must be uncompressed';
  const curves = [
    { name: 'p224', oid: '2b81040021', size: 28, p: 2n ** 224n - 2n ** 96n + 1n },
    { name: 'p256', oid: '2a8648ce3d030107', size: 32, p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n },
    { name: 'p384', oid: '2b81040022', size: 48, p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n },
    { name: 'p521', oid: '2b81040023', size: 66, p: 2n ** 521n - 1n },
  ] as const;

  // T10
  test.each(['compressedP256', 'hybridP256'] as const)('%s is refused', (name) => {
    expect(verdict(given.sample(name))).toBe(compressed);
  });

  // T10
  test.each(curves)('on $name has to be a point of that curve, in full and in one form', ({ name, oid, size, p }) => {
    const point = given.sample(name).subarray(-2 * size);
    const [x, y] = [point.subarray(0, size), point.subarray(size)];
    const [xNumber, yNumber] = [BigInt(`0x${x.toString('hex')}`), BigInt(`0x${y.toString('hex')}`)];
    const of = (...parts: readonly Buffer[]) => verdict(given.ec(oid, Buffer.concat(parts)), EVERY_TYPE);
    const numbers = (a: bigint, b: bigint) => of(Buffer.of(4), given.unsigned(a, size), given.unsigned(b, size));

    expect(numbers(xNumber, yNumber)).toBe('admitted');
    expect(numbers(xNumber, p - yNumber)).toBe('admitted');
    for (const first of [0, 1, 2, 3, 5, 6, 7]) expect(of(Buffer.of(first), point)).toBe(compressed);
    for (const length of [0, 1, size, 2 * size - 1])
      expect(of(Buffer.of(4), point.subarray(0, length))).toBe(compressed);
    expect(of(Buffer.of(4), point, Buffer.of(0))).toBe(compressed);
    expect(of(Buffer.of(0))).toBe(compressed);
    expect(of()).toBe(compressed);
    expect(numbers(0n, 0n)).toBe(offCurve);
    expect(numbers(xNumber, yNumber ^ 1n)).toBe(offCurve);
    expect(numbers(xNumber ^ 1n, yNumber)).toBe(offCurve);
    expect(numbers(yNumber, xNumber)).toBe(offCurve);
    expect(numbers(p, yNumber)).toBe(offCurve);
  });

  // T10: x is so small that x + p has the same number of bytes; OpenSSL's own answer is the control
  test.each([curves[1], curves[2], curves[3]])('on $name with x + p in place of x is refused', ({ oid, size, p }) => {
    const { x, y } = pointWithSmallX({ oid, size, p });

    expect(verdict(given.ec(oid, coordinates(x, y, size)), EVERY_TYPE)).toBe('admitted');
    expect(verdict(given.ec(oid, coordinates(x + p, y, size)), EVERY_TYPE)).toBe(offCurve);
  });

  // T10
  test('of one curve is refused under the name of another', () => {
    expect(verdict(given.ec('2b81040022', given.sample('p256').subarray(-65)))).toBe(compressed);
  });
});

describe('an Ed25519 key', () => {
  const p = 2n ** 255n - 19n;
  const encode = (y: bigint) => given.unsigned(y, 32).reverse();

  // T11
  test.each([
    ['0000000000000000000000000000000000000000000000000000000000000000', 'of low order'],
    ['0000000000000000000000000000000000000000000000000000000000000080', 'of low order'],
    ['0100000000000000000000000000000000000000000000000000000000000000', 'of low order'],
    ['0100000000000000000000000000000000000000000000000000000000000080', 'of low order'],
    ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'of low order'],
    ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85', 'of low order'],
    ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'of low order'],
    ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa', 'of low order'],
    ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'of low order'],
    ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff', 'of low order'],
    ['edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'not in canonical form'],
    ['edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff', 'not in canonical form'],
    ['eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'not in canonical form'],
    ['eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff', 'not in canonical form'],
  ])('%s is refused: it is %s', (hex, reason) => {
    expect(verdict(given.ed25519(Buffer.from(hex, 'hex')))).toBe(`the Ed25519 point is ${reason}`);
  });

  // T11
  test('with y from p on is refused: all nineteen, with either sign', () => {
    const encodings = Array.from({ length: 19 }, (_, above) => [
      p + BigInt(above),
      p + BigInt(above) + 2n ** 255n,
    ]).flat();

    expect(new Set(encodings.map((y) => verdict(given.ed25519(encode(y)))))).toEqual(
      new Set(['the Ed25519 point is not in canonical form']),
    );
  });

  // T11
  test.each([0, 31, 33, 64])('of %d bytes is refused', (size) => {
    expect(verdict(given.ed25519(Buffer.alloc(size, 9)))).toBe('Ed25519 keys must have 32 bytes');
  });

  // T11: Euler's criterion gives the same result, slowly
  test('is a point of the curve, or refused', () => {
    const ys = Array.from({ length: 200 }, (_, index) => (BigInt(`0x${given.hash(`y ${index}`, 40)}`) % (p - 3n)) + 2n);
    const onCurve = (y: bigint) => power((y * y - 1n) * (ED25519_D * y * y + 1n), (p - 1n) / 2n, p) === 1n;

    const verdicts = ys.map((y) => verdict(given.ed25519(encode(y))));

    expect(verdicts).toEqual(ys.map((y) => (onCurve(y) ? 'admitted' : 'the Ed25519 point is not on its curve')));
    expect(new Set(verdicts).size).toBe(2);
  });
});

const ED25519_D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

function power(base: bigint, exponent: bigint, n: bigint): bigint {
  let [result, square] = [1n, ((base % n) + n) % n];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % n;
    square = (square * square) % n;
  }
  return result;
}

function coordinates(x: bigint, y: bigint, size: number): Buffer {
  return Buffer.concat([Buffer.of(4), given.unsigned(x, size), given.unsigned(y, size)]);
}

/** OpenSSL solves for y: it reads a compressed point with the smallest x that it accepts. */
function pointWithSmallX({ oid, size }: { oid: string; size: number; p: bigint }): { x: bigint; y: bigint } {
  for (let x = 1n; ; x += 1n) {
    const der = given.ec(oid, Buffer.concat([Buffer.of(2), given.unsigned(x, size)]));
    const y = solved(der);
    if (y !== undefined) return { x, y };
  }
}

function solved(der: Buffer): bigint | undefined {
  try {
    const { y = '' } = createPublicKey({ key: der, format: 'der', type: 'spki' }).export({ format: 'jwk' });
    return BigInt(`0x${Buffer.from(y, 'base64url').toString('hex')}`);
  } catch {
    return undefined;
  }
}
