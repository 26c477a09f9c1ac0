// `devauth devices`: finds devices and decides about them.
import { Command, Option } from 'commander';
import { AUTH_SET_STATUSES } from '../domain/device.ts';
import { clientOf, type Client } from './client.ts';
import { addDecisions } from './decisions.ts';
import type { Export } from './device-export.ts';
import type { Io } from './io.ts';
import { formatOf, openListing } from './output.ts';
import { addPreauthorize } from './preauthorize-command.ts';
import { countOption, queryOption, WORDS_HELP } from './query-option.ts';
import { addRemovals } from './removals.ts';
import type { WordFilter } from './search-words.ts';
import type { Watch } from './watch.ts';
import type { Why } from './why.ts';

const STATUSES = [...AUTH_SET_STATUSES, 'noauth'];

export function devicesCommand(io: Io): Command {
  const devices = new Command('devices').description('devices, as a user or a machine manages them');
  devices
    .command('list')
    .alias('ls')
    .description('list devices, oldest first')
    .addOption(queryOption())
    .addOption(statusOption())
    .addOption(
      new Option('--order <order>', 'by creation: the oldest first, or the newest first').choices([
        'created',
        '-created',
      ]),
    )
    .addOption(countOption('the most devices to list; default 100').conflicts('all'))
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
  addRemovals(devices, io);
  addWhy(devices, io);
  addExport(devices, io);
  addWatch(devices, io);
  addQueue(devices, io);
  addPreauthorize(devices, io);
  return devices;
}

function addExport(devices: Command, io: Io): void {
  devices
    .command('export')
    .description('write every matching device, as -o csv or -o ndjson')
    .addOption(queryOption())
    .addOption(statusOption())
    .option('--attributes <names>', 'in CSV, a column for each of these attributes: sn,mac')
    .option('--spreadsheet', "in CSV, put ' before a cell that a spreadsheet would run as a formula")
    .addHelpText('after', WORDS_HELP)
    .action(async (options: Export, command: Command) => {
      const { exportDevices } = await import('./device-export.ts');
      await exportDevices(io, command, options);
    });
}

function addWhy(devices: Command, io: Io): void {
  devices
    .command('why [device]')
    .description('explain why a device gets tokens or not; exit code 0 if it does, 1 if not')
    .option('--identity <json>', 'for a device that nobody has seen: the identity that it would send')
    .option('--key <file>', 'the PEM file with the public key that it would send')
    .action(async (device: string | undefined, options: Why, command: Command) => {
      const { why } = await import('./why.ts');
      await why(io, command, device, options);
    });
}

function addWatch(devices: Command, io: Io): void {
  devices
    .command('watch')
    .description('write a line for each event as it happens, until Ctrl-C')
    .addOption(queryOption())
    .addOption(statusOption())
    .addHelpText('after', WORDS_HELP)
    .action(async (options: Watch, command: Command) => {
      const { watch } = await import('./watch.ts');
      await watch(io, command, options);
    });
}

function addQueue(devices: Command, io: Io): void {
  devices
    .command('queue')
    .description('show how many unknown devices and keys wait, and from which addresses')
    .action(async (_options: unknown, command: Command) => {
      const { showQueue } = await import('./queue.ts');
      await showQueue(io, command);
    });
}

const statusOption = (): Option =>
  new Option(
    '-s, --status <status>',
    'only devices of this status; pending: also an accepted one with a new key',
  ).choices(STATUSES);

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
