// How a command writes, and how it ends. Answers go to standard output, everything else to standard error.
import { printableLine } from '../observe/printable.ts';

export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The exit codes, as `devauth --help` shows them. */
export const EXIT = {
  done: 0,
  /** The server or the installation refused. */
  refused: 1,
  /** The command line or a setting is wrong. */
  usage: 2,
  /** No server answers, or it cannot do this now. */
  unavailable: 3,
  /** `doctor` found a problem. */
  unwell: 4,
} as const;

export const EXIT_CODES_HELP = `
Exit codes:
  0  done
  1  the server or the installation refused; for a list of devices, at least one line was refused
  2  the command line or a setting is wrong
  3  no server answers, or it cannot do this now
  4  doctor found a problem
`;

/** Ends a command that could not do its work. */
export class CommandFailed extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.name = 'CommandFailed';
    this.exitCode = exitCode;
  }
}

export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Writes one JSON object a line. */
export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** Writes rows as columns under their names; `''` for no rows. */
export function table(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = [
    names.map((name) => name.toUpperCase()),
    ...rows.map((row) => names.map((name) => printableLine(String(row[name] ?? '')))),
  ];
  if (rows.length === 0) return '';
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
