// Decides many auth sets in one call (D21). Each is a command of its own, written completely or not at all. An item that has
// changed since the caller saw it is skipped and reported.
import { decideItem, type BulkRule, type ItemDecision, type ItemResult } from '../../domain/bulk-decision.ts';
import type { Change } from '../../domain/change.ts';
import type { Device } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import type { AuthSetId, DeviceId, TenantId } from '../../domain/ids.ts';
import { MAX_COMMITS, type DeviceSearch } from '../../store/store.ts';
import { ahead } from '../../time/ahead.ts';
import { createSlices } from '../../time/slices.ts';
import { changeOf, decided, type ChangeDeps } from './change-device.ts';

export type DecideManyDeps = ChangeDeps & { readonly search: DeviceSearch };

/** The target of a bulk decision: a device, or one of its auth sets. */
export interface Item {
  readonly device: DeviceId;
}

export interface SetItem extends Item {
  readonly authSet: AuthSetId;
}

export interface DecideMany<One extends Item> {
  readonly tenant: TenantId;
  readonly origin: Origin;
  readonly items: readonly One[];
  /** The devices of all items, if the caller has just read them. */
  readonly devices?: readonly Device[];
  /** Has no side effects, because it runs again if another command wrote the device first. */
  readonly decide: (device: Device | undefined, item: One, now: Date) => ItemDecision;
  /** True if the caller has disconnected. No other item begins then. */
  readonly isGone?: () => boolean;
}

/** Decides each auth set by this rule. */
export const byRule =
  (rule: BulkRule): DecideMany<SetItem>['decide'] =>
  (device, { authSet }, now) =>
    decideItem(device, authSet, rule, now);

export type DecidedItem<One extends Item> = One & { readonly result: ItemResult };

export interface Preview<One extends Item> {
  readonly results: readonly DecidedItem<One>[];
  /** The devices of the items with the result `done`. */
  readonly devices: readonly Device[];
}

/** After this many attempts, a device that other commands keep writing is reported as `changed`. */
const MAX_ATTEMPTS = 20;
const LOADED_AT_ONCE = 200;

/** The time for changes in one turn of the event loop. */
const SLICE_MS = 2;

/**
 * Decides the items in the order in which their devices were created, so that the oldest get the room. Returns the results in that
 * order.
 */
export async function decideMany<One extends Item>(
  deps: DecideManyDeps,
  command: DecideMany<One>,
): Promise<readonly DecidedItem<One>[]> {
  const results: DecidedItem<One>[] = [];
  for await (const { deciding } of ahead(decideChunks(deps, command))) results.push(...(await deciding));
  return results;
}

/** Returns what `decideMany` would do now. Writes nothing. */
export async function previewMany<One extends Item>(
  deps: DecideManyDeps,
  command: DecideMany<One>,
): Promise<Preview<One>> {
  const { devices, items } = await load(deps, command);
  const { limit, used } = await deps.limits.get(command.tenant);
  let room = limit < 0 ? Infinity : limit - used;
  const meant: Device[] = [];
  const results = items.map((item): DecidedItem<One> => {
    const device = devices.get(item.device);
    const outcome = command.decide(device, item, deps.now());
    if (device === undefined || outcome.result !== 'done') return { ...item, result: outcome.result };
    if (outcome.decision.slot === 'take') {
      if (room <= 0) return { ...item, result: 'no_room' };
      room -= 1;
    }
    meant.push(device);
    return { ...item, result: 'done' };
  });
  return { results, devices: meant };
}

type Devices = Map<DeviceId, Device>;

/** Begins to decide the items, a chunk at a time and in order. The next chunk is planned while the one before is written. */
async function* decideChunks<One extends Item>(deps: DecideManyDeps, command: DecideMany<One>) {
  const { devices, items } = await load(deps, command);
  const work: Work<One> = { deps, command, devices, results: new Map(), slice: createSlices(SLICE_MS) };
  for (let start = 0; start < items.length && command.isGone?.() !== true; start += MAX_COMMITS) {
    const chunk = items.slice(start, start + MAX_COMMITS);
    const deciding = decideChunk(work, chunk, await plan(work, chunk));
    deciding.catch(() => undefined); // it is thrown when it is awaited
    yield { deciding };
  }
}

interface Work<One extends Item> {
  readonly deps: DecideManyDeps;
  readonly command: DecideMany<One>;
  readonly devices: Devices;
  readonly results: Map<One, ItemResult>;
  /** Gives others a turn of the event loop. */
  readonly slice: () => Promise<void> | undefined;
}

async function decideChunk<One extends Item>(
  work: Work<One>,
  items: readonly One[],
  planned: readonly Planned<One>[],
): Promise<readonly DecidedItem<One>[]> {
  let open = await commit(work, planned);
  for (let attempt = 1; open.length > 0 && attempt < MAX_ATTEMPTS; attempt += 1) {
    await reload(work.deps, work.command.tenant, open, work.devices);
    open = await commit(work, await plan(work, open));
  }
  return items.map((item) => ({ ...item, result: work.results.get(item) ?? 'changed' }));
}

interface Planned<One> {
  readonly item: One;
  readonly change: Change;
}

/** Returns the changes that the items ask for. Records the results of those that ask for none. */
async function plan<One extends Item>(
  { deps, command, devices, results, slice }: Work<One>,
  items: readonly One[],
): Promise<readonly Planned<One>[]> {
  const planned: Planned<One>[] = [];
  for (const item of items) {
    await slice();
    const device = devices.get(item.device);
    const outcome = command.decide(device, item, deps.now());
    const change = outcome.result === 'done' && changeOf(deps, command, device, decided(outcome.decision, undefined));
    if (change) planned.push({ item, change });
    else results.set(item, outcome.result === 'done' ? 'unchanged' : outcome.result);
  }
  return planned;
}

/** Commits the changes and records their results. Returns the items whose device another command wrote first. */
async function commit<One extends Item>(
  { deps, command, results, slice }: Work<One>,
  planned: readonly Planned<One>[],
): Promise<readonly One[]> {
  if (planned.length === 0) return [];
  const answers = await deps.devices.commitMany(
    command.tenant,
    planned.map(({ change }) => change),
  );
  const stale: One[] = [];
  let refusal: Refused | undefined;
  for (const [index, { item, change }] of planned.entries()) {
    await slice();
    const answer = answers[index];
    if (answer instanceof Refused) refusal ??= answer;
    else if (answer === 'done') {
      deps.announce(change.events);
      results.set(item, 'done');
    } else if (answer === 'full') results.set(item, 'no_room');
    else stale.push(item);
  }
  if (refusal !== undefined) throw refusal; // after the others, which are written, are announced
  return stale;
}

async function reload(
  deps: Pick<DecideManyDeps, 'devices'>,
  tenant: TenantId,
  items: readonly Item[],
  devices: Devices,
): Promise<void> {
  for (const { device: id } of items) {
    const device = await deps.devices.find(tenant, id);
    if (device === undefined) devices.delete(id);
    else devices.set(id, device);
  }
}

/** Loads the devices and sorts the items by their creation. Items of unknown devices come last. */
async function load<One extends Item>(
  { search }: Pick<DecideManyDeps, 'search'>,
  { tenant, items, devices: known }: Pick<DecideMany<One>, 'tenant' | 'items' | 'devices'>,
): Promise<{ readonly devices: Devices; readonly items: readonly One[] }> {
  const devices: Devices = new Map(known?.map((device) => [device.id, device]));
  const ids = known === undefined ? [...new Set(items.map(({ device }) => device))] : [];
  for (let start = 0; start < ids.length; start += LOADED_AT_ONCE) {
    const filter = { ids: ids.slice(start, start + LOADED_AT_ONCE) };
    for await (const device of matches(search, tenant, filter)) devices.set(device.id, device);
  }
  const time = ({ device }: Item): number => devices.get(device)?.createdAt.getTime() ?? Infinity;
  const inOrder = [...items].sort((a, b) => compare(time(a), time(b)) || compare(a.device, b.device));
  return { devices, items: inOrder };
}

const compare = <Value extends number | string>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0);

async function* matches(search: DeviceSearch, tenant: TenantId, filter: { readonly ids: readonly DeviceId[] }) {
  for (let after; ;) {
    const page = await search.find(tenant, filter, { limit: LOADED_AT_ONCE, order: 'created', after });
    yield* page.devices;
    if (page.next === undefined) return;
    after = page.next;
  }
}
