// `devauth doctor`: looks for faults of the installation. It asks the server. If no server answers, it checks the store and the
// keys itself, with the settings of this environment; it then only reads the embedded store.
import { Command } from 'commander';
import { systemClock } from '../time/clock.ts';
import type { Finding } from '../service/diagnose.ts';
import { clientOf } from './client.ts';
import { environmentOf } from './config-file.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { list, type Shape } from './output.ts';

export const doctorCommand = (io: Io): Command =>
  new Command('doctor')
    .description('look for problems: store, slots, events not in the feed, keys, clocks, disk')
    .option('--offline', 'do not ask a server: check the store and the keys from here, while no server runs')
    .addHelpText('after', OFFLINE_HELP)
    .action(async (options: { readonly offline?: true }, command: Command) => {
      const findings = options.offline ? await lookHere(command) : await askServer(command, io);
      list(io, command, findings, SHAPE);
      const wrong = findings.filter(({ status }) => status === 'wrong').length;
      if (wrong > 0)
        throw new CommandFailed(EXIT.unwell, `${wrong} of ${findings.length} checks found a problem`, {
          next: 'each line with `wrong` says what is the matter; run it again when it is mended',
        });
    });

const OFFLINE_HELP = `
With --offline the file of the embedded store is only read: nothing is created or migrated. It is searched for damage, which reads
all of it. A server that starts before the end waits 5 seconds, and is then refused.
`;

const COLUMNS: Shape<Finding>['whole'] = [
  { name: 'status', of: ({ status }) => status, isStatus: true },
  { name: 'check', of: ({ check }) => check },
  { name: 'says', of: ({ says }) => says },
];

const SHAPE: Shape<Finding> = { short: COLUMNS, whole: COLUMNS, name: ({ check }) => check };

async function askServer(command: Command, io: Io): Promise<readonly Finding[]> {
  try {
    const answer = await clientOf(command).internal('GET /diagnosis');
    const { findingsIn } = await import('./diagnosis.ts');
    return [...findingsIn(answer.body), clockFinding(answer.headers.get('date'))];
  } catch (error) {
    if (!(error instanceof CommandFailed) || error.exitCode !== EXIT.unavailable) throw error;
    io.err(`devauth: ${error.message}; looking from here\n`);
    return [...(await lookHere(command)), { check: 'server', status: 'wrong', says: error.message }];
  }
}

async function lookHere(command: Command): Promise<readonly Finding[]> {
  const { readConfig } = await import('../config/settings.ts');
  const { examine } = await import('../maintain.ts');
  return examine(readConfig(environmentOf(command), { purpose: 'maintain' }).config);
}

const SECOND = 1000;
const MAX_DIFFERENCE_SECONDS = 5;

/** Compares the clocks. `Date` has whole seconds. */
function clockFinding(date: string | null): Finding {
  const seconds = Math.round((Date.parse(date ?? '') - systemClock().getTime()) / SECOND);
  const isNear = Math.abs(seconds) <= MAX_DIFFERENCE_SECONDS;
  return { check: 'clock', status: isNear ? 'ok' : 'wrong', says: `the server is ${seconds} s ahead of this machine` };
}
