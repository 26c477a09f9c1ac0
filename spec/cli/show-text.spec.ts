import { describe, expect, test } from '@jest/globals';
import { plainText } from '../../src/console/text.ts';
import { ageOf, cut, jsonText, padded, shortPrint, visible, widthOf } from '../../src/cli/show-text.ts';

describe('visible', () => {
  test.each([
    ['an escape sequence', '\u001b[2J', '⟨U+001B⟩[2J'],
    ['a mark of direction', 'a\u202eb', 'a⟨U+202E⟩b'],
    ['a tab and a line end', 'a\tb\n', 'a⟨U+0009⟩b⟨U+000A⟩'],
    ['a character without width', 'a\u200bb\ufeff', 'a⟨U+200B⟩b⟨U+FEFF⟩'],
    ['a separator of lines', '\u2028', '⟨U+2028⟩'],
    ['a private character', '\ue000', '⟨U+E000⟩'],
    ['half a pair', 'a\ud800', 'a⟨U+D800⟩'],
    ['a filler that is a letter', 'a\u3164', 'a⟨U+3164⟩'],
    ['a space that is no U+0020', 'a\u00a0b', 'a⟨U+00A0⟩b'],
    ['a character beyond the first plane', '\u{e0041}', '⟨U+E0041⟩'],
  ])('shows the number of %s', (_what, text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('shows the same characters as numbers as the console does', () => {
    const differing: string[] = [];
    for (let code = 0; code <= 0x1ffff; code += 1) {
      const text = `a${String.fromCodePoint(code)}b`;
      if (visible(text) !== plainText(text)) differing.push(code.toString(16));
    }

    expect(differing).toEqual([]);
  });

  test('leaves letters of every script', () => {
    expect(visible('Zürich 東京 مرحبا')).toBe('Zürich 東京 مرحبا');
  });
});

describe('jsonText', () => {
  test('escapes hidden characters and stays the same JSON', () => {
    const value = { sn: 'a\u202e\u{e0041}\u00ad', 'x\u2028': 1 };

    const text = jsonText(value);

    expect(text).toMatch(/^[ -~]*$/);
    expect(JSON.parse(text)).toEqual(value);
  });
});

describe('cut', () => {
  test.each([
    ['berlin', 6, 'berlin'],
    ['berlin', 5, 'berl…'],
    ['東京都', 5, '東京…'],
    ['berlin', 0, ''],
  ])('%s to %d columns is %j', (text, columns, expected) => {
    expect(cut(text, columns)).toBe(expected);
  });

  test('and padded count wide letters twice and marks not at all', () => {
    expect([widthOf('東京'), widthOf('e\u0301'), padded('東', 4)]).toEqual([4, 1, '東  ']);
  });
});

describe('ageOf', () => {
  const now = new Date('2026-11-28T12:00:00Z');

  test.each([
    ['2026-11-28T11:59:30Z', '30s'],
    ['2026-11-28T11:51:00Z', '9m'],
    ['2026-11-28T10:30:00Z', '90m'],
    ['2026-11-28T02:00:00Z', '10h'],
    ['2026-11-25T12:00:00Z', '3d'],
    ['2026-12-01T13:00:00Z', 'in 3d'],
  ])('%s is %s', (time, expected) => {
    expect(ageOf(new Date(time), now)).toBe(expected);
  });
});

describe('shortPrint', () => {
  test('keeps both ends of a fingerprint and every other text', () => {
    expect([shortPrint('506ac991'.padEnd(60, '0') + '94bf'), shortPrint('2 keys')]).toEqual([
      '506ac991…94bf',
      '2 keys',
    ]);
  });
});
