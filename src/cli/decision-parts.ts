// Carries out a decision about many devices in parts. After Ctrl-C or a refusal it stops, and reports what is done and how to
// continue. Finished parts stay done.
import type { Command } from 'commander';
import { PART } from './decision-request.ts';
import { tellOutcomes, writeOutcomes, type Outcome } from './decision-view.ts';
import { openInterrupt } from './interrupt.ts';
import { CommandFailed, EXIT, goingOn, RUN_AGAIN, type Io } from './io.ts';
import { grouped, openProgress } from './progress.ts';

export interface Work {
  readonly total: number;
  /** Their status afterwards, such as `accepted`. */
  readonly status: string;
  /** The same in words; in a dry run, what they would become. */
  readonly says: string;
  readonly canUndo: boolean;
  /** Outcomes that need no call. */
  readonly known: readonly Outcome[];
  hasNext(): boolean;
  /** Decides the next part. */
  next(): Promise<readonly Outcome[]>;
  /** What to do after an early end. */
  goOn(done: readonly Outcome[]): string;
}

export async function runParts(io: Io, command: Command, work: Work): Promise<void> {
  const outcomes = [...work.known];
  writeOutcomes(io, command, outcomes, work.status);
  const failure = await nextParts(io, command, work, outcomes);
  if (failure === undefined) return tellOutcomes(io, command, { outcomes, status: work.says, canUndo: work.canUndo });
  const done = outcomes.filter(({ result }) => result === 'done');
  if (done.length === 0 && failure.exitCode !== EXIT.interrupted) throw failure;
  const { next, ...advice } = failure.advice;
  throw new CommandFailed(
    failure.exitCode,
    `${failure.message}; ${grouped(done.length)} of ${grouped(work.total)} are ${work.says}`,
    { ...advice, next: goingOn(next, work.goOn(done)) },
  );
}

/** Adds the outcomes of each part. Returns the reason of an early end. */
async function nextParts(
  io: Io,
  command: Command,
  work: Work,
  outcomes: Outcome[],
): Promise<CommandFailed | undefined> {
  const interrupt = openInterrupt(() => io.err('\nfinishing the part that is under way\n'));
  const progress = openProgress(io, command, work.total);
  try {
    while (work.hasNext()) {
      if (interrupt.isAsked()) return new CommandFailed(EXIT.interrupted, 'stopped', { next: RUN_AGAIN });
      const part = await work.next();
      writeOutcomes(io, command, part, work.status);
      outcomes.push(...part);
      if (work.total > PART) progress.done(outcomes.length);
    }
    return undefined;
  } catch (error) {
    if (error instanceof CommandFailed) return error;
    throw error;
  } finally {
    progress.close();
    interrupt.close();
  }
}
