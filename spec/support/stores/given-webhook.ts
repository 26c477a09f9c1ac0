// Builders of webhooks and their deliveries for specs.
import { randomBytes, randomUUID } from 'node:crypto';
import { deliveryId, tenantId, webhookId } from '../../../src/domain/ids.ts';
import type { Event, EventBody } from '../../../src/domain/event.ts';
import { HEALTHY, secretTextOf, type Delivery, type Webhook } from '../../../src/domain/webhook.ts';
import { given } from './given.ts';

let made = 0;

/** Later ones sort behind earlier ones, as UUIDv7s do. */
const id = (): string => {
  made += 1;
  return `0198f3a2-7c1e-7${String(made % 1000).padStart(3, '0')}-8000-${String(made).padStart(12, '0')}`;
};

const webhook = (of: Partial<Webhook> = {}): Webhook => ({
  id: webhookId(id()),
  tenant: tenantId(''),
  url: 'https://hooks.example.com/devauth',
  types: ['device.pending', 'device.accepted'],
  description: 'ticket system',
  isEnabled: true,
  secrets: [{ text: secretTextOf(randomBytes(32)), createdAt: given.time(0) }],
  run: { number: 1, after: 0 },
  health: HEALTHY,
  createdAt: given.time(0),
  updatedAt: given.time(0),
  revision: 1,
  ...of,
});

const delivery = (of: Partial<Delivery> = {}): Delivery => ({
  id: deliveryId(id()),
  at: given.time(0),
  message: `${randomUUID()}_0`,
  type: 'device.pending',
  position: 7,
  cause: 'event',
  isDelivered: false,
  status: 500,
  problem: 'the answer is 500',
  answer: 'sorry\0',
  ms: 12,
  ...of,
});

const event = ({ tenant }: Webhook, body: EventBody): Event => given.event({ id: `${randomUUID()}.0`, tenant }, body);

const created = (of: Webhook): Event =>
  event(of, { type: 'webhook.created', webhook: of.id, host: 'hooks.example.com' });

const changed = (of: Webhook): Event =>
  event(of, { type: 'webhook.changed', webhook: of.id, host: 'hooks.example.com', isEnabled: of.isEnabled });

const removed = (of: Webhook): Event => event(of, { type: 'webhook.removed', webhook: of.id });

export const givenWebhook = { webhook, delivery, created, changed, removed };
