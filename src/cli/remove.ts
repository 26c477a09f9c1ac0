// Dismisses auth sets or decommissions devices, named ones or those that match search words.
import type { Command } from 'commander';
import { clientOf, type Client } from './client.ts';
import { PART } from './decision-request.ts';
import { confirmCount } from './decision-preview.ts';
import { runParts } from './decision-parts.ts';
import { parseRemoved, writeOutcomes, type Outcome } from './decision-view.ts';
import { filterOf, findDevice, findDevices, searchPages } from './device-search.ts';
import { titleOf, type ListedDevice } from './device-view.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { namesOf, onlyOne, otherCount } from './named-devices.ts';
import { grouped } from './progress.ts';
import type { Removal, RemovalOptions } from './removals.ts';
import { visible } from './show-text.ts';

/** A thing to remove. If it cannot be removed, `result` has the reason. */
interface Item {
  readonly device: string;
  readonly auth_set: string;
  readonly title: string;
  /** The status of the auth set when it was read. */
  readonly from?: string;
  readonly result?: string;
}

export async function remove(io: Io, command: Command, removal: Removal, ids: readonly string[]): Promise<void> {
  const options = command.opts<RemovalOptions>();
  const { query, fromFile, expect, dryRun, yes } = options;
  onlyOne({ ids, query, fromFile });
  if (query !== undefined && expect === undefined && !dryRun && (io.ask === undefined || yes))
    throw new CommandFailed(EXIT.usage, 'without a terminal, or with --yes, -q needs --expect', {
      next: 'see how many match with --dry-run, then give the number with --expect',
    });
  const client = clientOf(command);
  const items =
    query === undefined
      ? await namedItems(client, removal, await namesOf(io, ids, options), options)
      : await matchingItems(client, removal, query, options);
  if (query !== undefined && expect !== undefined && expect !== items.length)
    throw otherCount(items.length, expect, 'match');
  const going = items.filter(({ result }) => result === undefined);
  if (dryRun || (io.ask !== undefined && !yes)) preview(io, removal, going, query);
  if (dryRun) return writeOutcomes(io, command, items.map(plannedOf), removal.status);
  if (going.length > 0 && io.ask !== undefined && !yes) await confirmCount(io, removal.verb, going.length);
  await removeAll(io, command, { client, removal, items });
}

const plannedOf = ({ device, auth_set: set, result = 'done' }: Item): Outcome => ({ device, auth_set: set, result });

const FIRST = 4;

function preview(io: Io, { verb }: Removal, items: readonly Item[], query: string | undefined): void {
  const first = items.slice(0, FIRST).map(({ title }) => title);
  io.err(
    `${verb} ${grouped(items.length)}${query === undefined ? '' : `: ${visible(query)}`}; this cannot be undone\n`,
  );
  if (first.length > 0) io.err(`  first  ${visible(first.join(', '))}${items.length > FIRST ? ', …' : ''}\n`);
}

async function namedItems(
  client: Client,
  removal: Removal,
  names: readonly string[],
  { from, fromFile }: RemovalOptions,
): Promise<readonly Item[]> {
  const devices = await findDevices(client, names);
  const [first = '', second = ''] = names;
  const named = devices.get(first)?.auth_sets.find(({ id }) => id === second);
  if (removal.verb === 'dismiss' && names.length === 2 && named !== undefined)
    return [{ device: first, auth_set: second, title: first }];
  const items: Item[] = [];
  for (const name of names) {
    const device = devices.get(name) ?? (fromFile === undefined ? await findDevice(client, name) : undefined);
    items.push(
      device === undefined
        ? { device: name, auth_set: '', title: name, result: 'gone' }
        : itemOf(device, removal, from),
    );
  }
  return items;
}

async function matchingItems(
  client: Client,
  removal: Removal,
  query: string,
  { from }: RemovalOptions,
): Promise<readonly Item[]> {
  const filter = filterOf(query, undefined);
  if (Object.keys(filter).length === 0)
    throw new CommandFailed(EXIT.usage, '-q has no words', {
      next: "-q 'status:rejected' means all that are rejected",
    });
  const items: Item[] = [];
  for await (const { devices } of searchPages(client, filter, { limit: Infinity }))
    items.push(...devices.map((device) => itemOf(device, removal, from)));
  return items;
}

function itemOf(device: ListedDevice, { verb }: Removal, from: string | undefined): Item {
  const item = { device: device.id, auth_set: '', title: titleOf(device) };
  if (verb === 'decommission') return item;
  const [set, ...more] = device.auth_sets.filter(({ status }) => from === undefined || status === from);
  if (set === undefined) return { ...item, result: 'no_set' };
  return more.length === 0 ? { ...item, auth_set: set.id, from: set.status } : { ...item, result: 'several_keys' };
}

interface Removing {
  readonly client: Client;
  readonly removal: Removal;
  readonly items: readonly Item[];
}

async function removeAll(io: Io, command: Command, { client, removal, items }: Removing): Promise<void> {
  const { reason } = command.opts<RemovalOptions>();
  const parts = [...partsOf(removal, items)];
  await runParts(io, command, {
    total: items.length,
    status: removal.status,
    says: removal.status,
    canUndo: false,
    known: items.filter(({ result }) => result !== undefined).map(plannedOf),
    hasNext: () => parts.length > 0,
    next: async () => {
      const { request = '', body } = parts.shift() ?? {};
      const answer = await client.management(request, {
        body: { ...body, ...(reason !== undefined && { reason }) },
        timeout: 'none',
      });
      return parseRemoved(answer.body);
    },
    goOn: () => 'the same command goes on with those that are left; --expect is their number',
  });
}

interface Part {
  readonly request: string;
  readonly body: object;
}

/** The auth set must still have the status that was read, unless the set itself was named. */
function partsOf({ verb }: Removal, items: readonly Item[]): readonly Part[] {
  const going = items.filter(({ result }) => result === undefined);
  if (verb === 'decommission')
    return inParts(going).map((part) => ({
      request: 'POST /devices/decommissions',
      body: { devices: part.map(({ device }) => device) },
    }));
  return [...new Set(going.map(({ from }) => from))].flatMap((from) =>
    inParts(going.filter((item) => item.from === from)).map((part) => ({
      request: 'POST /devices/dismissals',
      body: {
        auth_sets: part.map(({ device, auth_set: set }) => ({ device, auth_set: set })),
        ...(from !== undefined && { from }),
      },
    })),
  );
}

const inParts = (items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / PART) }, (_, at) => items.slice(at * PART, (at + 1) * PART));
