// Accepts or rejects devices: those that are named, or those that search words match.
import type { Command } from 'commander';
import { clientOf } from './client.ts';
import { bodyOf, PART } from './decision-request.ts';
import type { DecisionOptions, Verb } from './decisions.ts';
import { decideByQuery } from './decide-by-query.ts';
import { chooseSets, type Choice } from './choose-sets.ts';
import { outcomesOf, parseDecided, tellOutcomes, writeOutcomes, type Outcome } from './decision-view.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { openInterrupt } from './interrupt.ts';
import { namesOf, onlyOne } from './named-devices.ts';
import { grouped, openProgress } from './progress.ts';

export interface Decide extends Verb {
  readonly ids: readonly string[];
}

export async function decide(io: Io, command: Command, { ids, ...verb }: Decide): Promise<void> {
  const options = command.opts<DecisionOptions>();
  onlyOne({ ids, query: options.query, fromFile: options.fromFile });
  if (options.query !== undefined) await decideByQuery(io, command, verb, options.query);
  else await decideNamed(io, command, verb, await namesOf(io, ids, options));
}

async function decideNamed(io: Io, command: Command, verb: Verb, names: readonly string[]): Promise<void> {
  const options = command.opts<DecisionOptions>();
  const client = clientOf(command);
  const choices = await chooseSets(client, names, { status: verb.status, isTyped: options.fromFile === undefined });
  const outcomes: Outcome[] = choices.filter((choice) => choice.from === undefined);
  writeOutcomes(io, command, outcomes, verb.status);
  const interrupt = openInterrupt(() => io.err('\nfinishing the part that is under way\n'));
  const progress = openProgress(io, command, choices.length);
  let isStopped = false;
  for (const { isNamed, ...part } of partsOf(choices)) {
    isStopped = interrupt.isAsked();
    if (isStopped) break;
    const { body } = await client.management('POST /devices/decisions', {
      body: { ...bodyOf(verb, options), ...(isNamed && { allow_key_change: true }), ...part },
      timeout: 'none',
    });
    const decided = outcomesOf(parseDecided(body));
    writeOutcomes(io, command, decided, verb.status);
    outcomes.push(...decided);
    progress.done(outcomes.length);
  }
  progress.close();
  interrupt.close();
  const status = options.dryRun ? `would be ${verb.status}` : verb.status;
  if (isStopped) {
    const done = outcomes.filter(({ result }) => result === 'done').length;
    throw new CommandFailed(EXIT.interrupted, `stopped: ${grouped(done)} of ${grouped(choices.length)} are ${status}`, {
      next: 'the same command goes on with the others',
    });
  }
  tellOutcomes(io, command, { outcomes, status, canUndo: !options.dryRun });
}

interface Part {
  readonly from: string;
  readonly isNamed: boolean;
  readonly auth_sets: readonly { readonly device: string; readonly auth_set: string }[];
}

/** A call is about auth sets of one status. */
function partsOf(choices: readonly Choice[]): readonly Part[] {
  return (['pending', 'accepted', 'rejected'] as const).flatMap((from) =>
    [false, true].flatMap((isNamed) => {
      const chosen = choices.filter((choice) => choice.from === from && choice.isNamed === isNamed);
      return Array.from({ length: Math.ceil(chosen.length / PART) }, (_, at) => ({
        from,
        isNamed,
        auth_sets: chosen
          .slice(at * PART, (at + 1) * PART)
          .map(({ device, auth_set: set }) => ({ device, auth_set: set })),
      }));
    }),
  );
}
