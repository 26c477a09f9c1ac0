// A table on a terminal: short cells, ages, columns that fit, colours only for statuses.
import type { Column } from './output.ts';
import { ageOf, cut, padded, visible, widthOf } from './show-text.ts';

export type Cell = string | number | boolean | Date | undefined;

export interface Place {
  readonly columns: number;
  readonly hasColors: boolean;
  readonly now: Date;
}

/** Returns a function that draws rows. The first call also draws the head and fixes the widths. */
export function drawTable<Value>(
  columns: readonly Column<Value>[],
  place: Place,
): (values: readonly Value[]) => string {
  let widths: readonly number[] | undefined;
  return (values) => {
    const rows = values.map((value) => columns.map((column) => textOf(column, value, place.now)));
    if (widths !== undefined) return drawRows(rows, columns, { widths, hasColors: place.hasColors });
    if (rows.length === 0) return '';
    const head = columns.map(({ name }) => name.toUpperCase());
    widths = fitting([head, ...rows], columns, place.columns);
    return `${drawRow(head, widths)}${drawRows(rows, columns, { widths, hasColors: place.hasColors })}`;
  };
}

function textOf<Value>({ of, short }: Column<Value>, value: Value, now: Date): string {
  if (short !== undefined) return visible(short(value));
  const cell = of(value);
  if (cell instanceof Date) return ageOf(cell, now);
  return cell === undefined ? '' : visible(String(cell));
}

const GAP = 2;
const NARROWEST = 4;

/** Makes the widest text narrower until the rows fit, as long as a part of it stays. */
function fitting<Value>(
  rows: readonly (readonly string[])[],
  columns: readonly Column<Value>[],
  room: number,
): readonly number[] {
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))));
  const gaps = GAP * (widths.length - 1);
  for (let total = sum(widths) + gaps; total > room; total -= 1) {
    const width = Math.max(...widths.filter((_, at) => columns[at]?.isText === true));
    if (width <= NARROWEST) break;
    widths[widths.findIndex((of, at) => of === width && columns[at]?.isText === true)] = width - 1;
  }
  return widths;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

interface Layout {
  readonly widths: readonly number[];
  readonly hasColors: boolean;
}

const drawRows = <Value>(
  rows: readonly (readonly string[])[],
  columns: readonly Column<Value>[],
  { widths, hasColors }: Layout,
): string =>
  rows
    .map((row) =>
      drawRow(row, widths, (cell, at) => (hasColors && columns[at]?.isStatus === true ? inColor(cell) : cell)),
    )
    .join('');

const drawRow = (
  row: readonly string[],
  widths: readonly number[],
  dress = (cell: string, _at: number): string => cell,
): string =>
  `${row
    .map((cell, at) => {
      const width = widths[at] ?? 0;
      const text = cut(cell, width);
      const end = at === row.length - 1 ? '' : padded(text, width).slice(text.length);
      return dress(text, at) + end;
    })
    .join(' '.repeat(GAP))
    .trimEnd()}\n`;

const COLORS: Readonly<Record<string, number | undefined>> = {
  accepted: 32,
  ok: 32,
  active: 32,
  pending: 33,
  retiring: 33,
  rejected: 31,
  revoked: 31,
  wrong: 31,
};

function inColor(cell: string): string {
  const color = COLORS[cell];
  return color === undefined ? cell : `\u001b[${color}m${cell}\u001b[0m`;
}
