// Reads and writes a webhook for a command. If another writer was faster, the command decides again on the stored webhook.
import { Refused } from '../../domain/errors.ts';
import type { EventBody, Origin } from '../../domain/event.ts';
import type { TenantId, WebhookId } from '../../domain/ids.ts';
import type { Webhook } from '../../domain/webhook.ts';
import type { Deps } from '../deps.ts';
import { writeAndAnnounce, type AnnounceDeps } from '../write-and-announce.ts';

export type RewriteDeps = AnnounceDeps & Pick<Deps, 'webhooks'>;

export interface Rewrite {
  readonly tenant: TenantId;
  readonly id: WebhookId;
  readonly origin: Origin;
}

/** A decision: the changed parts of the webhook, and the event about them. */
export interface Decided {
  readonly set: Partial<Omit<Webhook, 'id' | 'tenant' | 'revision' | 'createdAt' | 'updatedAt'>>;
  readonly body: EventBody;
}

const ATTEMPTS = 5;

/** Returns the webhook after the write. If `decide` returns nothing, nothing is written. `decide` may run again. */
export async function rewriteWebhook(
  deps: RewriteDeps,
  { tenant, id, origin }: Rewrite,
  decide: (webhook: Webhook) => Decided | undefined,
): Promise<Webhook> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await getWebhook(deps, tenant, id);
    const decided = decide(found);
    if (decided === undefined) return found;
    const { disabledBecause, ...rest } = { ...found, ...decided.set };
    const isDisabled = !rest.isEnabled && disabledBecause !== undefined;
    const webhook: Webhook = {
      ...rest,
      ...(isDisabled && { disabledBecause }),
      updatedAt: deps.now(),
      revision: found.revision + 1,
    };
    const isWritten = await writeAndAnnounce(deps, { tenant, origin }, decided.body, (event) =>
      deps.webhooks.change(webhook, event),
    );
    if (isWritten) return webhook;
  }
  throw new Refused('conflict', 'the webhook keeps changing; try again');
}

/** Returns the webhook. Refuses an unknown webhook, and one of another tenant, with `webhook_not_found`. */
export async function getWebhook(
  { webhooks }: Pick<Deps, 'webhooks'>,
  tenant: TenantId,
  id: WebhookId,
): Promise<Webhook> {
  const found = await webhooks.find(tenant, id);
  if (found === undefined) throw webhookNotFound();
  return found;
}

export const webhookNotFound = (): Refused => new Refused('webhook_not_found', 'webhook not found');
