// Reads the answers of bulk decisions and writes them for people and programs.
import type { Command } from 'commander';
import { z } from 'zod';
import { CommandFailed, EXIT, jsonLines, type Io } from './io.ts';
import { formatOf } from './output.ts';
import { grouped } from './progress.ts';

const Item = z.object({ device: z.string(), auth_set: z.string(), result: z.string() });

const Decided = z.object({
  decision: z.string().optional(),
  matched: z.number(),
  done: z.number(),
  left: z.number(),
  room: z.number().optional(),
  results: z.array(Item),
  facets: z
    .array(z.object({ name: z.string(), values: z.array(z.object({ value: z.string(), count: z.number() })) }))
    .optional(),
  next: z.string().optional(),
});

export type Decided = z.infer<typeof Decided>;

/** One auth set and its result. A device without a set to decide has an empty one. */
export interface Outcome {
  readonly device: string;
  readonly auth_set: string;
  readonly result: string;
  readonly decision?: string | undefined;
}

export const parseDecided = (body: unknown): Decided => Decided.parse(body);

export const outcomesOf = ({ results, decision }: Decided): readonly Outcome[] =>
  results.map((result) => ({ ...result, decision }));

const Removed = z.object({
  decision: z.string().optional(),
  results: z.array(z.object({ device: z.string(), auth_set: z.string().optional(), result: z.string() })),
});

/** Reads the answer of a bulk dismissal or decommissioning. */
export function parseRemoved(body: unknown): readonly Outcome[] {
  const { results, decision } = Removed.parse(body);
  return results.map(({ device, auth_set: set = '', result }) => ({ device, auth_set: set, result, decision }));
}

/** Writes each outcome at once for programs. People get only the end. */
export function writeOutcomes(io: Io, command: Command, outcomes: readonly Outcome[], status: string): void {
  const format = formatOf(command);
  if (format === 'name') outcomes.filter(isDone).forEach(({ device }) => io.out(`${device}\n`));
  if (format !== 'json' && format !== 'ndjson') return;
  io.out(
    jsonLines(
      outcomes.map(({ device, auth_set: set, result, decision }) => ({
        id: device,
        ...(set !== '' && { auth_set: set }),
        ...((result === 'done' || result === 'unchanged') && { status }),
        result,
        ...(decision !== undefined && { decision }),
      })),
    ),
  );
}

const isDone = ({ result }: Outcome): boolean => result === 'done';

/** Results that left a device unchanged, and what to do about them. */
const LEFT: Readonly<Record<string, string | undefined>> = {
  changed: 'changed since they were read: look again',
  several_keys: 'have several keys: name the auth set',
  key_change: 'are accepted with another key: --allow-key-change replaces that key',
  no_room: 'have no room: raise the limit, or reject some',
  gone: 'are not there',
  no_set: 'have no key to decide on',
};

/** Returns a text such as `2 have several keys: name the auth set`, one line for each reason. */
export const leftText = (outcomes: readonly Outcome[]): readonly string[] =>
  Object.entries(LEFT).flatMap(([result, says]) => {
    const count = outcomes.filter((outcome) => outcome.result === result).length;
    return count === 0 || says === undefined ? [] : [`${grouped(count)} ${says}`];
  });

export interface Told {
  readonly outcomes: readonly Outcome[];
  /** The word for the change, such as `accepted`. */
  readonly status: string;
  readonly canUndo: boolean;
}

const NAMED = 20;

/** Writes the end for a person. Fails if a device was left unchanged. */
export function tellOutcomes(io: Io, command: Command, { outcomes, status, canUndo }: Told): void {
  const done = outcomes.filter(isDone);
  const unchanged = outcomes.filter(({ result }) => result === 'unchanged').length;
  if (formatOf(command) === 'table' || formatOf(command) === 'wide' || formatOf(command) === 'csv') {
    if (done.length > NAMED) io.out(`${grouped(done.length)} ${status}\n`);
    else
      done.forEach(({ device, auth_set: set }) =>
        io.out(`${[device, set, status].filter((word) => word !== '').join(' ')}\n`),
      );
    if (unchanged > 0) io.out(`${grouped(unchanged)} ${unchanged === 1 ? 'was' : 'were'} ${status} before\n`);
    const decisions = [...new Set(done.flatMap(({ decision }) => decision ?? []))];
    if (canUndo && decisions.length > 0 && io.terminal !== undefined)
      io.err(`undo: devauth undo ${decisions.join(' ')}\n`);
  }
  const left = outcomes.filter(({ result }) => result !== 'done' && result !== 'unchanged');
  if (left.length === 0) return;
  left.slice(0, NAMED).forEach(({ device, result }) => io.err(`${device}: ${result.replaceAll('_', ' ')}\n`));
  if (left.length > NAMED) io.err(`and ${grouped(left.length - NAMED)} more; --json names them all\n`);
  throw new CommandFailed(
    EXIT.refused,
    `${grouped(left.length)} of ${grouped(outcomes.length)} were left as they are`,
    {
      next: leftText(left).join('; '),
    },
  );
}
