// The port to the webhooks of tenants, and to the log of their deliveries.
import type { Event } from '../domain/event.ts';
import type { DeliveryId, TenantId, WebhookId } from '../domain/ids.ts';
import type { Delivery, Webhook, WebhookHealth } from '../domain/webhook.ts';

/** The most entries of a webhook's log. */
export const KEPT_DELIVERIES = 100;
/** The most webhooks in a list. */
export const MAX_LISTED_WEBHOOKS = 1000;

/** The result of a round of deliveries for its webhook. */
export interface NotedDeliveries {
  readonly tenant: TenantId;
  readonly webhook: WebhookId;
  readonly deliveries: readonly Delivery[];
  /** Absent if its health does not change. */
  readonly health?: WebhookHealth;
  /** The revision of the webhook in the round. If the webhook has changed since, its health does not change. */
  readonly revision: number;
}

export interface Webhooks {
  /** Returns `undefined` if it does not exist. */
  find(tenant: TenantId, webhook: WebhookId): Promise<Webhook | undefined>;
  /** Lists in the order of ids, which is the order of creation. */
  list(tenant: TenantId): Promise<readonly Webhook[]>;
  /** Returns the enabled webhooks of all tenants, in no order. */
  listEnabled(): Promise<readonly Webhook[]>;
  /** Writes the webhook and appends the event. */
  create(webhook: Webhook, event: Event): Promise<void>;
  /**
   * Replaces the webhook and appends the event, if its stored revision is the one before that of `webhook`. Returns false, and
   * writes nothing, if it has another revision or does not exist. Returns true also if this very event was written before.
   */
  change(webhook: Webhook, event: Event): Promise<boolean>;
  /** Deletes the webhook, its secrets and its log, and appends the event. Returns false if it does not exist. */
  remove(tenant: TenantId, webhook: WebhookId, event: Event): Promise<boolean>;
  /** Adds to the log, which keeps the newest `KEPT_DELIVERIES`. Changes no revision. Ignores an unknown webhook. */
  noteDeliveries(noted: NotedDeliveries): Promise<void>;
  /** Returns the log, the newest first. */
  listDeliveries(tenant: TenantId, webhook: WebhookId): Promise<readonly Delivery[]>;
  findDelivery(tenant: TenantId, webhook: WebhookId, delivery: DeliveryId): Promise<Delivery | undefined>;
  /** Deletes the deliveries before that time from every log. */
  pruneDeliveries(before: Date): Promise<void>;
}
