// How a command speaks, and how it ends. Answers go to standard output, everything else to standard error.
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The exit codes, as `devauth --help` shows them. */
export const EXIT = {
  done: 0,
  /** The server, or the installation, said no. */
  refused: 1,
  /** The command line or a setting is wrong. */
  usage: 2,
  /** Nobody answers, or only that it cannot work right now. */
  unavailable: 3,
  /** `doctor` found something wrong. */
  unwell: 4,
} as const;

export const EXIT_CODES_HELP = `
Exit codes:
  0  done
  1  refused: the server or the installation said no; for a list of devices, at least one line was
  2  the command line or a setting is wrong
  3  nobody answers, or only that it cannot work right now
  4  doctor found something wrong
`;

/** A command that ends without having done what it should. */
export class CommandFailed extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.name = 'CommandFailed';
    this.exitCode = exitCode;
  }
}

export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** One JSON object a line. */
export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** Columns as wide as their widest, under their names; `''` for no rows. */
export function table(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = [
    names.map((name) => name.toUpperCase()),
    ...rows.map((row) => names.map((name) => String(row[name] ?? ''))),
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
