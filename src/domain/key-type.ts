// The type of a device key in the usual words, read from the stored text. Only for views; admission (D8) has checked the key
// before.

/**
 * Returns `P-256`, `Ed25519`, `RSA-3072` and so on, or `undefined` for another text. It reads only the beginning of the key, so
 * that a page of devices needs no parsing.
 */
export function keyTypeOf(pem: string): string | undefined {
  if (!pem.startsWith(BEGIN)) return undefined;
  for (const [start, type] of STARTS) if (pem.startsWith(start)) return type;
  const hex = Buffer.from(pem.slice(BEGIN.length, BEGIN.length + LINE), 'base64').toString('hex');
  const curve = /^30(?:..|81..)30..06072a8648ce3d0201(06.{12,18}?)03(?:..|81..)00/.exec(hex)?.[1];
  if (curve !== undefined) return CURVES.get(curve);
  if (hex.startsWith('302a300506032b6570032100')) return 'Ed25519';
  const modulus = RSA.exec(hex);
  return modulus === null ? undefined : `RSA-${bitsOf(modulus[1] ?? '', modulus[2] ?? '')}`;
}

const BEGIN = '-----BEGIN PUBLIC KEY-----\n';
/** The first line of base64 holds 48 bytes. The modulus of an RSA key begins before byte 35. */
const LINE = 64;

/** The types that most devices have, as tools write them. */
const STARTS: readonly (readonly [string, string])[] = [
  [`${BEGIN}MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE`, 'P-256'],
  [`${BEGIN}MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE`, 'P-384'],
  [`${BEGIN}MCowBQYDK2VwAyEA`, 'Ed25519'],
];

/** Object identifiers in DER (RFC 5480). */
const CURVES: ReadonlyMap<string, string> = new Map([
  ['06052b81040021', 'P-224'],
  ['06082a8648ce3d030107', 'P-256'],
  ['06052b81040022', 'P-384'],
  ['06052b81040023', 'P-521'],
]);

/** The length of the modulus, and its first two bytes (RFC 8017, A.1.1). */
const RSA = /^30(?:81..|82....)300d06092a864886f70d010101050003(?:81..|82....)0030(?:81..|82....)02(81..|82....)(....)/;

function bitsOf(length: string, first: string): number {
  const [bytes, top, next] = [length.slice(2), first.slice(0, 2), first.slice(2)].map((digits) => parseInt(digits, 16));
  if (bytes === undefined || top === undefined || next === undefined) return 0;
  // A zero byte in front keeps the number positive.
  return top === 0 ? (bytes - 2) * 8 + bitsOfByte(next) : (bytes - 1) * 8 + bitsOfByte(top);
}

const bitsOfByte = (byte: number): number => 32 - Math.clz32(byte);
