// A webhook: an address that is told what happens to the devices of a tenant, as Standard Webhooks has it.
import type { DeliveryId, TenantId, WebhookId } from './ids.ts';

/** What a webhook can be told. */
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

/** Deliveries are signed with it: `whsec_` and 32 bytes in base64. */
export interface WebhookSecret {
  readonly text: string;
  readonly createdAt: Date;
  /** Present on one that was replaced: it signs, too, up to that time. */
  readonly endsAt?: Date;
}

/** How the deliveries succeed. The node that delivers writes it, without a new revision. */
export interface WebhookHealth {
  /** Rounds in a row that failed. */
  readonly failures: number;
  readonly failingSince?: Date;
  /** When the next round begins. */
  readonly nextAt?: Date;
  readonly problem?: string;
  readonly deliveredAt?: Date;
}

/**
 * One reading of the feed by the webhook, with a cursor of its own. A webhook that is enabled again, or is to be told again of what
 * happened before, begins a new one.
 */
export interface WebhookRun {
  readonly number: number;
  /** It begins after this position of the feed. */
  readonly after: number;
}

export interface Webhook {
  readonly id: WebhookId;
  readonly tenant: TenantId;
  readonly url: string;
  /** Empty: all. */
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

/** One request to the address of a webhook, and what became of it. */
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
  /** Why there was no answer, or none that counts. */
  readonly problem?: string;
  /** The beginning of the answer. */
  readonly answer?: string;
  readonly ms: number;
}

/** `event`: it happened. The other two: an operator asked for it. */
export type DeliveryCause = 'event' | 'redelivery' | 'ping';

export const HEALTHY: WebhookHealth = { failures: 0 };

/** True if the webhook is to be told of that. */
export const isSubscribed = ({ types }: Pick<Webhook, 'types'>, type: WebhookType): boolean =>
  types.length === 0 || types.includes(type);

/** Begins the names of the readers that deliver to webhooks. */
export const WEBHOOK_READER = 'webhook:';

/** Names the reader of the feed that delivers to the webhook in its present run. */
export const readerOf = ({ id, run }: Pick<Webhook, 'id' | 'run'>): string => `${WEBHOOK_READER}${id}:${run.number}`;

const SECRET_PREFIX = 'whsec_';

/** Returns the text of a secret; all bytes are in it. */
export const secretTextOf = (bytes: Uint8Array): string => SECRET_PREFIX + Buffer.from(bytes).toString('base64');

/** Returns the texts of the secrets that sign at that time. */
export const signingSecrets = ({ secrets }: Pick<Webhook, 'secrets'>, now: Date): readonly string[] =>
  secrets.filter(({ endsAt }) => endsAt === undefined || endsAt > now).map(({ text }) => text);

/** Returns the host of an address, for people; no other part of it, which may hold a secret. */
export const hostOf = (url: string): string => new URL(url).host;
