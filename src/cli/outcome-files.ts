// Writes the files beside a list of devices: a report of every row, and the refused rows in the format of the list, to correct and
// send again.
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import type { DeviceList } from './device-list.ts';
import { CommandFailed, EXIT, jsonLines } from './io.ts';
import { csvRow } from './output.ts';
import { outcomeObject, problemOf, type Outcome } from './preauthorize-part.ts';

export interface OutcomeFiles {
  write(outcomes: readonly Outcome[]): void;
  close(): void;
}

export interface FileNames {
  readonly report?: string | undefined;
  readonly errors?: string | undefined;
  /** A run that goes on after a line adds to the files of the run before. */
  readonly afterLine: number;
}

export function openOutcomeFiles(
  { columns, delimiter }: DeviceList,
  { report, errors, afterLine }: FileNames,
): OutcomeFiles {
  const flag = afterLine > 0 ? 'a' : 'w';
  const format = { ...(columns && { columns }), ...(delimiter && { delimiter }) };
  const reportFile = report === undefined ? undefined : open(report, flag);
  const errorsFile = errors === undefined ? undefined : open(errors, flag);
  if (errorsFile !== undefined && columns !== undefined && fstatSync(errorsFile).size === 0)
    writeSync(errorsFile, csvRow([...columns, ERROR], delimiter));
  return {
    write: (outcomes) => {
      if (reportFile !== undefined) writeSync(reportFile, jsonLines(outcomes.map(outcomeObject)));
      if (errorsFile !== undefined)
        writeSync(errorsFile, outcomes.map((outcome) => errorRow(outcome, format)).join(''));
    },
    close: () => [reportFile, errorsFile].forEach((file) => file !== undefined && closeSync(file)),
  };
}

const ERROR = 'error';

/** Returns the original row with its fault; `''` for a row that was done. */
function errorRow(outcome: Outcome, { columns, delimiter }: Omit<DeviceList, 'rows'>): string {
  const problem = problemOf(outcome);
  if (problem === undefined) return '';
  const { source } = outcome.row;
  if (typeof source !== 'string') {
    const cells = columns?.map((_, at) => source[at] ?? '') ?? source;
    return csvRow([...cells, problem], delimiter);
  }
  return outcome.row.entry === undefined ? `${source}\n` : jsonLines([{ ...outcome.row.entry, error: problem }]);
}

function open(file: string, flag: 'a' | 'w'): number {
  try {
    return openSync(file, flag);
  } catch {
    throw new CommandFailed(EXIT.usage, `${file} cannot be written`, { next: 'name a file in a folder that is yours' });
  }
}
