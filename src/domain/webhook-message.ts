// The message of an event for a webhook: a CloudEvents 1.0 body with everything that the receiver cannot look up later.
import type { DeviceStatus } from './device.ts';
import type { Event, Origin } from './event.ts';
import type { TenantId, WebhookId } from './ids.ts';
import { isJsonObject, parseStrictJson } from './strict-json.ts';
import type { Delivery, DeliveryCause, Webhook, WebhookType } from './webhook.ts';

/** One message. Every attempt to deliver it has the same id and the same body. */
export interface WebhookMessage {
  readonly id: string;
  readonly type: WebhookType;
  /** The JSON text that is signed and sent. */
  readonly body: string;
}

/** A message, with the data of its delivery for the log. */
export interface Sending {
  readonly message: WebhookMessage;
  readonly position: number;
  readonly cause: DeliveryCause;
}

export interface Sent {
  readonly delivery: Delivery;
  /** True if the receiver is gone for good. */
  readonly isGone: boolean;
  /** The pause that the receiver asked for. */
  readonly retryAfterMs?: number;
}

/** Makes one attempt. Resolves with its outcome, good or bad. */
export type SendToWebhook = (webhook: Webhook, sending: Sending) => Promise<Sent>;

/** The media type of the body. */
export const MESSAGE_TYPE = 'application/cloudevents+json; charset=utf-8';

/** Returns the message, or `undefined` if webhooks do not get the event. `source` is the address of this service. */
export function messageOf(event: Event, source: string): WebhookMessage | undefined {
  const type = typeOf(event);
  if (type === undefined) return undefined;
  const { tenant, at, origin, device, identity, revision } = event;
  const data = {
    ...dataOf(tenant, origin),
    ...(device !== undefined && { device }),
    ...(identity !== undefined && { identity_data: identityOf(identity) }),
    ...(revision !== undefined && { revision }),
    ...particulars(event),
  };
  return writeMessage({ id: messageIdOf(event), type, source, at, subject: device ?? tenant, data });
}

/** Returns the message that tests a webhook. */
export function pingOf(
  { id, tenant }: { readonly id: WebhookId; readonly tenant: TenantId },
  { origin, at, source, event }: { origin: Origin; at: Date; source: string; event: string },
): WebhookMessage {
  const data = { ...dataOf(tenant, origin), webhook: id };
  return writeMessage({ id: event, type: 'webhook.ping', source, at, subject: id, data });
}

/** Standard Webhooks signs `<id>.<timestamp>.<body>`, so the id must not have a dot. */
export const messageIdOf = ({ id }: Pick<Event, 'id'>): string => id.replaceAll('.', '_');

const BY_STATUS: Readonly<Partial<Record<DeviceStatus, WebhookType>>> = {
  pending: 'device.pending',
  accepted: 'device.accepted',
  rejected: 'device.rejected',
};

function typeOf(event: Event): WebhookType | undefined {
  switch (event.type) {
    case 'device.changed':
      return BY_STATUS[event.to];
    case 'auth_set.added':
    case 'auth_set.changed':
      return event.deviceStatus === undefined ? undefined : 'device.key_changed';
    case 'tokens.purged':
      return 'tokens.revoked';
    case 'device.removed':
    case 'tokens.revoked':
    case 'limit.reached':
    case 'webhook.disabled':
      return event.type;
    default:
      return undefined;
  }
}

const dataOf = (tenant: TenantId, { actor, requestId, reason, decision }: Origin) => ({
  tenant,
  actor,
  request_id: requestId,
  ...(reason !== undefined && { reason }),
  ...(decision !== undefined && { decision }),
});

function identityOf(text: string): unknown {
  const data = parseStrictJson(text);
  return isJsonObject(data) ? data : {};
}

/** The members that only events of one type have. */
function particulars(event: Event): object {
  switch (event.type) {
    case 'device.changed':
      return { status: event.to, previous_status: event.from, ...keyOf(event) };
    case 'auth_set.added':
    case 'auth_set.changed':
      return { status: event.deviceStatus, ...keyOf(event), auth_set_status: event.to };
    case 'tokens.revoked':
      return { tokens: event.jtis, ...(event.exp !== undefined && { expires_at: timeOf(event.exp) }) };
    case 'tokens.purged':
      return { all: true };
    case 'limit.reached':
      return { limit: event.limit };
    case 'webhook.disabled':
      return { webhook: event.webhook, host: event.host, because: event.because };
    default:
      return {};
  }
}

const keyOf = ({ authSet, fingerprint }: { readonly authSet?: string; readonly fingerprint?: string }) => ({
  ...(authSet !== undefined && { auth_set: authSet }),
  ...(fingerprint !== undefined && { fingerprint }),
});

const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

interface Envelope {
  readonly id: string;
  readonly type: WebhookType;
  readonly source: string;
  readonly at: Date;
  readonly subject: string;
  readonly data: object;
}

function writeMessage({ id, type, source, at, subject, data }: Envelope): WebhookMessage {
  const body = {
    specversion: '1.0',
    id,
    source,
    type,
    time: at.toISOString(),
    ...(subject !== '' && { subject }),
    datacontenttype: 'application/json',
    data,
  };
  return { id, type, body: JSON.stringify(body) };
}
