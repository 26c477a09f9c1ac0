// Reads the feed (D11) for one receiver, and delivers every entry to it at least once and in the order of the feed (D19).
//
// The states of a reader, and what changes them:
//
//   elsewhere    Another node runs the reader. This node asks for it every third of a lease.
//   reading      This node runs the reader and reads after the cursor. With entries: delivering. Without: waiting.
//   waiting      Everything is delivered. A wake-up (this node announced an event) or the poll (another node did) leads to gathering.
//   gathering    Waits for `gatherMs`, so that one batch has the events of several commands: reading.
//   delivering   The receiver has a batch, and its entries wait for turns (`loop-share.ts`), so that commands come first. If it
//                resolves, the cursor moves behind the batch: reading if the batch was full, gathering if not. If it fails, the
//                cursor moves behind the part that the receiver reported as done: backing off.
//   backing off  Pauses after a failure of the receiver or of the store. Each further failure in a row doubles the pause, up to
//                `longestPauseMs`. Wake-ups do not shorten it. Then reading, from the cursor.
//   resting      The receiver has asked for a pause (`Rest`), which is no failure. Then reading, from the cursor.
//   stopped      The node has released the reader, and another node takes it at once.
//
// Order: there is one batch at a time, and nothing after a failed entry is delivered before it. So all entries arrive in the order
// of the feed. A failing receiver delays only its own reader: each reader has its own loop, cursor and claim.
//
// After a crash the store has the cursor, and a claim that ends with its lease. Then another node, or the same one after its
// restart, continues from the cursor. Entries that were delivered but not yet behind the cursor are delivered a second time: those of
// the batch under way, and of the last `cursorMs`, for which the cursor is only in memory.
//
// If a node hangs (a stopped process, a long pause), another node gets the reader after the lease. When the first node continues,
// the store refuses to move the cursor for it, and the signal of its delivery is aborted. A receiver may see that one batch again,
// late; the revision of a device shows which entry is newer.
//
// If a reader is down for longer than the feed keeps unread entries, it finds a gap after its cursor. It reports the gap in the log
// and in `devauth_reader_lost_events_total`, and continues after the gap.
import type { Logger } from 'winston';
import type { Feed, FeedEntry } from '../store/store.ts';
import { openWakeable } from '../time/wakeable.ts';
import { openClaim, type Begins, type Claim, type ClaimDeps } from './claim.ts';
import type { LoopShare } from './loop-share.ts';

export interface Delivery {
  /** At least one, in the order of the feed. */
  readonly entries: readonly FeedEntry[];
  /** Aborted if the node no longer runs the reader, or if the delivery takes too long. The receiver should then stop. */
  readonly signal: AbortSignal;
  /** Reports that everything up to that position is delivered, so that it is not repeated if a later entry fails. */
  readonly done: (position: number) => void;
  /** Resolves when the event loop has time for one more entry. A receiver that calls for each entry awaits it before. */
  readonly turn: () => Promise<void>;
}

/** A pause that the receiver asks for. What was not reported as done is not delivered. */
export interface Rest {
  readonly restMs: number;
}

/** Resolves when all entries are delivered, or with a rest. Rejects if one is not delivered. */
export type Deliver = (delivery: Delivery) => Promise<Rest | void>;

export interface ReaderSettings {
  /** The name of the cursor in the store. The part before a `:` is the kind, which the metrics have as a label. */
  readonly name: string;
  readonly deliver: Deliver;
  /** The most entries in a delivery. */
  readonly batch?: number;
  readonly begins?: Begins;
  /** How long entries may wait for others, to be delivered together. 0 by default. */
  readonly gatherMs?: number;
}

export interface ReaderSignals {
  delivered(reader: string, entries: number): void;
  failed(reader: string): void;
  /** The number of entries that were pruned before the reader read them. */
  lost(reader: string, entries: number): void;
}

export interface Rhythm {
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A delivery that takes longer has failed. */
  readonly deliveryMs: number;
  /** The longest time for which the cursor in the store is behind what was delivered. */
  readonly cursorMs: number;
}

export interface ReaderDeps extends ClaimDeps {
  readonly feed: Pick<Feed, 'read' | 'claim' | 'moveCursor' | 'head'>;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly metrics: ReaderSignals;
  readonly rhythm: Rhythm;
  readonly share: LoopShare;
}

export interface Reader {
  /** Wakes the reader, because the feed may have new entries. */
  wake(): void;
  /** Resolves when the running delivery has ended, within a bound, and another node can have the reader. */
  close(): Promise<void>;
}

const BATCH = 100;
/** The time that `close` waits for the running delivery. */
const FAREWELL_MS = 5_000;

export function openReader(deps: ReaderDeps, settings: ReaderSettings): Reader {
  const { rhythm } = deps;
  const { name, begins = 'oldest', gatherMs = 0 } = settings;
  const claim = openClaim(deps, { name, begins, ...rhythm });
  const wakeable = openWakeable();
  const stopped = openWakeable();
  const stop = new AbortController();
  const failures = openFailures(deps, name);
  let isStopping = false;
  const hasStopped = (): boolean => isStopping; // it changes while the loop waits
  const read = prepareRead(deps, settings, { claim, stop: stop.signal, hasStopped });

  /** A stop shortens the pause; a wake-up does not. */
  const sleep = async (ms: number): Promise<void> => {
    if (ms > 0 && !hasStopped()) await stopped.pause(ms);
  };
  const loop = async (): Promise<void> => {
    while (!hasStopped()) {
      try {
        const state = await read();
        failures.end();
        if (hasStopped()) break;
        if (state === 'waiting') await wakeable.pause(rhythm.pollMs);
        if (state === 'waiting' || state === 'gathering') await sleep(gatherMs);
        if (state === 'elsewhere') await sleep(rhythm.leaseMs / 3);
        if (typeof state === 'object') await sleep(Math.min(state.restMs, rhythm.leaseMs / 3));
      } catch (error) {
        await sleep(failures.pauseAfter(error));
      }
    }
  };
  const ended = loop();
  return {
    wake: () => wakeable.wake(),
    close: async () => {
      isStopping = true;
      wakeable.wake();
      stopped.wake();
      const timer = setTimeout(() => stop.abort(), FAREWELL_MS).unref();
      await ended;
      clearTimeout(timer);
      await claim.release();
    },
  };
}

interface Running {
  readonly claim: Claim;
  readonly stop: AbortSignal;
  readonly hasStopped: () => boolean;
}

/** Each call reads and delivers one batch, and returns the next state. */
function prepareRead(
  deps: ReaderDeps,
  { name, deliver, batch = BATCH }: ReaderSettings,
  { claim, stop, hasStopped }: Running,
): () => Promise<'reading' | 'gathering' | 'waiting' | 'elsewhere' | Rest> {
  const { feed, metrics, log, rhythm, share } = deps;
  return async () => {
    const position = await claim.take();
    if (position === undefined) return 'elsewhere';
    const entries = await feed.read(position, batch);
    const [first, last] = [entries[0], entries.at(-1)];
    if (first === undefined || last === undefined) return 'waiting';
    const missing = first.position - position - 1;
    if (missing > 0 && position > 0) {
      metrics.lost(name, missing);
      log.error('reader_lost_place', { reader: name, after: position, entries: missing });
    }
    let done = position;
    const report = (to: number): void => {
      done = Math.max(done, Math.min(to, last.position));
    };
    try {
      const delivery = { entries, done: report, turn: () => share.turn(hasStopped) };
      const rest = await deliverInTime(deliver, delivery, { claim, stop, ms: rhythm.deliveryMs });
      if (rest !== undefined) return rest;
      report(last.position);
    } finally {
      metrics.delivered(name, entries.filter((entry) => entry.position <= done).length);
      if (done > position) await claim.move(done);
    }
    return entries.length < batch ? 'gathering' : 'reading';
  };
}

/** Resolves with the receiver. Rejects if the time is over, another node has the reader, or the node stops. */
async function deliverInTime(
  deliver: Deliver,
  delivery: Omit<Delivery, 'signal'>,
  { claim, stop, ms }: { readonly claim: Claim; readonly stop: AbortSignal; readonly ms: number },
): Promise<Rest | void> {
  const controller = new AbortController();
  const { signal } = controller;
  const end = (why: string) => () => controller.abort(new Error(why));
  const timer = setTimeout(end(`the receiver did not answer within ${ms} ms`), ms).unref();
  const keepOnLoss = claim.onLost(end('another node runs the reader'));
  const stopped = end('the node stops');
  stop.addEventListener('abort', stopped);
  try {
    return await Promise.race([
      deliver({ ...delivery, signal }),
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(asError(signal.reason)), { once: true });
      }),
    ]);
  } finally {
    clearTimeout(timer);
    keepOnLoss();
    stop.removeEventListener('abort', stopped);
  }
}

/**
 * Counts failures in a row. Logs the first failure and the end of the failures, so that a receiver that is down for an hour does
 * not fill the log.
 */
function openFailures({ rhythm, metrics, log }: ReaderDeps, reader: string) {
  let inRow = 0;
  return {
    end: (): void => {
      if (inRow > 0) log.info('reader_delivers_again', { reader, after_failures: inRow });
      inRow = 0;
    },
    /** Between half of the pause and the whole pause, so that nodes and readers do not ask at the same moments. */
    pauseAfter: (error: unknown): number => {
      metrics.failed(reader);
      if (inRow === 0) log.warn('reader_fails', { reader, problem: asError(error).message });
      inRow += 1;
      const pause = Math.min(rhythm.longestPauseMs, rhythm.firstPauseMs * 2 ** Math.min(inRow - 1, 30));
      return pause * (0.5 + Math.random() / 2);
    },
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error('not an Error'));
