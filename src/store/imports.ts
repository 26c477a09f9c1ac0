// The port for importing devices of another installation. No server works on the store at that time: events, limits and the memory
// of nodes are left out. `import-mender` is the only caller.
import type { Device } from '../domain/device.ts';
import { changeId, type ChangeId, type TenantId } from '../domain/ids.ts';
import type { OperatedStore } from './stats.ts';

/**
 * - `done`: the device is written.
 * - `taken`: another device has its id or its identity; nothing is written.
 * - `changed`: the device to replace does not exist, or was changed since it was imported; nothing is written.
 */
export type ImportAnswer = 'done' | 'taken' | 'changed';

export interface ImportedDevice {
  readonly device: Device;
  /** Replaces the device with this id and revision, which an earlier import has written. `undefined`: the device is new. */
  readonly replaces: number | undefined;
}

/** The change of an imported device. A command puts its own in its place, and a purge of tokens leaves another revision. */
export const importChange = (revision: number): ChangeId => changeId(`import-${revision}`);

export interface Imports {
  /** Writes devices of any tenants unchanged, with their revisions and without events. Answers in their order. At most 500. */
  put(devices: readonly ImportedDevice[]): Promise<readonly ImportAnswer[]>;
  /** Sets the tenant's limit, without an event. */
  setLimit(tenant: TenantId, limit: number): Promise<void>;
  /** Counts the accepted devices of every tenant. Afterwards `used` is their number, even above the limit. */
  countSlots(): Promise<void>;
}

/** A store of either kind. */
export interface ImportingStore extends OperatedStore {
  readonly imports: Imports;
}
