// Decides which public keys are admitted (D8), by their numbers. A refused key never reaches OpenSSL.
import { P, yOf } from '../domain/ed25519-point.ts';
import { MAX_RSA_BITS, type KeyType } from '../domain/names.ts';
import { ed25519Weakness, rsaWeakness } from '../domain/weak-keys.ts';
import type { PublicNumbers } from './spki.ts';

export interface KeyRules {
  /** From 1024, for old fleets, to 4096. */
  readonly minRsaBits: number;
  /** The types that are admitted. */
  readonly types: readonly KeyType[];
}

/** Returns the reason for a refusal, in words for the caller, or `undefined` for an admitted key. */
export function findWeakness(key: PublicNumbers, rules: KeyRules): string | undefined {
  const type = typeOf(key);
  if (type === undefined || !rules.types.includes(type)) return `keys must be one of ${rules.types.join(', ')}`;

  switch (key.kind) {
    case 'RSA':
      return rsaWeakness(
        { modulus: numberOf(key.modulus), exponent: numberOf(key.exponent) },
        { minBits: rules.minRsaBits, maxBits: MAX_RSA_BITS },
      );
    case 'EC':
      return pointWeakness(
        key.point,
        CURVES.find(({ oid }) => oid === key.curve),
      );
    case 'Ed25519':
      return edwardsWeakness(key.point);
    default:
      return key satisfies never;
  }
}

/** Returns the type of the key, or `undefined` for a curve without one. */
export function typeOf(key: PublicNumbers): KeyType | undefined {
  return key.kind === 'EC' ? CURVES.find(({ oid }) => oid === key.curve)?.type : key.kind;
}

function pointWeakness(point: Buffer, curve: Curve | undefined): string | undefined {
  const size = curve === undefined ? 0 : Math.ceil(curve.p.toString(16).length / 2);
  if (curve === undefined || point.length !== 1 + 2 * size || point[0] !== 4) return 'EC points must be uncompressed';

  const x = numberOf(point.subarray(1, 1 + size));
  const y = numberOf(point.subarray(1 + size));
  const { p, b } = curve;
  const onCurve = x < p && y < p && (y * y - (x * x * x - 3n * x + b)) % p === 0n;
  return onCurve ? undefined : 'the EC point is not on its curve';
}

function edwardsWeakness(point: Buffer): string | undefined {
  if (point.length !== 32) return 'Ed25519 keys must have 32 bytes';
  return ed25519Weakness(point) ?? (isOnEdwardsCurve(yOf(point)) ? undefined : 'the Ed25519 point is not on its curve');
}

/** True if an x exists for the y: x² = (y² - 1) / (d y² + 1) is a square modulo p. */
function isOnEdwardsCurve(y: bigint): boolean {
  const square = y * y;
  return jacobi((square - 1n) * (D * square + 1n), P) === 1;
}

/** Returns the Jacobi symbol (a/n) for odd n: 1 if a is a square modulo a prime n. A modular power gives the same, fifty times slower. */
function jacobi(a: bigint, n: bigint): -1 | 0 | 1 {
  let [top, bottom, negative] = [a % n, n, false];
  while (top !== 0n) {
    const twos = trailingZeros(top);
    if (twos % 2 === 1 && [3n, 5n].includes(bottom & 7n)) negative = !negative;
    top >>= BigInt(twos);
    if ((top & 3n) === 3n && (bottom & 3n) === 3n) negative = !negative;
    [top, bottom] = [bottom % top, top];
  }
  if (bottom !== 1n) return 0;
  return negative ? -1 : 1;
}

function trailingZeros(n: bigint): number {
  let zeros = 0;
  for (let rest = n; (rest & 1n) === 0n; rest >>= 1n) zeros += 1;
  return zeros;
}

const numberOf = (bytes: Buffer) => (bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`));

/** The d of Ed25519's curve -x² + y² = 1 + d x² y². */
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

interface Curve {
  readonly type: KeyType;
  readonly oid: string;
  readonly p: bigint;
  readonly b: bigint;
}

// Checks y² = x³ - 3x + b modulo p. The curve has prime order: every point except infinity is a good key (SP 800-186).
// prettier-ignore
const CURVES: readonly Curve[] = [
  { type: 'P-224', oid: '2b81040021',       p: 2n ** 224n - 2n ** 96n + 1n,
    b: 0xb4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4n },
  { type: 'P-256', oid: '2a8648ce3d030107', p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn },
  { type: 'P-384', oid: '2b81040022',       p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn },
  { type: 'P-521', oid: '2b81040023',       p: 2n ** 521n - 1n,
    b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n },
];
