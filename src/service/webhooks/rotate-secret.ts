// Replaces the secret of a webhook, for an operator. For a while both secrets sign, so that the receiver can change without a gap.
import { secretTextOf, type Webhook } from '../../domain/webhook.ts';
import type { Deps } from '../deps.ts';
import { rewriteWebhook, type Rewrite, type RewriteDeps } from './stored.ts';

export interface RotateSecret extends Rewrite {
  /** The time that the former secret also signs; 0 for none. */
  readonly overlapSeconds: number;
}

/** Returns the webhook, the new secret first. An older secret than the former one ends at once. */
export function rotateWebhookSecret(
  deps: RewriteDeps & Pick<Deps, 'ids'>,
  { overlapSeconds, ...which }: RotateSecret,
): Promise<Webhook> {
  const text = secretTextOf(deps.ids.secret());
  return rewriteWebhook(deps, which, ({ id, secrets }) => {
    const now = deps.now();
    const endsAt = new Date(now.getTime() + overlapSeconds * 1000);
    const previous = overlapSeconds > 0 ? secrets.slice(0, 1).map((secret) => ({ ...secret, endsAt })) : [];
    return {
      set: { secrets: [{ text, createdAt: now }, ...previous] },
      body: { type: 'webhook.secret_rotated', webhook: id },
    };
  });
}
