// A text that callers send back unchanged, such as a cursor, as base64url with a checksum. The checksum shows that the text was cut
// or changed. It is not a secret.
import { crc32 } from 'node:zlib';

const SUM_BYTES = 4;

/** `kind` names what the text is for: a text of another kind is not opened. */
export const seal = (kind: string, text: string): string =>
  Buffer.concat([Buffer.from(text), sumOf(kind, Buffer.from(text))]).toString('base64url');

/** Returns the text; `undefined` if `seal` does not write this for the kind. */
export function openSealed(kind: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < SUM_BYTES || bytes.toString('base64url') !== sealed) return undefined;
  const text = bytes.subarray(0, -SUM_BYTES);
  return sumOf(kind, text).equals(bytes.subarray(-SUM_BYTES)) ? text.toString() : undefined;
}

function sumOf(kind: string, text: Uint8Array): Buffer {
  const sum = Buffer.alloc(SUM_BYTES);
  sum.writeUInt32BE(crc32(text, crc32(`${kind}\n`)));
  return sum;
}
