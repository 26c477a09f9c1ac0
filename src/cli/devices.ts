// `devauth devices`: finds devices and decides about them.
import { Command, InvalidArgumentError, Option } from 'commander';
import { AUTH_SET_STATUSES } from '../domain/device.ts';
import { clientOf, type Client } from './client.ts';
import { addDecisions } from './decisions.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { formatOf, isJson, openListing, say } from './output.ts';
import { queryOption, WORDS_HELP } from './query-option.ts';
import type { WordFilter } from './search-words.ts';

const STATUSES = [...AUTH_SET_STATUSES, 'noauth'];

export function devicesCommand(io: Io): Command {
  const devices = new Command('devices').description('devices, as a user or a machine manages them');
  devices
    .command('list')
    .alias('ls')
    .description('list devices, oldest first')
    .addOption(queryOption())
    .addOption(new Option('-s, --status <status>', 'the same as the word status:<status>').choices(STATUSES))
    .addOption(new Option('--order <order>', 'by creation, or the newest first').choices(['created', '-created']))
    .addOption(new Option('--limit <n>', 'list at most so many; default 100').argParser(countOf).conflicts('all'))
    .option('--all', 'list every device')
    .addHelpText('after', WORDS_HELP)
    .action((options: List, command: Command) => list(io, command, options));
  devices
    .command('show <device>')
    .description('show one device with its auth sets; by its id, a serial, or a MAC address')
    .action(async (text: string, _options: unknown, command: Command) => {
      const { findDevice } = await import('./device-search.ts');
      const { showDevice } = await import('./device-page.ts');
      showDevice(io, command, await findDevice(clientOf(command), text));
    });
  addDecisions(devices, io);
  devices
    .command('dismiss <id> <auth-set>')
    .description('forget an auth set; with the last preauthorized one the device ends as well')
    .action(async (id: string, authSet: string, _options: unknown, command: Command) => {
      await clientOf(command).management(`DELETE /devices/${segment(id)}/auth/${segment(authSet)}`);
      say(io, command, { id, auth_set: authSet, status: 'dismissed' }, `${id} ${authSet} dismissed`);
    });
  devices
    .command('decommission <id...>')
    .description('end devices; this cannot be undone')
    .action(async (ids: readonly string[], _options: unknown, command: Command) => {
      const client = clientOf(command);
      for (const id of ids) {
        await client.management(`DELETE /devices/${segment(id)}`);
        say(io, command, { id, status: 'decommissioned' }, `${id} decommissioned`);
      }
    });
  addPreauthorize(devices, io);
  return devices;
}

interface List {
  readonly query?: string;
  readonly status?: string;
  readonly order?: string;
  readonly limit?: number;
  readonly all?: true;
}

const DEFAULT_LIMIT = 100;

async function list(io: Io, command: Command, { query, status, order, limit, all }: List): Promise<void> {
  const { filterOf, searchPages } = await import('./device-search.ts');
  const { DEVICE_SHAPE } = await import('./device-view.ts');
  const client = clientOf(command);
  const filter = filterOf(query, status);
  const most = all ? Infinity : (limit ?? DEFAULT_LIMIT);
  const listing = openListing(io, command, DEVICE_SHAPE);
  let shown = 0;
  let isCut = false;
  for await (const { devices, hasMore } of searchPages(client, filter, { order, limit: most })) {
    listing.write(devices);
    shown += devices.length;
    isCut = hasMore;
  }
  listing.close();
  if (isCut) await sayHowManyMore(io, client, { filter, shown });
  else if (shown === 0 && io.terminal !== undefined && formatOf(command) === 'table') io.err('no device matches\n');
}

interface Shown {
  readonly filter: WordFilter;
  readonly shown: number;
}

async function sayHowManyMore(io: Io, client: Client, { filter, shown }: Shown): Promise<void> {
  const { body } = await client.management('POST /devices/count', { body: filter });
  const count = typeof body === 'object' && body !== null && 'count' in body ? Number(body.count) : shown;
  const isCapped = typeof body === 'object' && body !== null && 'more' in body && body.more === true;
  if (count > shown) io.err(`${isCapped ? 'at least ' : ''}${count - shown} more; --all lists them\n`);
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}

interface Preauthorize {
  readonly identity?: string;
  readonly key?: string;
  readonly force?: true;
  readonly dryRun?: true;
}

function addPreauthorize(devices: Command, io: Io): void {
  devices
    .command('preauthorize [file]')
    .description('admit devices before they connect: a list from a file (.csv, .ndjson, .json), or one device')
    .option('--identity <json>', 'one device: its identity data')
    .option('--key <file>', 'one device: the PEM file with its public key')
    .option('--force', 'add the key also to a device that is known already')
    .option('--dry-run', 'check the list, identities and keys included, and send nothing')
    .addHelpText(
      'after',
      '\nA CSV file has a header row: `pubkey`, and `identity.<name>` for each attribute. A line of NDJSON is the body of the API.\n',
    )
    .action(async (file: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Preauthorize>();
      const isOne = options.identity !== undefined && options.key !== undefined;
      if ((file === undefined) !== isOne)
        throw new CommandFailed(EXIT.usage, 'name a file, or a device with --identity and --key');
      const { oneDevice, readList } = await import('./device-list.ts');
      const { preauthorizeList } = await import('./preauthorize.ts');
      const { identity = '', key = '', force, dryRun } = options;
      const lines = file === undefined ? oneDevice(identity, key) : readList(file);
      const modes = { ...(force && { force }), ...(dryRun && { dryRun }), isJson: isJson(command) };
      await preauthorizeList(io, clientOf(command), { lines, ...modes });
    });
}

const segment = encodeURIComponent;
