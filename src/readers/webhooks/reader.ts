// The reader of one webhook (D19). It has its own cursor, so a receiver that is down delays no other, and nothing waits in memory.
//
// A round is one batch of the feed. Messages of several devices are sent at once, those of one device in sequence. The first
// failure ends the round. The next round begins after the pause of the schedule, with only the first message that was not
// delivered. The store has the pause, so that it also applies after a restart and on another node.
//
// A webhook that was changed, disabled or removed during a round is noticed in the next one.
import {
  isSubscribed,
  readerOf,
  type Delivery as Attempt,
  type Webhook,
  type WebhookHealth,
} from '../../domain/webhook.ts';
import { messageOf, type Sent, type WebhookMessage } from '../../domain/webhook-message.ts';
import { afterFailure, afterSuccess, isGivenUp } from '../../domain/webhook-retries.ts';
import { disableWebhook, type DisableDeps } from '../../service/webhooks/disable.ts';
import type { FeedEntry } from '../../store/store.ts';
import { createInLanes } from '../in-lanes.ts';
import { openConnections, type Connections } from '../post.ts';
import type { Delivery, ReaderSettings, Rest } from '../reader.ts';
import type { Sender } from './sender.ts';

export interface WebhookReaderDeps extends DisableDeps {
  readonly send: Sender;
  /** The address of this service. */
  readonly source: string;
  readonly random: () => number;
  /** The time until a change of a waiting webhook is noticed. */
  readonly restMs: number;
}

export interface WebhookReader {
  readonly settings: ReaderSettings;
  /** Ends its idle connections. */
  close(): void;
}

const BATCH = 100;
/** Many commands in a row make few rounds. */
const GATHER_MS = 50;
/** The number of parallel messages to one webhook. */
const AT_ONCE = 4;
/** No message of a round begins later, because a reader's delivery must not take too long. */
const ROUND_MS = 60_000;

export function createWebhookReader(deps: WebhookReaderDeps, webhook: Webhook): WebhookReader {
  const connections = openConnections({ atOnce: AT_ONCE, kept: 1 });
  const inLanes = createInLanes();
  const { tenant, id, run } = webhook;
  const deliver = async (delivery: Delivery): Promise<Rest | void> => {
    const found = await deps.webhooks.find(tenant, id);
    if (found?.isEnabled !== true || found.run.number !== run.number) return undefined; // this reader is about to end
    const waitMs = (found.health.nextAt?.getTime() ?? 0) - deps.now().getTime();
    if (waitMs > 0) return { restMs: Math.min(waitMs, deps.restMs) };
    return deliverRound(deps, found, { delivery, inLanes, connections });
  };
  return {
    settings: { name: readerOf(webhook), batch: BATCH, gatherMs: GATHER_MS, begins: run.after, deliver },
    close: () => connections.close(),
  };
}

interface Round {
  readonly delivery: Delivery;
  readonly inLanes: ReturnType<typeof createInLanes>;
  readonly connections: Connections;
}

async function deliverRound(
  deps: WebhookReaderDeps,
  webhook: Webhook,
  { delivery, inLanes, connections }: Round,
): Promise<Rest | void> {
  const { signal } = delivery;
  const attempts: Attempt[] = [];
  const end = performance.now() + ROUND_MS;
  let failed: Sent | undefined;
  const messages = messagesIn(webhook, delivery, deps.source);
  const send = async (entry: FeedEntry): Promise<void> => {
    if (performance.now() > end) throw new RoundOver();
    const message = messages.get(entry);
    if (message === undefined) return;
    const sent = await deps.send(webhook, { message, position: entry.position, cause: 'event', signal, connections });
    attempts.push(sent.delivery);
    if (sent.delivery.isDelivered) return;
    failed ??= sent;
    throw new RoundOver();
  };
  const concerns = (entry: FeedEntry): boolean => messages.has(entry);
  const atOnce = webhook.health.failures > 0 ? 1 : AT_ONCE;
  let isOver = false;
  try {
    await inLanes(delivery, { concerns, send, atOnce });
  } catch (error) {
    if (!(error instanceof RoundOver)) throw error;
    isOver = true;
  } finally {
    if (attempts.length > 0) await note(deps, webhook, { attempts, failed });
  }
  return isOver ? { restMs: 0 } : undefined;
}

/** Ends a round early: the pause of the webhook has the start of the next one. */
class RoundOver extends Error {}

/** Returns the messages of the entries that the webhook gets. */
function messagesIn(
  webhook: Webhook,
  { entries }: Pick<Delivery, 'entries'>,
  source: string,
): ReadonlyMap<FeedEntry, WebhookMessage> {
  const found = entries.map((entry) => [entry, messageFor(webhook, entry, source)] as const);
  return new Map(found.flatMap(([entry, message]) => (message === undefined ? [] : [[entry, message] as const])));
}

function messageFor(webhook: Webhook, { event }: FeedEntry, source: string): WebhookMessage | undefined {
  if (event.tenant !== webhook.tenant) return undefined;
  if (event.type === 'webhook.disabled' && event.webhook === webhook.id) return undefined;
  const message = messageOf(event, source);
  return message && isSubscribed(webhook, message.type) ? message : undefined;
}

/** Writes the attempts to the log, and the new state of the webhook. Disables it if it is given up. */
async function note(
  deps: WebhookReaderDeps,
  webhook: Webhook,
  { attempts, failed }: { readonly attempts: readonly Attempt[]; readonly failed: Sent | undefined },
): Promise<void> {
  const { tenant, id, revision } = webhook;
  const health = healthAfter(deps, webhook.health, { attempts, failed });
  const because = failed?.isGone === true ? 'gone' : isGivenUp(health, deps.now()) ? 'failing' : undefined;
  await deps.webhooks.noteDeliveries({ tenant, webhook: id, revision, deliveries: attempts, health });
  if (because !== undefined) await disableWebhook(deps, { ...webhook, health }, because);
}

function healthAfter(
  { now, random }: Pick<WebhookReaderDeps, 'now' | 'random'>,
  before: WebhookHealth,
  { attempts, failed }: { readonly attempts: readonly Attempt[]; readonly failed: Sent | undefined },
): WebhookHealth {
  const delivered = attempts.some(({ isDelivered }) => isDelivered) ? afterSuccess(now()) : before;
  if (failed === undefined) return delivered;
  const { delivery, retryAfterMs } = failed;
  const problem = delivery.problem ?? 'not delivered';
  return afterFailure(delivered, {
    ...{ now: now(), problem, random: random() },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
