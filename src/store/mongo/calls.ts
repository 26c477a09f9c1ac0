// Every call of the store goes through here: bounded in time, refused once the store is closed, driver errors told as one refusal.
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoError, MongoInvalidArgumentError, MongoServerError } from 'mongodb';
import { Refused } from '../../domain/errors.ts';

/** How long a caller waits for an answer, so that a 503 is sent within 5 s. What is under way then goes on, with an outcome it does not learn. */
const ANSWER_MS = 4_500;
/** How long `close` waits for what is under way. */
const FAREWELL_MS = 10_000;
const RETRY_AFTER_SECONDS = 5;
/** Before the second time, at most; longer before each further one. */
const PAUSE_MS = 50;
const DUPLICATE_KEY = 11_000;
/** A command the server cannot understand is our bug, not its absence: BadValue, FailedToParse, TypeMismatch, conflicting or unknown operators, too large. */
const OUR_BUGS: readonly unknown[] = [2, 9, 14, 40, 66, 10334, 17419, 40415];

export class Calls {
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  /** What `call` answers, within `ms`; refuses with `store_unavailable` when the database does not answer, or not in time. */
  async run<Answer>(call: () => Promise<Answer>, ms: number = ANSWER_MS): Promise<Answer> {
    if (this.#closed)
      throw new Refused('store_unavailable', 'the store is closed', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    const work = call();
    this.#track(work);
    try {
      return await within(ms, work);
    } catch (error) {
      throw isUnavailable(error) ? unavailable(error) : error;
    }
  }

  /** No call begins any more; resolves when those under way have ended. Answers whether it was the first to close. */
  async close(): Promise<boolean> {
    if (this.#closed) return false;
    this.#closed = true;
    await within(FAREWELL_MS, Promise.allSettled(this.#underWay)).catch(() => undefined);
    return true;
  }

  #track(work: Promise<unknown>): void {
    const forget = () => this.#underWay.delete(work);
    this.#underWay.add(work);
    work.then(forget, forget);
  }
}

/** What `work` answers, or a refusal after `ms`. */
export async function within<Answer>(ms: number, work: Promise<Answer>): Promise<Answer> {
  if (ms === Infinity) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable(new Error(`no answer within ${ms} ms`))), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The database did not answer, or not with a decision: whether a write happened is unknown. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof MongoError &&
  !(error instanceof MongoInvalidArgumentError) &&
  !isDuplicate(error) &&
  !(error instanceof MongoServerError && OUR_BUGS.includes(error.code));

export const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/**
 * A write whose repetition changes nothing, again while it is unknown whether it happened, so many times in all. One that crosses with
 * others' writes again and again wants more of them.
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

/** Inserts, or finds that another one has: the document is there afterwards. Answers whether it was this call. */
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
