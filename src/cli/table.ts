// A table on a terminal: short cells, ages, columns that fit, colours only for statuses.
import type { Column } from './output.ts';
import { ageOf, cut, padded, visible, widthOf } from './show-text.ts';

export type Cell = string | number | boolean | Date | undefined;

export interface Place {
  readonly columns: number;
  readonly hasColors: boolean;
  readonly now: Date;
  /** Called with the names of the columns that have no room. */
  readonly leftOut?: (names: readonly string[]) => void;
}

/** Returns a function that draws rows. The first call also draws the head, and fixes the columns and their widths. */
export function drawTable<Value>(
  columns: readonly Column<Value>[],
  place: Place,
): (values: readonly Value[]) => string {
  let layout: Layout<Value> | undefined;
  return (values) => {
    if (layout === undefined && values.length === 0) return '';
    const head = layout === undefined;
    layout ??= layoutOf(values, columns, place);
    const rows = values.map((value) => layout?.columns.map((column) => textOf(column, value, place.now)) ?? []);
    return `${head ? drawRow(headOf(layout.columns), layout.widths) : ''}${drawRows(rows, layout, place.hasColors)}`;
  };
}

interface Layout<Value> {
  readonly columns: readonly Column<Value>[];
  readonly widths: readonly number[];
}

const headOf = (columns: readonly Column<never>[]): readonly string[] => columns.map(({ name }) => name.toUpperCase());

function textOf<Value>({ of, short }: Column<Value>, value: Value, now: Date): string {
  if (short !== undefined) return visible(short(value));
  const cell = of(value);
  if (cell instanceof Date) return ageOf(cell, now);
  return cell === undefined ? '' : visible(String(cell));
}

const GAP = 2;
const NARROWEST = 4;
/** The first text says which row it is. */
const NARROWEST_FIRST = 12;

/**
 * Leaves out columns that may be missing, the last ones first, until the rest can fit: broken lines cannot be read. Then makes the
 * widest text narrower until the rows fit.
 */
function layoutOf<Value>(
  values: readonly Value[],
  columns: readonly Column<Value>[],
  { columns: room, now, leftOut }: Place,
): Layout<Value> {
  const first = columns.findIndex(({ isText }) => isText === true);
  const measured = columns.map((column, at): Measured<Value> => {
    const width = Math.max(...[column.name, ...values.map((value) => textOf(column, value, now))].map(widthOf));
    const narrowest = at === first ? NARROWEST_FIRST : NARROWEST;
    return { column, width, least: column.isText ? Math.min(width, narrowest) : width };
  });
  const mayMiss = ({ column }: Measured<Value>): boolean => column.isExtra === true;
  while (totalOf(measured.map(({ least }) => least)) > room && measured.some(mayMiss))
    measured.splice(measured.findLastIndex(mayMiss), 1);
  const kept = measured.map(({ column }) => column);
  if (kept.length < columns.length) leftOut?.(headOf(columns.filter((column) => !kept.includes(column))));
  return { columns: kept, widths: narrowed(measured, room) };
}

interface Measured<Value> {
  readonly column: Column<Value>;
  readonly width: number;
  /** The width to which it may be cut. */
  readonly least: number;
}

function narrowed(measured: readonly Measured<never>[], room: number): readonly number[] {
  const widths = measured.map(({ width }) => width);
  const mayShrink = (width: number, at: number): boolean => width > (measured[at]?.least ?? width);
  while (totalOf(widths) > room && widths.some(mayShrink)) {
    const widest = Math.max(...widths.filter(mayShrink));
    widths[widths.findIndex((width, at) => width === widest && mayShrink(width, at))] = widest - 1;
  }
  return widths;
}

const totalOf = (widths: readonly number[]): number =>
  widths.reduce((total, width) => total + width, GAP * (widths.length - 1));

const drawRows = <Value>(
  rows: readonly (readonly string[])[],
  { columns, widths }: Layout<Value>,
  hasColors: boolean,
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
