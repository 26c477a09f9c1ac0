// The parts that deliver to webhooks: the sender, and a reader for each enabled webhook.
import type { Logger } from 'winston';
import { newIds } from './deps.ts';
import type { Opened } from './opened.ts';
import type { Config } from '../config/settings.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Resolve } from '../readers/webhooks/guarded-lookup.ts';
import { openWebhooks } from '../readers/webhooks/open.ts';
import { createOperatorSends } from '../readers/webhooks/operator-sends.ts';
import { createSender, type Sender } from '../readers/webhooks/sender.ts';
import type { Readers } from '../readers/readers.ts';
import type { Deps } from '../service/deps.ts';
import type { OperatedStore } from '../store/stats.ts';

/** Replacements for specs. */
export interface WebhookOverrides {
  /** The longest time of an attempt. */
  readonly attemptMs?: number;
  /** Resolves the names of receivers. */
  readonly resolve?: Resolve;
}

interface WebhookParts {
  readonly config: Config;
  readonly now: () => Date;
  readonly log: Logger;
  readonly opened: Opened;
}

export interface WebhookSenders {
  readonly send: Sender;
  /** For operators, who wait for the answer. */
  readonly sendToWebhook: Deps['sendToWebhook'];
}

export function createWebhookSenders(
  { config, now }: WebhookParts,
  metrics: Pick<Metrics, 'webhook'>,
  overrides: WebhookOverrides = {},
): WebhookSenders {
  const newId = () => newIds.change();
  const send = createSender({
    allowsPrivate: config.webhooksPrivate,
    now,
    newId,
    count: metrics.webhook,
    ...overrides,
  });
  return { send, sendToWebhook: createOperatorSends(send) };
}

const SECOND = 1000;

export interface Delivering {
  readonly deps: Deps;
  readonly store: OperatedStore;
  readonly readers: Readers;
  readonly send: Sender;
  readonly pollMs: number | undefined;
}

export function startWebhooks(
  { log, opened }: WebhookParts,
  { deps, store, readers, send, pollMs = SECOND }: Delivering,
): void {
  const { webhooks, announce, ids, webhookRules } = deps;
  const now = (): Date => deps.now();
  const ports = { webhooks, feed: store.feed, stats: store.stats, readers };
  opened.add(
    openWebhooks({
      ...{ ...ports, announce, ids, now, log, send },
      source: webhookRules.source,
      random: Math.random,
      restMs: pollMs,
      everyMs: pollMs,
    }),
  );
}
