// Answers requests that the HTTP parser cannot read, or that arrive too slowly, and ends their connection.
import type { Duplex } from 'node:stream';
import { isTakingItsTime } from './body-stream.ts';
import { discardRest, endSoon, isEnding, isLingering, serveNoMore } from './close-gently.ts';
import { afterAnswers } from './request-queue.ts';

/**
 * First answers the complete requests before it, so that none of them gets the refusal as its answer. `forGateways`: they take 431 for
 * a fault of their client, or hand it on, so they get 503.
 */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex, forGateways = false): void {
  if (isEnding(socket)) return;
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isTakingItsTime(socket)) return; // Node reports this once for each request
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  serveNoMore(socket);
  afterAnswers(socket, (cutOff) => {
    if (!socket.writable) return;
    if (cutOff?.headersSent) socket.destroy();
    else endSoon(socket, answerTo(error, forGateways));
  });
}

/** Refuses a request in its turn if its end is not certain. */
export const refuseFraming = (socket: Duplex): void => endSoon(socket, answerTo(new Error('framing')));

/** Refuses CONNECT. Running answers get a moment, because Node no longer drains or times out the socket of a tunnel. */
export function refuseTunnel(socket: Duplex): void {
  discardRest(socket);
  refuseUnreadable(new Error('CONNECT'), socket);
}

/** Ends a connection on which the parser has stopped (`isTurnedAway`). Returns false if the connection was ending before. */
export function turnAway(socket: Duplex): boolean {
  if (isLingering(socket)) {
    discardRest(socket);
    return false;
  }
  socket.destroy();
  return !isEnding(socket);
}

/** The status by Node's error code; `other` for all codes that are not listed. */
const STATUS = {
  other: '400 Bad Request',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
} as const;
const NO_VERDICT = '503 Service Unavailable';

function answerTo({ code }: NodeJS.ErrnoException, forGateways = false): string {
  const known = Object.entries(STATUS).find(([name]) => name === code);
  const isNoVerdict = forGateways && code === 'HPE_HEADER_OVERFLOW';
  const status = isNoVerdict ? NO_VERDICT : (known?.[1] ?? STATUS.other);
  const body = JSON.stringify({ error: status.slice(4).toLowerCase() });
  const headers = [
    'Connection: close',
    ...(isNoVerdict ? ['Retry-After: 1'] : []),
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${body.length}`,
  ];
  return [`HTTP/1.1 ${status}`, ...headers, '', body].join('\r\n');
}
