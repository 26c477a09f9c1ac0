// `devauth devices dismiss` and `decommission`. Neither can be undone.
import { Option, type Command } from 'commander';
import { addSharedOptions } from './decisions.ts';
import type { Io } from './io.ts';
import { queryOption, WORDS_HELP } from './query-option.ts';

export interface RemovalOptions {
  readonly query?: string;
  readonly fromFile?: string;
  readonly from?: string;
  readonly expect?: number;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly reason?: string;
}

export interface Removal {
  readonly verb: 'dismiss' | 'decommission';
  readonly status: 'dismissed' | 'decommissioned';
}

export function addRemovals(devices: Command, io: Io): void {
  const dismiss = devices
    .command('dismiss [id...]')
    .description('remove auth sets; a device that loses its last preauthorized one is removed too')
    .addOption(
      new Option('--from <status>', 'the auth set of this status; without it, the only one of the device').choices([
        'pending',
        'accepted',
        'rejected',
        'preauthorized',
      ]),
    );
  addAction(dismiss, io, { verb: 'dismiss', status: 'dismissed' });
  const decommission = devices.command('decommission [id...]').description('end devices; this cannot be undone');
  addAction(decommission, io, { verb: 'decommission', status: 'decommissioned' });
}

function addAction(command: Command, io: Io, removal: Removal): void {
  command.addOption(queryOption()).option('--from-file <file>', 'ids, one on each line; - reads standard input');
  addSharedOptions(command, removal.verb);
  command.option('--reason <text>', 'why, for the audit');
  command
    .addHelpText(
      'after',
      '\nOn a terminal the number has to be typed, unless --yes is given. With -q a script gives it with --expect.\n',
    )
    .addHelpText('after', WORDS_HELP)
    .action(async (ids: readonly string[], _options: unknown, used: Command) => {
      const { remove } = await import('./remove.ts');
      await remove(io, used, removal, ids);
    });
}
