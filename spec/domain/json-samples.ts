// JSON for specs: random values that the strict reader must accept, and other spellings of the same value.
import * as fc from 'fast-check';
import type { JsonValue } from '../../src/domain/strict-json.ts';

/** Any well-formed text. */
const text = fc.string({ unit: 'binary', maxLength: 8 });

const number = fc
  .oneof(fc.maxSafeInteger(), fc.integer({ min: -9, max: 9 }), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter((value) => !Object.is(value, -0) && (Number.isSafeInteger(value) || !Number.isInteger(value)));

const named = (name: fc.Arbitrary<string>): fc.Arbitrary<JsonValue> =>
  fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(null, true, false),
      number,
      text,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;

/** Every kind of value. `__proto__` is the only name that the reader refuses. */
export const anyValue = named(text.filter((name) => name !== '__proto__'));

const attributeName = text.filter(
  (name) => name !== '' && name !== '__proto__' && !name.startsWith('$') && !/[.\0]/.test(name),
);

/** Any identity of a device. */
export const anyIdentity = fc.dictionary(attributeName, named(attributeName), {
  minKeys: 1,
  maxKeys: 3,
  noNullPrototype: true,
});

/** The choices for a spelling: used from the front, then from the start again. */
export const anyTaste = fc.array(fc.nat(5), { minLength: 1, maxLength: 40 });

/** Returns another text of the same value: names in another order, white space, escapes, numbers in other notations. */
export function respell(value: JsonValue, taste: readonly number[]): string {
  let used = 0;
  const next = (): number => taste[used++ % taste.length] ?? 0;
  const space = (): string => ['', '', '', ' ', '\n', '\t\r '][next()] ?? '';
  const quote = (string: string): string => `"${Array.from(string, (char) => character(char, next())).join('')}"`;
  const list = (members: readonly string[]): string => members.map((member) => space() + member + space()).join(',');
  const write = (part: unknown): string => {
    if (typeof part === 'string') return quote(part);
    if (typeof part === 'number') return notation(part, next());
    if (Array.isArray(part)) return `[${list(part.map(write))}${space()}]`;
    if (typeof part !== 'object' || part === null) return JSON.stringify(part);
    const members = Object.entries(part).map(([name, member]) => `${quote(name)}${space()}:${space()}${write(member)}`);
    return `{${list(next() % 2 === 0 ? members : members.toReversed())}${space()}}`;
  };
  return space() + write(value) + space();
}

const character = (char: string, taste: number): string =>
  taste < 2 ? escaped(char) : JSON.stringify(char).slice(1, -1);

const escaped = (char: string): string =>
  char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

function notation(value: number, taste: number): string {
  if (!Number.isInteger(value) || value === 0 || taste > 2) return JSON.stringify(value);
  return [`${value}.0`, `${value}e+0`, `${value}0E-1`][taste] ?? '';
}
