// Makes texts of devices safe for people. An invisible character, or one that controls the terminal, is shown as its number.

/**
 * Controls, marks of format and direction, separators of lines, private and unassigned characters, halves of pairs, fillers, and all
 * spaces but the usual one. The console shows the same ones as numbers.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{DI}\u2800]|(?! )\p{Zs}/gu;

/** Returns the text on one line, every hidden character as `⟨U+001B⟩`. */
export const visible = (text: string): string => text.replace(HIDDEN, shown);

const shown = (character: string): string =>
  `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Returns the value as JSON with escaped hidden characters. The JSON has the same meaning. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replace(HIDDEN, (character) =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  );

/** Returns the number of terminal columns that the text takes. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += NARROW.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

const ASCII = /^[ -~]*$/;
/** Characters that are drawn over the one before them. */
const NARROW = /[\p{Mn}\p{Me}]/u;
/** East Asian letters and emoji. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60]/u;

/** Cuts the text to that many columns; `…` marks the cut. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return columns < 1 ? '' : `${kept}…`;
}

export const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));

/** Returns a text such as `9m` or `3d`, and `in 3d` for a time in the future. */
export function ageOf(time: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - time.getTime()) / 1000);
  const [length, unit] = UNITS.find(([unitSeconds]) => Math.abs(seconds) >= 2 * unitSeconds) ?? [1, 's'];
  const age = `${Math.floor(Math.abs(seconds) / length)}${unit}`;
  return seconds < 0 ? `in ${age}` : age;
}

/** The smallest number of a unit: `119m`, then `2h`. */
const UNITS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
] as const;

const ENDS = 8;
const PRINT_DIGITS = 64;

/** Shortens a fingerprint to its beginning and its end. */
export const shortPrint = (fingerprint: string): string =>
  fingerprint.length === PRINT_DIGITS ? `${fingerprint.slice(0, ENDS)}…${fingerprint.slice(-ENDS / 2)}` : fingerprint;
