// The newest revocations of the feed, in memory: everyone on this node who waits for them shares one read.
//
// The tail runs while somebody waits. It begins at the newest entry, reads on after each wake-up (this node announced an event) and each
// poll (another node did), and keeps the last `KEPT` entries that revoke something. What is older is read from the store.
import type { RevocationItem } from '../domain/revocation.ts';
import { revocationsOf } from '../domain/revocation.ts';
import type { Feed, FeedEntry } from '../store/store.ts';
import { openWakeable } from '../time/wakeable.ts';

/** A place in the feed. The event's id tells it from the same position of another feed, such as a restored one. */
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
  /** Returns what is after the position, and the newest place; `undefined` for a position that is older than what is kept. */
  after(position: number): { readonly newest: Place; readonly revoked: readonly Revoked[] } | undefined;
  /** Returns true if the tail has seen that place; `undefined` if it does not know. */
  knows(place: Place): boolean | undefined;
  /** Resolves when the tail has read something new, or after that time. */
  grown(ms: number): Promise<void>;
  close(): void;
}

const KEPT = 5_000;
const READ_AT_ONCE = 500;
/** What comes within this time is read together. */
const TOGETHER_MS = 20;
/** How long the tail runs on when nobody waits any more: a reader that asks again is a moment away. */
const LINGER_MS = 5_000;

export const EMPTY: Place = { position: 0, event: '' };

export const placeOf = ({ position, event }: FeedEntry): Place => ({ position, event: event.id });

export function openTail({ feed, ttlSeconds, pollMs, report }: TailDeps): Tail {
  const wakeable = openWakeable();
  const waiting = new Set<() => void>();
  let kept: Revoked[] = [];
  /** Everything after this position is known. */
  let from = Infinity;
  let newest = EMPTY;
  let isRunning = false;
  let isClosed = false;
  let lastAsked = 0;

  const take = (entries: readonly FeedEntry[]): void => {
    for (const entry of entries) {
      const items = revocationsOf(entry.event, entry.writtenAt, ttlSeconds);
      newest = placeOf(entry);
      if (items.length > 0) kept.push({ place: newest, items });
    }
    if (kept.length > 2 * KEPT) {
      kept = kept.slice(-KEPT);
      from = (kept[0]?.place.position ?? 1) - 1;
    }
    for (const grown of [...waiting]) grown();
  };
  const begin = async (): Promise<void> => {
    const head = await feed.head();
    const [entry] = head === 0 ? [] : await feed.read(head - 1, 1);
    newest = entry === undefined ? EMPTY : placeOf(entry);
    from = newest.position;
    for (const begun of [...waiting]) begun(); // what came before the tail began is in the store
  };
  const readOn = async (): Promise<void> => {
    if (from === Infinity) await begin();
    for (;;) {
      const entries = await feed.read(newest.position, READ_AT_ONCE);
      if (entries.length > 0) take(entries);
      if (entries.length < READ_AT_ONCE) return;
    }
  };
  const isWanted = (): boolean => !isClosed && (waiting.size > 0 || performance.now() - lastAsked < LINGER_MS);
  const run = async (): Promise<void> => {
    isRunning = true;
    while (isWanted()) {
      await readOn().catch((error: unknown) => report(String(error)));
      await wakeable.pause(pollMs);
      if (!isClosed) await new Promise((resolve) => setTimeout(resolve, TOGETHER_MS));
    }
    isRunning = false;
    kept = [];
    from = Infinity;
  };
  return {
    wake: () => {
      if (isRunning) wakeable.wake();
    },
    after: (position) =>
      position < from || position > newest.position
        ? undefined
        : { newest, revoked: kept.filter(({ place }) => place.position > position) },
    knows: ({ position, event }) => {
      if (position === newest.position && from !== Infinity) return event === newest.event;
      return kept.find(({ place }) => place.position === position)?.place.event === event ? true : undefined;
    },
    grown: (ms) =>
      new Promise((resolve) => {
        lastAsked = performance.now();
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms).unref();
        if (isClosed) return done();
        waiting.add(done);
        if (!isRunning) void run();
      }),
    close: () => {
      isClosed = true;
      wakeable.wake();
      for (const done of [...waiting]) done();
    },
  };
}
