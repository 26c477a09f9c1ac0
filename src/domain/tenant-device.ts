// A tenant device, and the decisions about it. It has nothing in common with the devices of the fleet (device.ts) except its
// tenant.
import type { ChangeId, KeyHash, TenantDeviceId, TenantId } from './ids.ts';
import type { DeviceSettings, DeviceType } from './device-types.ts';
import type { Event, EventBody } from './event.ts';

/** The fields that commands decide. */
export interface TenantDeviceState {
  readonly name: string;
  readonly description: string | null;
  readonly isEnabled: boolean;
  /** Hash of the device's only key. Absent before the first reset. */
  readonly key: KeyHash | undefined;
}

export interface TenantDevice extends TenantDeviceState {
  readonly id: TenantDeviceId;
  readonly tenant: TenantId;
  readonly type: DeviceType;
  readonly createdAt: Date;
  /** The number of commands that changed the device. Uses of its key do not count. */
  readonly revision: number;
}

/** A device as callers see it, with the settings of its type and tenant. */
export interface ConfiguredDevice {
  readonly device: TenantDevice;
  readonly settings: DeviceSettings;
}

export interface TenantDevicePatch {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly isEnabled?: boolean | undefined;
}

export interface TenantDeviceDecision {
  readonly set: Partial<TenantDeviceState>;
  readonly event: EventBody;
}

interface ChangeOf<Kind> {
  readonly kind: Kind;
  readonly id: ChangeId;
  /** Written in the same step as the device (D11). */
  readonly events: readonly Event[];
}

export interface TenantDeviceCreation extends ChangeOf<'create'> {
  readonly device: TenantDevice;
}

/** The changed fields only, on the revision that the command read. */
export interface TenantDeviceUpdate extends ChangeOf<'update'> {
  readonly device: TenantDeviceId;
  readonly revision: number;
  readonly set: Partial<TenantDeviceState>;
}

/** The device and its key are removed in one step. */
export interface TenantDeviceRemoval extends ChangeOf<'remove'> {
  readonly device: TenantDeviceId;
  readonly revision: number;
}

export type TenantDeviceChange = TenantDeviceCreation | TenantDeviceUpdate | TenantDeviceRemoval;

/** Decides an update; absent members do not change. Returns `undefined` if nothing is to be written. */
export function update(device: TenantDevice, wanted: TenantDevicePatch): TenantDeviceDecision | undefined {
  const set = {
    ...(wanted.name !== undefined && wanted.name !== device.name && { name: wanted.name }),
    ...(wanted.description !== undefined &&
      wanted.description !== device.description && { description: wanted.description }),
    ...(wanted.isEnabled !== undefined && wanted.isEnabled !== device.isEnabled && { isEnabled: wanted.isEnabled }),
  };
  if (Object.keys(set).length === 0) return undefined;
  const { isEnabled = device.isEnabled } = set;
  return { set, event: { type: 'tenant_device.changed', tenantDevice: device.id, isEnabled } };
}

/** Replaces the key. Only the new key is valid afterwards. */
export const replaceKey = (device: TenantDevice, key: KeyHash): TenantDeviceDecision => ({
  set: { key },
  event: { type: 'tenant_device.key_reset', tenantDevice: device.id },
});
