// The account of a request: one line in the log and one count, written when the answer has been sent or the connection has ended.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'winston';
import type { Refused } from '../domain/errors.ts';
import type { Metrics } from '../observe/metrics.ts';
import { CALLER_GONE } from './errors.ts';

export interface Exchange {
  readonly request: Pick<IncomingMessage, 'method'>;
  readonly response: ServerResponse;
  readonly requestId: string;
  /** Reads the route when the request has ended: the route of the document, never the caller's text. */
  readonly route: () => string;
  /** Ends the span of the request. */
  readonly endSpan?: ((end: { readonly route: string; readonly status: number }) => void) | undefined;
}

/** The outcome of a request. The code that refuses it sets `refused`. */
export interface Outcome {
  refused: Refused | undefined;
}

export type Account = (exchange: Exchange) => Outcome;

export interface AccountParts {
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'requested'>;
}

export const createAccount =
  (parts: AccountParts): Account =>
  (exchange) => {
    const began = performance.now();
    const outcome: Outcome = { refused: undefined };
    exchange.response.once('close', () => close(parts, exchange, { outcome, ms: performance.now() - began }));
    return outcome;
  };

function close(
  { log, metrics }: AccountParts,
  { request: { method = '' }, response, requestId, route: routeOf, endSpan }: Exchange,
  { outcome: { refused }, ms }: { readonly outcome: Outcome; readonly ms: number },
): void {
  const route = routeOf();
  const status = response.headersSent ? response.statusCode : CALLER_GONE;
  endSpan?.({ route, status });
  const [code, why] = [refused?.code, refused?.details.why];
  metrics.requested({ route, method, status, seconds: ms / 1000, refused: code, why });
  const level = PROBES.test(route) ? 'debug' : 'info';
  if (!log.isLevelEnabled(level)) return; // without it winston would put the line first
  log.log(level, 'request', {
    request_id: requestId,
    method,
    route,
    status,
    complete: response.writableFinished,
    ms: Math.round(ms),
    ...(refused && { refused: code }),
    ...(why && { why }),
    ...refused?.details.subject,
  });
}

/** Routes that load balancers and scrapers call all the time. */
const PROBES = /(^|\/)(livez|readyz|alive|health|metrics)$/;
