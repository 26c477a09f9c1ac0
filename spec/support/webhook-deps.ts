// The dependencies of commands on webhooks for their specs: the store in memory, a clock that stands still, and all announced
// events.
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { newIds } from '../../src/compose/deps.ts';
import type { Event } from '../../src/domain/event.ts';
import { tenantId, webhookId } from '../../src/domain/ids.ts';
import type { Webhook } from '../../src/domain/webhook.ts';
import type { Deps, WebhookRules } from '../../src/service/deps.ts';
import { createWebhook, type CreateWebhook } from '../../src/service/webhooks/create.ts';
import type { OperatedStore } from '../../src/store/stats.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import { openClock, type Clock } from './clock.ts';

export type WebhookDeps = Pick<Deps, 'webhooks' | 'webhookRules' | 'feed' | 'announce' | 'ids' | 'now'>;

export interface TestWebhooks {
  readonly deps: WebhookDeps;
  readonly store: OperatedStore;
  readonly clock: Clock;
  readonly announced: Event[];
  /** A webhook of the tenant `acme`, as an operator creates it. */
  create(of?: Partial<CreateWebhook>): Promise<Webhook>;
  close(): Promise<void>;
}

export const ACME = tenantId('acme');
export const OPERATOR = { actor: 'user:anna', requestId: 'request-1' } as const;

export async function openWebhookDeps(rules: Partial<WebhookRules> = {}): Promise<TestWebhooks> {
  const clock = openClock();
  const { now } = clock;
  const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1, now });
  const announced: Event[] = [];
  const deps: WebhookDeps = {
    webhooks: store.webhooks,
    webhookRules: { cap: 20, allowsPrivate: false, source: 'https://devauth.example.com', ...rules },
    feed: store.feed,
    announce: (events) => void announced.push(...events),
    ids: { ...newIds, webhook: () => webhookId(uuidv7()), secret: () => randomBytes(32) },
    now,
  };
  const wanted: CreateWebhook = {
    tenant: ACME,
    url: 'https://hooks.example.com/devauth?key=of-the-receiver',
    types: ['device.pending'],
    description: 'ticket system',
    isEnabled: true,
    origin: OPERATOR,
  };
  return {
    deps,
    store,
    clock,
    announced,
    create: (of = {}) => createWebhook(deps, { ...wanted, ...of }),
    close: () => store.close(),
  };
}
