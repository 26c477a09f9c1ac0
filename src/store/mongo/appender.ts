// Writes the feed (D11). A node writes position n+1 only after it saw n, so there are no gaps, and each event is written once.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../../domain/event.ts';
import { isDuplicate } from './calls.ts';
import type { Collections } from './connection.ts';
import type { FeedDocument } from './documents.ts';

export interface AppenderContext {
  readonly collections: Pick<Collections, 'feed'>;
  readonly now: () => Date;
}

export interface Appender {
  /** The newest position, 0 for an empty feed. */
  readonly head: () => Promise<number>;
  /** Afterwards the events are in the feed, each once, in their order. Call it from one drain at a time. */
  readonly append: (events: readonly Event[]) => Promise<void>;
}

/** The most entries that one command writes. */
const BATCH = 500;
const LONGEST_PAUSE_MS = 20;

export function createAppender({ collections: { feed }, now }: AppenderContext): Appender {
  /** The newest position that this node has seen. It may be out of date; it saves a read. */
  let seen: number | undefined;

  const head = async (): Promise<number> => {
    const newest = { sort: { _id: -1 }, projection: { _id: 1 } } as const;
    return (await feed.findOne({}, newest))?._id ?? 0;
  };
  /** Inserts in order, up to the first position or event that another node wrote before. Returns whether all were inserted. */
  const insert = async (events: readonly Event[], last: number): Promise<boolean> => {
    const written_at = now();
    const entries = events.map((event, index): FeedDocument => ({
      _id: last + 1 + index,
      event_id: event.id,
      event,
      written_at,
    }));
    try {
      await feed.insertMany(entries, { ordered: true });
      return true;
    } catch (error) {
      seen = undefined;
      if (isDuplicate(error)) return false;
      throw error;
    }
  };
  const appendBatch = async (events: readonly Event[]): Promise<void> => {
    let missing: readonly Event[] = [...new Map(events.map((event) => [event.id, event])).values()];
    while (missing.length > 0) {
      const last = seen ?? (await head());
      if (await insert(missing, last)) {
        seen = last + missing.length;
        return;
      }
      missing = await missingOf(feed, missing);
      await sleep(Math.random() * LONGEST_PAUSE_MS);
    }
  };
  return {
    head,
    append: async (events) => {
      for (let from = 0; from < events.length; from += BATCH) await appendBatch(events.slice(from, from + BATCH));
    },
  };
}

/** Returns those that are not in the feed yet. */
async function missingOf(feed: Collections['feed'], events: readonly Event[]): Promise<readonly Event[]> {
  const options = { projection: { event_id: 1 }, batchSize: BATCH + 1 } as const;
  const found = await feed.find({ event_id: { $in: events.map(({ id }) => id) } }, options).toArray();
  const there = new Set(found.map(({ event_id }) => event_id));
  return events.filter(({ id }) => !there.has(id));
}
