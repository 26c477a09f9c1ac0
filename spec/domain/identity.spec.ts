// The numbers are those of the threats in spec/README.md (identity data).
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { canonical, identityFromText, identityOf } from '../../src/domain/identity.ts';
import { anyIdentity, anyTaste, anyValue, respell } from './json-samples.ts';
import { refusalOf } from './tools.ts';

const KIB = 1024;

const keyOf = (text: string): string => identityFromText(text).key;
const refused = (text: string): string => refusalOf(() => identityFromText(text));
/** Reads identity data as a preauthorization has it. */
const refusedAsObject = (value: unknown): string => refusalOf(() => identityOf(value));

describe('one device, however its identity is spelt (41)', () => {
  test.each([
    ['{"mac":"a","serial":1}', '{"serial":1,"mac":"a"}'],
    ['{"mac":"a"}', ' {\n\t"mac" : "a"\r\n} '],
    ['{"mac":"aé😀"}', String.raw`{"m\u0061c":"\u0061\u00e9\ud83d\ude00"}`],
    ['{"path":"/"}', String.raw`{"path":"\/"}`],
    ['{"n":1}', '{"n":1.0}'],
    ['{"n":100}', '{"n":1e2}'],
    ['{"n":0}', '{"n":0.0e5}'],
    ['{"a":{"x":1,"y":[1,{"p":1,"q":2}]}}', '{"a":{"y":[1,{"q":2,"p":1}],"x":1}}'],
  ])('%s and %s', (one, other) => {
    expect(identityFromText(other)).toEqual(identityFromText(one));
  });

  test('from the text of an auth request and from the object of a preauthorization', () => {
    expect(identityOf({ serial: 1, mac: 'a' })).toEqual(identityFromText('{"mac":"a","serial":1}'));
  });

  test('the text is the canonical form, the key its SHA-256', () => {
    const text = '{"mac":"a","serial":1}';

    expect(identityFromText(' {"serial" : 1.0, "mac":"a"}')).toEqual({
      text,
      key: createHash('sha256').update(text).digest('hex'),
    });
  });

  test('in any spelling', () => {
    fc.assert(
      fc.property(anyIdentity, anyTaste, anyTaste, (identity, taste, other) => {
        expect(keyOf(respell(identity, taste))).toBe(keyOf(respell(identity, other)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the canonical form (42)', () => {
  const { cases }: { cases: { name: string; input: string; output: string }[] } = JSON.parse(
    readFileSync(new URL('../vectors/rfc8785_jcs.json', import.meta.url), 'utf8'),
  );

  test.each(cases)('RFC 8785: $name', ({ input, output }) => {
    expect(canonical(JSON.parse(input))).toBe(output);
  });

  test('there are six vectors', () => {
    expect(cases).toHaveLength(6);
  });

  test('is its own canonical form', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = canonical(value);

        expect(canonical(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(value);
      }),
      { numRuns: 10_000 },
    );
  });

  test('is equal exactly for equal identities', () => {
    const few = fc.constantFrom(0, 1, '', '1', 'a', null, false);
    const member = fc.oneof(few, fc.array(few, { maxLength: 2 }));
    const one = fc.dictionary(fc.constantFrom('a', 'b', '1'), member, { maxKeys: 2, noNullPrototype: true });
    const seen = { equal: 0, different: 0 };
    fc.assert(
      fc.property(one, one, (left, right) => {
        const equal = isDeepStrictEqual(left, right);
        seen[equal ? 'equal' : 'different'] += 1;

        expect(canonical(left) === canonical(right)).toBe(equal);
      }),
      { numRuns: 10_000 },
    );
    expect(Math.min(seen.equal, seen.different)).toBeGreaterThan(100);
  });

  test('of random identities differs for any two that differ', () => {
    fc.assert(
      fc.property(anyIdentity, anyIdentity, (left, right) => {
        expect(identityOf(left).key === identityOf(right).key).toBe(isDeepStrictEqual(left, right));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('of identities that a naive reader takes for one, one is refused, so they never meet (T43)', () => {
  test.each([
    ['serial numbers beyond a double: …993 is …992 (43)', '{"serial":9007199254740993}'],
    ['numbers that overflow: null (43)', '{"n":1e400}'],
    ['minus zero: zero (43)', '{"n":-0}'],
    ['numbers that underflow: zero (43)', '{"n":1e-400}'],
    ['more than 17 digits: a neighbour (43)', '{"n":0.1000000000000000055}'],
    ['__proto__: gone when sorted by assignment (44)', '{"a":1,"__proto__":{"b":1}}'],
    ['__proto__ deep inside (44)', '{"a":[{"b":1,"__proto__":{"b":1}}]}'],
    ['a lone surrogate: U+FFFD (46)', String.raw`{"a":"\ud800"}`],
    ['a lone surrogate that is not escaped (46)', '{"a":"\ud800"}'],
    ['a lone surrogate in a name (46)', String.raw`{"\udc00":1}`],
    ['duplicate names: the last wins (47)', '{"a":1,"a":2}'],
    ['duplicate names, one escaped (47)', String.raw`{"a":1,"\u0061":2}`],
  ])('%s', (_, text) => {
    expect(refused(text)).toBe('invalid_request');
  });

  test('names that other objects have are attributes like any (44)', () => {
    const text = '{"constructor":{"prototype":{"polluted":1}},"hasOwnProperty":1,"prototype":[],"toString":"x"}';

    expect(identityFromText(text).text).toBe(text);
    expect({}).not.toHaveProperty('polluted');
    expect(keyOf('{"a":{"constructor":1}}')).not.toBe(keyOf('{"a":{}}'));
  });
});

describe('bounds (45)', () => {
  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const wide = (attributes: number): string =>
    JSON.stringify(Object.fromEntries(Array.from({ length: attributes }, (_, index) => [`a${index}`, index])));
  const long = (bytes: number): string => `{"a":"${'x'.repeat(bytes - '{"a":""}'.length)}"}`;

  test.each([
    ['depth 8', nested(8), nested(9)],
    ['arrays count as depth', `{"a":${'['.repeat(7)}${']'.repeat(7)}}`, `{"a":${'['.repeat(8)}${']'.repeat(8)}}`],
    ['64 attributes', wide(64), wide(65)],
    ['64 attributes at all depths', `{"a":[${wide(31)},${wide(32)}]}`, `{"a":[${wide(32)},${wide(32)}]}`],
    ['8 KiB', long(8 * KIB), long(8 * KIB + 1)],
    ['8 KiB in bytes, not in characters', `{"a":"${'é'.repeat(4092)}"}`, `{"a":"${'é'.repeat(4093)}"}`],
    ['a name of 256 bytes', `{"${'n'.repeat(256)}":1}`, `{"${'n'.repeat(257)}":1}`],
    ['a name of 256 bytes, not of 256 characters', `{"${'é'.repeat(128)}":1}`, `{"${'é'.repeat(129)}":1}`],
  ])('%s', (_, within, beyond) => {
    expect(refused(within)).toBe('none');
    expect(refusedAsObject(JSON.parse(within))).toBe('none');
    expect(refused(beyond)).toBe('invalid_request');
    expect(refusedAsObject(JSON.parse(beyond))).toBe('invalid_request');
  });

  test.each(['', 'a\0', '\0'])('the name %j is refused, at any depth', (name) => {
    for (const value of [{ [name]: 1 }, { a: { [name]: 1 } }, { a: [[{ b: 1, [name]: 1 }]] }]) {
      expect(refused(JSON.stringify(value))).toBe('invalid_request');
      expect(refusedAsObject(value)).toBe('invalid_request');
    }
  });

  test.each(['$', '$where', 'a.b', '.', 'eth0.100', 'a$'])('the name %j is a name like any other', (name) => {
    expect(refused(JSON.stringify({ [name]: 'a.b$', nested: { [name]: 1 } }))).toBe('none');
  });

  test('a text that is too long is not even read', () => {
    expect(refused('['.repeat(100_000))).toBe('invalid_request');
    expect(refused(' '.repeat(8 * KIB) + '{"a":1}')).toBe('invalid_request');
  });
});

describe('bytes decide (48)', () => {
  test.each([
    ['NFC and NFD', 'é', 'e\u0301'],
    ['a zero-width space', 'a', 'a\u200b'],
    ['a right-to-left override', 'a', '\u202ea'],
    ['a homoglyph', 'a', 'а'],
    ['case', 'a', 'A'],
    ['white space', 'a', 'a '],
    ['text and number', '1', 1],
    ['text and null', 'null', null],
  ])('%s makes another device', (_, one, other) => {
    expect(identityOf({ mac: one }).key).not.toBe(identityOf({ mac: other }).key);
  });
});

describe('only an object with attributes is an identity (49)', () => {
  test.each(['null', '[]', '"x"', '1', 'true', '{}', '[{"mac":"a"}]', String.raw`"{\"mac\":\"a\"}"`, ''])(
    '%s is refused as id_data',
    (text) => {
      expect(refused(text)).toBe('invalid_request');
    },
  );

  test.each([[null], [[]], ['x'], [1], [true], [{}], [[{ mac: 'a' }]], ['{"mac":"a"}'], [undefined]])(
    '%j is refused as identity_data',
    (value) => {
      expect(refusedAsObject(value)).toBe('invalid_request');
    },
  );
});

describe('a text that is not JSON is refused, never an error (T50)', () => {
  test.each(['{"mac":"a"', '{mac:"a"}', '{"mac":"a",}', '\ufeff{"mac":"a"}', '{"mac":"a"}x', '{"mac":"\t"}', 'NaN'])(
    '%j',
    (text) => {
      expect(refused(text)).toBe('invalid_request');
    },
  );

  test('any text at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(['none', 'invalid_request']).toContain(refused(text));
      }),
      { numRuns: 2000 },
    );
  });
});
