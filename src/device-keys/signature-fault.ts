// Finds out why a device's signature is wrong, for the log and the metrics. The device does not learn the reason, because a forger
// would learn it too.
import { constants, createHash, verify, type KeyObject } from 'node:crypto';
import type { SignatureFault } from '../domain/errors.ts';
import type { PublicNumbers } from './spki.ts';

export interface WrongSignature {
  readonly key: PublicNumbers;
  readonly opened: KeyObject;
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
}

/** Returns the fault that the form of the signature shows, or `undefined` if only a try can tell. */
export function faultOfForm({ key, signature }: Pick<WrongSignature, 'key' | 'signature'>): SignatureFault | undefined {
  if (key.kind !== 'EC' || isDer(signature)) return undefined;
  if (signature.length === key.point.length - 1) return 'raw_rs'; // r‖s is as long as x‖y
  return signature[0] === SEQUENCE ? 'der_not_minimal' : 'not_der';
}

/** Tries the usual mistakes of devices. It costs as much as several checks; the caller bounds how often. */
export function faultByTrying(wrong: WrongSignature): SignatureFault {
  const { key } = wrong;
  if (key.kind === 'RSA' && DIGESTS.some((digest) => isPss(wrong, digest))) return 'pss';
  const others = key.kind === 'Ed25519' ? DIGESTS : DIGESTS.filter((digest) => digest !== 'sha256');
  return others.some((digest) => isOfDigest(wrong, digest)) ? 'other_digest' : 'no_match';
}

const DIGESTS = ['sha256', 'sha1', 'sha384', 'sha512'] as const;
type Digest = (typeof DIGESTS)[number];

function isPss({ opened, bytes, signature }: WrongSignature, digest: Digest): boolean {
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_AUTO: saltLength } = constants;
  return verify(digest, bytes, { key: opened, padding, saltLength }, signature);
}

/** Checks a signature with another digest. For Ed25519, a device may have hashed the message before it signed. */
function isOfDigest({ key, opened, bytes, signature }: WrongSignature, digest: Digest): boolean {
  if (key.kind !== 'Ed25519') return verify(digest, bytes, opened, signature);
  return verify(null, createHash(digest).update(bytes).digest(), opened, signature);
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** True for `SEQUENCE { INTEGER r, INTEGER s }` in DER, with nothing after it. */
function isDer(signature: Uint8Array): boolean {
  const body = readElement(signature, SEQUENCE);
  const r = body && readElement(body.content, INTEGER);
  const s = r && readElement(r.rest, INTEGER);
  if (body?.rest.length !== 0 || r === undefined || s?.rest.length !== 0) return false;
  return isMinimal(r.content) && isMinimal(s.content);
}

interface Element {
  readonly content: Uint8Array;
  readonly rest: Uint8Array;
}

/** Reads an element of at most 255 bytes whose length has the shortest form. */
function readElement(bytes: Uint8Array, tag: number): Element | undefined {
  const [first, short = 0, long = 0] = bytes;
  const isLong = short === 0x81 && long >= 0x80;
  if (first !== tag || (short >= 0x80 && !isLong)) return undefined;
  const start = isLong ? 3 : 2;
  const end = start + (isLong ? long : short);
  return end > bytes.length ? undefined : { content: bytes.subarray(start, end), rest: bytes.subarray(end) };
}

/** True for a positive integer without a needless zero. */
function isMinimal([first, second = 0, ...more]: Uint8Array): boolean {
  if (first === undefined || first >= 0x80) return false;
  return first !== 0 || second >= 0x80 || (second === 0 && more.length === 0);
}
