// Sends one POST to a receiver. It follows no redirect, uses no proxy, and reads only the beginning of the answer.
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';

export interface PostedAnswer {
  readonly status: number;
  readonly text: string;
  /** The value of `Retry-After`, in ms. */
  readonly retryAfterMs?: number;
}

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly lookup: LookupFunction;
  /** Ends the request in any state. */
  readonly signal: AbortSignal;
}

/** Keeps connections for messages that follow within a few seconds. */
export interface Connections {
  readonly http: http.Agent;
  readonly https: https.Agent;
  close(): void;
}

const KEEP_MS = 5_000;
/** The part of an answer that is kept. */
const MAX_TEXT = 500;
/** A longer answer is not read to its end. */
const MAX_READ_BYTES = 16_384;
/** The time to wait for a body after its status. */
const BODY_MS = 1_000;

export function openConnections(atOnce: number): Connections {
  const options = { keepAlive: true, maxSockets: atOnce, maxFreeSockets: 1, timeout: KEEP_MS };
  const [plain, secure] = [new http.Agent(options), new https.Agent(options)];
  return {
    http: plain,
    https: secure,
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

/** Resolves with any answer; rejects without one. */
export function post({ url, headers, body, lookup, signal }: Post, connections: Connections): Promise<PostedAnswer> {
  return new Promise((resolve, reject) => {
    const isSecure = url.startsWith('https:');
    const options = {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      lookup,
      signal,
    };
    const request = isSecure
      ? https.request(url, { ...options, agent: connections.https })
      : http.request(url, { ...options, agent: connections.http });
    request.once('response', (answer: IncomingMessage) => {
      request.off('error', reject).on('error', () => undefined); // from here on the status is valid
      readBeginning(answer).then((text) => {
        resolve({ status: answer.statusCode ?? 0, text, ...retryAfterOf(answer) });
      }, reject);
    });
    request.once('error', reject);
    request.end(body);
  });
}

/**
 * Reads the answer to its end, so that the connection can be used again, unless that takes long. The status is valid also if the
 * body breaks off.
 */
async function readBeginning(answer: IncomingMessage): Promise<string> {
  const timer = setTimeout(() => answer.destroy(), BODY_MS).unref();
  const pieces: AsyncIterable<Uint8Array> = answer;
  const kept: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      if (bytes < MAX_TEXT * 4) kept.push(piece.subarray(0, MAX_TEXT * 4));
      bytes += piece.length;
      if (bytes > MAX_READ_BYTES) break;
    }
  } catch {
    // the status was there before
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(kept).toString('utf8').slice(0, MAX_TEXT);
}

/** Reads seconds; a date is ignored. */
function retryAfterOf({ headers }: IncomingMessage): { readonly retryAfterMs?: number } {
  const text = headers['retry-after'] ?? '';
  return /^\d{1,6}$/.test(text) ? { retryAfterMs: Number(text) * 1000 } : {};
}
