// `devauth devices`: who is waiting, who is in, and what becomes of them.
import { Command, Option } from 'commander';
import { readFileSync } from 'node:fs';
import { AUTH_SET_STATUSES } from '../domain/device.ts';
import { clientOf, type Client } from './client.ts';
import { parseDevice, parseDevices, type ListedDevice } from './device-view.ts';
import { CommandFailed, EXIT, jsonLines, table, type Io } from './io.ts';
import { preauthorizeList } from './preauthorize.ts';

const STATUSES = [...AUTH_SET_STATUSES, 'noauth'];

export function devicesCommand(io: Io): Command {
  const devices = new Command('devices').description('devices, as a user or a machine manages them');
  devices
    .command('list')
    .description('oldest first')
    .addOption(new Option('--status <status>', 'only those').choices(STATUSES))
    .option('--all', 'every device, and not the first 100 alone')
    .action((options: List, command: Command) => list(io, command, options));
  devices
    .command('show <id>')
    .description('one device with its auth sets')
    .action(async (id: string, _options: unknown, command: Command) => {
      const device = await find(clientOf(command), id);
      io.out(isJson(command) ? jsonLines([device]) : `${JSON.stringify(device, undefined, 2)}\n`);
    });
  addDecisions(devices, io);
  devices
    .command('dismiss <id> <auth-set>')
    .description('forget an auth set; the last preauthorized one takes its device along')
    .action(async (id: string, authSet: string, _options: unknown, command: Command) => {
      await clientOf(command).management(`DELETE /devices/${segment(id)}/auth/${segment(authSet)}`);
      say(io, command, { id, auth_set: authSet, status: 'dismissed' });
    });
  devices
    .command('decommission <id...>')
    .description('end devices for good')
    .action(async (ids: readonly string[], _options: unknown, command: Command) => {
      const client = clientOf(command);
      for (const id of ids) {
        await client.management(`DELETE /devices/${segment(id)}`);
        say(io, command, { id, status: 'decommissioned' });
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
  const client = clientOf(command);
  const query = new URLSearchParams({ ...(status && { status }), per_page: String(all ? PAGE_OF_ALL : PAGE) });
  if (all) query.set('cursor', '');
  let next: string | undefined = `/devices?${query.toString()}`;
  let isFirst = true;
  while (next !== undefined) {
    const { body, headers } = await client.management(`GET ${next}`);
    const devices = parseDevices(body);
    const rows = table(devices.map(rowOf));
    io.out(isJson(command) ? jsonLines(devices) : isFirst ? rows : rows.slice(rows.indexOf('\n') + 1));
    next = all ? nextOf(headers.get('link')) : undefined;
    isFirst = false;
  }
}

/** The path below the API's base. */
const nextOf = (link: string | null): string | undefined => /<[^>]*\/devauth([^>]+)>; rel="next"/.exec(link ?? '')?.[1];

const rowOf = ({ id, status, created_ts, auth_sets, identity_data }: ListedDevice) => ({
  id,
  status,
  created: created_ts,
  sets: auth_sets.length,
  identity: JSON.stringify(identity_data),
});

function addDecisions(devices: Command, io: Io): void {
  for (const [verb, status, says] of [
    ['accept', 'accepted', 'the device gets tokens from now on'],
    ['reject', 'rejected', 'its tokens are good no more'],
  ] as const) {
    devices
      .command(`${verb} <id> [auth-set]`)
      .description(`${says}; the auth set need not be named where there is one to choose`)
      .action(async (id: string, named: string | undefined, _options: unknown, command: Command) => {
        const client = clientOf(command);
        const authSet = named ?? onlyChoice(await find(client, id), status);
        await client.management(`PUT /devices/${segment(id)}/auth/${segment(authSet)}/status`, { body: { status } });
        say(io, command, { id, auth_set: authSet, status });
      });
  }
}

/** The one set that would change: pending ones before others. */
function onlyChoice({ id, auth_sets }: ListedDevice, status: string): string {
  const others = auth_sets.filter((set) => set.status !== status && set.status !== 'preauthorized');
  const pending = others.filter((set) => set.status === 'pending');
  const choice = pending.length > 0 ? pending : others;
  const [only, ...more] = choice;
  if (only !== undefined && more.length === 0) return only.id;
  throw new CommandFailed(
    EXIT.usage,
    only === undefined
      ? `device ${id} has no auth set to choose`
      : `device ${id} has several auth sets, name one: ${choice.map((set) => set.id).join(', ')}`,
  );
}

interface Preauthorize {
  readonly identity?: string;
  readonly key?: string;
  readonly force?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

function addPreauthorize(devices: Command, io: Io): void {
  devices
    .command('preauthorize [file]')
    .description(
      'devices that are let in when they come: a list from a file (.csv, .ndjson, .json), or one by --identity and --key',
    )
    .option('--identity <json>', 'one device: its identity data')
    .option('--key <file>', 'one device: the PEM file with its public key')
    .option('--force', 'also when the identity is known already')
    .option('--dry-run', 'read the list, and send nothing')
    .addHelpText(
      'after',
      '\nA CSV file has a header row: `pubkey`, and `identity.<name>` for each attribute. A line of NDJSON is the body of the API.\n',
    )
    .action((file: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Preauthorize>();
      const isOne = options.identity !== undefined && options.key !== undefined;
      if ((file === undefined) !== isOne)
        throw new CommandFailed(EXIT.usage, 'name a file, or a device with --identity and --key');
      const source =
        file === undefined ? { name: 'one.ndjson', text: oneLine(options) } : { name: file, text: read(file) };
      return preauthorizeList(io, clientOf(command), { ...options, ...source });
    });
}

const oneLine = ({ identity = '', key = '' }: Preauthorize): string =>
  JSON.stringify({ identity_data: parseJson(identity), pubkey: read(key) });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandFailed(EXIT.usage, 'the identity is not JSON');
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CommandFailed(EXIT.usage, `${file} cannot be read`);
  }
}

async function find(client: Client, id: string): Promise<ListedDevice> {
  const { body } = await client.management(`GET /devices/${segment(id)}`);
  return parseDevice(body);
}

const segment = encodeURIComponent;

const isJson = (command: Command): boolean => command.optsWithGlobals<{ json?: true }>().json === true;

const say = (
  io: Io,
  command: Command,
  row: { readonly id: string; readonly status: string; readonly auth_set?: string },
): void =>
  io.out(isJson(command) ? jsonLines([row]) : `${row.id} ${row.auth_set ? `${row.auth_set} ` : ''}${row.status}\n`);
