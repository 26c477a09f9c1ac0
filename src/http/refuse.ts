// The one writer of refusals: turns an error into an answer and a line in the log, on every path (Express, verify, connect).
import type { ServerResponse } from 'node:http';
import type { Logger } from 'winston';
import { Refused } from '../domain/errors.ts';
import { errorReply, internalError, type Api, type ErrorReply } from './errors.ts';
import type { Deadline } from './server/deadline.ts';

/** The request that ended with an error. */
export interface FailedRequest {
  readonly api: Api;
  readonly requestId: string;
  /** The route in its document; `-` for a path of no document. */
  readonly route: string;
  readonly deadline: Deadline | undefined;
}

export interface Refusal {
  readonly reply: ErrorReply;
  /** The refusal; undefined after a bug. */
  readonly refused: Refused | undefined;
}

export type Refuse = (error: unknown, request: FailedRequest) => Refusal;

/** Everything except a `Refused` is a bug: the caller gets the request's id, and the log gets the rest. */
export function createRefuse(log: Logger, monotonicMs = (): number => performance.now()): Refuse {
  const logOutage = createOutageLog(log, monotonicMs);
  return (error, request) => {
    const { api, requestId } = request;
    if (!(error instanceof Refused)) {
      logBug(log, error, request);
      return { reply: internalError(requestId, api), refused: undefined };
    }
    if (error.code === 'store_unavailable') logOutage(error, request);
    if (error.code === 'timed_out') logTimeout(log, request);
    return { reply: errorReply(api, error, requestId), refused: error };
  };
}

/** Sends a reply without Express. These headers come before its own. */
export function sendReply(
  response: ServerResponse,
  common: Readonly<Record<string, string>>,
  { status, headers, body }: ErrorReply,
): void {
  const text = JSON.stringify(body);
  const type = `${headers['Content-Type'] ?? 'application/json'}; charset=utf-8`;
  response.writeHead(status, {
    ...common,
    ...headers,
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

function logBug(log: Logger, error: unknown, { requestId, route }: FailedRequest): void {
  log.error('bug', { request_id: requestId, route, error: error instanceof Error ? error.stack : 'not an Error' });
}

/** Logs a bug in work that continued after the deadline of its request. */
function logTimeout(log: Logger, request: FailedRequest): void {
  const { requestId, route, deadline } = request;
  log.warn('timed_out', { request_id: requestId, route });
  if (deadline === undefined) return;
  deadline.lost = (error) => {
    if (!(error instanceof Refused)) logBug(log, error, request);
  };
}

const OUTAGE_LINE_EVERY_MS = 1000;

/**
 * Logs at most one line in a second, with the number of requests that were refused since the last line. The metrics count each of
 * them.
 */
function createOutageLog(log: Logger, monotonicMs: () => number): (error: Refused, request: FailedRequest) => void {
  let lastAt = -Infinity;
  let requests = 0;
  return (error, { requestId, route }) => {
    requests += 1;
    const now = monotonicMs();
    if (now - lastAt < OUTAGE_LINE_EVERY_MS) return;
    log.warn('store_unavailable', {
      request_id: requestId,
      route,
      requests,
      problem: error.message,
      cause: String(error.details.cause),
    });
    lastAt = now;
    requests = 0;
  };
}
