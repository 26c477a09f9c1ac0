// What happened, as it stands in the feed (D11): every change of status, every revocation, every limit.
import type {
  ApiKeyId,
  AuthSetId,
  AuthSetStatus,
  ChangeId,
  DeviceId,
  DeviceStatus,
  TenantDeviceId,
  TenantId,
  TokenId,
} from './device.ts';
import type { DeviceType } from './device-types.ts';
import type { MachineScope } from './scopes.ts';

/** Who is behind a command, for the feed and the log: `user:<sub>`, `key:<fingerprint>` (a device), `internal`, `system`. */
export interface Origin {
  readonly actor: string;
  readonly requestId: string;
}

/** What a rule says happened; the command adds when, where and who. */
export type Happening =
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

export type FleetEvent = Happening & {
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

/** What is said alike of everything that one change brings about. */
export interface Occasion extends Pick<FleetEvent, 'tenant' | 'at' | 'origin' | 'device' | 'revision'> {
  readonly change: ChangeId;
}

/** The `n`-th event of a change, counted from 0. */
export const eventOf = (happening: Happening, { change, ...said }: Occasion, n = 0): FleetEvent => ({
  ...happening,
  ...said,
  id: `${change}.${n}`,
});
