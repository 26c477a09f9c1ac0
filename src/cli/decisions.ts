// `devauth devices accept` and `reject`, and `devauth undo`.
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Io } from './io.ts';
import { queryOption, WORDS_HELP } from './query-option.ts';

/** The options of one decision. */
export interface DecisionOptions {
  readonly query?: string;
  readonly fromFile?: string;
  readonly from?: 'pending' | 'accepted' | 'rejected';
  readonly expect?: number;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly reason?: string;
  readonly allowKeyChange?: true;
}

export interface Verb {
  readonly verb: string;
  readonly status: 'accepted' | 'rejected';
}

const VERBS: readonly (Verb & { readonly says: string })[] = [
  { verb: 'accept', status: 'accepted', says: 'accept devices: they get tokens from now on' },
  { verb: 'reject', status: 'rejected', says: 'reject devices: their tokens are revoked' },
];

export function addDecisions(devices: Command, io: Io): void {
  for (const { verb, status, says } of VERBS) {
    const command = devices
      .command(`${verb} [id...]`)
      .description(`${says}; by id, serial or MAC address, from a file, or by search words`)
      .addOption(queryOption())
      .option('--from-file <file>', 'ids, one on each line; - reads standard input')
      .addOption(
        new Option('--from <status>', 'with -q: the status that their keys have now; default pending').choices([
          'pending',
          'accepted',
          'rejected',
        ]),
      );
    addSharedOptions(command, verb);
    command.option('--reason <text>', 'why, for the audit');
    if (verb === 'accept')
      command.option('--allow-key-change', 'also accept a new key of an accepted device; its other key is rejected');
    command
      .addHelpText('after', HELP)
      .addHelpText('after', WORDS_HELP)
      .action(async (ids: readonly string[], _options: unknown, used: Command) => {
        const { decide } = await import('./decide.ts');
        await decide(io, used, { verb, status, ids });
      });
  }
}

/** Adds the options that every command for many devices has. */
export function addSharedOptions(command: Command, verb: string): void {
  command
    .addOption(
      new Option('--expect <n>', 'the number that you expect; with another number nothing changes').argParser(countOf),
    )
    .option('--dry-run', `show what would happen, ${verb} nothing`)
    .option('--yes', 'do not ask; -q then also requires --expect');
}

const HELP = `
<id> may be followed by the id of an auth set of that device: the key that is meant.
With -q the number of devices is shown and has to be typed; a script gives it with --expect.
`;

export const undoCommand = (io: Io): Command =>
  new Command('undo')
    .description('undo bulk decisions, except for what has changed since; revoked tokens stay revoked')
    .argument('<decision...>', 'ids, as accept and reject print them')
    .action(async (ids: readonly string[], _options: unknown, command: Command) => {
      const { undo } = await import('./undo.ts');
      await undo(io, command, ids);
    });

function countOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
