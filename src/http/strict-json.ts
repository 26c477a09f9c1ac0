// The only reader of bodies: raw bytes in, a bounded value or a refusal (D7). The bytes stay as they came, for the signature.
import { Refused } from '../domain/errors.ts';
import { parseStrictJson, type JsonValue } from '../domain/strict-json.ts';

/** `undefined` for a body of no bytes. Refuses other media types, other charsets, invalid UTF-8 and loose JSON. */
export function readJson(bytes: Uint8Array, contentType: string | undefined): JsonValue | undefined {
  if (bytes.length === 0) return undefined;
  checkMediaType(contentType);
  return parseStrictJson(decodeUtf8(bytes));
}

function checkMediaType(contentType: string | undefined): void {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charsets = parameters.filter((parameter) => /^charset\s*=/.test(parameter));
  const utf8 = charsets.every((parameter) => /^charset\s*=\s*"?utf-8"?$/.test(parameter));
  if (type !== 'application/json' || !utf8) {
    throw new Refused('media_type_unsupported', "Bad Content-Type, expected 'application/json'");
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused('invalid_request', 'body is not valid UTF-8');
  }
}
