// The deadline of a request: its answer begins in time, or the caller gets 503 `timed_out`.
//
//   running   From the request's head on (`startDeadline`), until the answer has been sent or the connection is closed (`stopDeadline`).
//   paused    While the rest of a body is read (`pausedWhileReading`); Node's `requestTimeout` bounds that. When the request is
//             complete, the deadline runs again, with the whole time. Work without a deadline (`withoutDeadline`) pauses it for good.
//   past      The time is over. If the answer has begun, nothing happens. If not, the caller gets 503:
//             - running work (`settle`) continues, as when a store does not answer, but its result is dropped; its error is given to
//               `lost`, which logs a bug;
//             - work that has not begun does not begin;
//             - a request in the queue of paced requests (`queueUntil`) leaves it and fails at its first `settle`.
//
// Nothing here is durable: a crash ends the connection, and the caller does not learn the outcome.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refused } from '../../domain/errors.ts';
import type { Pace } from './fair-start.ts';

export interface Deadline {
  readonly response: ServerResponse;
  readonly ms: number;
  /** The start of the present run, by the monotonic clock. */
  since: number;
  timer: NodeJS.Timeout | undefined;
  isPast: boolean;
  /** Called when the deadline passes. */
  failed: ((refusal: Refused) => void) | undefined;
  /** Called with an error of work that was running when the deadline passed. */
  lost: ((error: unknown) => void) | undefined;
}

/** Starts the deadline of a request. The owner must stop it. */
export function startDeadline(response: ServerResponse, ms: number): Deadline {
  const deadline = { response, ms, since: 0, timer: undefined, isPast: false, failed: undefined, lost: undefined };
  run(deadline);
  return deadline;
}

/**
 * One timer for each request: Node keeps timers of one duration in a linked list. NOTE: `unref` would cost more than the timer. A
 * request keeps its connection open, so the timer does not delay the end of the process.
 */
function run(deadline: Deadline): void {
  deadline.since = performance.now();
  deadline.timer = setTimeout(expire, deadline.ms, deadline);
}

export const stopDeadline = ({ timer }: Deadline): void => clearTimeout(timer);

const leftOf = ({ since, ms }: Deadline): number => since + ms - performance.now();

/** Node counts from the beginning of the turn in which the timer was made, so it may call early. */
function expire(deadline: Deadline): void {
  const left = leftOf(deadline);
  if (left > 0) deadline.timer = setTimeout(expire, left, deadline);
  else pass(deadline);
}

/** Returns true if the deadline is past, even if the event loop was too busy to notice. */
export function expireIfDue(deadline: Deadline): boolean {
  if (leftOf(deadline) <= 0) pass(deadline);
  return deadline.isPast;
}

function pass(deadline: Deadline): void {
  stopDeadline(deadline);
  if (deadline.response.headersSent) return;
  deadline.isPast = true;
  deadline.failed?.(timedOut());
}

const timedOut = (): Refused =>
  new Refused('timed_out', 'no answer in time; the request may have been done', { retryAfterSeconds: 1 });

/** Does the work and calls `done` or `failed`, once: `failed` with `timed_out` if the deadline passes first. */
export function settle<Value>(
  deadline: Deadline,
  work: () => Promise<Value>,
  { done, failed }: { readonly done: (value: Value) => void; readonly failed: (error: unknown) => void },
): void {
  if (deadline.isPast) return failed(timedOut());
  deadline.failed = failed;
  work().then(
    (value) => {
      if (!deadline.isPast) done(value);
    },
    (error: unknown) => (deadline.isPast ? deadline.lost?.(error) : failed(error)),
  );
}

/** Begins when `pace` allows it. If the deadline passes before that, begins at once: the first `settle` then fails. */
export function queueUntil(deadline: Deadline, pace: Pace, begin: () => void): void {
  let leaveQueue = (): void => {};
  deadline.failed = () => {
    leaveQueue();
    begin();
  };
  leaveQueue = pace(() => {
    if (expireIfDue(deadline)) return;
    deadline.failed = undefined;
    begin();
  });
}

/** Deadlines of requests that Express handles. Hot paths pass theirs as an argument: a WeakMap lookup is measurable there. */
const remembered = new WeakMap<IncomingMessage, Deadline>();

export const rememberDeadline = (request: IncomingMessage, deadline: Deadline): unknown =>
  remembered.set(request, deadline);

export const deadlineOf = (request: IncomingMessage): Deadline | undefined => remembered.get(request);

/** Does the work. Rejects with `timed_out` if the deadline passes first. */
export function withDeadline<Value>(request: IncomingMessage, work: () => Promise<Value>): Promise<Value> {
  const deadline = deadlineOf(request);
  if (deadline === undefined) return work();
  return new Promise((done, failed) => settle(deadline, work, { done, failed }));
}

/** Reads the rest of the request. Until it is complete, `requestTimeout` bounds the time, not the deadline. */
export async function pausedWhileReading<Value>(request: IncomingMessage, read: () => Promise<Value>): Promise<Value> {
  const deadline = deadlineOf(request);
  if (deadline === undefined || request.complete) return read();
  stopDeadline(deadline);
  const value = await read();
  if (!deadline.response.destroyed) run(deadline);
  return value;
}

/** Does work without a deadline (`x-deadline: none`), and switches the socket's idle timeout off until it ends. */
export async function withoutDeadline<Value>(request: IncomingMessage, work: () => Promise<Value>): Promise<Value> {
  const deadline = deadlineOf(request);
  if (deadline !== undefined) stopDeadline(deadline);
  const { socket } = request;
  const idleMs = socket.timeout ?? 0;
  socket.setTimeout(0);
  try {
    return await work();
  } finally {
    socket.setTimeout(idleMs);
  }
}
