// Dismisses auth sets or decommissions devices: those that are named, or those that search words match.
import type { Command } from 'commander';
import { clientOf, type Client } from './client.ts';
import { confirmCount } from './decision-preview.ts';
import { tellOutcomes, writeOutcomes, type Outcome } from './decision-view.ts';
import { filterOf, findDevice, findDevices, searchPages } from './device-search.ts';
import { titleOf, type ListedDevice } from './device-view.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { openInterrupt } from './interrupt.ts';
import { namesOf, onlyOne, otherCount } from './named-devices.ts';
import { grouped, openProgress } from './progress.ts';
import type { Removal, RemovalOptions } from './removals.ts';
import { visible } from './show-text.ts';

/** What is to go, or why it cannot: `result`. */
interface Item {
  readonly device: string;
  readonly auth_set: string;
  readonly title: string;
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
  return more.length === 0 ? { ...item, auth_set: set.id } : { ...item, result: 'several_keys' };
}

interface Work {
  readonly client: Client;
  readonly removal: Removal;
  readonly items: readonly Item[];
}

const AT_ONCE = 8;
/** From so many on the progress is shown. */
const MANY = 50;

async function removeAll(io: Io, command: Command, { client, removal, items }: Work): Promise<void> {
  const { status } = removal;
  const interrupt = openInterrupt(() => io.err('\nfinishing what is under way\n'));
  const progress = openProgress(io, command, items.length);
  const outcomes: Outcome[] = [];
  for (let at = 0; at < items.length && !interrupt.isAsked(); at += AT_ONCE) {
    const part = await Promise.all(items.slice(at, at + AT_ONCE).map((item) => removeOne(client, item)));
    writeOutcomes(io, command, part, status);
    outcomes.push(...part);
    if (items.length > MANY) progress.done(outcomes.length);
  }
  progress.close();
  interrupt.close();
  if (outcomes.length === items.length) return tellOutcomes(io, command, { outcomes, status, canUndo: false });
  const done = outcomes.filter(({ result }) => result === 'done').length;
  throw new CommandFailed(EXIT.interrupted, `stopped: ${grouped(done)} of ${grouped(items.length)} are ${status}`, {
    next: 'the same command goes on with those that are left; --expect is their number',
  });
}

const NOT_FOUND = 404;

async function removeOne(client: Client, { device, auth_set: set, result }: Item): Promise<Outcome> {
  if (result !== undefined) return { device, auth_set: set, result };
  const path = `/devices/${encodeURIComponent(device)}${set === '' ? '' : `/auth/${encodeURIComponent(set)}`}`;
  const { status } = await client.management(`DELETE ${path}`, { also: [NOT_FOUND] });
  return { device, auth_set: set, result: status === NOT_FOUND ? 'gone' : 'done' };
}
