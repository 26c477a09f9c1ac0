// Ends a connection while its client may still be sending. A socket that is closed with unread bytes is reset, and the reset can
// overtake the answer. So our half ends at once, and bytes that still arrive are discarded for a moment (RFC 9112 §9.6).
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const LINGER_MS = 1000;

const ending = new WeakSet<Duplex>();
const lingering = new WeakSet<Duplex>();

/** True if no new request is served on this connection. */
export const isEnding = (socket: Duplex): boolean => ending.has(socket);

/** True if the last answer of this connection has been sent, or if a refusal is about to be sent. */
export const isLingering = (socket: Duplex): boolean => lingering.has(socket);

/** Serves no new request on this connection. Earlier requests are answered first. */
export const serveNoMore = (socket: Duplex): unknown => ending.add(socket);

/** Sends `last` and ends our half. The client's half is closed after a moment. */
export function endSoon(socket: Duplex, last?: string): void {
  linger(socket);
  socket.end(last);
  destroyLater(socket);
}

/** Ends the connection in this way after the running answer, which says `Connection: close`. */
export function lingerAfterAnswer(socket: Socket): void {
  linger(socket);
  socket.destroySoon = () => endSoon(socket);
}

/**
 * Discards the bytes that still arrive on a connection that the HTTP parser has released. NOTE: Node has removed its own listeners. An
 * error without a listener would end the process.
 */
export function discardRest(socket: Duplex): void {
  socket.on('error', () => {});
  socket.resume();
  destroyLater(socket);
}

function linger(socket: Duplex): void {
  serveNoMore(socket);
  lingering.add(socket);
}

function destroyLater(socket: Duplex): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(timer));
}
