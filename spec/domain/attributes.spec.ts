import { describe, expect, test } from '@jest/globals';
import { attributesOf, comparable, comparableBeginnings, fold, indexed } from '../../src/domain/attributes.ts';

describe('fold', () => {
  test.each([
    ['Berlin', 'bERLIN'],
    ['Straße', 'STRASSE'],
    ['ſmall', 'small'],
    ['Ä', 'A\u0308'],
    ['ΟΔΟΣ', 'οδος'],
  ])('%s and %s are compared as one text', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  test.each([
    ['Zürich', 'Zurich'],
    ['İ', 'i'],
    ['a b', 'ab'],
  ])('%s and %s stay apart', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });
});

describe('comparable', () => {
  test.each(['02:00:5E:0a:00:01', '02-00-5e-0A-00-01', '0200.5E0A.0001', '02005e0a0001'])(
    'the MAC address %s is compared as its digits',
    (mac) => {
      expect(comparable(mac)).toBe('02005e0a0001');
    },
  );

  test.each(['02:00:5e:0a:00', '02:00:5e:0a:00:01:02', '02:00-5e:0a:00:01', 'E20-24', '2024-01-02-03-04-05'])(
    '%s is no MAC address',
    (text) => {
      expect(comparable(text)).toBe(text.toLowerCase());
    },
  );
});

describe('comparableBeginnings', () => {
  test.each([
    ['02:00:5E', ['02:00:5e', '02005e']],
    ['02:00:5', ['02:00:5', '02005']],
    ['02-', ['02-', '02']],
    ['0200.5e0', ['0200.5e0', '02005e0']],
  ])('%s can be the beginning of a MAC address', (typed, expected) => {
    expect(comparableBeginnings(typed)).toEqual(expected);
  });

  test.each(['E2024', 'e20-2024', '02', '02:00:5e:0a:00:01:0', 'xx:00', ''])(
    '%j is the beginning of a text only',
    (typed) => {
      expect(comparableBeginnings(typed)).toEqual([fold(typed)]);
    },
  );
});

describe('attributesOf', () => {
  test('has the texts, numbers and booleans at the top, and nothing else', () => {
    const identity = '{"a":"X","b":1.5,"c":false,"d":null,"e":["x"],"f":{"a":"y"}}';

    expect(attributesOf(identity)).toEqual([
      { name: 'a', value: 'x' },
      { name: 'b', value: '1.5' },
      { name: 'c', value: 'false' },
    ]);
  });
});

describe('indexed', () => {
  test.each([
    ['a short value', 'abc', 'abc'],
    ['128 bytes', 'x'.repeat(128), 'x'.repeat(128)],
    ['129 bytes', 'x'.repeat(129), 'x'.repeat(128)],
    ['a character across the edge', `${'x'.repeat(127)}é`, 'x'.repeat(127)],
    ['a character of four bytes across the edge', `${'x'.repeat(125)}😀`, 'x'.repeat(125)],
  ])('%s is cut at the edge of a character', (_, value, expected) => {
    expect(indexed(value)).toBe(expected);
  });
});
