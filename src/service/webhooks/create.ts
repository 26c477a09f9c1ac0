// Creates a webhook, for an operator.
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import type { TenantId } from '../../domain/ids.ts';
import { HEALTHY, hostOf, secretTextOf, type Webhook, type WebhookType } from '../../domain/webhook.ts';
import { faultOfUrl } from '../../domain/webhook-address.ts';
import type { Deps } from '../deps.ts';
import { writeAndAnnounce, type AnnounceDeps } from '../write-and-announce.ts';

export interface CreateWebhook {
  readonly tenant: TenantId;
  readonly url: string;
  readonly types: readonly WebhookType[];
  readonly description: string;
  readonly isEnabled: boolean;
  readonly origin: Origin;
}

/**
 * Returns the webhook; only this answer shows its secret. It gets the events from now on. Refuses an address that is not allowed,
 * and refuses with `limit_reached` if the tenant has the highest number of webhooks.
 */
export async function createWebhook(
  deps: AnnounceDeps & Pick<Deps, 'webhooks' | 'webhookRules' | 'feed'>,
  { tenant, url, types, description, isEnabled, origin }: CreateWebhook,
): Promise<Webhook> {
  const fault = faultOfUrl(url, deps.webhookRules);
  if (fault !== undefined) throw new Refused('invalid_request', fault);
  const used = (await deps.webhooks.list(tenant)).length;
  const { cap } = deps.webhookRules;
  if (used >= cap)
    throw new Refused('limit_reached', 'the tenant has no room for another webhook', { limit: cap, used });
  const now = deps.now();
  const webhook: Webhook = {
    ...{ id: deps.ids.webhook(), tenant, url, types: [...new Set(types)], description, isEnabled },
    secrets: [{ text: secretTextOf(deps.ids.secret()), createdAt: now }],
    run: { number: 1, after: await deps.feed.head() },
    health: HEALTHY,
    createdAt: now,
    updatedAt: now,
    revision: 1,
  };
  const body = { type: 'webhook.created', webhook: webhook.id, host: hostOf(url) } as const;
  await writeAndAnnounce(deps, { tenant, origin }, body, (event) => deps.webhooks.create(webhook, event));
  return webhook;
}
