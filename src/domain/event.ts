// The events of the feed (D11): every change of status, every revocation, every change of a limit, a key or a setting.
import type { AuthSetStatus, DeviceStatus } from './device.ts';
import type {
  ApiKeyId,
  AuthSetId,
  ChangeId,
  DecisionId,
  DeviceId,
  Fingerprint,
  TenantDeviceId,
  TenantId,
  TokenId,
  WebhookId,
} from './ids.ts';
import type { DeviceType } from './device-types.ts';
import type { MachineScope } from './scopes.ts';
import type { DisabledBecause } from './webhook.ts';

/**
 * The actor of a command, for the feed and the log: `user:<sub>`, `api-key:<id>`, `key:<fingerprint>` (a device),
 * `tenant-device:<id>`, `internal`, `system`. `internal:<name>` is a caller of the internal API that sent a name; the name is not
 * verified.
 */
export interface Origin {
  readonly actor: string;
  readonly requestId: string;
  /** The reason that the operator gave. */
  readonly reason?: string;
  /** The bulk decision that the change belongs to. */
  readonly decision?: DecisionId;
}

/** `displaced`: it made room for another set. `silent`: it has not asked for too long. */
export type DismissedBy = 'displaced' | 'silent';

/**
 * The part of an event that a rule decides. The command adds the time, the tenant and the actor. `fingerprint` is that of the auth
 * set's key; `exp` is the expiry of the last of the tokens, in seconds. Entries of older versions have neither.
 */
export type EventBody =
  | {
      readonly type: 'auth_set.added';
      readonly authSet: AuthSetId;
      readonly fingerprint?: Fingerprint;
      readonly to: AuthSetStatus;
      /** Present if a known device has another key now, and its own status stays as it is: the key waits, or is accepted. */
      readonly deviceStatus?: DeviceStatus;
    }
  | {
      readonly type: 'auth_set.changed';
      readonly authSet: AuthSetId;
      readonly fingerprint?: Fingerprint;
      readonly from: AuthSetStatus;
      readonly to: AuthSetStatus;
      readonly deviceStatus?: DeviceStatus;
    }
  | {
      readonly type: 'auth_set.dismissed';
      readonly authSet: AuthSetId;
      readonly fingerprint?: Fingerprint;
      readonly from: AuthSetStatus;
      /** Absent for a revocation that a caller asked for. */
      readonly by?: DismissedBy;
    }
  /** `authSet` is the one that the status follows from. */
  | {
      readonly type: 'device.changed';
      readonly from: DeviceStatus;
      readonly to: DeviceStatus;
      readonly authSet?: AuthSetId;
      readonly fingerprint?: Fingerprint;
    }
  /** The key of a stranger was refused: the device has 50 auth sets and none may be removed. */
  | { readonly type: 'device.sets_full' }
  /** Most places of the tenant are taken. `heaviest` are the sources that hold the most. */
  | {
      readonly type: 'queue.pressure';
      readonly taken: number;
      readonly places: number;
      readonly heaviest: readonly { readonly from: string; readonly places: number }[];
    }
  | { readonly type: 'device.decommissioning' }
  | { readonly type: 'device.removed' }
  | { readonly type: 'device.provisioned'; readonly provisioned: boolean }
  | { readonly type: 'tokens.revoked' | 'tokens.superseded'; readonly jtis: readonly TokenId[]; readonly exp?: number }
  | { readonly type: 'tokens.purged' }
  /** The device took the last slot of its tenant. */
  | { readonly type: 'limit.reached'; readonly limit: number }
  | { readonly type: 'limit.changed'; readonly limit: number; readonly previous?: number }
  | { readonly type: 'tenant_device.created'; readonly tenantDevice: TenantDeviceId }
  | { readonly type: 'tenant_device.changed'; readonly tenantDevice: TenantDeviceId; readonly isEnabled: boolean }
  | { readonly type: 'tenant_device.key_reset'; readonly tenantDevice: TenantDeviceId }
  | { readonly type: 'tenant_device.removed'; readonly tenantDevice: TenantDeviceId }
  | { readonly type: 'device_settings.changed'; readonly deviceType: DeviceType }
  | { readonly type: 'api_key.created'; readonly apiKey: ApiKeyId; readonly scopes: readonly MachineScope[] }
  | { readonly type: 'api_key.revoked'; readonly apiKey: ApiKeyId }
  /** `host` is of its address; the rest of the address may hold a secret. */
  | { readonly type: 'webhook.created'; readonly webhook: WebhookId; readonly host: string }
  | {
      readonly type: 'webhook.changed';
      readonly webhook: WebhookId;
      readonly host: string;
      readonly isEnabled: boolean;
    }
  /** The service has disabled it. */
  | {
      readonly type: 'webhook.disabled';
      readonly webhook: WebhookId;
      readonly host: string;
      readonly because: DisabledBecause;
    }
  /** It is told once more of what happened since that time. */
  | { readonly type: 'webhook.redelivery_requested'; readonly webhook: WebhookId; readonly since: string }
  | { readonly type: 'webhook.secret_rotated' | 'webhook.removed'; readonly webhook: WebhookId }
  | { readonly type: 'signing_key.changed'; readonly kid: string; readonly to: string }
  | {
      readonly type: 'settings.changed';
      readonly settings: readonly ChangedSetting[];
      readonly set: Readonly<Record<string, string>>;
    };

/**
 * A setting of the service. Without a value it has its default. For a secret, only whether it is set. `set` of the event has all
 * settings without their default, so that the next start can compare.
 */
export interface ChangedSetting {
  readonly name: string;
  readonly from?: string;
  readonly to?: string;
}

export type Event = EventBody & {
  /** `<change>.<n>`, the n-th event of its change. The feed never has the same event twice under two ids. */
  readonly id: string;
  readonly tenant: TenantId;
  readonly at: Date;
  readonly origin: Origin;
  /** Absent on events of a whole tenant. */
  readonly device?: DeviceId;
  /** The identity of the device in canonical form. Absent if it is very long. */
  readonly identity?: string;
  /** The device's revision after the change. */
  readonly revision?: number;
};

/** Members that all events of one change share. */
export interface EventContext extends Pick<Event, 'tenant' | 'at' | 'origin' | 'device' | 'identity' | 'revision'> {
  readonly change: ChangeId;
}

/** Returns the `n`-th event of a change, counted from 0. */
export const eventOf = (body: EventBody, { change, ...context }: EventContext, n = 0): Event => ({
  ...body,
  ...context,
  id: `${change}.${n}`,
});
