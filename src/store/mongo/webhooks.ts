// Webhooks, one document for each, and one document for each delivery in their logs.
import type { Event } from '../../domain/event.ts';
import { deliveryId, type TenantId, type WebhookId } from '../../domain/ids.ts';
import type { Delivery, Webhook } from '../../domain/webhook.ts';
import { KEPT_DELIVERIES, MAX_LISTED_WEBHOOKS, type NotedDeliveries, type Webhooks } from '../webhooks.ts';
import { insertOnce, repeatable } from './calls.ts';
import { isInFeed } from './collections.ts';
import type { Collections } from './connection.ts';
import { NOT_REMOVED, WITHOUT_OUTBOX } from './documents.ts';
import type { Outbox } from './outbox.ts';
import type { DeliveryDocument, WebhookDocument } from './webhook-documents.ts';

export interface WebhooksContext {
  readonly collections: Pick<Collections, 'webhooks' | 'deliveries' | 'feed'>;
  readonly outbox: Outbox;
}

export function mongoWebhooks({ collections, outbox }: WebhooksContext): Webhooks {
  const { webhooks, deliveries, feed } = collections;
  /** True if this very event was written and the answer was lost. Reads the outbox first: an event leaves it only for the feed. */
  const wasWritten = async (webhook: WebhookId, { id }: Event): Promise<boolean> => {
    const waiting = await webhooks.findOne({ _id: webhook, 'outbox.id': id }, { projection: { _id: 1 } });
    return waiting !== null || isInFeed(feed, id);
  };
  const find: Webhooks['find'] = async (tenant, id) => {
    const found = await webhooks.findOne({ _id: id, tenant, ...NOT_REMOVED }, { projection: WITHOUT_OUTBOX });
    return found === null ? undefined : webhookOf(found);
  };
  return {
    find,
    ...lists(collections, find),
    create: async (webhook, event) => {
      await repeatable(() => insertOnce(webhooks.insertOne({ ...documentOf(webhook), outbox: [event], dirty: true })));
      outbox.drain({ kind: 'webhook', id: webhook.id });
    },
    change: async (webhook, event) => {
      const { _id, tenant, revision, ...set } = documentOf(webhook);
      const write = () =>
        webhooks.updateOne(
          { _id, tenant, revision: revision - 1, ...NOT_REMOVED },
          {
            $set: { ...set, dirty: true as const },
            ...(set.disabledBecause === undefined && { $unset: { disabledBecause: '' as const } }),
            $push: { outbox: event },
            $inc: { revision: 1 },
          },
        );
      const { matchedCount } = await repeatable(write);
      if (matchedCount === 0 && !(await wasWritten(_id, event))) return false;
      outbox.drain({ kind: 'webhook', id: _id });
      return true;
    },
    remove: async (tenant, id, event) => {
      const { matchedCount } = await repeatable(() => writeRemoval(webhooks, { tenant, id, event }));
      if (matchedCount === 0 && !(await wasWritten(id, event))) return false;
      outbox.drain({ kind: 'webhook', id });
      await deliveries.deleteMany({ webhook: id });
      return true;
    },
    noteDeliveries: async (noted) => note(collections, noted),
    pruneDeliveries: async (before) => {
      await deliveries.deleteMany({ at: { $lt: before } });
    },
  };
}

type Stored = WebhooksContext['collections'];

/** The document stays until its events are in the feed; its secrets are deleted at once. */
const writeRemoval = (
  webhooks: Stored['webhooks'],
  { tenant, id, event }: { readonly tenant: TenantId; readonly id: WebhookId; readonly event: Event },
) =>
  webhooks.updateOne(
    { _id: id, tenant, ...NOT_REMOVED },
    {
      $set: { removed: true as const, dirty: true as const, isEnabled: false, secrets: [] },
      $push: { outbox: event },
      $inc: { revision: 1 },
    },
  );

function lists(
  { webhooks, deliveries }: Stored,
  find: Webhooks['find'],
): Pick<Webhooks, 'list' | 'listEnabled' | 'listDeliveries' | 'findDelivery'> {
  const options = { projection: WITHOUT_OUTBOX, sort: { _id: 1 }, batchSize: MAX_LISTED_WEBHOOKS + 1 } as const;
  return {
    list: async (tenant) => {
      const found = webhooks.find({ tenant, ...NOT_REMOVED }, { ...options, limit: MAX_LISTED_WEBHOOKS });
      return (await found.toArray()).map(webhookOf);
    },
    listEnabled: async () =>
      (await webhooks.find({ isEnabled: true, ...NOT_REMOVED }, options).toArray()).map(webhookOf),
    listDeliveries: async (tenant, webhook) => {
      if ((await find(tenant, webhook)) === undefined) return [];
      const found = deliveries.find(
        { webhook },
        { sort: { _id: -1 }, limit: KEPT_DELIVERIES, batchSize: KEPT_DELIVERIES + 1 },
      );
      return (await found.toArray()).map(deliveryOf);
    },
    findDelivery: async (tenant, webhook, id) => {
      if ((await find(tenant, webhook)) === undefined) return undefined;
      const found = await deliveries.findOne({ _id: id, webhook });
      return found === null ? undefined : deliveryOf(found);
    },
  };
}

async function note({ webhooks, deliveries }: Stored, noted: NotedDeliveries): Promise<void> {
  const { tenant, webhook, health, revision } = noted;
  const isThere = await webhooks.findOne({ _id: webhook, tenant, ...NOT_REMOVED }, { projection: { _id: 1 } });
  if (isThere === null) return;
  for (const delivery of noted.deliveries) {
    const { id, ...rest } = delivery;
    await repeatable(() => insertOnce(deliveries.insertOne({ _id: id, webhook, ...rest })));
  }
  const options = { sort: { _id: -1 }, skip: KEPT_DELIVERIES, limit: 1, projection: { _id: 1 } } as const;
  const [oldest] = await deliveries.find({ webhook }, options).toArray();
  if (oldest !== undefined) await deliveries.deleteMany({ webhook, _id: { $lte: oldest._id } });
  if (health === undefined) return;
  await repeatable(() => webhooks.updateOne({ _id: webhook, revision, ...NOT_REMOVED }, { $set: { health } }));
}

const documentOf = ({ id, ...webhook }: Webhook): Omit<WebhookDocument, 'outbox' | 'dirty'> => ({
  _id: id,
  ...webhook,
});

function webhookOf({ _id, removed: _removed, dirty: _dirty, outbox: _outbox, ...webhook }: WebhookDocument): Webhook {
  return { id: _id, ...webhook };
}

const deliveryOf = ({ _id, webhook: _webhook, ...delivery }: DeliveryDocument): Delivery => ({
  id: deliveryId(_id),
  ...delivery,
});
