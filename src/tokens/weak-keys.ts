// Public keys that prove nothing, because others than their owner can sign for them (security.md M5, tests 3-6 and 11).
import { isLowOrder, P, yOf } from '../domain/ed25519-point.ts';
import { hasRocaFingerprint, hasSmallFactor } from '../domain/rsa-modulus.ts';

const MIN_RSA_BITS = 2048;
const MAX_RSA_BITS = 8192;
const E_65537 = 'AQAB';

/** What is wrong with an RSA key, in the members of its JWK. */
export function findRsaWeakness(modulus: string, exponent: string): string | undefined {
  const n = toBigInt(Buffer.from(modulus, 'base64url'));
  const bits = n.toString(2).length;
  if (bits < MIN_RSA_BITS) return `an RSA key of ${bits} bits (at least ${MIN_RSA_BITS} are needed)`;
  if (bits > MAX_RSA_BITS) return `an RSA key of ${bits} bits (at most ${MAX_RSA_BITS} are taken)`;
  if (exponent !== E_65537) return 'an RSA key whose exponent is not 65537';
  if (hasSmallFactor(n)) return 'an RSA key whose modulus has a small factor';
  return hasRocaFingerprint(n) ? 'an RSA key with the ROCA fingerprint (CVE-2017-15361)' : undefined;
}

/** True for the 14 encodings of points of low order, and for every y that is not reduced. */
export function isLowOrderEd25519(x: string): boolean {
  const encoding = Buffer.from(x, 'base64url');
  return yOf(encoding) >= P || isLowOrder(encoding);
}

const toBigInt = (bytes: Buffer): bigint => BigInt(`0x0${bytes.toString('hex')}`);
