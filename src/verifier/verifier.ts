// Verifies device tokens without a request for each, with the keys (JWKS) and the revocation feed of the service.
//
// The guarantee: a token that the service refused at a time T is refused here from T + `maxAgeMs` on at the latest, and usually
// within milliseconds. If the contact with the service is older than `maxAgeMs`, every token is `stale`; so is a token of an unknown
// key while the keys cannot be read. A gateway answers that with 503, never with 401.
import { openContact, type Contact } from './contact.ts';
import { createRevoked, type Revoked, type RevocationItem } from './items.ts';
import { expressMiddleware, fastifyHook, type ExpressMiddleware, type FastifyHook } from './middleware.ts';
import { createClocks } from './moment.ts';
import { readToken, type DeviceClaims } from './token.ts';

export type { RevocationItem } from './items.ts';
export type { ExpressMiddleware, FastifyHook, VerifiedDevice } from './middleware.ts';

export interface VerifierOptions {
  /** Such as `https://devauth.example.com/.well-known/jwks.json`. */
  readonly jwksUrl: string;
  /**
   * Such as `http://devauth:8081/api/internal/v1/devauth/revocations`, or, only for the tokens of one tenant,
   * `https://devauth.example.com/api/management/v2/devauth/revocations`.
   */
  readonly feedUrl: string;
  /** The key of the internal API, if the installation has one, or an API key of the tenant with the scope `revocations:read`. */
  readonly apiKey?: string;
  readonly issuer?: string;
  readonly audience?: string;
  /** The highest age of the contact with the service; at least 2,500. */
  readonly maxAgeMs?: number;
  /** Called for each item when it arrives, for example to close the connections of that device. */
  readonly onRevoked?: (item: RevocationItem) => void;
  readonly onStale?: () => void;
  readonly onFresh?: () => void;
  readonly fetch?: typeof fetch;
  /** The clock of this machine, in milliseconds since 1970. It may be wrong: expiry is compared with the time of the service. */
  readonly now?: () => number;
  readonly signal?: AbortSignal;
}

export type Verdict =
  | {
      readonly ok: true;
      readonly device: string;
      readonly tenant: string;
      readonly jti: string;
      readonly expiresAt: Date;
      readonly kid: string;
    }
  | { readonly ok: false; readonly reason: 'missing' | 'invalid' | 'expired' | 'revoked' | 'stale' };

export interface VerifierState {
  readonly stale: boolean;
  readonly ageMs: number;
  /** The reason why the last request to the service failed. */
  readonly problem: string | undefined;
  readonly cursor: string | undefined;
  /** The number of items of the feed in memory. */
  readonly entries: number;
  readonly keys: readonly string[];
}

export interface Verifier {
  verify(token: string | undefined): Promise<Verdict>;
  readonly state: VerifierState;
  /**
   * Answers 401 with `WWW-Authenticate`, or 503 with `Retry-After`. Otherwise sets `request.device` and removes the client's
   * `X-MEN-*`.
   */
  express(): ExpressMiddleware;
  /** Does the same as an `onRequest` hook. */
  fastify(): FastifyHook;
  close(): Promise<void>;
}

const SECOND = 1000;
const MIN_AGE_MS = 2_500;
const REMEMBERED = 100_000;
const PRUNE_MS = 60_000;
/** Items are kept for so much longer, because the clocks of the service's nodes differ. */
const KEPT_SECONDS = 60;
const WATCH_MS = 100;
const NO_KEYS = 'no keys';

/** Resolves when the keys and the feed have been read, or after `maxAgeMs`. Until there is a contact every token is `stale`. */
export async function createVerifier(options: VerifierOptions): Promise<Verifier> {
  const { issuer = 'Mender', audience = 'devauth', maxAgeMs = 5_000, onRevoked, fetch: send = fetch } = options;
  if (!(maxAgeMs >= MIN_AGE_MS)) throw new TypeError(`maxAgeMs must be at least ${MIN_AGE_MS}`);
  const { jwksUrl, feedUrl, apiKey } = options;
  const stop = new AbortController();
  const revoked = createRevoked();
  const apply = (item: RevocationItem): void => {
    revoked.apply(item);
    callBack(onRevoked, item);
  };
  const clocks = createClocks(options.now ?? Date.now);
  const contact = openContact({ jwksUrl, feedUrl, apiKey, maxAgeMs, fetch: send, signal: stop.signal, apply, clocks });
  const isStale = (): boolean => contact.ageMs() > maxAgeMs;
  const rules = { issuer, audience, findKey: contact.findKey };
  const remembered = createRemembered();
  const timers = [setInterval(() => isStale() || prune(revoked, contact), PRUNE_MS).unref(), watch(isStale, options)];
  const judge = (claims: DeviceClaims | typeof NO_KEYS | undefined): Verdict => {
    if (isStale() || claims === NO_KEYS) return { ok: false, reason: 'stale' };
    if (claims === undefined || isOfAnother(claims, contact.tenant())) return { ok: false, reason: 'invalid' };
    if (claims.expiresAt <= contact.seconds()) return { ok: false, reason: 'expired' };
    if (revoked.refuses(claims)) return { ok: false, reason: 'revoked' };
    const { device, tenant, jti, kid } = claims;
    return { ok: true, device, tenant, jti, kid, expiresAt: new Date(claims.expiresAt * SECOND) };
  };
  const close = async (): Promise<void> => {
    timers.forEach(clearInterval);
    stop.abort();
    await contact.ended;
  };
  const verifier: Verifier = {
    verify: async (token) => {
      if (token === undefined || token === '') return isStale() ? judge(undefined) : { ok: false, reason: 'missing' };
      const known = remembered.find(token);
      if (known !== undefined) return judge(known);
      if (isStale()) return judge(undefined);
      const claims = await readToken(token, rules).catch((): typeof NO_KEYS => NO_KEYS);
      if (typeof claims === 'object') remembered.keep(token, claims);
      return judge(claims);
    },
    get state() {
      return stateOf(contact, { stale: isStale(), entries: revoked.size() });
    },
    express: () => expressMiddleware(verifier),
    fastify: () => fastifyHook(verifier),
    close,
  };
  options.signal?.addEventListener('abort', () => void close(), { once: true });
  await firstContact(contact.ready, maxAgeMs);
  return verifier;
}

/** Forgets what has expired. Called in contact only: before it, the clock of this machine counts, which may be wrong by years. */
const prune = (revoked: Revoked, contact: Contact): void => revoked.prune(contact.seconds() - KEPT_SECONDS);

/** Runs a callback of the app. Its errors are bugs of the app and must not end the contact. */
function callBack(onRevoked: VerifierOptions['onRevoked'], item: RevocationItem): void {
  try {
    onRevoked?.(item);
  } catch (error) {
    process.emitWarning(`onRevoked failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A tenant's feed does not have the revocations of other tenants. */
const isOfAnother = ({ tenant }: DeviceClaims, only: string | undefined): boolean =>
  only !== undefined && tenant !== only;

const stateOf = (contact: Contact, known: Pick<VerifierState, 'stale' | 'entries'>): VerifierState => ({
  ...known,
  ageMs: contact.ageMs(),
  problem: contact.problem(),
  cursor: contact.cursor(),
  keys: [...contact.keys().keys()],
});

async function firstContact(ready: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([ready, late]);
  clearTimeout(timer);
}

/** Tokens with a good signature; the oldest make room. Whether they are good is checked each time. */
function createRemembered() {
  const claimsOf = new Map<string, DeviceClaims>();
  let oldestFirst = claimsOf.keys(); // NOTE: keep one iterator. A fresh one would skip all deleted entries first (O(n)).
  const removeOldest = (): void => {
    let oldest = oldestFirst.next();
    if (oldest.done === true) {
      oldestFirst = claimsOf.keys();
      oldest = oldestFirst.next();
    }
    if (oldest.done !== true) claimsOf.delete(oldest.value);
  };
  return {
    find: (token: string) => claimsOf.get(token),
    keep: (token: string, claims: DeviceClaims): void => {
      if (claimsOf.size >= REMEMBERED) removeOldest();
      claimsOf.set(token, claims);
    },
  };
}

/** Reports when the contact becomes too old, and when it is back. */
function watch(isStale: () => boolean, { onStale, onFresh }: VerifierOptions): NodeJS.Timeout {
  let was = true;
  return setInterval(() => {
    const is = isStale();
    if (is !== was) (is ? onStale : onFresh)?.();
    was = is;
  }, WATCH_MS).unref();
}
