// Streams of a search: devices in the order of creation, each stream over one index, with a seek to any place.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SearchWindow } from '../store.ts';
import { prepare } from './statement.ts';

export type Order = SearchWindow['order'];

/** A place in the order of D13. `id` is as in its column. */
export interface Place {
  readonly createdAt: number;
  readonly id: string;
}

/** A device in a stream. */
export interface Entry extends Place {
  readonly row: number;
}

export interface Stream {
  /** Returns the first entries at that place or after it. */
  readonly read: (from: Place, size: number) => readonly Entry[];
  /** Counts the entries, up to `most`. It is an estimate if a device may be in the stream twice. */
  readonly count: (most: number) => number;
  /** False if the count may include a device twice. */
  readonly countsEachOnce: boolean;
}

/** The streams of one order. */
export interface Streams {
  all(tenant: string): Stream;
  status(tenant: string, status: string): Stream;
  /** Devices whose status differs from that of an auth set. */
  setStatus(tenant: string, status: string): Stream;
  attribute(tenant: string, name: string, value: string): Stream;
}

export const BEGINNING: Readonly<Record<Order, Place>> = {
  created: { createdAt: Number.MIN_SAFE_INTEGER, id: '' },
  '-created': { createdAt: Number.MAX_SAFE_INTEGER, id: '\u{10ffff}' },
};

const WAY = { created: 1, '-created': -1 } as const satisfies Record<Order, number>;

/** Negative: `one` comes first. */
export const compareIn =
  (order: Order) =>
  (one: Place, other: Place): number =>
    WAY[order] * (one.createdAt - other.createdAt || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));

export function prepareStreams(db: DatabaseSyncInstance, order: Order): Streams {
  const all = prepareSource<{ tenant: string }>(db, order, SOURCES.all);
  const status = prepareSource<{ tenant: string; status: string }>(db, order, SOURCES.status);
  const setStatus = prepareSource<{ tenant: string; status: string }>(db, order, SOURCES.setStatus);
  const attribute = prepareSource<{ tenant: string; name: string; value: string }>(db, order, SOURCES.attribute);
  return {
    all: (tenant) => all({ tenant }),
    status: (tenant, of) => status({ tenant, status: of }),
    setStatus: (tenant, of) => setStatus({ tenant, status: of }),
    attribute: (tenant, name, value) => attribute({ tenant, name, value }),
  };
}

/** Each is one range of one index that has the order after it. INDEXED BY turns another plan into an error. */
export const SOURCES = {
  all: { from: 'device INDEXED BY device_by_creation WHERE tenant = $tenant', row: 'row_id' },
  status: { from: 'device INDEXED BY device_by_status WHERE tenant = $tenant AND status = $status', row: 'row_id' },
  setStatus: { from: 'set_status WHERE tenant = $tenant AND status = $status', row: 'row' },
  attribute: { from: 'attribute WHERE tenant = $tenant AND value = $value AND name = $name', row: 'row' },
} as const satisfies Record<string, Source>;

export interface Source {
  readonly from: string;
  readonly row: string;
}

/** Only one lower bound: with a second one beside a row comparison, SQLite scans from the first. */
export function walkOf({ from, row }: Source, order: Order): string {
  const [compare, direction] = order === 'created' ? ['>=', 'ASC'] : ['<=', 'DESC'];
  return `
    SELECT created_at AS createdAt, id, ${row} AS row FROM ${from} AND (created_at, id) ${compare} ($createdAt, $id)
    ORDER BY created_at ${direction}, id ${direction} LIMIT $size`;
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- types the parameters of the statements
function prepareSource<Key extends object>(
  db: DatabaseSyncInstance,
  order: Order,
  source: Source,
): (key: Key) => Stream {
  const walk = prepare<Key & Place & { readonly size: number }, Entry>(db, walkOf(source, order));
  const count = prepare<Key & { readonly most: number }, { readonly count: number }>(
    db,
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${source.from} LIMIT $most)`,
  );
  return (key) => ({
    read: ({ createdAt, id }, size) => walk.all({ ...key, createdAt, id, size }),
    count: (most) => count.get({ ...key, most })?.count ?? 0,
    countsEachOnce: true,
  });
}

/** Merges streams. `isDisjoint` means that no device is in two of them. */
export function unionOf(streams: readonly Stream[], order: Order, isDisjoint: boolean): Stream {
  const [only] = streams;
  if (only !== undefined && streams.length === 1) return only;
  const compare = compareIn(order);
  return {
    read: (from, size) =>
      inOrder(
        streams.flatMap((stream) => stream.read(from, size)),
        compare,
      ).slice(0, size),
    count: (most) =>
      Math.min(
        most,
        streams.reduce((sum, stream) => sum + stream.count(most), 0),
      ),
    countsEachOnce: isDisjoint,
  };
}

/** Returns a stream of entries in memory. */
export function listOf(entries: readonly Entry[], order: Order): Stream {
  const compare = compareIn(order);
  const sorted = inOrder(entries, compare);
  return {
    read: (from, size) => {
      const first = firstAtOrBehind(sorted, (entry) => compare(entry, from) >= 0);
      return sorted.slice(first, first + size);
    },
    count: (most) => Math.min(most, sorted.length),
    countsEachOnce: true,
  };
}

/** Sorts, and keeps each device once. */
export const inOrder = (entries: readonly Entry[], compare: (one: Place, other: Place) => number): readonly Entry[] =>
  entries.toSorted(compare).filter((entry, at, all) => entry.row !== all[at - 1]?.row);

function firstAtOrBehind(sorted: readonly Entry[], isReached: (entry: Entry) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = sorted[middle];
    if (entry === undefined || isReached(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}
