// The pipelined requests of a connection (RFC 9112 §9.3.2): one is under way, at most 16 wait, and one more ends the connection.
//
// Node parses everything that one read has brought, up to 64 KB, and hands over each request at once. Such a request is
//   turned away  when 16 wait already, or when the connection is ending. The parser asks first (`isTurnedAway`), stops in the middle of
//                what it has read, and makes no more objects.
//   waiting      when the answer to the one before it has not been sent.
//   under way    when it has been begun: at once if it is the first of what one read has brought, else in a turn of the event loop of its
//                own, after the response before it was closed. (Node may close a response before it parses the next request.)
// A waiting request holds nothing but its own bytes. It is dropped when its connection ends before its turn.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { isEnding } from './close-gently.ts';

export const MAX_WAITING = 16;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface RequestQueue {
  readonly begin: RequestListener;
  /** The response that is running, or the last one. */
  current: ServerResponse;
  readonly waiting: Exchange[];
  /** The last request that the parser handed over. */
  newest: IncomingMessage;
  /** The number of bytes that the connection had read when a request was last begun at once. */
  bytesRead: number;
  /** The response whose `close` listener begins the next request. */
  watched: ServerResponse | undefined;
  /** Called when nothing runs and nothing waits. */
  whenEmpty: (() => void) | undefined;
}

/** Returns a listener that begins the requests of each connection one after another. */
export const inTurn =
  (begin: RequestListener): RequestListener =>
  (request, response) => {
    const queue = queueOf(request.socket);
    if (queue === undefined) openQueue({ request, response }, begin);
    else if (!join(queue, { request, response })) return;
    begin(request, response);
  };

/** True if the parser must stop at this request: the queue is full, or the connection ends. */
export function isTurnedAway(request: IncomingMessage): boolean {
  const queue = queueOf(request.socket);
  if (request === queue?.newest) return false;
  return (queue !== undefined && queue.waiting.length >= MAX_WAITING) || isEnding(request.socket);
}

/**
 * Calls back when every complete request has been answered. Passes the response to a request that was cut off in the middle of its
 * body. If that request is still waiting, it is dropped.
 */
export function afterAnswers(socket: Duplex, done: (cutOff: ServerResponse | undefined) => void): void {
  const queue = queueOf(socket);
  if (queue === undefined) return done(undefined);
  const { current, waiting } = queue;
  if (waiting.at(-1)?.request.complete === false) waiting.pop();
  if (waiting.length === 0 && current.destroyed) return done(undefined);
  if (waiting.length === 0 && !current.req.complete) return done(current);
  queue.whenEmpty = () => done(undefined);
  watch(queue);
}

const QUEUE = Symbol('the pipelined requests of this connection');

/** NOTE: a property of the socket, not a WeakMap: every request of every device needs it. */
const hasQueue = (socket: object): socket is { readonly [QUEUE]: RequestQueue } => QUEUE in socket;

const queueOf = (socket: Duplex): RequestQueue | undefined => (hasQueue(socket) ? socket[QUEUE] : undefined);

function openQueue({ request, response }: Exchange, begin: RequestListener): void {
  const queue: RequestQueue = {
    begin,
    current: response,
    waiting: [],
    newest: request,
    bytesRead: request.socket.bytesRead,
    watched: undefined,
    whenEmpty: undefined,
  };
  Object.assign(request.socket, { [QUEUE]: queue });
}

/** Returns true if it is the turn of this request. */
function join(queue: RequestQueue, exchange: Exchange): boolean {
  queue.newest = exchange.request;
  if (!queue.current.destroyed) {
    queue.waiting.push(exchange);
    watch(queue);
    return false;
  }
  queue.current = exchange.response;
  const { bytesRead } = exchange.request.socket;
  if (bytesRead === queue.bytesRead) {
    setImmediate(beginNow, queue, exchange);
    return false;
  }
  queue.bytesRead = bytesRead;
  return true;
}

/** Listens only while a request waits, so that the usual request needs no listener. */
function watch(queue: RequestQueue): void {
  const { current } = queue;
  if (queue.watched === current) return;
  queue.watched = current;
  current.once('close', () => moveOn(queue));
}

/** Makes the next request the current one at once, so that no request that arrives before its turn can overtake it. */
function moveOn(queue: RequestQueue): void {
  const { waiting } = queue;
  const next = waiting.shift();
  if (next === undefined) return queue.whenEmpty?.();
  queue.current = next.response;
  if (waiting.length > 0 || queue.whenEmpty) watch(queue);
  setImmediate(beginNow, queue, next);
}

/** Does not begin a request on a connection that has ended, because its response would never be closed. */
function beginNow({ begin }: RequestQueue, { request, response }: Exchange): void {
  if (request.socket.writable) begin(request, response);
}
