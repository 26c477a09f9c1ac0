// The port by which devices of another installation are taken over. No server works on the store at that time: events, limits and what
// nodes remember are left out. `import-mender` is its one caller.
import type { Device } from '../domain/device.ts';
import { changeId, type TenantId } from '../domain/ids.ts';
import type { OperatedStore } from './stats.ts';

/**
 * - `done`: the device is written.
 * - `taken`: another device has its id or its identity; nothing is written.
 * - `changed`: the device that was to be replaced is gone, or a command has changed it since it was imported; nothing is written.
 */
export type ImportAnswer = 'done' | 'taken' | 'changed';

export interface ImportedDevice {
  readonly device: Device;
  /** Replaces the device with this id, which an earlier import has written. */
  readonly replaces: boolean;
}

/** The change that imported devices have: a command that writes one puts its own there. */
export const IMPORT_CHANGE = changeId('import');

export interface Imports {
  /** Writes devices of any tenants as they are, with their revisions and without events. Answers in their order. At most 500. */
  put(devices: readonly ImportedDevice[]): Promise<readonly ImportAnswer[]>;
  /** Sets the tenant's limit, without an event. */
  setLimit(tenant: TenantId, limit: number): Promise<void>;
  /** Counts the accepted devices of every tenant. `used` is their number afterwards, also where it is above the limit. */
  countSlots(): Promise<void>;
}

/** What every store of ours is. */
export interface ImportingStore extends OperatedStore {
  readonly imports: Imports;
}
