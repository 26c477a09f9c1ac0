// Identity data: the attributes that identify a device. Two spellings of the same attributes are one device. Different attributes
// are never the same device: the canonical text is RFC 8785 over what the strict reader accepts (D7).
import { createHash } from 'node:crypto';
import type { Identity } from './device.ts';
import { identityKey } from './ids.ts';
import { Refused } from './errors.ts';
import { isJsonObject, parseStrictJson, type JsonObject, type JsonValue } from './strict-json.ts';

const MAX_BYTES = 8 * 1024;
const MAX_ATTRIBUTES = 64;
const MAX_DEPTH = 8;
const MAX_NAME_BYTES = 256;

/** Reads `id_data` of an auth request, a text that holds a JSON object. */
export function identityFromText(text: string): Identity {
  if (byteLength(text) > MAX_BYTES) throw refused(`identity data is larger than ${MAX_BYTES} bytes`);
  return identityOf(parseStrictJson(text, { maxDepth: MAX_DEPTH }));
}

/** Reads `identity_data` of a preauthorization, an object from the strict reader. */
export function identityOf(value: unknown): Identity {
  if (!isJsonObject(value)) throw refused('identity data must be a JSON object');
  if (Object.keys(value).length === 0) throw refused('identity data must have at least one attribute');
  checkAttributes(value);
  const text = canonical(value);
  if (byteLength(text) > MAX_BYTES) throw refused(`identity data is larger than ${MAX_BYTES} bytes`);
  return { text, key: identityKey(createHash('sha256').update(text).digest('hex')) };
}

/** Writes JSON by RFC 8785: names sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript writes them. */
export function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`);
  return `{${members.join(',')}}`;
}

function checkAttributes(identity: JsonObject): void {
  let attributes = 0;
  const walk = (value: JsonValue, depth: number): void => {
    if (typeof value !== 'object' || value === null) return;
    if (depth > MAX_DEPTH) throw refused(`identity data is nested deeper than ${MAX_DEPTH}`);
    for (const [name, member] of Object.entries(value)) {
      if (!Array.isArray(value)) {
        attributes += 1;
        checkName(name);
      }
      walk(member, depth + 1);
    }
  };
  walk(identity, 1);
  if (attributes > MAX_ATTRIBUTES) throw refused(`identity data has more than ${MAX_ATTRIBUTES} attributes`);
}

function checkName(name: string): void {
  if (name === '') throw refused('identity data has an empty name');
  if (byteLength(name) > MAX_NAME_BYTES) throw refused(`identity data has a name longer than ${MAX_NAME_BYTES} bytes`);
  if (name.includes('\0')) throw refused('identity data has a name that holds NUL');
}

const byteLength = (text: string): number => Buffer.byteLength(text);

const refused = (what: string) => new Refused('invalid_request', what);
