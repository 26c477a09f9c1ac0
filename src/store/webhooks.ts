// The port to the webhooks of tenants, and to the log of their deliveries.
import type { Event } from '../domain/event.ts';
import type { DeliveryId, TenantId, WebhookId } from '../domain/ids.ts';
import type { Delivery, Webhook, WebhookHealth } from '../domain/webhook.ts';

/** The log of a webhook keeps so many. */
export const KEPT_DELIVERIES = 100;
/** A list has at most so many webhooks. */
export const MAX_LISTED_WEBHOOKS = 1000;

/** What the deliveries of one round say about their webhook. */
export interface NotedDeliveries {
  readonly tenant: TenantId;
  readonly webhook: WebhookId;
  readonly deliveries: readonly Delivery[];
  /** Absent: its health stays as it is. */
  readonly health?: WebhookHealth;
  /** The revision that the round was made with: the health of a webhook that was changed since stays as it is. */
  readonly revision: number;
}

export interface Webhooks {
  /** Returns `undefined` when there is none, or it was removed. */
  find(tenant: TenantId, webhook: WebhookId): Promise<Webhook | undefined>;
  /** Lists in the order of ids, which is that of creation. */
  list(tenant: TenantId): Promise<readonly Webhook[]>;
  /** Returns the webhooks of all tenants that are enabled, in no order. */
  listEnabled(): Promise<readonly Webhook[]>;
  /** Writes the webhook and appends the event. */
  create(webhook: Webhook, event: Event): Promise<void>;
  /**
   * Replaces the webhook and appends the event, if its revision is the one before that of `webhook`. False, and nothing is written, if it has
   * another one, or is not there. True also when this very event was written before.
   */
  change(webhook: Webhook, event: Event): Promise<boolean>;
  /** Deletes the webhook, its secrets and its log, and appends the event. False when there is no such webhook. */
  remove(tenant: TenantId, webhook: WebhookId, event: Event): Promise<boolean>;
  /** Adds to the log, which keeps the newest `KEPT_DELIVERIES`. Changes no revision; ignores a webhook that is not there. */
  noteDeliveries(noted: NotedDeliveries): Promise<void>;
  /** Returns the log, the newest first. */
  listDeliveries(tenant: TenantId, webhook: WebhookId): Promise<readonly Delivery[]>;
  findDelivery(tenant: TenantId, webhook: WebhookId, delivery: DeliveryId): Promise<Delivery | undefined>;
  /** Deletes the deliveries before that time from every log. */
  pruneDeliveries(before: Date): Promise<void>;
}
