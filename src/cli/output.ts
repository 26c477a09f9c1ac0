// The forms of the output: `-o table|wide|json|ndjson|csv|name`. A table is short on a terminal. In a pipe its cells are complete,
// with a tab between them and without a head, for `cut` and `awk`.
import { Option, type Command } from 'commander';
import { systemClock } from '../time/clock.ts';
import { jsonLines, type Io } from './io.ts';
import { drawTable, type Cell } from './table.ts';
import { visible } from './show-text.ts';

const FORMATS = ['table', 'wide', 'json', 'ndjson', 'csv', 'name'] as const;

export type Format = (typeof FORMATS)[number];

export const outputOption = (): Option =>
  new Option('-o, --output <format>', 'how to write: table and wide for people, the others for programs').choices(
    FORMATS,
  );

interface OutputOptions {
  readonly output?: Format;
  readonly json?: true;
  readonly color?: boolean;
}

export function formatOf(command: Command): Format {
  const { output, json } = command.optsWithGlobals<OutputOptions>();
  return output ?? (json ? 'ndjson' : 'table');
}

/** True if the output is objects for programs. */
export const isJson = (command: Command): boolean => ['json', 'ndjson'].includes(formatOf(command));

export interface Column<Value> {
  readonly name: string;
  /** The complete value. A `Date` is an age on a terminal and RFC 3339 elsewhere. */
  readonly of: (value: Value) => Cell;
  /** The value on a terminal. */
  readonly short?: (value: Value) => string;
  /** True if the cell is a status with a colour. */
  readonly isStatus?: true;
  /** True if the cell may be cut on a narrow terminal. An id must not be cut. */
  readonly isText?: true;
  /** True if the column may be missing on a narrow terminal. */
  readonly isExtra?: true;
}

export interface Shape<Value> {
  /** The columns on a terminal. */
  readonly short: readonly Column<Value>[];
  /** The columns in pipes and CSV, and on a terminal if `short` is empty. */
  readonly whole: readonly Column<Value>[];
  /** More columns for `wide` and CSV. */
  readonly wide?: readonly Column<Value>[];
  /** The text of `-o name`. */
  readonly name: (value: Value) => string;
}

/** Writes a list while it is read, in the form that the command line asks for. */
export interface Listing<Value> {
  write(values: readonly Value[]): void;
  close(): void;
}

export function openListing<Value>(io: Io, command: Command, shape: Shape<Value>): Listing<Value> {
  const format = formatOf(command);
  switch (format) {
    case 'json':
      return openJsonArray(io);
    case 'ndjson':
      return { write: (values) => io.out(jsonLines(values)), close: () => undefined };
    case 'csv':
      return openCsv(io, columnsOf(shape, 'wide'));
    case 'name':
      return { write: (values) => values.forEach((value) => io.out(`${shape.name(value)}\n`)), close: () => undefined };
    default:
      return openTable(io, command, shape);
  }
}

/** Writes a list that was read before. */
export function list<Value>(io: Io, command: Command, values: readonly Value[], shape: Shape<Value>): void {
  const listing = openListing(io, command, shape);
  listing.write(values);
  listing.close();
}

/** Writes the result of one change: the object for programs, the sentence for people. */
export function say(io: Io, command: Command, value: object, sentence: string): void {
  const format = formatOf(command);
  if (format === 'json') io.out(`${JSON.stringify(value, undefined, 2)}\n`);
  else io.out(format === 'ndjson' ? jsonLines([value]) : `${sentence}\n`);
}

/** Returns `--tenant`; `''` is the installation's own tenant. */
export const tenantOf = (command: Command): string => command.optsWithGlobals<{ tenant?: string }>().tenant ?? '';

function openJsonArray<Value>(io: Io): Listing<Value> {
  let written = 0;
  return {
    write: (values) =>
      values.forEach((value) => {
        io.out(`${written === 0 ? '[' : ','}\n${JSON.stringify(value)}`);
        written += 1;
      }),
    close: () => io.out(written === 0 ? '[]\n' : '\n]\n'),
  };
}

/** Writes the names of the columns before the first row, or at the end. A command that fails before writes nothing. */
function openCsv<Value>(io: Io, columns: readonly Column<Value>[]): Listing<Value> {
  let hasHead = false;
  const head = (): void => {
    if (!hasHead) io.out(csvRow(columns.map(({ name }) => name)));
    hasHead = true;
  };
  return {
    write: (values) =>
      values.forEach((value) => {
        head();
        io.out(csvRow(columns.map(({ of }) => of(value))));
      }),
    close: head,
  };
}

/** Returns the columns for programs. */
const columnsOf = <Value>({ whole, wide }: Shape<Value>, format: Format): readonly Column<Value>[] =>
  format === 'wide' ? together(whole, wide) : whole;

const together = <Value>(
  columns: readonly Column<Value>[],
  added: readonly Column<Value>[] = [],
): readonly Column<Value>[] => [
  ...columns,
  ...added.filter(({ name }) => columns.every((other) => other.name !== name)),
];

/** Writes a row in the form of RFC 4180, with the line end of this machine's tools. */
export const csvRow = (cells: readonly Cell[], delimiter = ','): string =>
  `${cells.map((cell) => csvCell(wholeText(cell), delimiter)).join(delimiter)}\n`;

const csvCell = (text: string, delimiter: string): string =>
  /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;

export function wholeText(cell: Cell): string {
  if (cell instanceof Date) return cell.toISOString();
  return cell === undefined ? '' : String(cell);
}

function openTable<Value>(io: Io, command: Command, shape: Shape<Value>): Listing<Value> {
  const format = formatOf(command);
  const isWide = format === 'wide';
  const { terminal } = io;
  if (terminal === undefined) {
    const columns = columnsOf(shape, format);
    const row = (value: Value): string => columns.map(({ of }) => visible(wholeText(of(value)))).join('\t');
    return { write: (values) => values.forEach((value) => io.out(`${row(value)}\n`)), close: () => undefined };
  }
  const columns = isWide ? together(shape.short, shape.wide) : shape.short;
  const draw = drawTable(columns, {
    columns: isWide ? Infinity : terminal.columns,
    hasColors: terminal.hasColors && command.optsWithGlobals<OutputOptions>().color !== false,
    now: systemClock(),
    leftOut: (names) => io.err(`no room for ${names.join(', ')}: -o wide writes all\n`),
  });
  return { write: (values) => terminal.write(draw(values)), close: () => undefined };
}
