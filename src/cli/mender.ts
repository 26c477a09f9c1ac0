// `devauth mender`: commands for an installation inside a Mender server.
import { Command, Option } from 'commander';
import { environmentOf } from './config-file.ts';
import type { Io } from './io.ts';
import { isJson, say } from './output.ts';

export const menderCommand = (io: Io): Command =>
  new Command('mender')
    .description('work with the other services of a Mender server')
    .addCommand(
      resyncCommand(io, 'resync', 'report every device to Mender’s workflow server again, in its present state'),
    );

/** The names of the commands in Mender's charts. One run sends both the identities and the statuses. */
export const propagateStatuses = (io: Io): Command =>
  resyncCommand(io, 'propagate-inventory-statuses', 'Mender’s name of “mender resync”');
export const propagateIdData = (io: Io): Command =>
  resyncCommand(io, 'propagate-inventory-id-data', 'Mender’s name of “mender resync”');

interface ResyncOptions {
  readonly tenantId?: string;
  readonly tenant_id?: string;
  readonly dryRun?: true;
}

const resyncCommand = (io: Io, name: string, says: string): Command =>
  new Command(name)
    .description(says)
    .option('--tenant-id <id>', 'only the devices of this tenant')
    .addOption(new Option('--tenant_id <id>', 'Mender’s spelling').hideHelp())
    .option('--dry-run', 'count the devices and send nothing')
    .addHelpText(
      'after',
      '\nUses DEVICEAUTH_ORCHESTRATOR_ADDR and the store. The embedded store must be free: stop the server first.\nThe command may run again at any time: inventory ignores what it knows already.\n',
    )
    .action(async (options: ResyncOptions, command: Command) => {
      const { readConfig } = await import('../config/settings.ts');
      const { resyncAlone } = await import('../maintain/mender.ts');
      const { config } = readConfig(environmentOf(command), { purpose: 'maintain' });
      const tenant = options.tenantId ?? options.tenant_id;
      const counts = await resyncAlone(config, {
        ...(tenant !== undefined && { tenant }),
        isDry: options.dryRun === true,
        progress: ({ sent, refused, removed }) =>
          isJson(command) ? undefined : io.err(`${sent + refused + removed} devices\n`),
      });
      say(io, command, counts, sentenceOf(counts));
    });

interface Counts {
  readonly devices?: number;
  readonly sent?: number;
  readonly refused?: number;
  readonly removed?: number;
}

function sentenceOf({ devices = 0, sent, refused = 0, removed = 0 }: Counts): string {
  if (sent === undefined) return `${devices} devices would be sent`;
  const skipped = [
    ...(refused > 0 ? [`the workflow server refused ${refused} (see the log)`] : []),
    ...(removed > 0 ? [`${removed} were removed during the run`] : []),
  ];
  return [`${sent} devices are sent`, ...skipped].join('; ');
}
