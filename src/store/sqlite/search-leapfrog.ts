// Finds the devices that are in several streams at once. One stream leads; each of its devices is searched in the others. If
// another stream has its next device further on, the leader jumps there.
import { compareIn, type Entry, type Order, type Place, type Stream } from './search-streams.ts';

export interface Leapfrog {
  readonly lead: Stream;
  readonly others: readonly Stream[];
  readonly order: Order;
  readonly start: Start;
  /** True after the last device that can match. */
  readonly isBeyond: (entry: Entry) => boolean;
  /** True if the device passes the tests of the search. */
  readonly passes: (entry: Entry) => boolean;
  /** The search stops early after this many units of work, some microseconds each. */
  readonly most: number;
}

export interface Start {
  readonly place: Place;
  /** True if the device at the place itself is excluded. */
  readonly isBehind: boolean;
}

/** A matching device, or a place up to which everything is checked: the moment to let others run. */
export type Step = { readonly match: Entry } | { readonly doneTo: Place };

/** The number of entries in one read of the leader. */
const BATCH = 64;
/** Costs in units of work. */
const [READING, SEEKING, TESTING] = [16, 1, 3] as const;
/** The most work between two pauses. */
const PIECE = 128;

/** Returns the place where it stopped early; `undefined` if there are no more devices. */
export function* leapfrog(search: Leapfrog): Generator<Step, Place | undefined> {
  const { lead, others, start, isBeyond, passes, most } = search;
  const compare = compareIn(search.order);
  const seeks = others.map((other) => createSeek(other, compare));
  let { place, isBehind } = start;
  let [done, paused] = [0, 0];
  for (;;) {
    const batch = lead.read(place, BATCH);
    let jump: Place | undefined;
    done += READING;
    for (const entry of batch) {
      if (isBehind && compare(entry, place) === 0) continue;
      if (jump !== undefined && compare(entry, jump) < 0) continue;
      if (isBeyond(entry)) return undefined;
      const next = nextInAll(entry, seeks);
      if (next === undefined) return undefined;
      jump = compare(next, entry) > 0 ? next : undefined;
      done += SEEKING * others.length + TESTING;
      if (jump === undefined && passes(entry)) yield { match: entry };
      if (done > most) return entry;
      if (done < paused + PIECE) continue;
      paused = done;
      yield { doneTo: entry };
    }
    const end = batch.at(-1);
    if (end === undefined || batch.length < BATCH) return undefined;
    isBehind = jump === undefined || compare(jump, end) <= 0;
    place = isBehind || jump === undefined ? end : jump;
  }
}

/** Returns the entry if all streams have it; else the first later entry of one of them; `undefined` if one has ended. */
function nextInAll(entry: Entry, seeks: readonly Seek[]): Place | undefined {
  for (const seek of seeks) {
    const next = seek(entry);
    if (next?.row !== entry.row) return next;
  }
  return entry;
}

/** Returns the first entry at that place or behind it. Places are sought in order. */
type Seek = (place: Place) => Entry | undefined;

/** Reads ahead as long as what is read is used: streams that have most of their devices in common are read in batches. */
function createSeek(stream: Stream, compare: (one: Place, other: Place) => number): Seek {
  let read: readonly Entry[] = [];
  let [at, used, size] = [0, 0, 1];
  return (place) => {
    for (let next = read[at]; next !== undefined && compare(next, place) < 0; next = read[at]) at += 1;
    if (at === read.length) {
      size = used * 2 > size ? Math.min(size * 2, BATCH) : 1;
      [at, used, read] = [0, 0, stream.read(place, size)];
    }
    used += 1;
    return read[at];
  };
}
