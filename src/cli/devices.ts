// `devauth devices`: lists devices and decides about them.
import { Command, Option } from 'commander';
import { AUTH_SET_STATUSES } from '../domain/device.ts';
import { clientOf, type Client } from './client.ts';
import { addDecisions } from './decisions.ts';
import { CommandFailed, EXIT, jsonLines, table, type Io } from './io.ts';
import { isJson, say } from './output.ts';
import type { ListedDevice } from './device-view.ts';

const STATUSES = [...AUTH_SET_STATUSES, 'noauth'];

export function devicesCommand(io: Io): Command {
  const devices = new Command('devices').description('devices, as a user or a machine manages them');
  devices
    .command('list')
    .description('list devices, oldest first')
    .addOption(new Option('--status <status>', 'only devices of this status').choices(STATUSES))
    .option('--all', 'list every device, not only the first 100')
    .action((options: List, command: Command) => list(io, command, options));
  devices
    .command('show <id>')
    .description('show one device with its auth sets')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { findDevice } = await import('./device-view.ts');
      const device = await findDevice(clientOf(command), id);
      io.out(isJson(command) ? jsonLines([device]) : `${JSON.stringify(device, undefined, 2)}\n`);
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
  readonly status?: string;
  readonly all?: true;
}

const PAGE = 100;
const PAGE_OF_ALL = 500;

async function list(io: Io, command: Command, { status, all }: List): Promise<void> {
  const { parseDevices } = await import('./device-view.ts');
  const client = clientOf(command);
  const query = new URLSearchParams({ ...(status && { status }), per_page: String(all ? PAGE_OF_ALL : PAGE) });
  if (all) query.set('cursor', '');
  let next: string | undefined = `/devices?${query.toString()}`;
  let shown = 0;
  while (next !== undefined) {
    const { body, headers } = await client.management(`GET ${next}`);
    const devices = parseDevices(body);
    const rows = table(devices.map(rowOf));
    io.out(isJson(command) ? jsonLines(devices) : shown === 0 ? rows : rows.slice(rows.indexOf('\n') + 1));
    next = all ? nextOf(headers.get('link')) : undefined;
    shown += devices.length;
  }
  if (!all && shown === PAGE) await sayHowManyMore(io, client, { status, shown });
}

interface Shown {
  readonly status: string | undefined;
  readonly shown: number;
}

async function sayHowManyMore(io: Io, client: Client, { status, shown }: Shown): Promise<void> {
  const { body } = await client.management(`GET /devices/count${status === undefined ? '' : `?status=${status}`}`);
  const count = typeof body === 'object' && body !== null && 'count' in body ? Number(body.count) : shown;
  if (count > shown) io.err(`${count - shown} more; --all lists them\n`);
}

/** Returns the path below the base of the API. */
const nextOf = (link: string | null): string | undefined => /<[^>]*\/devauth([^>]+)>; rel="next"/.exec(link ?? '')?.[1];

const rowOf = ({ id, status, created_ts, auth_sets, identity_data }: ListedDevice) => ({
  id,
  status,
  created: created_ts,
  sets: auth_sets.length,
  identity: JSON.stringify(identity_data),
});

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
