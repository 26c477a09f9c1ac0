// The only reader of JSON bodies: turns raw bytes into a bounded value or a refusal (D7). The bytes do not change, because a
// signature covers them.
import { Refused } from '../../domain/errors.ts';
import { FORM_TYPE, parseForm } from './form-body.ts';
import { parseStrictJson, type JsonValue } from '../../domain/strict-json.ts';

/** Reads a form if the operation accepts one and the caller sends one; otherwise JSON. `undefined` for an empty body. */
export function readAs(
  bytes: Uint8Array,
  contentType: string | undefined,
  takes: readonly string[],
): JsonValue | undefined {
  if (bytes.length > 0 && mediaTypeOf(contentType, takes) === FORM_TYPE) return parseForm(decodeUtf8(bytes));
  return readJson(bytes, contentType, takes);
}

/** `undefined` for an empty body. Refuses other media types, other charsets, invalid UTF-8 and loose JSON. */
export function readJson(
  bytes: Uint8Array,
  contentType: string | undefined,
  takes: readonly string[] = [JSON_TYPE],
): JsonValue | undefined {
  if (bytes.length === 0) return undefined;
  if (mediaTypeOf(contentType, takes) === undefined)
    throw new Refused('media_type_unsupported', "Bad Content-Type, expected 'application/json'");
  return parseStrictJson(decodeUtf8(bytes));
}

const JSON_TYPE = 'application/json';

/** Returns the media type in lower case. `undefined` for one that is not in `takes`, and for another charset than UTF-8. */
export function mediaTypeOf(contentType: string | undefined, takes: readonly string[]): string | undefined {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charsets = parameters.filter((parameter) => /^charset\s*=/.test(parameter));
  const utf8 = charsets.every((parameter) => /^charset\s*=\s*"?utf-8"?$/.test(parameter));
  const general = type.replace(/^application\/[\w.-]+\+json$/, 'application/*+json');
  return takes.includes(general) && utf8 ? type : undefined;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused('invalid_request', 'body is not valid UTF-8');
  }
}
