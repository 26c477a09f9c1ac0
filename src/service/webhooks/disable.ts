// Disables a webhook whose receiver is gone, or that failed for too long. The audit records it, and the other webhooks of the
// tenant get it.
import { hostOf, type DisabledBecause, type Webhook } from '../../domain/webhook.ts';
import { rewriteWebhook, type RewriteDeps } from './stored.ts';

export type DisableDeps = RewriteDeps;

/** `seen` is the webhook at the failure. If it has changed since, it stays as it is. */
export async function disableWebhook(deps: DisableDeps, seen: Webhook, because: DisabledBecause): Promise<void> {
  const { tenant, id, revision } = seen;
  const { nextAt: _, ...health } = seen.health;
  const origin = { actor: 'system', requestId: deps.ids.change() };
  await rewriteWebhook(deps, { tenant, id, origin }, (found) => {
    if (found.revision !== revision) return undefined;
    const body = { type: 'webhook.disabled', webhook: id, host: hostOf(found.url), because } as const;
    return { set: { isEnabled: false, disabledBecause: because, health }, body };
  });
}
