// Sends one POST to a receiver, over connections that stay open. It follows no redirect, uses no proxy, and reads only the beginning
// of the answer. `fetch` takes three times the CPU, and commands would have to wait.
//
// A receiver may close an open connection just when it is used again. Then the request is sent once more, over a new connection, so
// the receiver may get it twice.
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The time until the status of the answer, over both connections. */
  readonly timeoutMs: number;
  /** Ends the request in any state. */
  readonly signal?: AbortSignal | undefined;
  /** Resolves the name of the receiver at each new connection. */
  readonly lookup?: LookupFunction;
}

export interface PostedAnswer {
  readonly status: number;
  /** The beginning of the answer. */
  readonly text: string;
  /** The value of `Retry-After`, in ms. */
  readonly retryAfterMs?: number;
}

/** Connections that are kept for requests that follow within a few seconds. */
export interface Connections {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  close(): void;
}

/** The request took longer than its `timeoutMs`. */
export class TooLate extends Error {}

const KEEP_MS = 5_000;
/** The part of an answer that is kept. */
const MAX_TEXT = 500;
/** A longer answer is not read to its end. */
const MAX_READ_BYTES = 16_384;
/** The time to wait for a body after its status. */
const BODY_MS = 1_000;

/** `atOnce` bounds the connections to one receiver, and `kept` those of them that stay open without a request. */
export function openConnections({ atOnce, kept }: { readonly atOnce: number; readonly kept: number }): Connections {
  const options = { keepAlive: true, maxSockets: atOnce, maxFreeSockets: kept, timeout: KEEP_MS };
  const [http, https] = [new HttpAgent(options), new HttpsAgent(options)];
  return {
    http,
    https,
    close: () => {
      http.destroy();
      https.destroy();
    },
  };
}

/** Resolves with any answer; rejects without one. */
export async function post(call: Post, connections: Connections): Promise<PostedAnswer> {
  const endsAt = performance.now() + call.timeoutMs;
  try {
    return await send(call, { connections, endsAt });
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return send(call, { connections: NEW_CONNECTION, endsAt });
  }
}

const NEW_CONNECTION = { http: false, https: false } as const;

interface Way {
  readonly connections: Pick<Connections, 'http' | 'https'> | typeof NEW_CONNECTION;
  readonly endsAt: number;
}

/** The receiver closed an open connection just when it was used again. */
class StaleConnection extends Error {}

function send(call: Post, { connections, endsAt }: Way): Promise<PostedAnswer> {
  const { url, headers, body, lookup } = call;
  return new Promise((resolve, reject) => {
    call.signal?.throwIfAborted();
    const options = { method: 'POST', headers, ...(lookup && { lookup }) };
    const request = url.startsWith('https:')
      ? httpsRequest(url, { ...options, agent: connections.https })
      : httpRequest(url, { ...options, agent: connections.http });
    const fail = (error: Error): void => reject(request.reusedSocket && isReset(error) ? new StaleConnection() : error);
    request.once('response', (answer) => {
      request.off('error', fail).on('error', () => undefined); // from here on the status is valid
      readBeginning(answer, resolve);
    });
    request.on('error', fail);
    endInTime(request, call, endsAt);
    request.end(body);
  });
}

function endInTime(request: ClientRequest, { signal, timeoutMs }: Post, endsAt: number): void {
  const abort = (): void => void request.destroy(new Error('the call was ended'));
  const late = (): void => void request.destroy(new TooLate(`timeout: no answer within ${timeoutMs} ms`));
  const timer = setTimeout(late, endsAt - performance.now()).unref();
  signal?.addEventListener('abort', abort, { once: true });
  request.once('close', () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  });
}

const isReset = (error: Error): boolean => 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

/**
 * Reads the answer to its end, so that the connection can be used again, unless it is long or slow. The status is valid also if the
 * body breaks off.
 */
function readBeginning(answer: IncomingMessage, done: (answered: PostedAnswer) => void): void {
  const timer = setTimeout(() => answer.destroy(), BODY_MS).unref();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  answer.on('data', (part: Uint8Array) => {
    if (bytes < MAX_TEXT * 4) parts.push(part.subarray(0, MAX_TEXT * 4));
    bytes += part.length;
    if (bytes > MAX_READ_BYTES) answer.destroy();
  });
  answer.on('error', () => undefined);
  answer.on('close', () => {
    clearTimeout(timer);
    const text = Buffer.concat(parts).toString('utf8').slice(0, MAX_TEXT);
    done({ status: answer.statusCode ?? 0, text, ...retryAfterOf(answer) });
  });
}

/** Reads seconds; a date is ignored. */
function retryAfterOf({ headers }: IncomingMessage): { readonly retryAfterMs?: number } {
  const text = headers['retry-after'] ?? '';
  return /^\d{1,6}$/.test(text) ? { retryAfterMs: Number(text) * 1000 } : {};
}
