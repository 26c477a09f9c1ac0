// Removes a webhook, for an operator.
import type { Deps } from '../deps.ts';
import { writeAndAnnounce, type AnnounceDeps } from '../write-and-announce.ts';
import { webhookNotFound, type Rewrite } from './stored.ts';

/** Removes the webhook with its secrets and its log; no message is sent to it afterwards. Refuses with `webhook_not_found`. */
export async function removeWebhook(
  deps: AnnounceDeps & Pick<Deps, 'webhooks'>,
  { tenant, id, origin }: Rewrite,
): Promise<void> {
  const body = { type: 'webhook.removed', webhook: id } as const;
  const isDone = await writeAndAnnounce(deps, { tenant, origin }, body, (event) =>
    deps.webhooks.remove(tenant, id, event),
  );
  if (!isDone) throw webhookNotFound();
}
