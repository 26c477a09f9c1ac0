// `devauth devices preauthorize`: its arguments and options.
import { InvalidArgumentError, Option, type Command } from 'commander';
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandFailed, EXIT, type Io } from './io.ts';
import type { Conflict } from './preauthorize-part.ts';

interface Options {
  readonly identity?: string;
  readonly key?: string;
  readonly force?: true;
  readonly onConflict?: Conflict;
  readonly dryRun?: true;
  readonly report?: string;
  readonly errors?: string;
  readonly map?: readonly string[];
  readonly delimiter?: string;
  readonly afterLine?: number;
}

export function addPreauthorize(devices: Command, io: Io): void {
  devices
    .command('preauthorize [file]')
    .description('admit devices before they connect: a list from a file (.csv, .ndjson, .json) or -, or one device')
    .option('--identity <json>', 'one device: its identity data')
    .option('--key <file>', 'one device: the PEM file with its public key')
    .option('--dry-run', 'let the server check the list, identities and keys included, and change nothing')
    .addOption(
      new Option(
        '--on-conflict <what>',
        'a device with another key: leave it (skip), add the key (force), stop (fail)',
      ).choices(['skip', 'force', 'fail']),
    )
    .addOption(new Option('--force', 'the same as --on-conflict force').conflicts('onConflict'))
    .option('--report <file>', 'write the result of each row to a file, one JSON object on each line')
    .option('--errors <file>', 'write the refused rows to a file, to correct and send again')
    .addOption(
      new Option(
        '--map <column=meaning>',
        'the meaning of a CSV column: Serial=identity.sn; once for each column',
      ).argParser((pair: string, before: readonly string[] | undefined) => [...(before ?? []), pair]),
    )
    .option('--delimiter <character>', 'the separator of CSV cells; tab for tabs; default a comma')
    .addOption(
      new Option('--after-line <n>', 'begin after that line; --report and --errors add to their files').argParser(
        lineOf,
      ),
    )
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, _options: unknown, command: Command) => {
      const options = command.opts<Options>();
      refuseToOverwrite(file, options);
      const { preauthorizeList } = await import('./preauthorize.ts');
      await preauthorizeList(io, command, await listOf(io, file, options), {
        onConflict: options.force ? 'force' : (options.onConflict ?? 'skip'),
        isDryRun: options.dryRun === true,
        report: options.report,
        errors: options.errors,
        afterLine: options.afterLine ?? 0,
      });
    });
}

const HELP = `
A CSV file has a header row: \`pubkey\`, and \`identity.<name>\` for each attribute. A line of NDJSON is the body of the API.
A list can be run again: what is there already is left as it is.
`;

/** A run that ends early has the result of some rows only. Then the list must still be there. */
function refuseToOverwrite(file: string | undefined, { report, errors }: Options): void {
  const same = [report, errors].find((name) => file !== undefined && name !== undefined && isSame(file, name));
  if (same === undefined) return;
  throw new CommandFailed(EXIT.usage, `${same} is the list itself, and would be overwritten`, {
    next: 'name another file for what is written',
  });
}

const isSame = (file: string, other: string): boolean => realPath(file) === realPath(other);

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}

async function listOf(io: Io, file: string | undefined, options: Options) {
  const { identity, key } = options;
  const isOne = identity !== undefined && key !== undefined;
  if ((file === undefined) !== isOne)
    throw new CommandFailed(EXIT.usage, 'name a file, or a device with --identity and --key', {
      next: 'devauth devices preauthorize fleet.csv',
    });
  const { oneDevice, readList, readText } = await import('./device-list.ts');
  if (file === undefined) return oneDevice(identity ?? '', key ?? '');
  const text = file === '-' ? ((await io.input?.()) ?? '') : readText(file);
  return readList(file, text, { map: mapOf(options.map ?? []), delimiter: delimiterOf(options.delimiter ?? ',') });
}

const mapOf = (pairs: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      const [column, meaning] = [pair.slice(0, at), pair.slice(at + 1)];
      if (at > 0 && (meaning === 'pubkey' || /^identity\../.test(meaning))) return [column, meaning] as const;
      throw new CommandFailed(EXIT.usage, `--map ${pair} says nothing about a column`, {
        next: 'such as --map Serial=identity.sn --map Key=pubkey',
      });
    }),
  );

function delimiterOf(text: string): string {
  const delimiter = text === 'tab' || text === '\\t' ? '\t' : text;
  if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter;
  throw new CommandFailed(EXIT.usage, '--delimiter must be one character, or tab', { next: "such as --delimiter ';'" });
}

function lineOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be the number of a line.');
}
