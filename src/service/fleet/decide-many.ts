// Decides many auth sets in one call (D21). Each is one command of its own: it is written whole or not at all. An item that is no longer as
// the caller saw it is skipped and reported.
import { decideItem, type BulkRule, type ItemResult } from '../../domain/bulk-decision.ts';
import type { Change } from '../../domain/change.ts';
import type { Device } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import type { AuthSetId, DeviceId, TenantId } from '../../domain/ids.ts';
import { MAX_COMMITS, type DeviceSearch } from '../../store/store.ts';
import { changeOf, decided, type ChangeDeps } from './change-device.ts';

export type DecideManyDeps = ChangeDeps & { readonly search: DeviceSearch };

export interface Item {
  readonly device: DeviceId;
  readonly authSet: AuthSetId;
}

export interface DecideMany {
  readonly tenant: TenantId;
  readonly origin: Origin;
  readonly rule: BulkRule;
  readonly items: readonly Item[];
}

export interface DecidedItem extends Item {
  readonly result: ItemResult;
}

export interface Preview {
  readonly results: readonly DecidedItem[];
  /** Number of items that would be `done`. */
  readonly devices: readonly Device[];
}

/** A device that other commands keep writing is given up after so many attempts, as `changed`. */
const MAX_ATTEMPTS = 20;
const LOADED_AT_ONCE = 500;

/** Decides the items, the device that was made first before the others, so that it gets the room there is. Returns the results in that order. */
export async function decideMany(deps: DecideManyDeps, command: DecideMany): Promise<readonly DecidedItem[]> {
  const { devices, items } = await load(deps, command);
  const results: DecidedItem[] = [];
  for (let start = 0; start < items.length; start += MAX_COMMITS) {
    results.push(...(await decideChunk(deps, command, items.slice(start, start + MAX_COMMITS), devices)));
  }
  return results;
}

/** Returns what `decideMany` would do now, and writes nothing. */
export async function previewMany(deps: DecideManyDeps, command: DecideMany): Promise<Preview> {
  const { devices, items } = await load(deps, command);
  const { limit, used } = await deps.limits.get(command.tenant);
  let room = limit < 0 ? Infinity : limit - used;
  const accepted: Device[] = [];
  const results = items.map((item): DecidedItem => {
    const device = devices.get(item.device);
    const outcome = decideItem(device, item.authSet, command.rule, deps.now());
    if (device === undefined || outcome.result !== 'done') return { ...item, result: outcome.result };
    if (outcome.decision.slot === 'take') {
      if (room <= 0) return { ...item, result: 'no_room' };
      room -= 1;
    }
    accepted.push(device);
    return { ...item, result: 'done' };
  });
  return { results, devices: accepted };
}

async function decideChunk(
  deps: DecideManyDeps,
  command: DecideMany,
  items: readonly Item[],
  devices: Map<DeviceId, Device>,
): Promise<readonly DecidedItem[]> {
  const results = new Map<Item, ItemResult>();
  let open = items;
  for (let attempt = 0; open.length > 0 && attempt < MAX_ATTEMPTS; attempt += 1) {
    const planned: { readonly item: Item; readonly change: Change }[] = [];
    for (const item of open) {
      const device = devices.get(item.device);
      const outcome = decideItem(device, item.authSet, command.rule, deps.now());
      const change = outcome.result === 'done' && changeOf(deps, command, device, decided(outcome.decision, undefined));
      if (change) planned.push({ item, change });
      else results.set(item, outcome.result === 'done' ? 'unchanged' : outcome.result);
    }
    open = await commit(deps, command, planned, results);
    await reload(deps, command, open, devices);
  }
  return items.map((item) => ({ ...item, result: results.get(item) ?? 'changed' }));
}

/** Commits the changes and notes their results. Returns the items whose device another command wrote first. */
async function commit(
  deps: DecideManyDeps,
  { tenant }: DecideMany,
  planned: readonly { readonly item: Item; readonly change: Change }[],
  results: Map<Item, ItemResult>,
): Promise<readonly Item[]> {
  if (planned.length === 0) return [];
  const answers = await deps.devices.commitMany(
    tenant,
    planned.map(({ change }) => change),
  );
  const stale: Item[] = [];
  for (const [index, { item, change }] of planned.entries()) {
    const answer = answers[index];
    if (answer instanceof Refused) throw answer;
    if (answer === 'done') {
      deps.announce(change.events);
      results.set(item, 'done');
    } else if (answer === 'full') results.set(item, 'no_room');
    else stale.push(item);
  }
  return stale;
}

async function reload(
  deps: Pick<DecideManyDeps, 'devices'>,
  { tenant }: DecideMany,
  items: readonly Item[],
  devices: Map<DeviceId, Device>,
): Promise<void> {
  for (const { device: id } of items) {
    const device = await deps.devices.find(tenant, id);
    if (device === undefined) devices.delete(id);
    else devices.set(id, device);
  }
}

/** Loads the devices and puts the items in order of creation; items of unknown devices come last. */
async function load(
  { search }: Pick<DecideManyDeps, 'search'>,
  { tenant, items }: DecideMany,
): Promise<{ readonly devices: Map<DeviceId, Device>; readonly items: readonly Item[] }> {
  const ids = [...new Set(items.map(({ device }) => device))];
  const devices = new Map<DeviceId, Device>();
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
