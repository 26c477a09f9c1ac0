// The feed as its readers see it (D11). Writing to it is in appender.ts.
import type { Feed, FeedEntry } from '../store.ts';
import type { Appender } from './appender.ts';
import type { Calls } from './calls.ts';
import type { Collections } from './connection.ts';
import { mongoFeedReaders, type FeedReaders } from './feed-readers.ts';

export interface FeedContext {
  readonly collections: Pick<Collections, 'feed' | 'cursors'>;
  readonly calls: Calls;
  readonly appender: Appender;
  readonly now: () => Date;
  /** Resolves when what this node has committed until now is in the feed: a node reads its own writes. */
  drained(): Promise<void>;
}

export class MongoFeed implements Feed {
  readonly #context: FeedContext;
  readonly #readers: FeedReaders;

  constructor(context: FeedContext) {
    this.#context = context;
    this.#readers = mongoFeedReaders(context);
  }

  async read(after: number, limit: number): Promise<readonly FeedEntry[]> {
    return this.#context.calls.run(async () => {
      await this.#context.drained();
      if (limit <= 0) return [];
      const options = { sort: { _id: 1 }, limit, batchSize: limit + 1 } as const;
      const found = await this.#context.collections.feed.find({ _id: { $gt: after } }, options).toArray();
      return found.map(({ _id, event }) => ({ position: _id, event }));
    });
  }

  async head(): Promise<number> {
    return this.#context.calls.run(async () => {
      await this.#context.drained();
      return this.#context.appender.head();
    });
  }

  async cursor(reader: string): Promise<number> {
    return this.#context.calls.run(() => this.#readers.cursor(reader));
  }

  async claim(reader: string, node: string, until: Date, start?: number): Promise<number | undefined> {
    return this.#context.calls.run(() => this.#readers.claim(reader, node, until, start));
  }

  async moveCursor(reader: string, node: string, position: number): Promise<boolean> {
    return this.#context.calls.run(() => this.#readers.moveCursor(reader, node, position));
  }

  async dropReader(reader: string): Promise<void> {
    await this.#context.calls.run(() => this.#readers.dropReader(reader));
  }

  /** Whole from the oldest on: clocks of nodes differ, and an entry in the middle that looks old must not leave a hole. */
  async prune(before: Date, bound: Date): Promise<void> {
    await this.#context.calls.run(async () => {
      const { feed } = this.#context.collections;
      const slowest = await this.#readers.slowest(bound);
      const kept = Math.max(await this.#firstSince(bound), Math.min(await this.#firstSince(before), slowest + 1));
      await feed.deleteMany({ _id: { $lt: kept } });
    });
  }

  async #firstSince(time: Date): Promise<number> {
    const oldest = { sort: { _id: 1 }, projection: { _id: 1 } } as const;
    const found = await this.#context.collections.feed.findOne({ written_at: { $gte: time } }, oldest);
    return found?._id ?? (await this.#context.appender.head());
  }
}
