// The newest revocations of the feed, in memory: all waiting readers of this node share one read.
//
// The tail runs while a reader waits. It begins at the newest entry, continues after each wake-up (this node announced an event)
// and each poll (another node did), and keeps the last `KEPT` entries that revoke something. Older entries are read from the store.
import type { RevocationItem } from '../domain/revocation.ts';
import { revocationsOf } from '../domain/revocation.ts';
import type { Feed, FeedEntry } from '../store/store.ts';
import { openWakeable } from '../time/wakeable.ts';

/** A place in the feed. The event's id distinguishes it from the same position of another feed, such as a restored one. */
export interface Place {
  readonly position: number;
  readonly event: string;
}

export interface Revoked {
  readonly place: Place;
  readonly items: readonly RevocationItem[];
}

export interface TailDeps {
  readonly feed: Pick<Feed, 'read' | 'head'>;
  readonly ttlSeconds: number;
  readonly pollMs: number;
  readonly report: (problem: string) => unknown;
}

export interface Tail {
  wake(): void;
  /** Returns what is after the position, and the newest place. Returns `undefined` for a position that is too old. */
  readonly after: (position: number) => { readonly newest: Place; readonly revoked: readonly Revoked[] } | undefined;
  /** Returns true if the tail has seen that place, and `undefined` if it does not know. */
  readonly knows: (place: Place) => boolean | undefined;
  /** Resolves when the tail has read an entry after that place, or after that time. */
  grown(place: Place, ms: number): Promise<void>;
  close(): void;
}

const KEPT = 5_000;
const READ_AT_ONCE = 500;
/** Entries that arrive within this time are read together. */
const TOGETHER_MS = 20;
/** The time that the tail continues without a waiting reader: the next one may ask in a moment. */
const LINGER_MS = 5_000;

export const EMPTY: Place = { position: 0, event: '' };

export const placeOf = ({ position, event }: FeedEntry): Place => ({ position, event: event.id });

export function openTail({ feed, ttlSeconds, pollMs, report }: TailDeps): Tail {
  const wakeable = openWakeable();
  const waiting = createWaiting();
  const memory = createMemory(ttlSeconds);
  let isRunning = false;
  let isClosed = false;

  const isWanted = (): boolean => !isClosed && waiting.isRecent();
  const run = async (): Promise<void> => {
    isRunning = true;
    while (isWanted()) {
      await readOn(feed, memory, waiting).catch((error: unknown) => report(String(error)));
      await wakeable.pause(pollMs);
      if (!isClosed) await new Promise((resolve) => setTimeout(resolve, TOGETHER_MS));
    }
    isRunning = false;
    memory.forget();
  };
  return {
    wake: () => {
      if (isRunning) wakeable.wake();
    },
    after: memory.after,
    knows: memory.knows,
    grown: (place, ms) => {
      if (isClosed || memory.hasMoreThan(place)) return Promise.resolve();
      const grown = waiting.wait(ms);
      if (!isRunning) void run();
      return grown;
    },
    close: () => {
      isClosed = true;
      wakeable.wake();
      waiting.resolveAll();
    },
  };
}

async function readOn(feed: TailDeps['feed'], memory: Memory, waiting: Waiting): Promise<void> {
  if (!memory.hasBegun()) {
    const head = await feed.head();
    const [entry] = head === 0 ? [] : await feed.read(head - 1, 1);
    memory.begin(entry === undefined ? EMPTY : placeOf(entry));
    waiting.resolveAll(); // what is older than the tail is in the store
  }
  for (;;) {
    const entries = await feed.read(memory.newest().position, READ_AT_ONCE);
    if (entries.length > 0) {
      memory.take(entries);
      waiting.resolveAll();
    }
    if (entries.length < READ_AT_ONCE) return;
  }
}

type Waiting = ReturnType<typeof createWaiting>;

/** The readers that wait for the tail to grow. */
function createWaiting() {
  const waiting = new Set<() => void>();
  let lastAsked = -Infinity;
  return {
    isRecent: (): boolean => waiting.size > 0 || performance.now() - lastAsked < LINGER_MS,
    wait: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        lastAsked = performance.now();
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms).unref();
        waiting.add(done);
      }),
    resolveAll: (): void => {
      for (const done of [...waiting]) done();
    },
  };
}

interface Memory extends Pick<Tail, 'after' | 'knows'> {
  hasBegun(): boolean;
  hasMoreThan(place: Place): boolean;
  newest(): Place;
  begin(at: Place): void;
  take(entries: readonly FeedEntry[]): void;
  forget(): void;
}

/** The last entries that revoke something, and the newest place. */
function createMemory(ttlSeconds: number): Memory {
  let kept: Revoked[] = [];
  /** Everything after this position is in memory. */
  let from = Infinity;
  let newest = EMPTY;
  return {
    hasBegun: () => from !== Infinity,
    hasMoreThan: ({ position }) => from !== Infinity && newest.position > position,
    newest: () => newest,
    begin: (at) => {
      newest = at;
      from = at.position;
    },
    take: (entries) => {
      for (const entry of entries) {
        const items = revocationsOf(entry.event, entry.writtenAt, ttlSeconds);
        newest = placeOf(entry);
        if (items.length > 0) kept.push({ place: newest, items });
      }
      if (kept.length <= 2 * KEPT) return;
      kept = kept.slice(-KEPT);
      from = (kept[0]?.place.position ?? 1) - 1;
    },
    forget: () => {
      kept = [];
      from = Infinity;
    },
    after: (position) =>
      position < from || position > newest.position
        ? undefined
        : { newest, revoked: kept.filter(({ place }) => place.position > position) },
    knows: ({ position, event }) => {
      if (position === newest.position && from !== Infinity) return event === newest.event;
      return kept.find(({ place }) => place.position === position)?.place.event === event ? true : undefined;
    },
  };
}
