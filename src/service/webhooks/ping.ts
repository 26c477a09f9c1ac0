// Sends a test message to a webhook, also to a disabled one, for an operator.
import type { Delivery } from '../../domain/webhook.ts';
import { pingOf } from '../../domain/webhook-message.ts';
import type { Deps } from '../deps.ts';
import { getWebhook, type Rewrite } from './stored.ts';

/** Returns the answer of the receiver. The message is not repeated, and the health of the webhook does not change. */
export async function pingWebhook(
  deps: Pick<Deps, 'webhooks' | 'sendToWebhook' | 'webhookRules' | 'ids' | 'now'>,
  { tenant, id, origin }: Rewrite,
): Promise<Delivery> {
  const webhook = await getWebhook(deps, tenant, id);
  const { source } = deps.webhookRules;
  const message = pingOf(webhook, { origin, source, at: deps.now(), event: `${deps.ids.change()}_ping` });
  const { delivery } = await deps.sendToWebhook(webhook, { message, position: 0, cause: 'ping' });
  await deps.webhooks.noteDeliveries({ tenant, webhook: id, revision: webhook.revision, deliveries: [delivery] });
  return delivery;
}
