// The revocation feed for offline verifiers (D19): a snapshot of everything that is revoked, and what comes after it.
import { Refused } from '../domain/errors.ts';
import type { TenantId } from '../domain/ids.ts';
import { concerns, revocationsOf, type RevocationItem } from '../domain/revocation.ts';
import { openSealed, seal } from '../domain/sealed-text.ts';
import type { Feed } from '../store/store.ts';
import { EMPTY, openTail, placeOf, type Place, type Revoked, type Tail, type TailDeps } from './tail.ts';

export interface Snapshot {
  /** The cursor at which a delta continues after all pages. It is older than the first page, so that nothing is missed. */
  readonly cursor: string;
  readonly items: readonly RevocationItem[];
  /** The next page; `undefined` after the last. */
  readonly next: string | undefined;
}

export interface Delta {
  readonly cursor: string;
  readonly items: readonly RevocationItem[];
}

/**
 * One step of a stream. `cursor` is the place after everything that was sent. Only the last item of a place has it: a reader that is cut
 * between two items of one place must get both again.
 */
export type Streamed =
  { readonly item: RevocationItem; readonly cursor: string | undefined } | { readonly cursor: string } | 'heartbeat';

/** With a tenant, only items that concern the tenant are returned. */
export interface Revocations {
  /** Wakes the waiting readers, because the node has announced an event. */
  wake(): void;
  /** The cursor that a snapshot would have now. If it is the same, the snapshot is the same, except for expired items. */
  newest(): Promise<string>;
  snapshot(page: string | undefined, tenant?: TenantId): Promise<Snapshot>;
  /** Returns as soon as there is an item after the cursor, or nothing after that time. Refuses with `cursor_gone`. */
  delta(cursor: string, waitMs: number, tenant?: TenantId): Promise<Delta>;
  /** Refuses with `cursor_gone` before the first item. Ends on its own after a few minutes, so that load balancers can move it. */
  stream(cursor: string, tenant?: TenantId): Promise<AsyncGenerator<Streamed>>;
  /** Ends every wait and every stream. */
  close(): void;
}

export interface RevocationDeps extends Omit<TailDeps, 'feed'> {
  readonly feed: Pick<Feed, 'read' | 'readRevocations' | 'head'>;
  readonly now: () => Date;
}

const SECOND = 1_000;
const PAGE = 5_000;
const HEARTBEAT_MS = 1_000;
const STREAM_MS = 300_000;

export function openRevocations(deps: RevocationDeps): Revocations {
  const tail = openTail(deps);
  const places = createPlaces(deps, tail);
  let isClosed = false;
  const hasClosed = (): boolean => isClosed;
  return {
    wake: () => tail.wake(),
    newest: async () => writeCursor(await places.newest()),
    snapshot: (page, tenant) => readSnapshot(deps, { places, tenant }, page),
    delta: async (cursor, waitMs, tenant) => {
      const start = readCursor(cursor);
      await places.check(start);
      const end = performance.now() + waitMs;
      for (let place = start; ;) {
        const { newest, revoked } = await places.readFrom(place);
        const items = revoked.flatMap((one) => only(one.items, tenant));
        const left = end - performance.now();
        if (items.length > 0 || left <= 0 || hasClosed()) return { cursor: writeCursor(newest), items };
        place = newest;
        await tail.grown(place, left);
      }
    },
    stream: async (cursor, tenant) => {
      const start = readCursor(cursor);
      await places.check(start);
      return streamFrom(start, { tail, places, hasClosed, tenant });
    },
    close: () => {
      isClosed = true;
      tail.close();
    },
  };
}

const only = (items: readonly RevocationItem[], tenant: TenantId | undefined): readonly RevocationItem[] =>
  tenant === undefined ? items : items.filter((item) => concerns(item, tenant));

interface SnapshotParts {
  readonly places: Places;
  readonly tenant: TenantId | undefined;
}

async function readSnapshot(
  deps: RevocationDeps,
  { places, tenant }: SnapshotParts,
  page: string | undefined,
): Promise<Snapshot> {
  const { after, place } = page === undefined ? { after: 0, place: await places.newest() } : readPage(page);
  const { revoked, isWhole } = await readAfter(deps, after);
  const last = revoked.at(-1)?.place.position ?? 0;
  const isLast = isWhole || last >= place.position;
  return {
    cursor: writeCursor(place),
    items: revoked.flatMap(({ items }) => only(items, tenant)),
    next: isLast ? undefined : writePage(last, place),
  };
}

interface StreamParts extends SnapshotParts {
  readonly tail: Tail;
  readonly hasClosed: () => boolean;
}

async function* streamFrom(start: Place, { tail, places, hasClosed, tenant }: StreamParts): AsyncGenerator<Streamed> {
  const end = performance.now() + STREAM_MS;
  let place = start;
  while (performance.now() < end && !hasClosed()) {
    const { newest, revoked } = await places.readFrom(place);
    for (const { place: after, items } of revoked) yield* stepsTo(after, only(items, tenant));
    place = newest;
    yield 'heartbeat';
    await tail.grown(place, HEARTBEAT_MS);
  }
  yield { cursor: writeCursor(place) };
}

const stepsTo = (place: Place, items: readonly RevocationItem[]): readonly Streamed[] =>
  items.map((item, index) => ({ item, cursor: index === items.length - 1 ? writeCursor(place) : undefined }));

/** Reads entries after a position from the store, with those of their items that have not expired. */
async function readAfter({ feed, now, ttlSeconds }: RevocationDeps, after: number) {
  const at = now().getTime();
  const entries = await feed.readRevocations({ after, since: new Date(at - ttlSeconds * SECOND), limit: PAGE });
  const revoked = entries.map((entry): Revoked => ({
    place: placeOf(entry),
    items: revocationsOf(entry.event, entry.writtenAt, ttlSeconds).filter(({ exp }) => exp * SECOND > at),
  }));
  return { revoked, isWhole: entries.length < PAGE };
}

interface Places {
  newest(): Promise<Place>;
  /** Refuses a place whose entry is not in the feed, because the entries after it may be gone too. */
  check(place: Place): Promise<void>;
  /** Reads from memory if the tail has it, else from the store. Everything up to the returned place is included. */
  readFrom(place: Place): Promise<{ readonly newest: Place; readonly revoked: readonly Revoked[] }>;
}

/** After a node has started, all its readers ask at once, most of them with the same place: they share one read of the store. */
function createPlaces(deps: RevocationDeps, tail: Tail): Places {
  const { feed } = deps;
  const checking = createShared<void>();
  const reading = createShared<Awaited<ReturnType<Places['readFrom']>>>();
  const newest = async (): Promise<Place> => {
    const head = await feed.head();
    const [entry] = head === 0 ? [] : await feed.read(head - 1, 1);
    return entry === undefined ? EMPTY : placeOf(entry);
  };
  const check = async (place: Place): Promise<void> => {
    const [entry] = await feed.read(Math.max(0, place.position - 1), 1);
    if (place.position === 0 && (entry === undefined || entry.position === 1)) return;
    if (entry?.position !== place.position || entry.event.id !== place.event)
      throw new Refused('cursor_gone', 'the feed no longer reaches back to this cursor; take the snapshot again');
  };
  const readStore: Places['readFrom'] = async (place) => {
    const head = await newest(); // before the read
    const { revoked, isWhole } = await readAfter(deps, place.position);
    const last = revoked.at(-1)?.place ?? place;
    return { newest: isWhole && head.position > last.position ? head : last, revoked };
  };
  return {
    newest,
    check: async (place) => {
      if (tail.knows(place) !== true) await checking(writeCursor(place), () => check(place));
    },
    readFrom: async (place) => tail.after(place.position) ?? reading(String(place.position), () => readStore(place)),
  };
}
/** Returns a function that gives callers with the same question, while its answer is on its way, the same answer. */
function createShared<Answer>(): (question: string, ask: () => Promise<Answer>) => Promise<Answer> {
  const asked = new Map<string, Promise<Answer>>();
  return (question, ask) => {
    const known = asked.get(question);
    if (known !== undefined) return known;
    const answer = ask().finally(() => asked.delete(question));
    asked.set(question, answer);
    return answer;
  };
}

const encode = (text: string): string => Buffer.from(text).toString('base64url');

const writeCursor = ({ position, event }: Place): string => encode(`${position} ${event}`);

const PAGE_KIND = 'page of revocations';

const writePage = (after: number, place: Place): string => seal(PAGE_KIND, `${after} ${place.position} ${place.event}`);

function readCursor(cursor: string): Place {
  const [, position, event] = /^(\d{1,15}) (\S{0,256})$/.exec(decode(cursor)) ?? [];
  if (position === undefined || event === undefined) throw notOurs();
  return { position: Number(position), event };
}

function readPage(page: string): { readonly after: number; readonly place: Place } {
  const [, after, position, event] =
    /^(\d{1,15}) (\d{1,15}) (\S{0,256})$/.exec(openSealed(PAGE_KIND, page) ?? '') ?? [];
  if (after === undefined || position === undefined || event === undefined) throw notOurs();
  return { after: Number(after), place: { position: Number(position), event } };
}

const decode = (text: string): string => Buffer.from(text, 'base64url').toString();

const notOurs = (): Refused => new Refused('invalid_request', 'the cursor is not one of ours');
