// Bounds what the readers of a node take of the event loop, because commands and verifications run on the same loop. The readers of
// workflows and webhooks have one share together. They ask for a turn before each entry. Those of brokers do not: a session should
// end soon after its token.
//
// The states of the share, and what changes them:
//
//   open     Entries begin at once. After a slice of `SLICE` entries the share looks at the loop. If the loop was mostly idle during the
//            slice, or was found free a short time ago, the next slice begins. If not: resting.
//   resting  No entry begins, so what the loop does is for others. Every `LOOK_MS` the share looks at the loop. If it is mostly idle, it
//            counts as free for a while, twice as long after each such rest in a row, so that readers that catch up alone seldom rest:
//            open. If not, the rest lasts `REST_PARTS` times the cost of the slice, so that readers take a tenth of the loop: open.
//
// The cost of a slice is the time for which the loop was active during it, also for others. It is at least `ENTRY_MS` for each entry,
// because entries of many readers may begin in one turn of the loop. The time that a receiver needs is no cost.
//
// A rest has a longest time, so readers always progress: by 16 entries a second or more. Beyond that their lag grows, and they
// catch up when the loop has time. A loop with some idle time may belong to a machine without any: the threads of the store and other
// processes use the same cores. So readers do not fill the gaps between commands.
//
// A single change never rests, because a rest needs a slice before it.
import { performance } from 'node:perf_hooks';
import { pause } from '../time/pause.ts';

/** Times since the start of the process, in ms. */
export interface LoopTimes {
  readonly now: number;
  /** The part in which the loop waited for work. */
  readonly idle: number;
}

export interface LoopShare {
  /** Resolves when the next entry may begin; at once, or at the next look, if the reader is stopping. */
  turn(isStopping: () => boolean): Promise<void>;
}

const SLICE = 8;
const LOOK_MS = 20;
const ENTRY_MS = 1;
const REST_PARTS = 9;
const LONGEST_REST_MS = 500;
/** The part of the time that a mostly idle loop may be active. */
const MOSTLY_IDLE = 0.3;
const FIRST_FREE_MS = 20;
const LONGEST_FREE_MS = 640;

const readLoop = (): LoopTimes => ({ now: performance.now(), idle: performance.eventLoopUtilization().idle });

export function createLoopShare(read: () => LoopTimes = readLoop): LoopShare {
  const mayBegin = createLoopRule(read);
  let look: Promise<void> | undefined;
  return {
    turn: async (isStopping) => {
      while (!mayBegin() && !isStopping()) {
        look ??= pause(LOOK_MS).finally(() => (look = undefined));
        await look;
      }
    },
  };
}

/** Returns a function that decides whether an entry may begin now, and counts it if so. */
export function createLoopRule(read: () => LoopTimes): () => boolean {
  let begun = 0;
  let since = read();
  let isResting = false;
  let restMs = 0;
  let free = { ms: 0, until: 0 };

  const begin = (at: LoopTimes): boolean => {
    [begun, since, isResting] = [1, at, false];
    return true;
  };
  const afterSlice = (at: LoopTimes): boolean => {
    if (at.now < free.until || isMostlyIdle(since, at)) return begin(at);
    const cost = Math.max(SLICE * ENTRY_MS, activeMs(since, at));
    restMs = Math.min(REST_PARTS * cost, LONGEST_REST_MS);
    [since, isResting] = [at, true];
    return false;
  };
  const afterLook = (at: LoopTimes): boolean => {
    if (isMostlyIdle(since, at)) {
      const ms = Math.min(Math.max(FIRST_FREE_MS, 2 * free.ms), LONGEST_FREE_MS);
      free = { ms, until: at.now + ms };
      return begin(at);
    }
    if (at.now - since.now < restMs) return false;
    free = { ms: 0, until: 0 };
    return begin(at);
  };
  return () => {
    if (isResting) return afterLook(read());
    if (begun >= SLICE) return afterSlice(read());
    begun += 1;
    return true;
  };
}

const activeMs = (from: LoopTimes, to: LoopTimes): number => to.now - from.now - (to.idle - from.idle);

/** False without a time between them. */
const isMostlyIdle = (from: LoopTimes, to: LoopTimes): boolean =>
  activeMs(from, to) < (to.now - from.now) * MOSTLY_IDLE;
