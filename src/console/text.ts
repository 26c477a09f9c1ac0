// Texts of devices are hostile (D22): they are shown only as texts, cut at a length, and with visible characters only.

export interface TextPart {
  readonly text: string;
  /** True for the name of an invisible character. */
  readonly isHidden: boolean;
}

export interface ShownText {
  readonly parts: readonly TextPart[];
  readonly isCut: boolean;
}

/** Controls, formats (bidi overrides, zero widths), separators of lines, private and unassigned characters, fillers, and all other spaces. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{DI}\u2800]|(?! )\p{Zs}/u;
const MARK = /\p{M}/u;
/** No language needs more marks over one letter. Many of them are drawn over the lines around. */
const MOST_MARKS = 4;

/** Returns the text in parts, at most `most` characters. */
export function shownText(text: string, most = 200): ShownText {
  const parts: { text: string; isHidden: boolean }[] = [];
  const characters = Array.from(text);
  let marks = MOST_MARKS;
  for (const [index, character] of characters.entries()) {
    if (index === most) return { parts, isCut: true };
    marks = MARK.test(character) ? marks + 1 : 0;
    const isLost = character === ' ' && isAtEdge(characters, index);
    const isHidden = HIDDEN.test(character) || marks > MOST_MARKS || isLost;
    const last = parts.at(-1);
    if (isHidden) parts.push({ text: nameOf(character), isHidden });
    else if (last && !last.isHidden) last.text += character;
    else parts.push({ text: character, isHidden });
  }
  return { parts, isCut: false };
}

/** The browser draws no space at the edges of a text, and none beside another one. */
const isAtEdge = (characters: readonly string[], index: number): boolean =>
  index === 0 || index === characters.length - 1 || characters[index - 1] === ' ';

/** Returns the text for a place without markup: a title, a toast, an announcement. */
export function plainText(text: string, most = 60): string {
  const { parts, isCut } = shownText(text, most);
  return parts.map((part) => part.text).join('') + (isCut ? '…' : '');
}

const nameOf = (character: string): string =>
  `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Returns a cell of a CSV file. A spreadsheet runs no formula in it. */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Returns a fingerprint in groups of four. */
export const grouped = (hex: string): string => hex.match(/.{1,4}/g)?.join(' ') ?? '';

/** Returns the beginning and the end of a fingerprint. */
export const shortPrint = (hex: string): string => `${hex.slice(0, 4)} ${hex.slice(4, 8)} … ${hex.slice(-4)}`;

/** Splits a text at the first character in which it differs from the other one. */
export function differenceAt(text: string, other: string): { same: string; differs: string; rest: string } {
  const [mine, theirs] = [Array.from(text), Array.from(other)];
  const found = mine.findIndex((character, index) => character !== theirs[index]);
  const at = found === -1 ? mine.length : found;
  return { same: mine.slice(0, at).join(''), differs: mine[at] ?? '', rest: mine.slice(at + 1).join('') };
}
