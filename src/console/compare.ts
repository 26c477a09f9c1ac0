// Compares a text from a label or a factory list with the keys of a device: a fingerprint in any spelling, or the key itself.
import type { SetStatus } from './search.ts';

export type Compared =
  { readonly kind: 'same'; readonly status: SetStatus } | { readonly kind: 'other' } | { readonly kind: 'unreadable' };

interface Keyed {
  readonly fingerprint: string;
  readonly status: SetStatus;
}

export async function compareKey(text: string, sets: readonly Keyed[]): Promise<Compared> {
  const print = await readPrint(text);
  if (print === undefined) return { kind: 'unreadable' };
  const same = sets.find(({ fingerprint }) => fingerprint === print);
  return same === undefined ? { kind: 'other' } : { kind: 'same', status: same.status };
}

/** Reads 64 hexadecimal digits with colons or spaces, `SHA256:` and base64, or a PEM of a public key. */
export async function readPrint(text: string): Promise<string | undefined> {
  const pem = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(text)?.[1];
  if (pem !== undefined) {
    const der = fromBase64(pem);
    return der && hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', der)));
  }
  const hex = text
    .replace(/^\s*sha-?256[:=\s]/i, '')
    .replace(/[\s:-]/g, '')
    .toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  const [, base64] = /^\s*SHA256:([A-Za-z0-9+/]{43})=?\s*$/.exec(text) ?? [];
  const bytes = base64 === undefined ? undefined : fromBase64(base64);
  return bytes && hexOf(bytes);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text.replace(/\s/g, '')), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
