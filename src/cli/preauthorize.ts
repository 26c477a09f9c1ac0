// Preauthorizes a list of devices in parts. A second run of the same list creates nothing.
import type { Command } from 'commander';
import { clientOf } from './client.ts';
import type { DeviceList, Row } from './device-list.ts';
import { CommandFailed, EXIT, goingOn, jsonLines, RUN_AGAIN, type Io } from './io.ts';
import { openInterrupt, type Interrupt } from './interrupt.ts';
import { isJson } from './output.ts';
import { openOutcomeFiles } from './outcome-files.ts';
import { decidePart, outcomeObject, problemOf, type Conflict, type Outcome } from './preauthorize-part.ts';
import { grouped, openProgress } from './progress.ts';

export interface Preauthorize {
  readonly onConflict: Conflict;
  readonly isDryRun: boolean;
  readonly report?: string | undefined;
  readonly errors?: string | undefined;
  /** The rows up to that line were done before. */
  readonly afterLine: number;
}

const PART = 1000;
/** The most faults that are written for a person. */
const NAMED = 100;

/** Writes one answer for each row, in the order of the list. Fails if a row was refused. */
export async function preauthorizeList(
  io: Io,
  command: Command,
  list: DeviceList,
  options: Preauthorize,
): Promise<void> {
  const rows = list.rows.filter(({ line }) => line > options.afterLine);
  const files = openOutcomeFiles(list, options);
  const progress = openProgress(io, command, rows.length > PART ? rows.length : undefined);
  const interrupt = openInterrupt(() => io.err('\nfinishing the part that is under way\n'));
  const outcomes: Outcome[] = [];
  const say = (part: readonly Outcome[]): void => {
    if (isJson(command)) io.out(jsonLines(part.map(outcomeObject)));
    files.write(part);
    outcomes.push(...part);
    if (rows.length > PART) progress.done(outcomes.length);
  };
  const end = await decideRows(command, { rows, options, interrupt, say }).finally(() => {
    progress.close();
    interrupt.close();
    files.close();
  });
  if (end === undefined || outcomes.length > 0) tell(io, command, outcomes, options);
  if (end !== undefined) throw goOn(end, outcomes.at(-1)?.line ?? options.afterLine);
  failIfRefused(outcomes, options);
}

interface Work {
  readonly rows: readonly Row[];
  readonly options: Preauthorize;
  readonly interrupt: Interrupt;
  readonly say: (part: readonly Outcome[]) => void;
}

/** Returns the reason of an early end. */
async function decideRows(
  command: Command,
  { rows, options, interrupt, say }: Work,
): Promise<CommandFailed | undefined> {
  const client = clientOf(command);
  const firstLines = new Map<string, number>();
  for (let at = 0; at < rows.length; at += PART) {
    if (interrupt.isAsked()) return new CommandFailed(EXIT.interrupted, 'stopped', { next: RUN_AGAIN });
    try {
      const { outcomes, stopped } = await decidePart(client, rows.slice(at, at + PART), { ...options, firstLines });
      say(outcomes);
      if (stopped !== undefined) return new CommandFailed(EXIT.refused, stopped, { next: RUN_AGAIN });
    } catch (error) {
      if (error instanceof CommandFailed) return error;
      throw error;
    }
  }
  return undefined;
}

function goOn(end: CommandFailed, line: number): CommandFailed {
  const onward = `the rows up to line ${line} are done: the same command with --after-line ${line} goes on`;
  const { next, ...advice } = end.advice;
  return new CommandFailed(end.exitCode, end.message, {
    ...advice,
    next: line === 0 ? next : goingOn(next, onward),
  });
}

function tell(io: Io, command: Command, outcomes: readonly Outcome[], { isDryRun }: Preauthorize): void {
  if (isJson(command)) return;
  const problems = outcomes.flatMap((outcome) => problemOf(outcome) ?? []);
  problems.slice(0, NAMED).forEach((text) => io.err(`${text}\n`));
  if (problems.length > NAMED)
    io.err(`and ${grouped(problems.length - NAMED)} more; --errors <file> writes them all\n`);
  io.out(`${summaryOf(outcomes, isDryRun)}\n`);
}

const WORDS = {
  created: 'created',
  updated: 'updated',
  exists: 'known with this key',
  other_key: 'known with another key',
  duplicate: 'in the list twice',
  invalid: 'invalid',
  full: 'full of keys',
  decommissioning: 'being decommissioned',
} as const;

function summaryOf(outcomes: readonly Outcome[], isDryRun: boolean): string {
  const counts = Object.entries(WORDS).flatMap(([result, says]) => {
    const count = outcomes.filter((outcome) => outcome.result === result).length;
    return count > 0 ? [`${grouped(count)} ${says}`] : [];
  });
  if (counts.length === 0) return 'the list is empty';
  return `${counts.join(', ')}${isDryRun ? '; dry run, nothing changed' : ''}`;
}

function failIfRefused(outcomes: readonly Outcome[], { errors, afterLine }: Preauthorize): void {
  const refused = outcomes.filter((outcome) => problemOf(outcome) !== undefined);
  if (refused.length === 0) return;
  const others = refused.filter(({ result }) => result === 'other_key').length;
  throw new CommandFailed(EXIT.refused, `${grouped(refused.length)} of ${grouped(outcomes.length)} were refused`, {
    next: [
      errors === undefined
        ? 'mend these rows and run the list again: what is there is left as it is'
        : `mend ${errors} and run it with the same options, but another --errors${afterLine > 0 ? ' and no --after-line' : ''}`,
      ...(others > 0 ? ['--on-conflict force adds a key to a device that has another one'] : []),
    ].join('; '),
  });
}
