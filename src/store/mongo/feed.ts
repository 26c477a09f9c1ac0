// The feed as its readers see it (D11). Writing to it is in appender.ts.
import type { Feed, FeedEntry } from '../store.ts';
import type { Appender } from './appender.ts';
import type { Calls } from './calls.ts';
import { insertOnce } from './calls.ts';
import type { Collections } from './connection.ts';

export interface FeedContext {
  readonly collections: Pick<Collections, 'feed' | 'cursors'>;
  readonly calls: Calls;
  readonly appender: Appender;
  /** Resolves when what this node has committed until now is in the feed: a node reads its own writes. */
  drained(): Promise<void>;
}

export class MongoFeed implements Feed {
  readonly #context: FeedContext;

  constructor(context: FeedContext) {
    this.#context = context;
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
    return this.#context.calls.run(async () => {
      const found = await this.#context.collections.cursors.findOne({ _id: reader });
      return found?.position ?? 0;
    });
  }

  async moveCursor(reader: string, position: number): Promise<void> {
    await this.#context.calls.run(async () => {
      const { cursors } = this.#context.collections;
      const move = () => cursors.updateOne({ _id: reader }, { $max: { position } });
      if ((await move()).matchedCount === 1) return;
      await insertOnce(cursors.insertOne({ _id: reader, position }));
      await move();
    });
  }

  /** Whole from the oldest on: clocks of nodes differ, and an entry in the middle that looks old must not leave a hole. */
  async prune(before: Date): Promise<void> {
    await this.#context.calls.run(async () => {
      const { feed } = this.#context.collections;
      const oldest = { sort: { _id: 1 }, projection: { _id: 1 } } as const;
      const kept = await feed.findOne({ written_at: { $gte: before } }, oldest);
      await feed.deleteMany({ _id: { $lt: kept?._id ?? (await this.#context.appender.head()) } });
    });
  }
}
