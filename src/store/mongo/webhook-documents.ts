// The documents of webhooks and of their deliveries. Their fields are those of the domain.
import type { Event } from '../../domain/event.ts';
import type { DeliveryId, WebhookId } from '../../domain/ids.ts';
import type { Delivery, Webhook } from '../../domain/webhook.ts';

export interface WebhookDocument extends Omit<Webhook, 'id'> {
  readonly _id: WebhookId;
  readonly outbox: readonly Event[];
  readonly dirty?: true;
  readonly removed?: true;
}

export interface DeliveryDocument extends Omit<Delivery, 'id'> {
  readonly _id: DeliveryId;
  readonly webhook: WebhookId;
}
