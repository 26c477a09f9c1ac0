// Public keys that prove nothing, because others than their owner can sign for them (security.md M5, tests 3-6 and 11).

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
  if (n % 2n === 0n) return 'an RSA key with an even modulus';
  return isRoca(n) ? 'an RSA key with the ROCA fingerprint (CVE-2017-15361)' : undefined;
}

const ROCA_PRIMES = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

/** A modulus of the broken generator is a power of 65537 modulo each small prime. */
const isRoca = (n: bigint): boolean => ROCA_PRIMES.every((prime) => isPowerOf65537(Number(n % BigInt(prime)), prime));

function isPowerOf65537(residue: number, prime: number): boolean {
  let power = 1;
  do {
    if (power === residue) return true;
    power = (power * 65537) % prime;
  } while (power !== 1);
  return false;
}

const P_25519 = 2n ** 255n - 19n;
const LOW_ORDER_Y: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  P_25519 - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]);

/** True for the 14 encodings of points of low order, and for every y that is not reduced. */
export function isLowOrderEd25519(x: string): boolean {
  const y = toBigInt(Buffer.from(x, 'base64url').reverse()) & (2n ** 255n - 1n);
  return y >= P_25519 || LOW_ORDER_Y.has(y);
}

const toBigInt = (bytes: Buffer): bigint => BigInt(`0x0${bytes.toString('hex')}`);
