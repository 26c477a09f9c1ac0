// What the parser of HTTP could not read, or not in time, gets one answer and no second chance on its connection.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { UNREADABLE } from '../errors.ts';
import { endSoon, isEnding, serveNoMore } from './close-gently.ts';

/** The requests of a connection that have no answer yet. */
const unanswered = new WeakMap<Duplex, Set<ServerResponse>>();

/** `answered` is told when its answer is sent, or its connection gone. */
export function noteRequest({ socket }: IncomingMessage, response: ServerResponse, answered: () => void): void {
  const open = unanswered.get(socket) ?? new Set();
  unanswered.set(socket, open.add(response));
  response.once('close', () => {
    open.delete(response);
    answered();
  });
}

/** Requests that came whole before it are answered first: the refusal shall not be taken for their answer. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (isEnding(socket)) return;
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  serveNoMore(socket);
  const open = [...(unanswered.get(socket) ?? [])];
  const answered = open.filter(({ req }) => req.complete).map(whenAnswered);
  void Promise.all(answered).then(() => {
    if (open.some(({ req, headersSent }) => !req.complete && headersSent)) socket.destroy();
    else endSoon(socket, answerTo(error));
  });
}

const whenAnswered = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => response.once('close', resolve));

function answerTo({ code }: NodeJS.ErrnoException): string {
  const known = Object.entries(UNREADABLE).find(([name]) => name === code);
  const status = known?.[1] ?? UNREADABLE.other;
  const body = JSON.stringify({ error: status.slice(4).toLowerCase() });
  const headers = [
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${body.length}`,
  ];
  return [`HTTP/1.1 ${status}`, ...headers, '', body].join('\r\n');
}
