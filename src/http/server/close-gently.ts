// How a connection ends whose caller may still be sending. Closed over unread bytes it would be reset, and the reset overtakes the
// answer: so our half ends at once, and what still comes is thrown away for a moment. No request in it is served (RFC 9112 §9.6).
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const LINGER_MS = 1000;

const ending = new WeakSet<Duplex>();

/** Whether what comes on this connection is not listened to any more. */
export const isEnding = (socket: Duplex): boolean => ending.has(socket);

/** From here on nothing new is served on this connection; what came before is answered first. */
export const serveNoMore = (socket: Duplex): unknown => ending.add(socket);

/** Nothing more is sent after `last`; the caller's half is not waited for beyond the moment. */
export function endSoon(socket: Duplex, last?: string): void {
  serveNoMore(socket);
  socket.end(last);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(timer));
}

/** The connection ends like this when the answer under way, which says `Connection: close`, has been sent. */
export function lingerAfterAnswer(socket: Socket): void {
  serveNoMore(socket);
  socket.destroySoon = () => endSoon(socket);
}
