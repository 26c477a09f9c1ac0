// Calls to the database: their time limit, the driver's errors that mean an unreachable database, and repeated writes.
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoError, MongoInvalidArgumentError, MongoServerError } from 'mongodb';
import { Refused } from '../../domain/errors.ts';
import { within } from '../../time/within.ts';
import { createFailureNotes, type StoreFailures } from '../failures.ts';

/**
 * A caller waits this long for an answer, so that a 503 is sent within 5 s. The work itself continues; its outcome is not reported.
 */
export const ANSWER_MS = 4_500;
/** The time that `close` waits for running calls. */
const FAREWELL_MS = 10_000;
const RETRY_AFTER_SECONDS = 5;
/** The longest pause before the first repetition of a write; later pauses are longer. */
const PAUSE_MS = 50;
const DUPLICATE_KEY = 11_000;
/**
 * Codes of commands that the server does not understand. They are bugs of ours (BadValue, FailedToParse, TypeMismatch, conflicting
 * or unknown operators, too large).
 */
const OUR_BUGS: readonly unknown[] = [2, 9, 14, 40, 66, 10334, 17419, 40415];

export interface Calls {
  /**
   * Returns the result of `call`. Refuses with `store_unavailable` after `ms`, if the database does not answer, or after `close`.
   */
  run<Answer>(call: () => Promise<Answer>, ms?: number): Promise<Answer>;
  readonly failures: () => StoreFailures;
  /** Refuses new calls and waits for running ones. Returns false if it was closed before. */
  readonly close: () => Promise<boolean>;
}

export function openCalls(now = (): Date => new Date()): Calls {
  const notes = createFailureNotes(now);
  const underWay = new Set<Promise<unknown>>();
  let closed = false;
  const track = (work: Promise<unknown>): void => {
    const forget = () => underWay.delete(work);
    underWay.add(work);
    work.then(forget, forget);
  };
  return {
    run: async (call, ms = ANSWER_MS) => {
      if (closed)
        throw new Refused('store_unavailable', 'the store is closed', { retryAfterSeconds: RETRY_AFTER_SECONDS });
      const work = call();
      track(work);
      try {
        const answer = await answerWithin(ms, work);
        notes.succeeded();
        return answer;
      } catch (error) {
        const refusal = isUnavailable(error) ? unavailable(error) : error;
        if (refusal instanceof Refused && refusal.code === 'store_unavailable') notes.note(refusal.details.cause);
        throw refusal;
      }
    },
    failures: notes.current,
    close: async () => {
      if (closed) return false;
      closed = true;
      await answerWithin(FAREWELL_MS, Promise.allSettled(underWay)).catch(() => undefined);
      return true;
    },
  };
}

/** Returns what `work` returns, or refuses with `store_unavailable` after `ms`. */
export const answerWithin = <Answer>(ms: number, work: Promise<Answer>): Promise<Answer> =>
  within(ms, work, () => unavailable(new Error(`no answer within ${ms} ms`)));

/** True if the database did not answer with a decision: nobody knows whether a write happened. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof MongoError &&
  !(error instanceof MongoInvalidArgumentError) &&
  !isDuplicate(error) &&
  !(error instanceof MongoServerError && OUR_BUGS.includes(error.code));

/** Returns the refusal that `run` would throw for an error; throws any other error. */
export function refusalOf(error: unknown): Refused {
  const thrown = isUnavailable(error) ? unavailable(error) : error;
  if (thrown instanceof Refused) return thrown;
  throw thrown;
}

export const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/**
 * Repeats a write while its outcome is unknown, at most `times` times. Only for writes that may run twice. Writes that often
 * conflict with others need more repetitions.
 */
export async function repeatable<Answer>(write: () => Promise<Answer>, times = 2): Promise<Answer> {
  for (let time = 1; ; time += 1) {
    try {
      return await write();
    } catch (error) {
      if (time === times || !isUnavailable(error)) throw error;
    }
    await sleep(time * Math.random() * PAUSE_MS);
  }
}

/** Inserts a document unless it is there. Returns whether this call inserted it. */
export async function insertOnce(insert: Promise<unknown>): Promise<boolean> {
  try {
    await insert;
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

const unavailable = (cause: unknown): Refused =>
  new Refused('store_unavailable', 'the database does not answer; try again', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause,
  });
