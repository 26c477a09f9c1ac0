// Runs a reader for each enabled webhook. Every node has all of them, and one node at a time delivers (D19).
import type { Logger } from 'winston';
import { readerOf, WEBHOOK_READER } from '../../domain/webhook.ts';
import type { StoreStats } from '../../store/stats.ts';
import type { Feed } from '../../store/store.ts';
import { every } from '../../time/every.ts';
import type { Readers } from '../readers.ts';
import { createWebhookReader, type WebhookReader, type WebhookReaderDeps } from './reader.ts';

export interface WebhooksOptions extends WebhookReaderDeps {
  readonly readers: Pick<Readers, 'add' | 'end'>;
  readonly feed: Pick<Feed, 'dropReader'>;
  readonly stats: Pick<StoreStats, 'readers'>;
  readonly log: Logger;
  /** The interval in which webhooks of this and other nodes are read. */
  readonly everyMs: number;
}

export interface OpenWebhooks {
  close(): Promise<void>;
}

export function openWebhooks(options: WebhooksOptions): OpenWebhooks {
  const { webhooks, readers, feed, stats, log, everyMs } = options;
  const running = new Map<string, WebhookReader>();
  let isClean = false;

  const end = async (name: string): Promise<void> => {
    running.get(name)?.close();
    running.delete(name);
    await readers.end(name);
  };
  /** A crash left a cursor without a webhook. Cursors are read first, because a webhook is written before it has one. */
  const dropLeftovers = async (): Promise<void> => {
    if (isClean) return;
    const cursors = (await stats.readers()).map(({ name }) => name).filter((name) => name.startsWith(WEBHOOK_READER));
    const wanted = new Set((await webhooks.listEnabled()).map(readerOf));
    for (const name of cursors) if (!wanted.has(name)) await feed.dropReader(name);
    isClean = true;
  };
  const sync = async (): Promise<void> => {
    await dropLeftovers();
    const wanted = new Map((await webhooks.listEnabled()).map((webhook) => [readerOf(webhook), webhook]));
    const over = [...running.keys()].filter((name) => !wanted.has(name));
    await Promise.all(over.map(async (name) => end(name).then(() => feed.dropReader(name))));
    for (const [name, webhook] of wanted) {
      if (running.has(name)) continue;
      const reader = createWebhookReader(options, webhook);
      running.set(name, reader);
      readers.add(reader.settings);
    }
  };
  const stop = every(everyMs, log, sync);
  return {
    close: async () => {
      stop();
      await Promise.all([...running.keys()].map(end));
    },
  };
}
