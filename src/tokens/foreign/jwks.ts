// Reads the users' keys from an address (D12). If the address fails later, the last good set stays in use.
import { Refused } from '../../domain/errors.ts';
import { isJsonObject, parseStrictJson, type JsonValue } from '../../domain/strict-json.ts';
import type { UserKeySource } from './users.ts';
import { findKey, type VerificationKey } from './verification-keys.ts';

export interface JwksOptions {
  /** http or https, without user and password. */
  readonly url: URL;
  /** Time of the monotonic clock. */
  readonly elapsedMs: () => number;
  /** Calls `work` in this interval until the returned function is called. */
  readonly every: (intervalMs: number, work: () => void) => () => void;
  /** Called each time the address gives no usable set, with the reason. */
  readonly report: (problem: string) => void;
  readonly timeoutMs?: number;
}

export interface Jwks extends UserKeySource {
  close(): void;
}

const REFRESH_MS = 600_000;
const MIN_PAUSE_MS = 30_000;
const TIMEOUT_MS = 5000;
const MAX_BYTES = 1024 * 1024;
const MAX_KEYS = 100;

/** Returns after the first attempt, also if it failed. Later attempts are at least 30 s apart. */
export async function openJwks(options: JwksOptions): Promise<Jwks> {
  let keys: readonly VerificationKey[] | undefined;
  let fetchedAt = -Infinity;
  let triedAt = -Infinity;
  let attempt: Promise<void> | undefined;

  async function tryFetch(): Promise<void> {
    triedAt = options.elapsedMs();
    try {
      keys = await fetchKeys(options);
      fetchedAt = triedAt;
    } catch (error) {
      options.report(`${options.url.href}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  function refresh(): Promise<void> {
    if (attempt === undefined && options.elapsedMs() - triedAt < MIN_PAUSE_MS) return Promise.resolve();
    attempt ??= tryFetch().finally(() => (attempt = undefined));
    return attempt;
  }

  await refresh();
  const stop = options.every(MIN_PAUSE_MS, () => {
    if (options.elapsedMs() - fetchedAt >= REFRESH_MS) void refresh();
  });

  return {
    async findCandidates(kid) {
      const isKnown = keys !== undefined && (kid === undefined || keys.some((key) => key.kid === kid));
      if (!isKnown) await refresh();
      if (keys === undefined) throw new Refused('store_unavailable', 'the keys of users are not known yet');
      return kid === undefined ? keys : keys.filter((key) => key.kid === kid);
    },
    isReady: () => keys !== undefined,
    close: stop,
  };
}

async function fetchKeys({ url, timeoutMs = TIMEOUT_MS }: JwksOptions): Promise<readonly VerificationKey[]> {
  const set = parseStrictJson(await fetchText(url, timeoutMs));
  const members: JsonValue | undefined = isJsonObject(set) ? set['keys'] : undefined;
  if (!Array.isArray(members) || members.length > MAX_KEYS)
    throw new Error(`the answer is no set of at most ${MAX_KEYS} keys`);
  const keys = await Promise.all(members.filter(isJsonObject).map((member) => findKey(member)));
  const usable = keys.filter((key) => key !== undefined);
  if (usable.length === 0) throw new Error('no key of the set can be used');
  return usable;
}

async function fetchText(url: URL, timeoutMs: number): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {
    redirect: 'manual',
    signal,
    headers: { accept: 'application/jwk-set+json, application/json' },
  });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new Error(`the answer is ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> = response.body;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Error('the answer is longer than 1 MiB'); // leaving the loop cancels the body
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}
