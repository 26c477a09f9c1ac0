// Texts of others on a terminal.
import { describe, expect, test } from '@jest/globals';
import { printable, printableLine } from '../../src/observe/printable.ts';

describe('printable', () => {
  test.each([
    ['an escape sequence', '\u001b[2J', '\\u001b[2J'],
    ['a carriage return', 'a\rb', 'a\\u000db'],
    ['a C1 control', '\u009b31m', '\\u009b31m'],
    ['a mark that turns the direction', 'a\u202eb', 'a\\u202eb'],
    ['a separator of lines', 'a\u2028b', 'a\\u2028b'],
    ['NUL', 'a\u0000b', 'a\\u0000b'],
  ])('escapes %s', (_what, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('leaves line ends, tabs and every letter as they are', () => {
    expect(printable('ä 名 \t🙂\n')).toBe('ä 名 \t🙂\n');
  });

  test('leaves JSON the same JSON', () => {
    const value = { sn: '\u009b\u202e\u001b"\\' };

    expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
  });
});

test('printableLine keeps a text on one line', () => {
  expect(printableLine('a\nb\tc')).toBe('a\\u000ab\\u0009c');
});
