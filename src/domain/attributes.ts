// Compares identity attributes in a search: texts without regard to case, MAC addresses in every spelling.
import { isJsonObject } from './strict-json.ts';

export interface Attribute {
  readonly name: string;
  /** The value as a search compares it. */
  readonly value: string;
}

/** The version of the rules of this file. An index of values made by another version is made anew. */
export const COMPARISON_RULE = 1;

/** An index holds the beginning of a value, cut at the edge of a character. */
export const MAX_INDEXED_BYTES = 128;
/** A UTF-16 unit takes at most so many bytes of UTF-8. */
const MAX_BYTES_A_UNIT = 3;

/**
 * Returns the attributes that can be searched: those at the top with a text, a number or a boolean. A number has its JSON text, so
 * that `42` and `"42"` are found by the same word.
 */
export function attributesOf(identityText: string): readonly Attribute[] {
  const identity: unknown = JSON.parse(identityText);
  if (!isJsonObject(identity)) return [];
  return Object.entries(identity).flatMap(([name, value]) =>
    typeof value === 'object' ? [] : [{ name, value: comparable(String(value)) }],
  );
}

/** Returns the value as it is compared: folded, and a whole MAC address as its twelve digits. */
export function comparable(value: string): string {
  const folded = fold(value);
  return isMacAddress(folded) ? digitsOf(folded) : folded;
}

/**
 * Returns the beginnings that are compared for one that a person typed: itself, and its digits where it can be the beginning of a MAC
 * address.
 */
export function comparableBeginnings(beginning: string): readonly string[] {
  const folded = fold(beginning);
  return MAC_BEGINNING.test(folded) && /[:.-]/.test(folded) ? [folded, digitsOf(folded)] : [folded];
}

/**
 * Folds a text: up and then down, because down alone keeps `Straße` apart from `STRASSE`. `İ` stays apart from `i`, and a beginning
 * that ends inside a word with a final `ς` from the rest of it.
 */
export const fold = (value: string): string =>
  ASCII.test(value) ? value.toLowerCase() : value.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');

/** Letters and signs that fold one by one: most values. */
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
