// Webhooks and their deliveries as the management API returns them, and how they are written.
import type { Command } from 'commander';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { say, type Column, type Shape } from './output.ts';

interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string;
  readonly enabled: boolean;
  readonly disabled_because?: string;
  readonly failures: number;
  readonly failing_since?: string;
  readonly next_attempt_at?: string;
  readonly problem?: string;
  readonly delivered_at?: string;
}

interface Delivery {
  readonly id: string;
  readonly ts: string;
  readonly webhook_id: string;
  readonly event: string;
  readonly cause: string;
  readonly delivered: boolean;
  readonly status?: number;
  readonly problem?: string;
  readonly answer?: string;
  readonly duration_ms: number;
}

/** Returns the webhooks of an answer, also of one with a single webhook. */
export const webhooksOf = (body: unknown): readonly Webhook[] =>
  isWebhooks(body) ? body : isWebhook(body) ? [body] : [];

export const deliveriesOf = (body: unknown): readonly Delivery[] => (isDeliveries(body) ? body : []);

const isWebhooks = (body: unknown): body is readonly Webhook[] => Array.isArray(body);
const isWebhook = (body: unknown): body is Webhook => typeof body === 'object' && body !== null && 'url' in body;
const isDeliveries = (body: unknown): body is readonly Delivery[] => Array.isArray(body);
const isDelivery = (body: unknown): body is Delivery =>
  typeof body === 'object' && body !== null && 'delivered' in body;

const timeOf = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

const WEBHOOKS: readonly Column<Webhook>[] = [
  { name: 'id', of: ({ id }) => id },
  { name: 'state', of: (webhook) => stateOf(webhook) },
  { name: 'url', of: ({ url }) => url, isText: true },
  { name: 'events', of: ({ events }) => (events.length === 0 ? 'all' : events.join(' ')), isText: true },
  { name: 'delivered', of: ({ delivered_at: at }) => timeOf(at) },
  { name: 'problem', of: ({ problem }) => problem, isText: true },
  { name: 'description', of: ({ description }) => description, isText: true },
];

export const WEBHOOK_SHAPE: Shape<Webhook> = {
  short: WEBHOOKS,
  whole: WEBHOOKS,
  wide: [
    { name: 'failures', of: ({ failures }) => failures },
    { name: 'failing since', of: ({ failing_since: since }) => timeOf(since) },
    { name: 'next attempt', of: ({ next_attempt_at: at }) => timeOf(at) },
  ],
  name: ({ id }) => id,
};

function stateOf({ enabled, disabled_because: because, failures }: Webhook): string {
  if (!enabled) return because === undefined ? 'disabled' : `disabled (${because})`;
  return failures === 0 ? 'enabled' : 'failing';
}

const DELIVERIES: readonly Column<Delivery>[] = [
  { name: 'time', of: ({ ts }) => new Date(ts) },
  { name: 'event', of: ({ event }) => event },
  { name: 'delivered', of: ({ delivered }) => (delivered ? 'yes' : 'no') },
  { name: 'status', of: ({ status }) => status },
  { name: 'problem', of: ({ problem }) => problem, isText: true },
  { name: 'ms', of: ({ duration_ms: ms }) => ms },
  { name: 'cause', of: ({ cause }) => cause },
  { name: 'id', of: ({ id }) => id },
];

export const DELIVERY_SHAPE: Shape<Delivery> = {
  short: DELIVERIES,
  whole: DELIVERIES,
  wide: [
    { name: 'webhook-id', of: ({ webhook_id: id }) => id },
    { name: 'answer', of: ({ answer }) => answer, isText: true },
  ],
  name: ({ id }) => id,
};

/** Says what the receiver answered. The command ends with 1 if the message was not delivered. */
export function sayDelivery(io: Io, command: Command, body: unknown): void {
  if (!isDelivery(body))
    throw new CommandFailed(EXIT.refused, 'the server answered something else', {
      next: 'is --server the public address of the service?',
    });
  const { delivered, status, problem = '', answer, duration_ms: ms } = body;
  const said = status === undefined ? problem : `the receiver answered ${status} in ${ms} ms`;
  say(io, command, body, answer === undefined ? said : `${said}: ${answer}`);
  if (!delivered)
    throw new CommandFailed(EXIT.refused, 'the message is not delivered', {
      next: 'mend the receiver, or change its address with `devauth webhooks change`',
    });
}
