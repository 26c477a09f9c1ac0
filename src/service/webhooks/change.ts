// Changes a webhook, for an operator. A delivery that waits for its next attempt is then tried at once.
import { Refused } from '../../domain/errors.ts';
import { HEALTHY, hostOf, type Webhook, type WebhookType } from '../../domain/webhook.ts';
import { faultOfUrl } from '../../domain/webhook-address.ts';
import type { Deps } from '../deps.ts';
import { rewriteWebhook, type Rewrite, type RewriteDeps } from './stored.ts';

export interface ChangeWebhook extends Rewrite {
  /** Absent members stay. */
  readonly url?: string;
  readonly types?: readonly WebhookType[];
  readonly description?: string;
  readonly isEnabled?: boolean;
}

/** Returns the webhook after the change. A webhook that becomes enabled gets the events from then on. */
export async function changeWebhook(
  deps: RewriteDeps & Pick<Deps, 'webhookRules' | 'feed'>,
  { url, types, description, isEnabled, ...which }: ChangeWebhook,
): Promise<Webhook> {
  const fault = url === undefined ? undefined : faultOfUrl(url, deps.webhookRules);
  if (fault !== undefined) throw new Refused('invalid_request', fault);
  const head = await deps.feed.head();
  return rewriteWebhook(deps, which, (found) => {
    const becomesEnabled = isEnabled === true && !found.isEnabled;
    const set = {
      ...(url !== undefined && { url }),
      ...(types !== undefined && { types: [...new Set(types)] }),
      ...(description !== undefined && { description }),
      ...(isEnabled !== undefined && { isEnabled }),
      ...(becomesEnabled && { run: { number: found.run.number + 1, after: head } }),
      health: { ...HEALTHY, ...(found.health.deliveredAt && { deliveredAt: found.health.deliveredAt }) },
    };
    const now = { ...found, ...set };
    const event = { webhook: now.id, host: hostOf(now.url), isEnabled: now.isEnabled };
    return { set, body: { type: 'webhook.changed', ...event } };
  });
}
