// A tenant device, and the decisions about it. It shares nothing with the devices of the fleet (device.ts) but its tenant.
import type { ChangeId, KeyHash, TenantDeviceId, TenantId } from './ids.ts';
import type { DeviceSettings, DeviceType } from './device-types.ts';
import type { Event, EventBody } from './event.ts';

/** The part that commands decide. */
export interface TenantDeviceState {
  readonly name: string;
  readonly description: string | null;
  readonly isEnabled: boolean;
  /** Hash of the device's one key; a device that was never reset has none. */
  readonly key: KeyHash | undefined;
}

export interface TenantDevice extends TenantDeviceState {
  readonly id: TenantDeviceId;
  readonly tenant: TenantId;
  readonly type: DeviceType;
  readonly createdAt: Date;
  /** Counts the commands that changed the device; uses of its key do not count. */
  readonly revision: number;
}

/** A device as callers see it: its settings are those of its type in its tenant. */
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

/** Only what the command decides, on the revision it has read. */
export interface TenantDeviceUpdate extends ChangeOf<'update'> {
  readonly device: TenantDeviceId;
  readonly revision: number;
  readonly set: Partial<TenantDeviceState>;
}

/** The device and its key are gone, in one step. */
export interface TenantDeviceRemoval extends ChangeOf<'remove'> {
  readonly device: TenantDeviceId;
  readonly revision: number;
}

export type TenantDeviceChange = TenantDeviceCreation | TenantDeviceUpdate | TenantDeviceRemoval;

/** Absent members stay as they are. Returns `undefined` when nothing is to be written. */
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

/** From now on this key opens the device, and no other. */
export const replaceKey = (device: TenantDevice, key: KeyHash): TenantDeviceDecision => ({
  set: { key },
  event: { type: 'tenant_device.key_reset', tenantDevice: device.id },
});
