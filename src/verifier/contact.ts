// The contact with the service: the keys, the revocation feed, and the age of both.
//
// The states, and what changes them:
//
//   starting    Reads the JWKS, then the snapshot of the feed, page by page. Then following.
//   following   Asks for items after the cursor. The service answers when there are some, or after `waitSeconds`. Each answer has
//               everything that was revoked a quarter of a second before its request was sent, so the contact is as old as the
//               request, however late the answer is.
//   failing     A request failed, or got no answer in time. Asks again after a random pause, on a new connection. The contact ages.
//   lost place  The feed answered 410, or the clock of the service went back, so that forgotten items may matter again. Reads the
//               snapshot again after a pause, and adds it to what is known.
//
// A pause also follows an answer that comes at once without news: from a node that ends, or through a proxy that drops the query.
//
// The contact is too old if it is older than `maxAgeMs`, by either clock of this machine, in every state. An item that cannot be
// read makes its request fail: nothing after it counts until a later version can read it.
import { readItem, type RevocationItem } from './items.ts';
import { secondsAt, type Clocks, type Moment } from './moment.ts';
import { readKeys, type VerificationKey } from './token.ts';

export interface ContactOptions {
  readonly jwksUrl: string;
  readonly feedUrl: string;
  readonly apiKey: string | undefined;
  readonly maxAgeMs: number;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  readonly apply: (item: RevocationItem) => void;
  readonly clocks: Clocks;
}

export interface Contact {
  /** Infinite before the first contact. */
  ageMs(): number;
  /** The time of the service, in seconds; before the first contact, the time of this machine. */
  seconds(): number;
  /** The reason of the last failed request; `undefined` after a successful one. */
  problem(): string | undefined;
  cursor(): string | undefined;
  /** The one tenant of the feed; `undefined` if it has all tenants. */
  tenant(): string | undefined;
  keys(): ReadonlyMap<string, VerificationKey>;
  /**
   * Returns the key with that id. Reads the JWKS again for an unknown one, at most every 30 seconds. Throws if that fails, because the
   * key may be a new one.
   */
  readonly findKey: (kid: string) => Promise<VerificationKey | undefined>;
  /** Resolves at the first contact. */
  readonly ready: Promise<void>;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

const KEYS_AGAIN_MS = 30_000;
const FAILED_KEYS_AGAIN_MS = 1_000;
const KEYS_MAX_AGE_MS = 300_000;
const [SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS] = [200, 2_000];
const GONE = 410;
/** The clocks of the service's nodes differ by less. */
const CLOCKS_SECONDS = 30;
const AT_ONCE_MS = 100;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const SECOND = 1000;

export function openContact(options: ContactOptions): Contact {
  const { maxAgeMs, signal, clocks } = options;
  const keys = openKeySet(options);
  const feed = { ...options, fetch: refusingCached(options.fetch) };
  let cursor: string | undefined;
  let heard: { readonly said: number; readonly tenant: string | undefined; readonly at: Moment } | undefined;
  let problem: string | undefined;
  let begun = (): void => {};
  const ready = new Promise<void>((resolve) => (begun = resolve));

  const waitSeconds = Math.max(1, Math.floor(maxAgeMs / 2500));
  /** Returns true if it may ask again without a pause. */
  const follow = async (): Promise<boolean> => {
    if (keys.ageMs() > KEYS_MAX_AGE_MS) await keys.renew();
    const at = clocks.now();
    const asked = cursor;
    const answer = asked === undefined ? await readSnapshot(feed) : await readDelta(feed, asked, waitSeconds);
    const wentBack = heard !== undefined && answer !== 'gone' && answer.said < secondsAt(heard, at) - CLOCKS_SECONDS;
    if (answer === 'gone' || (wentBack && asked !== undefined)) {
      cursor = undefined;
      return false;
    }
    cursor = answer.cursor;
    heard = { said: answer.said, tenant: answer.tenant, at };
    problem = undefined;
    begun();
    return cursor !== asked || clocks.msSince(at) > AT_ONCE_MS;
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        if (await follow()) continue;
      } catch (error) {
        problem = reasonOf(error);
      }
      await pause(SHORTEST_PAUSE_MS + Math.random() * Math.min(LONGEST_PAUSE_MS, maxAgeMs / 5), signal);
    }
  };
  return {
    ageMs: () => (heard === undefined ? Infinity : clocks.msSince(heard.at)),
    seconds: () => (heard === undefined ? clocks.now().wall / SECOND : secondsAt(heard, clocks.now())),
    problem: () => problem,
    cursor: () => cursor,
    tenant: () => heard?.tenant,
    keys: keys.all,
    findKey: keys.find,
    ready,
    ended: run(),
  };
}

interface Answered {
  readonly cursor: string;
  /** The time of the service at the request, in seconds. */
  readonly said: number;
  readonly tenant: string | undefined;
  readonly next: string | undefined;
}

/** Reads all pages. The cursor is that of the first. */
async function readSnapshot(options: ContactOptions): Promise<Answered> {
  const first = await readPage(options, {});
  const read = new Set<string>();
  for (let { next } = first; next !== undefined;) {
    if (read.has(next)) throw new Error('the feed answered the same page again');
    read.add(next);
    ({ next } = await readPage(options, { page: next }));
  }
  return first;
}

/** Reads one page of the snapshot. It needs no place in the feed, so 410 does not come from a feed: the request has failed. */
async function readPage(options: ContactOptions, query: Readonly<Record<string, string>>): Promise<Answered> {
  const answer = await ask(options, query);
  if (answer === 'gone') throw new Error(`the feed answered ${GONE} to a snapshot`);
  return answer;
}

const readDelta = (options: ContactOptions, cursor: string, waitSeconds: number): Promise<Answered | 'gone'> =>
  ask(options, { cursor, wait: String(waitSeconds) });

/** Applies all items of one answer, or none if one cannot be read. */
async function ask(options: ContactOptions, query: Readonly<Record<string, string>>): Promise<Answered | 'gone'> {
  const url = new URL(options.feedUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const { status, body } = await get(options, url.href);
  if (status === GONE) return 'gone';
  if (status !== 200) throw new Error(`the feed answered ${status}`);
  if (typeof body !== 'object' || body === null) throw new Error('the feed answered no object');
  const { full, cursor, items, next, tenant, generated_at: said }: Partial<Record<string, unknown>> = { ...body };
  if (typeof cursor !== 'string' || !Array.isArray(items)) throw new Error('the feed answered no items');
  if (next !== null && typeof next !== 'string') throw new Error('the feed answered no end');
  // A cache, or a proxy that drops the query, mixes them up. A delta, or a part of a snapshot, in place of the other lacks items.
  const isComplete = 'cursor' in query ? next === null : full === true;
  if (!isComplete) throw new Error('the feed answered something else than it was asked for');
  if (!isSeconds(said)) throw new Error('the feed answered no time');
  if (tenant !== undefined && typeof tenant !== 'string') throw new Error('the feed answered no tenant');
  items.map(readItem).forEach(options.apply);
  return { cursor, said, tenant, next: next ?? undefined };
}

const isSeconds = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

/** Every request has a limit that is shorter than the contact may be old, so that a hanging request is tried again in time. */
async function get(
  { apiKey, fetch: send, maxAgeMs, signal }: ContactOptions,
  url: string,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const request = new AbortController();
  const end = (): void => request.abort();
  const timer = setTimeout(end, maxAgeMs * 0.7);
  signal.addEventListener('abort', end);
  try {
    const response = await send(url, {
      // Refuses an answer from a cache, which would count as a contact.
      headers: {
        Accept: 'application/json',
        'Cache-Control': 'no-cache',
        ...(apiKey !== undefined && { 'X-API-KEY': apiKey }),
      },
      redirect: 'error',
      signal: request.signal,
    });
    const text = await readText(response);
    return { status: response.status, body: response.status === 200 ? JSON.parse(text) : undefined };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

/** Refuses an answer that is larger than the feed's pages can be, also one that only becomes so when it is unpacked. */
async function readText({ body }: Response): Promise<string> {
  if (body === null) return '';
  const parts: AsyncIterable<Uint8Array> = body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of parts) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Fails for an answer that a cache has kept: it is not a contact. The service gives each answer an id of its own. */
function refusingCached(send: typeof fetch): typeof fetch {
  let last: string | null = null;
  return async (...request) => {
    const response = await send(...request);
    const id = response.headers.get('x-men-requestid');
    const isCached = Number(response.headers.get('age') ?? 0) > 0 || (id !== null && id === last);
    last = id;
    if (!isCached) return response;
    await response.body?.cancel();
    throw new Error('the feed answered from a cache');
  };
}

function openKeySet(options: ContactOptions) {
  const { clocks } = options;
  let keys: ReadonlyMap<string, VerificationKey> = new Map();
  let readAt: Moment | undefined;
  let askedAt: Moment | undefined;
  let reading: Promise<void> = Promise.resolve();
  let hasFailed = false;
  const load = async (): Promise<void> => {
    const { status, body } = await get({ ...options, apiKey: undefined }, options.jwksUrl);
    if (status !== 200) throw new Error(`the JWKS answered ${status}`);
    const found = await readKeys(body);
    if (found.size === 0) throw new Error('the JWKS has no key of a service');
    keys = found;
  };
  const read = (): Promise<void> => {
    const at = clocks.now();
    askedAt = at;
    reading = load().then(
      () => {
        hasFailed = false;
        readAt = at;
      },
      (error: unknown) => {
        hasFailed = true;
        throw error;
      },
    );
    return reading;
  };
  const msSince = (moment: Moment | undefined): number => (moment === undefined ? Infinity : clocks.msSince(moment));
  const isDue = (): boolean => msSince(askedAt) > (hasFailed ? FAILED_KEYS_AGAIN_MS : KEYS_AGAIN_MS);
  return {
    all: () => keys,
    ageMs: () => msSince(readAt),
    /** Without keys there is no contact. Later the last good set stays in use, and nobody waits while it is read again. */
    renew: async (): Promise<void> => {
      if (keys.size === 0) await read();
      else if (isDue()) read().catch(() => undefined);
    },
    /** Throws if the key is unknown and the keys cannot be read: then it may be a new one. */
    find: async (kid: string): Promise<VerificationKey | undefined> => {
      const known = keys.get(kid);
      if (known !== undefined) return known;
      await (isDue() ? read() : reading);
      return keys.get(kid);
    },
  };
}

/** Such as `fetch failed: connect ECONNREFUSED 127.0.0.1:8081`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not an Error';
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message.trim()}` : error.message;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms).unref();
    if (signal.aborted) return done(); // the event does not come again
    signal.addEventListener('abort', done);
  });
