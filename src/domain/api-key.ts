// API keys: `<kind>_<id>_<secret><check>`. The text alone shows if a key is mistyped or made up. Only its SHA-256 is stored.
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
  /** Absent: the key does not expire. */
  readonly expiresAt: Date | undefined;
  /** To the minute. */
  readonly lastUsedAt: Date | undefined;
}

/** `dak`: a machine's; `ddk`: a device's, and its id is the device's. Secret scanners know keys by these. */
export const KEY_KINDS = ['dak', 'ddk'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** A text that has the form and the check digits of a key. Whether it opens anything is not asked yet. */
export interface ParsedKey {
  readonly kind: KeyKind;
  readonly id: ApiKeyId;
  readonly hash: KeyHash;
}

const SECRET_BYTES = 32;
const SECRET_DIGITS = 43;
const CHECK_DIGITS = 6;
const FORM = /^(dak|ddk)_([\da-f]{32})_([\dA-Za-z]{43})([\dA-Za-z]{6})$/;

/** The key's text, to be shown once. All 256 bits of `secret` are in it. */
export function writeKey(kind: KeyKind, id: ApiKeyId, secret: Uint8Array): string {
  if (secret.length !== SECRET_BYTES) throw new TypeError(`a secret has ${SECRET_BYTES} bytes`);
  const text = `${kind}_${id}_${digitsOf(secret)}`;
  return text + checkOf(text);
}

/** Returns `undefined` for a text that this service cannot have made, so that no store is asked for it. */
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

/** A UUID as it is written in a key. */
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

/** CRC-32 as in zip: sees every single wrong character and every swap of neighbours. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at += 1) {
    crc ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
