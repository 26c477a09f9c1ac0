// Requests about webhooks that need no receiver.
import { webhookId } from '../../../src/domain/ids.ts';
import { messageIdOf } from '../../../src/domain/webhook-message.ts';
import { givenWebhook } from '../stores/given-webhook.ts';
import { until } from '../until.ts';
import type { Make } from './valid-requests.ts';

/** Room for a webhook of each request, and addresses of this machine. */
export const WEBHOOK_SETTINGS = {
  DEVICEAUTH_WEBHOOKS_PER_TENANT: '1000',
  DEVICEAUTH_WEBHOOKS_PRIVATE_NETWORKS: 'true',
};

/** An address where nothing listens. */
const NOBODY = 'http://127.0.0.1:9/';

const ofWebhook: Make = async ({ fleet }) => {
  const { body } = await fleet.management('POST /webhooks', { body: { url: NOBODY, enabled: false } });
  return { params: { id: body.id } };
};

/** The delivery of an event in the feed. */
const ofDelivery: Make = async ({ app, fleet }) => {
  const { body } = await fleet.management('POST /webhooks', { body: { url: NOBODY, enabled: false } });
  const { id: device } = await fleet.pending();
  const { feed, webhooks } = app.service.store;
  const entry = await until('the device is in the feed', async () => {
    const entries = await feed.read(0, 10_000);
    return entries.find(({ event }) => event.type === 'device.changed' && event.device === device);
  });
  const { position, event } = entry;
  const delivery = givenWebhook.delivery({ position, message: messageIdOf(event) });
  const of = { tenant: event.tenant, webhook: webhookId(body.id), revision: 1 };
  await webhooks.noteDeliveries({ ...of, deliveries: [delivery] });
  return { params: { id: body.id, delivery: delivery.id } };
};

export const WEBHOOK_REQUESTS: Readonly<Record<string, Make>> = {
  'management-v2 listWebhooks': () => ({}),
  'management-v2 createWebhook': (_world, example) => ({ body: { ...example, url: NOBODY, enabled: false } }),
  'management-v2 getWebhook': ofWebhook,
  'management-v2 changeWebhook': ofWebhook,
  'management-v2 removeWebhook': ofWebhook,
  'management-v2 rotateWebhookSecret': ofWebhook,
  'management-v2 listWebhookDeliveries': ofWebhook,
  'management-v2 redeliverWebhookDelivery': ofDelivery,
  'management-v2 redeliverWebhookEvents': async ({ fleet }) => {
    const { body } = await fleet.management('POST /webhooks', { body: { url: NOBODY, events: ['webhook.disabled'] } });
    return { params: { id: body.id } };
  },
  'management-v2 pingWebhook': ofWebhook,
};
