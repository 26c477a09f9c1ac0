// PKCS#8 version 2 (RFC 5958), which some tools write for Ed25519 and OpenSSL 3.0 does not read: it contains the public key too.

/** True if the DER is of version 2. */
export const isVersion2 = (der: Buffer): boolean => V2.test(der.toString('hex'));

const V2 = /^30(?:[0-7].|81..|82....)020101/;

/** Returns the same Ed25519 key in version 1, or `undefined` for another kind of key. */
export function toVersion1(der: Buffer): Ed25519Key | undefined {
  const [, seed, point] = ED25519_V2.exec(der.toString('hex')) ?? [];
  if (seed === undefined || point === undefined) return undefined;
  return { der: Buffer.from(ED25519_V1_PREFIX + seed, 'hex'), point: Buffer.from(point, 'hex') };
}

export interface Ed25519Key {
  readonly der: Buffer;
  /** The public key beside the private one. The two must belong together. */
  readonly point: Buffer;
}

/** Version 2, Ed25519, the seed, and the public key as `[1]`, implicit as in the RFC or explicit as older tools write it. */
const ED25519_V2 = /^30..020101300506032b657004220420(.{64})(?:8121|a1230321)00(.{64})$/;
const ED25519_V1_PREFIX = '302e020100300506032b657004220420';
