// API keys: `<kind>_<id>_<secret><check>`. The text alone shows whether a key is mistyped. Only its SHA-256 is stored.
import { createHash, timingSafeEqual } from 'node:crypto';
import { apiKeyId, keyHash, type ApiKeyId, type KeyHash, type TenantId } from './ids.ts';
import type { MachineScope } from './scopes.ts';

/** A machine's key (D12). */
export interface ApiKey {
  readonly id: ApiKeyId;
  readonly tenant: TenantId;
  readonly hash: KeyHash;
  readonly scopes: readonly MachineScope[];
  readonly description: string;
  readonly createdAt: Date;
  /** Absent if the key does not expire. */
  readonly expiresAt: Date | undefined;
  /** The minute of the last use. */
  readonly lastUsedAt: Date | undefined;
}

/**
 * `dak`: the key of a machine. `ddk`: the key of a tenant device, with the id of the device. Secret scanners find keys by these
 * texts.
 */
export const KEY_KINDS = ['dak', 'ddk'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** A text with the form and the check digits of a key. It may still be unknown. */
export interface ParsedKey {
  readonly kind: KeyKind;
  readonly id: ApiKeyId;
  readonly hash: KeyHash;
}

const SECRET_BYTES = 32;
const SECRET_DIGITS = 43;
const CHECK_DIGITS = 6;
const FORM = /^(dak|ddk)_([\da-f]{32})_([\dA-Za-z]{43})([\dA-Za-z]{6})$/;

/** Returns the text of a key, with all 256 bits of `secret`. It is shown once. */
export function writeKey(kind: KeyKind, id: ApiKeyId, secret: Uint8Array): string {
  if (secret.length !== SECRET_BYTES) throw new TypeError(`a secret has ${SECRET_BYTES} bytes`);
  const text = `${kind}_${id}_${digitsOf(secret)}`;
  return text + checkOf(text);
}

/** Returns `undefined` for a text that this service cannot have made; the store is not read then. */
export function parseKey(text: string): ParsedKey | undefined {
  const [, kind, id] = FORM.exec(text) ?? [];
  const found = KEY_KINDS.find((known) => known === kind);
  if (found === undefined || id === undefined || checkOf(text.slice(0, -CHECK_DIGITS)) !== text.slice(-CHECK_DIGITS)) {
    return undefined;
  }
  return { kind: found, id: apiKeyId(id), hash: hashOf(text) };
}

export const hashOf = (key: string): KeyHash => keyHash(createHash('sha256').update(key).digest('hex'));

/** True if `kept` is the hash of that key. Compares in constant time. */
export function matches(key: ParsedKey, kept: KeyHash | undefined): boolean {
  if (kept === undefined) return false;
  const [given, expected] = [Buffer.from(key.hash), Buffer.from(kept)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Returns a UUID in the form that keys have. */
export const keyIdOf = (uuid: string): ApiKeyId => apiKeyId(uuid.replaceAll('-', ''));

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function digitsOf(secret: Uint8Array): string {
  const base = BigInt(ALPHABET.length);
  let text = '';
  for (let rest = BigInt(`0x${Buffer.from(secret).toString('hex')}`); text.length < SECRET_DIGITS; rest /= base) {
    text = ALPHABET.charAt(Number(rest % base)) + text;
  }
  return text;
}

function checkOf(text: string): string {
  let check = '';
  for (let rest = crc32(text); check.length < CHECK_DIGITS; rest = Math.floor(rest / ALPHABET.length)) {
    check = ALPHABET.charAt(rest % ALPHABET.length) + check;
  }
  return check;
}

/** Computes CRC-32 as in zip. It detects every single wrong character and every swap of neighbours. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at += 1) {
    crc ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
