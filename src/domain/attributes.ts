// Compares identity attributes in a search: texts without regard to case, MAC addresses in every spelling.
import { isJsonObject } from './strict-json.ts';

export interface Attribute {
  readonly name: string;
  /** A value in the form that a search compares. */
  readonly value: string;
}

/** The version of the rules in this file. An index that was built by another version is built again. */
export const COMPARISON_RULE = 1;

/** The length of a value in an index. Longer values are cut between two characters. */
export const MAX_INDEXED_BYTES = 128;
/** The most bytes of UTF-8 for one UTF-16 unit. */
const MAX_BYTES_A_UNIT = 3;

/**
 * Returns the attributes that a search can find: those at the top with a text, a number or a boolean. A number has its JSON text,
 * so that one word finds both `42` and `"42"`.
 */
export function attributesOf(identityText: string): readonly Attribute[] {
  const identity: unknown = JSON.parse(identityText);
  if (!isJsonObject(identity)) return [];
  return Object.entries(identity).flatMap(([name, value]) =>
    typeof value === 'object' ? [] : [{ name, value: comparable(String(value)) }],
  );
}

/** Returns the value as a search compares it: folded; a whole MAC address as its twelve digits. */
export function comparable(value: string): string {
  const folded = fold(value);
  return isMacAddress(folded) ? digitsOf(folded) : folded;
}

/**
 * Returns the beginnings to compare for a typed text: the text itself, and its digits if it can be the beginning of a MAC address.
 */
export function comparableBeginnings(beginning: string): readonly string[] {
  const folded = fold(beginning);
  return MAC_BEGINNING.test(folded) && /[:.-]/.test(folded) ? [folded, digitsOf(folded)] : [folded];
}

/**
 * Folds a text: up, then down, because down alone keeps `Straße` apart from `STRASSE`. Not folded: `İ` and `i`, and a final `ς` at
 * the end of a typed beginning.
 */
export const fold = (value: string): string =>
  ASCII.test(value) ? value.toLowerCase() : value.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');

/** Letters and signs that fold one by one. Most values have no others. */
const ASCII = /^[ -~]*$/;

export function indexed(value: string): string {
  if (value.length <= MAX_INDEXED_BYTES / MAX_BYTES_A_UNIT) return value;
  const bytes = Buffer.from(value);
  if (bytes.length <= MAX_INDEXED_BYTES) return value;
  let end = MAX_INDEXED_BYTES;
  while (((bytes[end] ?? 0) & 0b1100_0000) === 0b1000_0000) end -= 1; // inside a character
  return bytes.toString('utf8', 0, end);
}

/** Six pairs with `:` or `-`, or three groups of four with dots. */
const MAC_ADDRESS =
  /^(?:[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2})$/;
const MAC_BEGINNING =
  /^(?:[0-9a-f]{2}(?::[0-9a-f]{2}){0,4}(?::[0-9a-f]{0,2})?|[0-9a-f]{2}(?:-[0-9a-f]{2}){0,4}(?:-[0-9a-f]{0,2})?|[0-9a-f]{4}(?:\.[0-9a-f]{4})?(?:\.[0-9a-f]{0,4})?)$/;

const isMacAddress = (folded: string): boolean => MAC_ADDRESS.test(folded);

const digitsOf = (folded: string): string => folded.replaceAll(/[:.-]/g, '');
