// Writes the feed: position n+1 only after seeing n, so there are no holes, and each event once, whoever else appends it (D11).
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../../domain/event.ts';
import { isDuplicate } from './calls.ts';
import type { Collections } from './connection.ts';
import type { FeedDocument } from './documents.ts';

export interface AppenderContext {
  readonly collections: Pick<Collections, 'feed'>;
  now(): Date;
}

/** So many entries are written by one command. */
const BATCH = 500;
const LONGEST_PAUSE_MS = 20;

export class Appender {
  readonly #context: AppenderContext;
  /** The newest position this node has seen: a guess that saves a read. */
  #seen: number | undefined;

  constructor(context: AppenderContext) {
    this.#context = context;
  }

  /** The newest position, 0 for an empty feed. */
  async head(): Promise<number> {
    const newest = { sort: { _id: -1 }, projection: { _id: 1 } } as const;
    const found = await this.#context.collections.feed.findOne({}, newest);
    return found?._id ?? 0;
  }

  /** The events stand in the feed afterwards, once each, in their order. Called by one drain at a time. */
  async append(events: readonly Event[]): Promise<void> {
    for (let from = 0; from < events.length; from += BATCH) await this.#appendSome(events.slice(from, from + BATCH));
  }

  async #appendSome(events: readonly Event[]): Promise<void> {
    let missing: readonly Event[] = [...new Map(events.map((event) => [event.id, event])).values()];
    while (missing.length > 0) {
      const head = this.#seen ?? (await this.head());
      if (await this.#insert(missing, head)) {
        this.#seen = head + missing.length;
        return;
      }
      this.#seen = undefined;
      missing = await this.#without(missing);
      await sleep(Math.random() * LONGEST_PAUSE_MS);
    }
  }

  /** Whether all were written. In order and up to the first that another node was faster with, by position or by event. */
  async #insert(events: readonly Event[], head: number): Promise<boolean> {
    const written_at = this.#context.now();
    const entries = events.map((event, index): FeedDocument => ({
      _id: head + 1 + index,
      event_id: event.id,
      event,
      written_at,
    }));
    try {
      await this.#context.collections.feed.insertMany(entries, { ordered: true });
      return true;
    } catch (error) {
      this.#seen = undefined;
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async #without(events: readonly Event[]): Promise<readonly Event[]> {
    const ids = events.map(({ id }) => id);
    const options = { projection: { event_id: 1 }, batchSize: BATCH + 1 } as const;
    const found = await this.#context.collections.feed.find({ event_id: { $in: ids } }, options).toArray();
    const there = new Set(found.map(({ event_id }) => event_id));
    return events.filter(({ id }) => !there.has(id));
  }
}
