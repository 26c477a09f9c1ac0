// The only reader of JSON from outside (D7). It accepts less than JSON.parse and refuses what two readers could understand
// differently: duplicate names, numbers that a double cannot hold, lone surrogates, `__proto__`, unbounded depth.
import { Refused } from './errors.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

export interface JsonLimits {
  readonly maxDepth?: number;
}

const MAX_DEPTH = 32;
const MAX_SIGNIFICANT_DIGITS = 17;

/** Refuses with `invalid_request`. The message names the fault and quotes at most a name. */
export function parseStrictJson(text: string, { maxDepth = MAX_DEPTH }: JsonLimits = {}): JsonValue {
  inspect(text, maxDepth);
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    throw refused('malformed JSON');
  }
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refused = (what: string) => new Refused('invalid_request', what);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Scans the text once before it is parsed. Wrong syntax passes; JSON.parse finds it. */
function inspect(text: string, maxDepth: number): void {
  refuseLoneSurrogate(text);
  const open: (Set<string> | undefined)[] = []; // names seen so far, for each open object; undefined for an array
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names !== undefined && isName(text, end)) checkName(readString(text, at, end), names);
      else if (text.slice(at, end).includes('\\u')) readString(text, at, end);
      at = end;
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : undefined);
      if (open.length > maxDepth) throw refused(`JSON is nested deeper than ${maxDepth}`);
      at += 1;
    } else if (char === '}' || char === ']') {
      open.pop();
      at += 1;
    } else if (char !== undefined && /[-\d]/.test(char)) {
      const end = endOfNumber(text, at);
      checkNumber(text.slice(at, end));
      at = end;
    } else {
      at += 1;
    }
  }
}

/** Returns the index after the closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && /[-+.eE\d]/.test(text.charAt(at))) at += 1;
  return at;
}

/** True for a name of an object: a string with a colon after it. */
function isName(text: string, end: number): boolean {
  let at = end;
  while (/[ \t\r\n]/.test(text.charAt(at))) at += 1;
  return text.charAt(at) === ':';
}

function readString(text: string, start: number, end: number): string {
  let value: unknown;
  try {
    value = JSON.parse(text.slice(start, end));
  } catch {
    throw refused('malformed JSON');
  }
  if (typeof value !== 'string') throw refused('malformed JSON');
  refuseLoneSurrogate(value);
  return value;
}

function refuseLoneSurrogate(text: string): void {
  if (/\p{Surrogate}/u.test(text)) throw refused('JSON holds a lone surrogate');
}

function checkName(name: string, names: Set<string>): void {
  if (name === '__proto__') throw refused('JSON holds the name __proto__');
  if (names.has(name)) throw refused(`JSON holds the name ${JSON.stringify(name.slice(0, 64))} twice`);
  names.add(name);
}

/**
 * True if a double keeps the number exactly: the shortest text of the double has the same value. True for `1.0` and `1e2`, false
 * for 0.10000000000000001.
 */
function checkNumber(text: string): void {
  const value = Number(text);
  const isExact =
    Number.isFinite(value) &&
    !Object.is(value, -0) &&
    (Number.isSafeInteger(value) || !Number.isInteger(value)) &&
    significantDigits(text) <= MAX_SIGNIFICANT_DIGITS &&
    decimalOf(text) === decimalOf(String(value));
  if (!isExact) throw refused('JSON holds a number that cannot be kept exactly');
}

const significantDigits = (text: string): number =>
  text
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '').length;

/** Returns the value of a decimal number as its significant digits and the exponent of the last of them. */
function decimalOf(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
