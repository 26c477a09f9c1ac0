import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isJsonObject, parseStrictJson } from '../../src/domain/strict-json.ts';
import { Refused } from '../../src/domain/errors.ts';
import { anyTaste, anyValue, respell } from './json-samples.ts';
import { refusalOf } from './tools.ts';

const MIB = 1 << 20;

const refused = (text: string): string => refusalOf(() => parseStrictJson(text));

const messageOf = (text: string): string => {
  try {
    parseStrictJson(text);
    return '';
  } catch (error) {
    return error instanceof Refused ? error.message : String(error);
  }
};

describe('accepted texts', () => {
  test.each([
    ['{}', {}],
    ['[]', []],
    ['null', null],
    [' \t\r\n"a" ', 'a'],
    ['{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}', { a: { a: { a: 1 } }, b: [{ a: 1 }, { a: 2 }] }],
    ['["a","a",":","{"]', ['a', 'a', ':', '{']],
    ['{"a":"a","b":"a"}', { a: 'a', b: 'a' }],
    [String.raw`"\"\\\/\b\f\n\r\té😀"`, '"\\/\b\f\n\r\té😀'],
    [String.raw`"\u00e9\ud83d\ude00"`, 'é😀'],
    ['"\u007f\u2028\u2029\ufeff"', '\u007f\u2028\u2029\ufeff'],
    ['{"":1}', { '': 1 }],
    ['{"constructor":1,"prototype":2,"toString":3}', { constructor: 1, prototype: 2, toString: 3 }],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['-9007199254740991', Number.MIN_SAFE_INTEGER],
    ['[0,0.0,0e9,1.5,1E2,1e-7,12345678901234566e-17]', [0, 0, 0, 1.5, 100, 1e-7, 0.12345678901234566]],
    ['0.000000000000000000000000001', 1e-27],
  ])('%s', (text, value) => {
    expect(parseStrictJson(text)).toEqual(value);
  });

  test('a duplicate inside a value is another object', () => {
    expect(parseStrictJson('{"a":{"b":1},"b":{"a":[{"a":1}]}}')).toEqual({ a: { b: 1 }, b: { a: [{ a: 1 }] } });
  });
});

describe('duplicate names are refused (47)', () => {
  test.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"a":3}',
    String.raw`{"a":1,"\u0061":2}`,
    String.raw`{"\u0061":1,"a":2}`,
    String.raw`{"/":1,"\/":2}`,
    String.raw`{"😀":1,"\ud83d\ude00":2}`,
    '{"":1,"":2}',
    '{"a"  :1,"a"\n:2}',
    '{"a":{"b":1,"c":[{"d":1,"d":2}]}}',
    '[{"a":1},{"b":1,"b":1}]',
    '{"a":{"a":1},"a":1}',
    '{"constructor":1,"constructor":2}',
  ])('%s', (text) => {
    expect(refused(text)).toBe('invalid_request');
    expect(messageOf(text)).toContain('twice');
  });

  test('the message quotes at most 64 characters of the name', () => {
    const name = 'n'.repeat(10_000);

    expect(messageOf(`{"${name}":1,"${name}":2}`)).toBe(`JSON holds the name "${name.slice(0, 64)}" twice`);
  });
});

describe('numbers that a double does not keep are refused (43)', () => {
  test.each([
    '9007199254740992',
    '9007199254740993',
    '-9007199254740992',
    '9007199254740991.5',
    '1e16',
    '1e400',
    '-1e400',
    '1e30',
    '-0',
    '-0.0',
    '-0e7',
    '1e-400',
    '4.9e-325',
    '0.10000000000000001',
    '9007199254740993e-1',
    '0.30000000000000000004',
    '0.123456789012345678',
    '123456789012345678e-17',
    '1.00000000000000000000',
    '1'.repeat(400),
  ])('%s', (text) => {
    for (const place of [text, `[${text}]`, `{"a":${text}}`, `[1,{"a":[ ${text} ]}]`]) {
      expect(messageOf(place)).toBe('JSON holds a number that cannot be kept exactly');
    }
  });

  test('their digits in a string are text', () => {
    expect(parseStrictJson('{"serial":"9007199254740993"}')).toEqual({ serial: '9007199254740993' });
  });
});

describe('lone surrogates are refused (46)', () => {
  test.each([
    String.raw`"\ud800"`,
    String.raw`"\udc00"`,
    String.raw`"\ude00\ud83d"`,
    String.raw`"\ud83d😀"`,
    String.raw`{"\ud800":1}`,
    String.raw`{"a":["\uDBFF"]}`,
    String.raw`"\ud800A"`,
    '"\ud800"',
    '{"a":"\udc00"}',
    '{"\udfff":1}',
    '"\ude00\ud83d"',
    String.raw`"\\\ud800"`,
  ])('%j', (text) => {
    expect(messageOf(text)).toBe('JSON holds a lone surrogate');
  });

  test('a backslash before it makes the escape plain text', () => {
    expect(parseStrictJson(String.raw`"\\ud800"`)).toBe(String.raw`\ud800`);
  });
});

describe('__proto__ is refused as a name (44)', () => {
  test.each(['{"__proto__":{"polluted":1}}', '{"a":[{"__proto__":1}]}', String.raw`{"__pr\u006fto__":1}`])(
    '%s',
    (text) => {
      expect(messageOf(text)).toBe('JSON holds the name __proto__');
      expect({}).not.toHaveProperty('polluted');
    },
  );

  test('as a value it is text', () => {
    expect(parseStrictJson('["__proto__"]')).toEqual(['__proto__']);
  });
});

describe('depth', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

  test('32 levels are taken, 33 are not', () => {
    expect(refused(nested(32))).toBe('none');
    expect(refused(nested(33))).toBe('invalid_request');
    expect(refused('{"a":'.repeat(32) + '1' + '}'.repeat(32))).toBe('none');
    expect(refused('{"a":'.repeat(33) + '1' + '}'.repeat(33))).toBe('invalid_request');
  });

  test('a caller may ask for less', () => {
    expect(refusalOf(() => parseStrictJson('[[]]', { maxDepth: 2 }))).toBe('none');
    expect(refusalOf(() => parseStrictJson('[[[]]]', { maxDepth: 2 }))).toBe('invalid_request');
  });

  test.each(['[', '{"a":', '[{"":'])('100,000 times %s is refused, not run into (T143, T50)', (open) => {
    expect(messageOf(open.repeat(100_000))).toBe('JSON is nested deeper than 32');
  });

  test('breadth is not depth', () => {
    expect(refused(`[${'[],{},'.repeat(10_000)}0]`)).toBe('none');
  });
});

// The kinds of JSONTestSuite, in our own texts (T50).
describe('a text that is not JSON is refused', () => {
  // prettier-ignore
  test.each([
    '', ' ', '\ufeff{}', '{}\ufeff', '\u00a0{}', '\f1', '{} {}', '1 2', '[1]]', '{}}', '[', '{', ']', '[1',
    '{"a":1', '[1,]', '[,1]', '[1,,2]', '[1 2]', '["a":1]', '{,}', '{"a"}', '{"a":}', '{:1}', '{"a":1,}',
    '{"a":1,,"b":2}', '{a:1}', "{'a':1}", '{1:1}', '{null:1}', '{"a" 1}', '{"a":1 "b":2}', '{"a":"b":1}',
    '{"a"::1}', '[1}', '{"a":1]', 'True', 'nul', 'truefalse', 'NaN', 'Infinity', '-Infinity', 'undefined', '-',
    '+1', '.5', '1.', '1.e1', '1e', '1e+', '01', '-01', '0x1', '1_0', '1e1.5', '--1', '1-1', '- 1', '1 e1', '１',
    '"', '"a', '"\\"', '"\\', "'a'", 'a', '"a"b', '"\t"', '"\n"', '"\0"', '"\u001f"', String.raw`"\x61"`,
    String.raw`"\a"`, String.raw`"\u12"`, String.raw`"\u12G4"`, String.raw`"\U0061"`, String.raw`{"\u00zz":1}`,
    '/**/1', '1//', '#1', '[1]\0', '<a>', '*', '[\\u0061]',
  ])('%j', (text) => {
    expect(refused(text)).toBe('invalid_request');
  });
});

describe('properties', () => {
  const tokens = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '\\',
      '"a"',
      '"b"',
      '"a":',
      '"\\u0061":',
      '\\u',
      '0',
      '-',
      '1',
      '.',
      'e',
      '9',
    ],
    ...['null', 'true', ' ', '\n', '\ud800', '\udc00', '😀', '\u0000', '\ufeff', '__proto__', '"__proto__":'],
  );
  const noise = fc.array(tokens, { maxLength: 24 }).map((parts) => parts.join(''));
  const bent = fc
    .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.nat(4), noise)
    .map(
      ([text, at, gone, more]) =>
        text.slice(0, at % (text.length + 1)) + more + text.slice((at % (text.length + 1)) + gone),
    );

  test('an accepted text has the value of JSON.parse, and every other text is a refusal', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(noise, bent, fc.json(), fc.string({ unit: 'binary' })), (text) => {
        if (refused(text) !== 'none') return;
        taken += 1;
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 10_000 },
    );
    expect(taken).toBeGreaterThan(1000);
  });

  test('every value of safe numbers and well-formed text is taken, in every spelling', () => {
    fc.assert(
      fc.property(anyValue, anyTaste, (value, taste) => {
        expect(parseStrictJson(respell(value, taste))).toEqual(value);
      }),
      { numRuns: 2000 },
    );
  });

  test('an object is taken exactly when no name is there twice', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'ab', 'é', '😀', '"', '\\');
    const members = fc.array(fc.tuple(name, anyTaste), { maxLength: 5 });
    fc.assert(
      fc.property(members, (all) => {
        const names = all.map(([of]) => of);
        const text = `{${all.map(([of, taste]) => `${respell(of, taste)}:1`).join(',')}}`;

        expect(refused(text) === 'none').toBe(new Set(names).size === names.length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('one mebibyte is read in a time that grows with its length', () => {
  const times = (part: string, length = MIB): string => part.repeat(Math.ceil(length / part.length)).slice(0, length);

  // A reader that reads a part twice needs minutes for each of these.
  test.each([
    ['quotes', times('"')],
    ['backslashes', `"${times('\\')}`],
    ['quotes escaped', `"${times('\\"')}"`],
    ['empty strings', `[${times('"",')}""]`],
    ['strings and white space', `{${times('"a"        ')}`],
    ['white space after a name', `{"a"${times(' ')}:1}`],
    ['white space', times(' ')],
    ['empty objects', `[${times('{},')}{}]`],
    ['closing brackets', times(']')],
    ['names', `{${Array.from({ length: 90_000 }, (_, index) => `"n${index}":1`).join(',')}}`],
    ['names escaped', `{${Array.from({ length: 60_000 }, (_, index) => `"\\u006e${index}":1`).join(',')}}`],
    ['one name', `{"${times('n')}":1}`],
    ['digits', times('1')],
    ['zeros', `0.${times('0')}1`],
    ['signs and exponents', `1${times('e-.')}`],
    ['escapes', `"${times('\\u0061', MIB - 4)}"`],
    ['surrogate pairs', `"${times('😀')}"`],
  ])('%s', (_, text) => {
    const start = performance.now();
    refused(text);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('isJsonObject', () => {
  test.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ['{}', false],
    [1, false],
    [undefined, false],
  ])('%j: %s', (value, is) => {
    expect(isJsonObject(value)).toBe(is);
  });
});
