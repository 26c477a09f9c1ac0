// `devauth import-mender`: imports the devices of Mender's deviceauth into the store of this installation, while no server runs.
import { Command } from 'commander';
import { environmentOf } from './config-file.ts';
import { jsonLines, type Io } from './io.ts';
import { isJson } from './output.ts';
import { openProgress, type Progress } from './progress.ts';

interface Options {
  readonly from: string;
  readonly dryRun?: true;
  readonly tokens?: true;
}

export const importMenderCommand = (io: Io): Command =>
  new Command('import-mender')
    .description('import the devices of Mender’s deviceauth; stop both servers first')
    .requiredOption('--from <address>', 'Mender’s database, such as mongodb://mongo/deviceauth; it is only read')
    .option('--dry-run', 'read and check everything, and write nothing')
    .option('--tokens', 'also import the tokens; DEVICEAUTH_IMPORTED_TOKEN_KEYS verifies them until they expire')
    .addHelpText(
      'after',
      '\nIds and revisions stay. What our rules refuse is reported with the reason. A second run writes what has changed in Mender since;\nwithout --tokens it ends the tokens that an earlier one took over.\nThe import writes no events, because inventory knows the devices already.\n',
    )
    .action(async ({ from, dryRun, tokens }: Options, command: Command) => {
      const { readConfig } = await import('../config/settings.ts');
      const { importAlone } = await import('../maintain/import.ts');
      const { config } = readConfig(environmentOf(command), { purpose: 'maintain' });
      let progress: Progress | undefined;
      const counts = await importAlone(config, from, {
        isDry: dryRun === true,
        withTokens: tokens === true,
        tell: ({ what, id, tenant, reason }) =>
          io.err(`${what} ${id}${tenant === '' ? '' : ` of tenant ${tenant}`}: ${reason}\n`),
        progress: (devices, total) => {
          progress ??= openProgress(io, command, total);
          progress.done(devices);
        },
      });
      progress?.close();
      io.out(isJson(command) ? jsonLines([counts]) : textOf(counts, dryRun === true));
    });

type Counts = Readonly<
  Partial<Record<'tokens' | 'tokensKept' | 'tokensLeftOut' | 'tokensWithoutDevice', number>> &
    Record<
      | 'devices'
      | 'created'
      | 'updated'
      | 'unchanged'
      | 'changedHere'
      | 'refused'
      | 'authSets'
      | 'authSetsKept'
      | 'authSetsLeftOut'
      | 'authSetsWithoutDevice'
      | 'limits'
      | 'limitsSet'
      | 'limitsLeftOut',
      number
    >
>;

const textOf = (counts: Counts, isDry: boolean): string =>
  [
    ...(isDry ? ['nothing is written; it would be'] : []),
    `${counts.devices} devices: ${counts.created} created, ${counts.updated} updated, ${counts.unchanged} unchanged, ${counts.changedHere} changed here, ${counts.refused} refused`,
    `${counts.authSets} auth sets: ${counts.authSetsKept} kept, ${counts.authSetsLeftOut} left out, ${counts.authSetsWithoutDevice} without a device`,
    ...(counts.tokens === undefined
      ? []
      : [
          `${counts.tokens} tokens: ${counts.tokensKept} kept, ${counts.tokensLeftOut} left out, ${counts.tokensWithoutDevice} without a device`,
        ]),
    `${counts.limits} limits: ${counts.limitsSet} set, ${counts.limitsLeftOut} left out`,
    '',
  ].join('\n');
