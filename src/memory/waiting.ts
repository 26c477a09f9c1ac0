// Counts the taken places of a tenant, and the auth sets that hold them (D23). The store counts them; a node reads the store at
// most every ten seconds and adds its own changes. With several nodes the number misses at most the strangers of ten seconds.
import type { TenantId } from '../domain/ids.ts';
import { findRoom, heaviestOf, isPressed, type Place, type SourceShare } from '../domain/places.ts';
import type { Devices } from '../store/store.ts';
import { createBoundedMap, type BoundedMap } from './bounded-map.ts';

export interface Waiting {
  /** The number of places of a tenant. */
  readonly places: number;
  /**
   * Takes a place for a stranger from that source: a free place, or the place of another auth set, which the caller then displaces.
   * Returns `undefined` if no set makes room.
   */
  readonly takePlace: (tenant: TenantId, from: string) => Promise<'free' | Place | undefined>;
  /** Takes a place only if one is free. */
  readonly takeFreePlace: (tenant: TenantId) => Promise<boolean>;
  /** Returns how many places are taken if it is at least four fifths, and `undefined` otherwise. */
  readonly pressure: (tenant: TenantId) => Promise<Pressure | undefined>;
  /** Gives back a place that was taken and not used. */
  readonly giveBack: (tenant: TenantId) => void;
}

export interface Pressure {
  readonly taken: number;
  readonly places: number;
  /** Reads the three sources that hold the most. */
  readonly readHeaviest: () => Promise<readonly SourceShare[]>;
}

export interface WaitingRules {
  readonly devices: Pick<Devices, 'countWaiting' | 'listWaiting'>;
  /** The number of places of a tenant. */
  readonly maxPending: number;
  readonly now: () => Date;
}

const HEAVIEST = 3;
const FRESH_MS = 10_000;
/** Devices that are read at once. Other work runs in between. */
const PIECE = 500;
const MAX_TENANTS = 10_000;
/** Tenants with all places taken whose places are kept in memory. */
const MAX_FULL = 16;

interface Count {
  readonly at: number;
  taken: number;
}

/** The places of a full tenant as they were read, without those that made room since. */
interface Full {
  readonly at: number;
  places: readonly Place[];
  /** Sources for which no set makes room. */
  readonly refused: Set<string>;
}

export function createWaiting({ devices, maxPending, now }: WaitingRules): Waiting {
  const counts = createBoundedMap<TenantId, Promise<Count>>(MAX_TENANTS);
  const full = createBoundedMap<TenantId, Promise<Full>>(MAX_FULL);

  const countOf = (tenant: TenantId): Promise<Count> =>
    fresh(counts, tenant, now, async (at) => ({ at, taken: await devices.countWaiting(tenant) }));

  const fullOf = (tenant: TenantId): Promise<Full> =>
    fresh(full, tenant, now, async (at) => ({ at, places: await readPlaces(devices, tenant), refused: new Set() }));

  const takeFreePlace = async (tenant: TenantId): Promise<boolean> => {
    const count = await countOf(tenant);
    if (count.taken >= maxPending) return false;
    count.taken += 1;
    return true;
  };

  return {
    places: maxPending,
    takeFreePlace,
    takePlace: async (tenant, from) => {
      if (await takeFreePlace(tenant)) return 'free';
      const snapshot = await fullOf(tenant);
      if (snapshot.refused.has(from)) return undefined;
      const found = findRoom(snapshot.places, from, now());
      if (found === undefined) snapshot.refused.add(from);
      else snapshot.places = snapshot.places.filter((place) => place !== found);
      return found;
    },
    pressure: async (tenant) => {
      const { taken } = await countOf(tenant);
      if (!isPressed(taken, maxPending)) return undefined;
      const readHeaviest = async () => heaviestOf((await fullOf(tenant)).places, HEAVIEST);
      return { taken, places: maxPending, readHeaviest };
    },
    giveBack: (tenant) => void countOf(tenant).then((count) => (count.taken -= 1), ignore),
  };
}

const ignore = (): void => undefined;

/** Returns the state of the tenant from memory if it is not old. Reads it again otherwise; parallel callers share one read. */
async function fresh<Known extends { readonly at: number }>(
  known: BoundedMap<TenantId, Promise<Known>>,
  tenant: TenantId,
  now: () => Date,
  read: (at: number) => Promise<Known>,
): Promise<Known> {
  for (;;) {
    const before = known.get(tenant);
    const remembered = await before;
    const at = now().getTime();
    if (remembered !== undefined && Math.abs(at - remembered.at) < FRESH_MS) return remembered;
    if (known.get(tenant) !== before) continue; // another caller has begun to read
    const reading = read(at);
    known.set(tenant, reading);
    reading.catch(() => known.delete(tenant));
    return reading;
  }
}

async function readPlaces(devices: Pick<Devices, 'listWaiting'>, tenant: TenantId): Promise<readonly Place[]> {
  const places: Place[] = [];
  let after: Place['device'] | undefined;
  do {
    const part = await devices.listWaiting(tenant, { limit: PIECE, after });
    places.push(...part.places);
    after = part.next;
  } while (after !== undefined);
  return places;
}
