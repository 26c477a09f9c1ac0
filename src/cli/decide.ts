// Accepts or rejects devices, named ones or those that match search words.
import type { Command } from 'commander';
import { clientOf } from './client.ts';
import { bodyOf, PART } from './decision-request.ts';
import type { DecisionOptions, Verb } from './decisions.ts';
import { decideByQuery } from './decide-by-query.ts';
import { chooseSets, type Choice } from './choose-sets.ts';
import { runParts } from './decision-parts.ts';
import { outcomesOf, parseDecided } from './decision-view.ts';
import type { Io } from './io.ts';
import { namesOf, onlyOne } from './named-devices.ts';

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
  const parts = [...partsOf(choices)];
  await runParts(io, command, {
    total: choices.length,
    status: verb.status,
    says: options.dryRun ? `would be ${verb.status}` : verb.status,
    canUndo: !options.dryRun,
    known: choices.filter(({ from }) => from === undefined),
    hasNext: () => parts.length > 0,
    next: async () => {
      const { isNamed, ...part } = parts.shift() ?? {};
      const { body } = await client.management('POST /devices/decisions', {
        body: { ...bodyOf(verb, options), ...(isNamed && { allow_key_change: true }), ...part },
        timeout: 'none',
      });
      return outcomesOf(parseDecided(body));
    },
    goOn: () => 'the same command goes on with the others',
  });
}

interface Part {
  readonly from: string;
  readonly isNamed: boolean;
  readonly auth_sets: readonly { readonly device: string; readonly auth_set: string }[];
}

/** The auth sets of one call have the same status. */
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
