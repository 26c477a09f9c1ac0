// Encoded points of Ed25519 with a low order (RFC 8032), as numbers. A signature with them proves nothing.

export const P = 2n ** 255n - 19n;

/** Returns the y of an encoded point: little endian, without the top bit, which is the sign of x. */
export const yOf = (encoding: Uint8Array): bigint =>
  [...encoding].reduceRight((y, byte) => (y << 8n) | BigInt(byte), 0n) & ((1n << 255n) - 1n);

/**
 * True if the 32 bytes are the y of a low-order point, with either sign. As a key such a point verifies every signature (M5). As
 * the R of a signature it does not come from an honest signer (ed25519-speccheck, case 2).
 */
export const isLowOrder = (encoding: Uint8Array): boolean => LOW_ORDER.includes(yOf(encoding));

/** One of the two y of the points of order 8. */
const ORDER_8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;

/** The 14 encodings: each point with either sign, and 0 and 1 also as p and p + 1. */
const LOW_ORDER: readonly bigint[] = [0n, 1n, ORDER_8, P - ORDER_8, P - 1n];
