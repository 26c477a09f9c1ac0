// When each request of a listener is due, and that it is told so. On every call of every device, so it costs next to nothing.
import type { ServerResponse } from 'node:http';
import { Refused } from '../../domain/errors.ts';

/** That of one request. */
export interface Deadline {
  readonly response: ServerResponse;
  readonly clock: Clock;
  since: number;
  isRunning: boolean;
  isPast: boolean;
  /** Its neighbours among those that run. */
  before: Deadline | undefined;
  after: Deadline | undefined;
  /** Who is told at the deadline. */
  failed: ((refusal: Refused) => void) | undefined;
  /** Who is told of an error that comes after it. */
  lost: ((error: unknown) => void) | undefined;
}

export interface Clock {
  /** It runs for this request from now on, until it is stopped: its answer is sent, or its connection gone. */
  open(response: ServerResponse): Deadline;
  start(deadline: Deadline): void;
  stop(deadline: Deadline): void;
  /** Whether it is past, also when nobody has looked since. */
  passIfDue(deadline: Deadline): boolean;
  close(): void;
}

/** One timer is enough: each request has the same time, so that who came first is due first. */
export function openClock(ms: number): Clock {
  const running = openLine();
  let timer: NodeJS.Timeout | undefined;
  const lookIn = (left: number): NodeJS.Timeout => setTimeout(look, left).unref();
  const leftOf = ({ since }: Deadline): number => since + ms - performance.now();
  const look = (): void => {
    timer = undefined;
    for (let first = running.first(); first !== undefined; first = running.first()) {
      const left = leftOf(first);
      if (left > 0) {
        timer = lookIn(left);
        return;
      }
      pass(first);
    }
  };
  const clock: Clock = {
    open: (response) => {
      const deadline = newDeadline(response, clock);
      clock.start(deadline);
      return deadline;
    },
    start: (deadline) => {
      deadline.since = performance.now();
      running.join(deadline);
      timer ??= lookIn(ms);
    },
    stop: running.leave,
    passIfDue: (deadline) => {
      if (leftOf(deadline) <= 0) pass(deadline);
      return deadline.isPast;
    },
    close: () => clearTimeout(timer),
  };
  return clock;
}

const newDeadline = (response: ServerResponse, clock: Clock): Deadline => ({
  response,
  clock,
  since: 0,
  isRunning: false,
  isPast: false,
  before: undefined,
  after: undefined,
  failed: undefined,
  lost: undefined,
});

/** What has begun to be answered is left alone. */
function pass(deadline: Deadline): void {
  deadline.clock.stop(deadline);
  if (deadline.response.headersSent) return;
  deadline.isPast = true;
  deadline.failed?.(timedOut());
}

export const timedOut = (): Refused =>
  new Refused('timed_out', 'no answer in time; whether it was done is not known', { retryAfterSeconds: 1 });

/**
 * A line that one may leave from anywhere.
 * NOTE: no Set. The old tables of one that always changes keep what was in them alive until the next full collection: a hundred of
 * those in two million requests (Node 20), and none with this.
 */
function openLine() {
  let first: Deadline | undefined;
  let last: Deadline | undefined;
  return {
    first: () => first,
    join: (one: Deadline): void => {
      one.isRunning = true;
      one.before = last;
      if (last) last.after = one;
      else first = one;
      last = one;
    },
    leave: (one: Deadline): void => {
      if (!one.isRunning) return;
      const { before, after } = one;
      if (before) before.after = after;
      else first = after;
      if (after) after.before = before;
      else last = before;
      one.isRunning = false;
      one.before = one.after = undefined;
    },
  };
}
