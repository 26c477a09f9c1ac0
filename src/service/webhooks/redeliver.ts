// Sends messages again, for an operator.
import { Refused } from '../../domain/errors.ts';
import type { DeliveryId } from '../../domain/ids.ts';
import { HEALTHY, readerOf, type Delivery, type Webhook } from '../../domain/webhook.ts';
import { messageIdOf, messageOf } from '../../domain/webhook-message.ts';
import type { Deps } from '../deps.ts';
import { getWebhook, rewriteWebhook, type Rewrite, type RewriteDeps } from './stored.ts';

export interface RedeliverOne extends Rewrite {
  readonly delivery: DeliveryId;
}

/** Sends the message of that attempt now, with its id, and returns the answer of the receiver. Also to a disabled webhook. */
export async function redeliver(
  deps: Pick<Deps, 'webhooks' | 'sendToWebhook' | 'webhookRules' | 'feed'>,
  { tenant, id, delivery: which }: RedeliverOne,
): Promise<Delivery> {
  const webhook = await getWebhook(deps, tenant, id);
  const found = await deps.webhooks.findDelivery(tenant, id, which);
  if (found === undefined) throw new Refused('webhook_not_found', 'delivery not found');
  if (found.cause === 'ping') throw new Refused('invalid_request', 'a ping is not delivered again: send another one');
  const [entry] = await deps.feed.read(found.position - 1, 1);
  const isIt = entry?.position === found.position && messageIdOf(entry.event) === found.message;
  const message = isIt ? messageOf(entry.event, deps.webhookRules.source) : undefined;
  if (message === undefined) throw new Refused('webhook_not_found', 'the event is no longer kept');
  const sent = await deps.sendToWebhook(webhook, { message, position: found.position, cause: 'redelivery' });
  const deliveries = [sent.delivery];
  await deps.webhooks.noteDeliveries({ tenant, webhook: id, revision: webhook.revision, deliveries });
  return sent.delivery;
}

/**
 * Sends all events since that time again, as far as the feed keeps them, in order and with the same ids. Messages that were not
 * delivered yet are included.
 */
export async function redeliverSince(
  deps: RewriteDeps & Pick<Deps, 'feed'>,
  { since, ...which }: Rewrite & { readonly since: Date },
): Promise<Webhook> {
  const before = await positionBefore(deps.feed, since);
  const reached = await reachedBy(deps, await getWebhook(deps, which.tenant, which.id));
  return rewriteWebhook(deps, which, ({ id, isEnabled, run, health }) => {
    if (!isEnabled) throw new Refused('invalid_request', 'the webhook is disabled: enable it first');
    return {
      set: {
        run: { number: run.number + 1, after: Math.min(before, reached) },
        health: { ...HEALTHY, ...(health.deliveredAt && { deliveredAt: health.deliveredAt }) },
      },
      body: { type: 'webhook.redelivery_requested', webhook: id, since: since.toISOString() },
    };
  });
}

/** A reader without a cursor has not begun. */
async function reachedBy({ feed }: Pick<Deps, 'feed'>, webhook: Webhook): Promise<number> {
  return Math.max(await feed.cursor(readerOf(webhook)), webhook.run.after);
}

/**
 * Returns the position before the first entry that was written at that time or later. Positions rise with time, and have no gaps.
 */
async function positionBefore({ head, read }: Pick<Deps['feed'], 'head' | 'read'>, time: Date): Promise<number> {
  let [low, high] = [0, await head()];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [entry] = await read(middle, 1);
    if (entry !== undefined && entry.writtenAt < time) low = Math.max(entry.position, middle + 1);
    else high = middle;
  }
  return low;
}
