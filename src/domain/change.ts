// The data of one write: what a store commits as one step (D1).
import type { Device, DeviceState } from './device.ts';
import type { Event } from './event.ts';
import type { ChangeId, DeviceId } from './ids.ts';

/** Effect of a change on the limit: the device becomes accepted (*take*), stops being accepted (*give*), or neither (D4). */
export type Slot = 'take' | 'give' | 'keep';

interface ChangeOf<Kind> {
  readonly kind: Kind;
  readonly id: ChangeId;
  /** Written in the same step as the device (D11). */
  readonly events: readonly Event[];
}

/** A new device. It never takes a slot: a new device is pending or preauthorized. */
export interface DeviceCreation extends ChangeOf<'create'> {
  readonly device: Device;
}

/** The changed fields only, on the revision that the command read. */
export interface DeviceUpdate extends ChangeOf<'update'> {
  readonly device: DeviceId;
  readonly revision: number;
  readonly set: Partial<DeviceState>;
  readonly checkIn?: Date;
  readonly slot: Slot;
}

/** The end of a device: no read shows it from this write on, and its identity may register again (D1a). */
export interface DeviceRemoval extends ChangeOf<'remove'> {
  readonly device: DeviceId;
  readonly revision: number;
  readonly slot: Slot;
}

export type Change = DeviceCreation | DeviceUpdate | DeviceRemoval;
