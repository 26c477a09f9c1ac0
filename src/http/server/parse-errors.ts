// Answers requests that the HTTP parser cannot read, or not in time, and ends their connection.
import type { Duplex } from 'node:stream';
import { isTakingItsTime } from './body-stream.ts';
import { discardRest, endSoon, isEnding, isLingering, serveNoMore } from './close-gently.ts';
import { afterAnswers } from './request-queue.ts';

/** Answers the requests that arrived whole before it first, so that none of them takes the refusal for its own answer. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (isEnding(socket)) return;
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isTakingItsTime(socket)) return; // Node says this once for a request
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  serveNoMore(socket);
  afterAnswers(socket, (cutOff) => {
    if (!socket.writable) return;
    if (cutOff?.headersSent) socket.destroy();
    else endSoon(socket, answerTo(error));
  });
}

/** Refuses a request, in its turn, of which it is not certain where it ends. */
export const refuseFraming = (socket: Duplex): void => endSoon(socket, answerTo(new Error('framing')));

/** Refuses CONNECT. Answers under way have a moment: Node no longer drains or times out a socket that asks for a tunnel. */
export function refuseTunnel(socket: Duplex): void {
  discardRest(socket);
  refuseUnreadable(new Error('CONNECT'), socket);
}

/** Ends a connection on which the parser has stopped (`isTurnedAway`). Returns false if that was coming anyway. */
export function turnAway(socket: Duplex): boolean {
  if (isLingering(socket)) {
    discardRest(socket);
    return false;
  }
  socket.destroy();
  return !isEnding(socket);
}

/** Status by Node's error code; `other` for all codes that are not listed. */
const STATUS = {
  other: '400 Bad Request',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
} as const;

function answerTo({ code }: NodeJS.ErrnoException): string {
  const known = Object.entries(STATUS).find(([name]) => name === code);
  const status = known?.[1] ?? STATUS.other;
  const body = JSON.stringify({ error: status.slice(4).toLowerCase() });
  const headers = [
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${body.length}`,
  ];
  return [`HTTP/1.1 ${status}`, ...headers, '', body].join('\r\n');
}
