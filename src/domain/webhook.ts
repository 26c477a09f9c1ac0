// A webhook: an address that receives the events of a tenant's devices, by Standard Webhooks.
import type { DeliveryId, TenantId, WebhookId } from './ids.ts';

/** The types of messages. */
export const WEBHOOK_TYPES = [
  'device.pending',
  'device.accepted',
  'device.rejected',
  'device.key_changed',
  'device.removed',
  'tokens.revoked',
  'limit.reached',
  'webhook.disabled',
  'webhook.ping',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** `gone`: the receiver answered 410. `failing`: no delivery succeeded for three days. */
export type DisabledBecause = 'gone' | 'failing';

/** The secret that signs deliveries: `whsec_` and 32 bytes in base64. */
export interface WebhookSecret {
  readonly text: string;
  readonly createdAt: Date;
  /** Present on a replaced secret: it also signs until that time. */
  readonly endsAt?: Date;
}

/** The state of the deliveries. The node that delivers writes it, without a new revision. */
export interface WebhookHealth {
  /** The number of failed rounds in a row. */
  readonly failures: number;
  readonly failingSince?: Date;
  /** The time of the next round. */
  readonly nextAt?: Date;
  readonly problem?: string;
  readonly deliveredAt?: Date;
}

/**
 * One run of the webhook through the feed, with its own cursor. A webhook that is enabled again, or that has to send earlier events
 * again, begins a new run.
 */
export interface WebhookRun {
  readonly number: number;
  /** The run begins after this position of the feed. */
  readonly after: number;
}

export interface Webhook {
  readonly id: WebhookId;
  readonly tenant: TenantId;
  readonly url: string;
  /** Empty for all. */
  readonly types: readonly WebhookType[];
  readonly description: string;
  readonly isEnabled: boolean;
  /** Present if the service has disabled it. */
  readonly disabledBecause?: DisabledBecause;
  /** The newest first; two at most. */
  readonly secrets: readonly WebhookSecret[];
  readonly run: WebhookRun;
  readonly health: WebhookHealth;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly revision: number;
}

/** One request to the address of a webhook, and its result. */
export interface Delivery {
  readonly id: DeliveryId;
  readonly at: Date;
  /** The `webhook-id`, the same in every attempt to deliver an event. */
  readonly message: string;
  readonly type: WebhookType;
  /** The position of the event in the feed; 0 for a ping. */
  readonly position: number;
  readonly cause: DeliveryCause;
  readonly isDelivered: boolean;
  /** Absent if there was no answer. */
  readonly status?: number;
  /** The reason why there was no valid answer. */
  readonly problem?: string;
  /** The beginning of the answer. */
  readonly answer?: string;
  readonly ms: number;
}

/** `event`: the event happened. The other two: an operator asked for it. */
export type DeliveryCause = 'event' | 'redelivery' | 'ping';

export const HEALTHY: WebhookHealth = { failures: 0 };

/** True if the webhook gets messages of that type. */
export const isSubscribed = ({ types }: Pick<Webhook, 'types'>, type: WebhookType): boolean =>
  types.length === 0 || types.includes(type);

/** The beginning of the names of the readers that deliver to webhooks. */
export const WEBHOOK_READER = 'webhook:';

/** Returns the name of the reader that delivers to the webhook in its present run. */
export const readerOf = ({ id, run }: Pick<Webhook, 'id' | 'run'>): string => `${WEBHOOK_READER}${id}:${run.number}`;

const SECRET_PREFIX = 'whsec_';

/** Returns the text of a secret, with all its bytes. */
export const secretTextOf = (bytes: Uint8Array): string => SECRET_PREFIX + Buffer.from(bytes).toString('base64');

/** Returns the texts of the secrets that sign at that time. */
export const signingSecrets = ({ secrets }: Pick<Webhook, 'secrets'>, now: Date): readonly string[] =>
  secrets.filter(({ endsAt }) => endsAt === undefined || endsAt > now).map(({ text }) => text);

/** Returns the host of an address, for people. The other parts may contain a secret. */
export const hostOf = (url: string): string => new URL(url).host;
