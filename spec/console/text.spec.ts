// Texts of devices are hostile: the page shows them without invisible characters and without markup.
import { describe, expect, test } from '@jest/globals';
import { csvCell, grouped, plainText, shownText, shortPrint } from '../../src/console/text.ts';

describe('shownText', () => {
  test.each([
    ['a control character', 'a\u0000b', 'a⟨U+0000⟩b'],
    ['an escape', '\u001b[31m', '⟨U+001B⟩[31m'],
    ['a bidi override', 'abc\u202edef', 'abc⟨U+202E⟩def'],
    ['a zero width space', 'ad\u200bmin', 'ad⟨U+200B⟩min'],
    ['a line separator', 'a\u2028b', 'a⟨U+2028⟩b'],
    ['a private character', 'a\ue000b', 'a⟨U+E000⟩b'],
    ['a character of no plane', 'a\u{e0041}b', 'a⟨U+E0041⟩b'],
    ['half of a pair', 'a\ud800b', 'a⟨U+D800⟩b'],
    ['a filler that is a letter', 'a\u3164b', 'a⟨U+3164⟩b'],
    ['a choice of form', 'a\ufe0fb', 'a⟨U+FE0F⟩b'],
    ['a space that is no U+0020', 'a\u00a0b', 'a⟨U+00A0⟩b'],
    ['a space before, after and beside another', ' a  b ', '⟨U+0020⟩a ⟨U+0020⟩b⟨U+0020⟩'],
    ['a mark without a letter', '\u0301a', '⟨U+0301⟩a'],
    ['a fifth mark over one letter', `a${'\u0301'.repeat(5)}b`, `a${'\u0301'.repeat(4)}⟨U+0301⟩b`],
    ['a line end', 'a\r\nb', 'a⟨U+000D⟩⟨U+000A⟩b'],
  ])('names %s', (_what, text, shown) => {
    expect(plainText(text)).toBe(shown);
  });

  test('marks such characters, and keeps markup and letters of all languages', () => {
    const { parts } = shownText('<b>e\u0301\u202e日 本</b>');

    expect(parts).toEqual([
      { text: '<b>e\u0301', isHidden: false },
      { text: '⟨U+202E⟩', isHidden: true },
      { text: '日 本</b>', isHidden: false },
    ]);
  });

  test('cuts at a number of characters, and never through one', () => {
    const { parts, isCut } = shownText('😀'.repeat(10), 3);

    expect([parts[0]?.text, isCut]).toEqual(['😀😀😀', true]);
    expect(shownText('abc', 3).isCut).toBe(false);
  });
});

describe('csvCell', () => {
  test.each([
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@a', "'@a"],
    ['\ta', "'\ta"],
    ['a,b', '"a,b"'],
    ['plain', 'plain'],
  ])('%j becomes %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });
});

test('a fingerprint is shown in groups of four, or by its beginning and end', () => {
  const hex = '506ac99102aa7b1d';

  expect([grouped(hex), shortPrint(hex)]).toEqual(['506a c991 02aa 7b1d', '506a c991 … 7b1d']);
});
