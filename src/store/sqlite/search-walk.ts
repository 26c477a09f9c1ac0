// Walks a search: through all its streams at once, or through the values of a wide range if nothing else narrows.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { DeviceFilter, TimeRange } from '../../domain/device-filter.ts';
import { testedOf, type TestedRow } from './rows.ts';
import { prepare } from './statement.ts';
import { leapfrog, type Leapfrog, type Start } from './search-leapfrog.ts';
import { planOf, type Plan } from './search-plan.ts';
import { between, prepareRanges, type Between, type Ranges, type ValueRange } from './search-ranges.ts';
import { BEGINNING, compareIn, inOrder, prepareStreams, type Entry, type Order, type Place } from './search-streams.ts';

export interface Walk {
  readonly tenant: string;
  readonly filter: DeviceFilter;
  readonly order: Order;
  /** The last device of the page before. */
  readonly after: Place | undefined;
  /** The most devices that the caller takes. */
  readonly most: number;
}

export interface Walker {
  /**
   * Gives each matching device to `take`, in order, until it returns true. Returns the place where it stopped early; `undefined` at
   * the end.
   */
  devices(walk: Walk, take: (entry: Entry) => boolean): Generator<void, Place | undefined>;
  /** Counts up to `most` without reading each device; `undefined` if that is not possible. */
  count(walk: Walk): Generator<void, number | undefined>;
}

/** The number of entries that are counted to find the shortest stream. */
const COUNTED = 10_001;
/**
 * A walk of all devices that tests the values of one wide range reads the range itself if the walk finds few: after this many
 * pauses, if the range has at most this many entries. So a range with most devices is never read, and a range whose devices begin
 * late is.
 */
const PATIENCE: Readonly<Record<number, (bounds: SearchBounds) => number>> = {
  3: ({ mostOfRange }) => Math.min(20_000, mostOfRange),
  24: ({ mostOfRange }) => mostOfRange,
};
const RANGE_PIECE = 250;
const REVERSE = { created: '-created', '-created': 'created' } as const satisfies Record<Order, Order>;
export interface SearchBounds {
  /** A walk stops early after this many units of work. */
  readonly mostWork: number;
  /** A range with more entries is not read; the walk continues. */
  readonly mostOfRange: number;
}

export const SEARCH_BOUNDS: SearchBounds = { mostWork: 500_000, mostOfRange: 1_000_000 };

export function prepareWalk(db: DatabaseSyncInstance, bounds: SearchBounds): Walker {
  const streams = { created: prepareStreams(db, 'created'), '-created': prepareStreams(db, '-created') };
  const ranges = prepareRanges(db);
  const passes = preparePasses(db);
  const plan = ({ tenant, filter, order }: Walk) => planOf({ tenant, order, streams: streams[order], ranges }, filter);
  return {
    *devices(walk, take) {
      const planned = yield* plan(walk);
      const [lead = streams[walk.order].all(walk.tenant), ...others] = shortestFirst(planned);
      const leaps = leapfrog({
        lead,
        others,
        ...boundsOf(walk),
        passes: (entry) => passes(entry, planned),
        most: bounds.mostWork,
      });
      return yield* follow(leaps, { walk, planned, ranges, bounds }, take);
    },
    *count(walk) {
      const planned = yield* plan(walk);
      const [only, ...more] = planned.streams;
      if (walk.filter.created !== undefined) return undefined;
      if (isRangeAlone(planned)) return yield* countRanges(planned.wideRanges, walk.most, ranges);
      if (planned.tests.length > 0 || more.length > 0) return undefined;
      const stream = only ?? streams[walk.order].all(walk.tenant);
      return stream.countsEachOnce ? stream.count(walk.most) : undefined;
    },
  };
}

function preparePasses(db: DatabaseSyncInstance): (entry: Entry, plan: Plan) => boolean {
  const tested = prepare<{ row: number }, TestedRow>(
    db,
    'SELECT identity, check_in_at, auth_sets FROM device WHERE row_id = $row',
  );
  return ({ row }, { tests }) => {
    if (tests.length === 0) return true;
    const found = tested.get({ row });
    if (found === undefined) return false;
    const device = testedOf(found);
    return tests.every((test) => test(device));
  };
}

const shortestFirst = ({ streams }: Plan) =>
  streams
    .map((stream) => ({ stream, count: streams.length > 1 ? stream.count(COUNTED) : 0 }))
    .toSorted((one, other) => one.count - other.count)
    .map(({ stream }) => stream);

/** The start of the walk, and the place after which no device can match. */
function boundsOf({ order, after, filter: { created = {} } }: Walk): Pick<Leapfrog, 'order' | 'start' | 'isBeyond'> {
  const [from, before] = [created.from?.getTime(), created.before?.getTime()];
  const edge = order === 'created' ? from : before;
  const first = edge === undefined ? BEGINNING[order] : { createdAt: edge, id: '' };
  const isBehind = after !== undefined && compareIn(order)(after, first) >= 0;
  const start: Start = { place: isBehind ? after : first, isBehind };
  const isBeyond = ({ createdAt }: Entry): boolean =>
    order === 'created' ? before !== undefined && createdAt >= before : from !== undefined && createdAt < from;
  return { order, start, isBeyond };
}

interface Followed {
  readonly walk: Walk;
  readonly planned: Plan;
  readonly ranges: Ranges;
  readonly bounds: SearchBounds;
}

function* follow(
  leaps: ReturnType<typeof leapfrog>,
  { walk, planned, ranges, bounds }: Followed,
  take: (entry: Entry) => boolean,
): Generator<void, Place | undefined> {
  const mayReadRange = isRangeAlone(planned);
  for (let pauses = 0; ;) {
    const { done, value } = leaps.next();
    if (done === true) return value;
    if ('match' in value) {
      if (take(value.match)) return undefined;
      continue;
    }
    yield;
    pauses += 1;
    const most = PATIENCE[pauses]?.(bounds);
    if (!mayReadRange || most === undefined) continue;
    const found = yield* firstOf(planned.wideRanges, walk, { ranges, most, behind: value.doneTo });
    if (found === undefined) continue;
    found.some(take);
    return undefined;
  }
}

/** Reads whole ranges and keeps the first devices after that place; `undefined` if there are too many entries. */
function* firstOf(
  wide: readonly ValueRange[],
  { order, most: wanted, filter: { created = {} } }: Walk,
  { ranges, most, behind }: { readonly ranges: Ranges; readonly most: number; readonly behind: Place },
): Generator<void, readonly Entry[] | undefined> {
  const compare = compareIn(order);
  let first: readonly Entry[] = [];
  let read = 0;
  const better = (): Between =>
    between(order, behind, (first.length < wanted ? undefined : first[wanted - 1]) ?? endOf(order, created));
  for (const range of wide) {
    for (const { found } of ranges.values(range, RANGE_PIECE, better)) {
      const within = found.filter((entry) => isWithin(entry, created));
      if (within.length > 0) first = inOrder([...first, ...within], compare).slice(0, wanted);
      read += RANGE_PIECE;
      if (read > most) return undefined;
      yield;
    }
  }
  return first;
}

/** The place after the last device that can match. */
function endOf(order: Order, { from, before }: TimeRange): Place {
  const edge = order === 'created' ? before : from;
  return edge === undefined ? BEGINNING[REVERSE[order]] : { createdAt: edge.getTime(), id: '' };
}

/** Counts each device once, up to `most`. */
function* countRanges(wide: readonly ValueRange[], most: number, ranges: Ranges): Generator<void, number> {
  const rows = new Set<number>();
  for (const range of wide) {
    for (const { found } of ranges.values(range, RANGE_PIECE)) {
      for (const { row } of found) rows.add(row);
      if (rows.size >= most) return most;
      yield;
    }
  }
  return rows.size;
}

/** True if the filter has nothing but one beginning with many values. */
const isRangeAlone = ({ streams, tests, wideRanges }: Plan): boolean =>
  streams.length === 0 && tests.length === 1 && wideRanges.length > 0;

const isWithin = ({ createdAt }: Place, { from, before }: TimeRange): boolean =>
  (from === undefined || createdAt >= from.getTime()) && (before === undefined || createdAt < before.getTime());
