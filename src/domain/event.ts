// The events of the feed (D11): every change of status, every revocation, every change of a limit, a key or a setting.
import type { AuthSetStatus, DeviceStatus } from './device.ts';
import type { ApiKeyId, AuthSetId, ChangeId, DeviceId, TenantDeviceId, TenantId, TokenId } from './ids.ts';
import type { DeviceType } from './device-types.ts';
import type { MachineScope } from './scopes.ts';

/** Who is behind a command, for the feed and the log: `user:<sub>`, `key:<fingerprint>` (a device), `internal`, `system`. */
export interface Origin {
  readonly actor: string;
  readonly requestId: string;
}

/** What a rule decides that an event says; the command adds where, when and by whom. */
export type EventBody =
  | { readonly type: 'auth_set.added'; readonly authSet: AuthSetId; readonly to: AuthSetStatus }
  | {
      readonly type: 'auth_set.changed';
      readonly authSet: AuthSetId;
      readonly from: AuthSetStatus;
      readonly to: AuthSetStatus;
    }
  | { readonly type: 'auth_set.dismissed'; readonly authSet: AuthSetId; readonly from: AuthSetStatus }
  | { readonly type: 'device.changed'; readonly from: DeviceStatus; readonly to: DeviceStatus }
  | { readonly type: 'device.decommissioning' }
  | { readonly type: 'device.removed' }
  | { readonly type: 'device.provisioned'; readonly provisioned: boolean }
  | { readonly type: 'tokens.revoked'; readonly jtis: readonly TokenId[] }
  | { readonly type: 'tokens.purged' }
  | { readonly type: 'limit.changed'; readonly limit: number }
  | { readonly type: 'tenant_device.created'; readonly tenantDevice: TenantDeviceId }
  | { readonly type: 'tenant_device.changed'; readonly tenantDevice: TenantDeviceId; readonly isEnabled: boolean }
  | { readonly type: 'tenant_device.key_reset'; readonly tenantDevice: TenantDeviceId }
  | { readonly type: 'tenant_device.removed'; readonly tenantDevice: TenantDeviceId }
  | { readonly type: 'device_settings.changed'; readonly deviceType: DeviceType }
  | { readonly type: 'api_key.created'; readonly apiKey: ApiKeyId; readonly scopes: readonly MachineScope[] }
  | { readonly type: 'api_key.revoked'; readonly apiKey: ApiKeyId };

export type Event = EventBody & {
  /** `<change>.<n>`, the n-th of its change: the same event is never in the feed twice under two ids. */
  readonly id: string;
  readonly tenant: TenantId;
  readonly at: Date;
  readonly origin: Origin;
  /** Absent on events of a whole tenant. */
  readonly device?: DeviceId;
  /** The device's revision after the change. */
  readonly revision?: number;
};

/** What all events of one change have in common. */
export interface EventContext extends Pick<Event, 'tenant' | 'at' | 'origin' | 'device' | 'revision'> {
  readonly change: ChangeId;
}

/** Returns the `n`-th event of a change, counted from 0. */
export const eventOf = (body: EventBody, { change, ...context }: EventContext, n = 0): Event => ({
  ...body,
  ...context,
  id: `${change}.${n}`,
});
