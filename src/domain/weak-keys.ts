// Public keys that prove nothing, because others than their owner can sign for them. One rule for every kind of key: device keys,
// signing keys, and keys of users' and tenants' tokens.
import { isLowOrder, P, yOf } from './ed25519-point.ts';
import { hasCloseFactors, hasRocaFingerprint, hasSmallFactor } from './rsa-modulus.ts';

export interface RsaNumbers {
  readonly modulus: bigint;
  readonly exponent: bigint;
}

export interface RsaBounds {
  readonly minBits: number;
  readonly maxBits: number;
}

/** Bounds for signing keys and for keys of other issuers. There are few of them, so 8192 bits are not too slow. */
const TOKEN_RSA_BOUNDS: RsaBounds = { minBits: 2048, maxBits: 8192 };

/** Returns the fault of an RSA key, or `undefined`. */
export function rsaWeakness(
  { modulus, exponent }: RsaNumbers,
  { minBits, maxBits }: RsaBounds = TOKEN_RSA_BOUNDS,
): string | undefined {
  const bits = modulus.toString(2).length;
  if (bits < minBits) return `RSA keys must have at least ${minBits} bits`;
  if (bits > maxBits) return `RSA keys must have at most ${maxBits} bits`;
  if (exponent !== 65537n) return 'RSA keys must have the exponent 65537';
  if (hasSmallFactor(modulus)) return 'the RSA modulus has a small factor';
  if (hasRocaFingerprint(modulus)) return 'the RSA modulus has the ROCA weakness (CVE-2017-15361)';
  if (hasCloseFactors(modulus)) return 'the RSA modulus has two factors that are too close';
  return undefined;
}

/** Returns the fault of an Ed25519 point of 32 bytes, or `undefined`. It does not check that the point is on the curve. */
export function ed25519Weakness(point: Uint8Array): string | undefined {
  if (yOf(point) >= P) return 'the Ed25519 point is not in canonical form';
  return isLowOrder(point) ? 'the Ed25519 point is of low order' : undefined;
}
