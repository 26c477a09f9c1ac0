// The webhooks, each as one JSON text, and the log of their deliveries. Times in the texts are milliseconds since 1970.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { KEPT_DELIVERIES, MAX_LISTED_WEBHOOKS, type Webhooks } from '../webhooks.ts';
import type { FeedTable } from './feed.ts';
import { prepare } from './statement.ts';
import type { Reads } from './reads.ts';
import type { Transactions } from './transactions.ts';
import {
  deliveryColumn,
  deliveryOf,
  healthColumn,
  webhookColumns,
  webhookOf,
  type DeliveryRow,
  type WebhookRow,
} from './webhook-rows.ts';
import type { Writes } from './writes.ts';

export function webhookReads(db: DatabaseSyncInstance, { read }: Reads): Omit<Webhooks, keyof Writes['webhooks']> {
  const find = prepare<{ tenant: string; id: string }, WebhookRow>(
    db,
    'SELECT * FROM webhook WHERE tenant = $tenant AND id = $id',
  );
  const list = prepare<{ tenant: string; limit: number }, WebhookRow>(
    db,
    'SELECT * FROM webhook WHERE tenant = $tenant ORDER BY id LIMIT $limit',
  );
  const enabled = prepare<object, WebhookRow>(db, 'SELECT * FROM webhook WHERE is_enabled = 1');
  const deliveries = prepare<{ tenant: string; webhook: string }, DeliveryRow>(
    db,
    `SELECT log.id, log.delivery FROM webhook_delivery AS log JOIN webhook ON webhook.id = log.webhook
     WHERE webhook.tenant = $tenant AND webhook.id = $webhook ORDER BY log.id DESC`,
  );
  const delivery = prepare<{ tenant: string; webhook: string; id: string }, DeliveryRow>(
    db,
    `SELECT log.id, log.delivery FROM webhook_delivery AS log JOIN webhook ON webhook.id = log.webhook
     WHERE webhook.tenant = $tenant AND webhook.id = $webhook AND log.id = $id`,
  );
  return {
    find: (tenant, id) =>
      read(() => {
        const row = find.get({ tenant, id });
        return row && webhookOf(row);
      }),
    list: (tenant) => read(() => list.all({ tenant, limit: MAX_LISTED_WEBHOOKS }).map(webhookOf)),
    listEnabled: () => read(() => enabled.all({}).map(webhookOf)),
    listDeliveries: (tenant, webhook) => read(() => deliveries.all({ tenant, webhook }).map(deliveryOf)),
    findDelivery: (tenant, webhook, id) =>
      read(() => {
        const row = delivery.get({ tenant, webhook, id });
        return row && deliveryOf(row);
      }),
  };
}

export function webhookWrites(db: DatabaseSyncInstance, { write }: Transactions, feed: FeedTable): Writes['webhooks'] {
  const { insert, update, remove } = prepareWebhookTable(db);
  const log = prepareLog(db);
  return {
    create: (webhook, event) =>
      write(() => {
        if (feed.has(event)) return;
        insert.run(webhookColumns(webhook));
        feed.append([event]);
      }),
    change: (webhook, event) =>
      write(() => {
        if (feed.has(event)) return true;
        if (update.run(webhookColumns(webhook)).changes === 0) return false;
        feed.append([event]);
        return true;
      }),
    remove: (tenant, id, event) =>
      write(() => {
        if (feed.has(event)) return true;
        if (remove.run({ tenant, id }).changes === 0) return false;
        feed.append([event]);
        return true;
      }),
    noteDeliveries: (noted) => write(() => log.note(noted)),
    pruneDeliveries: (before) => write(() => log.prune(before)),
  };
}

function prepareWebhookTable(db: DatabaseSyncInstance) {
  return {
    insert: prepare<WebhookRow>(
      db,
      `INSERT INTO webhook (id, tenant, revision, is_enabled, webhook, health)
       VALUES ($id, $tenant, $revision, $is_enabled, $webhook, $health)`,
    ),
    update: prepare<WebhookRow>(
      db,
      `UPDATE webhook SET revision = $revision, is_enabled = $is_enabled, webhook = $webhook, health = $health
       WHERE tenant = $tenant AND id = $id AND revision = $revision - 1`,
    ),
    remove: prepare<{ tenant: string; id: string }>(db, 'DELETE FROM webhook WHERE tenant = $tenant AND id = $id'),
  };
}

/** The log; must be called inside a transaction. */
function prepareLog(db: DatabaseSyncInstance) {
  const isThere = prepare<{ tenant: string; id: string }, object>(
    db,
    'SELECT 1 FROM webhook WHERE tenant = $tenant AND id = $id',
  );
  const add = prepare<{ webhook: string; id: string; at: number; delivery: string }>(
    db,
    `INSERT INTO webhook_delivery (webhook, id, at, delivery) VALUES ($webhook, $id, $at, $delivery) ON CONFLICT DO NOTHING`,
  );
  const trim = prepare<{ webhook: string; kept: number }>(
    db,
    `DELETE FROM webhook_delivery WHERE webhook = $webhook
     AND id <= (SELECT id FROM webhook_delivery WHERE webhook = $webhook ORDER BY id DESC LIMIT 1 OFFSET $kept)`,
  );
  const setHealth = prepare<{ id: string; revision: number; health: string }>(
    db,
    'UPDATE webhook SET health = $health WHERE id = $id AND revision = $revision',
  );
  const prune = prepare<{ before: number }>(db, 'DELETE FROM webhook_delivery WHERE at < $before');
  return {
    note: ({ tenant, webhook, deliveries, health, revision }: Parameters<Webhooks['noteDeliveries']>[0]): void => {
      if (isThere.get({ tenant, id: webhook }) === undefined) return;
      for (const delivery of deliveries)
        add.run({ webhook, id: delivery.id, at: delivery.at.getTime(), delivery: deliveryColumn(delivery) });
      trim.run({ webhook, kept: KEPT_DELIVERIES });
      if (health !== undefined) setHealth.run({ id: webhook, revision, health: healthColumn(health) });
    },
    prune: (before: Date): void => void prune.run({ before: before.getTime() }),
  };
}
