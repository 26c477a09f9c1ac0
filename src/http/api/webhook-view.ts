// A webhook and its deliveries in the API, without secrets.
import type { Delivery, Webhook } from '../../domain/webhook.ts';
import type { components } from './gen/management-v2.gen.d.ts';

export function webhookView({ health, secrets, ...webhook }: Webhook): components['schemas']['Webhook'] {
  return {
    id: webhook.id,
    url: webhook.url,
    events: webhook.types,
    description: webhook.description,
    enabled: webhook.isEnabled,
    ...(webhook.disabledBecause && { disabled_because: webhook.disabledBecause }),
    secrets: secrets.map(({ createdAt, endsAt }) => ({
      created_at: createdAt.toISOString(),
      ...(endsAt && { ends_at: endsAt.toISOString() }),
    })),
    failures: health.failures,
    ...(health.failingSince && { failing_since: health.failingSince.toISOString() }),
    ...(health.nextAt && { next_attempt_at: health.nextAt.toISOString() }),
    ...(health.problem !== undefined && { problem: health.problem }),
    ...(health.deliveredAt && { delivered_at: health.deliveredAt.toISOString() }),
    created_at: webhook.createdAt.toISOString(),
    updated_at: webhook.updatedAt.toISOString(),
  };
}

export const deliveryView = (delivery: Delivery): components['schemas']['WebhookDelivery'] => ({
  id: delivery.id,
  ts: delivery.at.toISOString(),
  webhook_id: delivery.message,
  event: delivery.type,
  cause: delivery.cause,
  delivered: delivery.isDelivered,
  ...(delivery.status !== undefined && { status: delivery.status }),
  ...(delivery.problem !== undefined && { problem: delivery.problem }),
  ...(delivery.answer !== undefined && { answer: delivery.answer }),
  duration_ms: delivery.ms,
});
