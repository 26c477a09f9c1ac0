// An answer begins in time, or the caller is told 503: within the deadline from the request's head on, or from the end of a body that
// was still coming in. What was begun goes on, and whoever asked does not learn how it ended, as when the store cannot be reached.
import type { IncomingMessage } from 'node:http';
import { timedOut, type Deadline } from './deadline-clock.ts';
import type { Pace } from './fair-start.ts';

/**
 * `done` or `failed`, as `work` ends; at the deadline `failed` with `timed_out`, and neither of them any more. Past the deadline the
 * work does not begin.
 */
export function settleInTime<Value>(
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

/** What waits for `pace` until the deadline waits no longer: it begins after all, and is refused by the first `inTime` it gets to. */
export function beginInTime(deadline: Deadline, pace: Pace, begin: () => void): void {
  let takeBack = (): void => {};
  deadline.failed = () => {
    takeBack();
    begin();
  };
  takeBack = pace(() => {
    if (deadline.clock.passIfDue(deadline)) return;
    deadline.failed = undefined;
    begin();
  });
}

/** Of the requests that the app has in its hands; the hot paths do without, for it costs. */
const known = new WeakMap<IncomingMessage, Deadline>();

export const knowDeadline = (request: IncomingMessage, deadline: Deadline): unknown => known.set(request, deadline);

export const deadlineOf = (request: IncomingMessage): Deadline | undefined => known.get(request);

/** `settleInTime` as a promise. */
export function inTime<Value>(request: IncomingMessage, work: () => Promise<Value>): Promise<Value> {
  const deadline = deadlineOf(request);
  if (deadline === undefined) return work();
  return new Promise((done, failed) => settleInTime(deadline, work, { done, failed }));
}

/** The clock stands still while the rest of a body is read, which `requestTimeout` bounds, and begins anew when the request is whole. */
export async function untilWhole<Value>(request: IncomingMessage, read: () => Promise<Value>): Promise<Value> {
  const deadline = deadlineOf(request);
  if (deadline === undefined || request.complete) return read();
  deadline.clock.stop(deadline);
  const value = await read();
  if (!deadline.response.destroyed) deadline.clock.start(deadline);
  return value;
}

/** For what takes as long as there is much of it: nor does its connection count as idle before the answer begins. */
export async function inItsOwnTime<Value>(request: IncomingMessage, work: () => Promise<Value>): Promise<Value> {
  const deadline = deadlineOf(request);
  deadline?.clock.stop(deadline);
  const { socket } = request;
  const idleMs = socket.timeout ?? 0;
  socket.setTimeout(0);
  try {
    return await work();
  } finally {
    socket.setTimeout(idleMs);
  }
}
