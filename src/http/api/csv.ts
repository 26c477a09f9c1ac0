// Writes a line of CSV (RFC 4180).
import { beginsFormula } from '../../domain/formula.ts';

/** `spreadsheet` puts an apostrophe before a text that a spreadsheet would run as a formula. */
export interface CsvStyle {
  readonly spreadsheet: boolean;
}

export const csvLine = (cells: readonly string[], style: CsvStyle): string =>
  `${cells.map((cell) => csvCell(cell, style)).join(',')}\r\n`;

function csvCell(text: string, { spreadsheet }: CsvStyle): string {
  const safe = spreadsheet && beginsFormula(text) && !/^-?\d+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
