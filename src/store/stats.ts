// The port for the metrics, the readiness check and `devauth doctor`. Its values are about all tenants together. They are read
// while commands run, and may miss running commands.
import type { Readable } from 'node:stream';
import type { DeviceStatus } from '../domain/device.ts';
import type { DeviceId, TenantId, WebhookId } from '../domain/ids.ts';
import type { TenantRoom } from '../domain/limits.ts';
import type { SourceShare } from '../domain/places.ts';
import type { DisabledBecause } from '../domain/webhook.ts';
import type { StoreFailures } from './failures.ts';
import type { Store } from './store.ts';

export interface OpenOperation {
  readonly id: string;
  readonly tenant: TenantId;
  readonly device: DeviceId;
  readonly kind: 'take' | 'give';
  readonly at: Date;
}

/** If no operation is open, `used` equals `accepted`. */
export interface Recount {
  readonly tenant: TenantId;
  readonly used: number;
  readonly accepted: number;
  readonly openOperations: number;
}

export interface StoreSetting {
  readonly name: string;
  readonly value: string;
  /** Present if the value is wrong. */
  readonly problem?: string;
}

/** The lag of a reader of the feed (D19). */
export interface ReaderLag {
  readonly name: string;
  /** The number of entries that it has not read. */
  readonly behind: number;
  /** The time when the oldest of them was written. */
  readonly oldest: Date | undefined;
  /** The end of a node's claim. In the past if no node runs the reader. */
  readonly claimedUntil: Date;
}

/** The places of a tenant's pending auth sets (D23), and the sources that hold the most. */
export interface TenantQueue {
  readonly tenant: TenantId;
  readonly taken: number;
  readonly sources: number;
  /** Three at most, the heaviest first. */
  readonly heaviest: readonly SourceShare[];
}

/** A webhook that the service has disabled, or that fails now. */
export interface WebhookTrouble {
  readonly id: WebhookId;
  readonly tenant: TenantId;
  readonly disabledBecause?: DisabledBecause;
  readonly failingSince?: Date;
  readonly problem?: string;
}

/** Why a webhook is disabled. `operator`: an operator has disabled it. */
export type DisabledReason = DisabledBecause | 'operator';

/** The most troubles that are listed. */
export const MAX_TROUBLES = 100;

export interface StoreStats {
  /** A status without a device may be absent. */
  devicesByStatus(): Promise<ReadonlyMap<DeviceStatus, number>>;
  /** Returns the tenants with a device, in no order. */
  tenants(): Promise<readonly TenantId[]>;
  /** Returns when the device that has been pending longest was created. */
  oldestPending(): Promise<Date | undefined>;
  /** Returns the room of every tenant that has its own limit or ever had an accepted device. */
  rooms(): Promise<readonly TenantRoom[]>;
  /** Returns the queue of every tenant with a place in use. */
  queues(): Promise<readonly TenantQueue[]>;
  /** Returns the slot operations that are not settled (D4). Those older than a few seconds were left by a crash. */
  openOperations(): Promise<readonly OpenOperation[]>;
  /** Returns the time of the oldest event that is not in the feed yet; `undefined` without one (D11). */
  oldestUnsentEvent(): Promise<Date | undefined>;
  /** Returns every reader of the feed, by name. */
  readers(): Promise<readonly ReaderLag[]>;
  /** Returns webhooks of all tenants that do not deliver, at most `MAX_TROUBLES`. */
  webhookTroubles(): Promise<readonly WebhookTrouble[]>;
  /** Returns the number of disabled webhooks of all tenants. A reason without a webhook may be absent. */
  disabledWebhooks(): Promise<ReadonlyMap<DisabledReason, number>>;
  /** Counts the devices one by one. This is slow for a large fleet. */
  recount(): Promise<readonly Recount[]>;
  /** Returns the settings that durability depends on (D6), as the store reports them. */
  settings(): Promise<readonly StoreSetting[]>;
  /** Returns the calls of this process that the store could not carry out: a full disk, a database that does not answer. */
  failures(): Promise<StoreFailures>;
  /** Returns the time of the store's own clock, if it has one. */
  time(): Promise<Date | undefined>;
}

export interface SizedStream {
  readonly stream: Readable;
  readonly bytes: number;
}

/** A store with the parts for operators. */
export interface OperatedStore extends Store {
  readonly stats: StoreStats;
  /**
   * The time in ms for which a token state that was read may be used again: `Infinity` if no other process writes to the store, 0
   * if each answer has to be read (D10).
   */
  readonly tokenTrustMs: number;
  /**
   * Returns a consistent copy, made while commands run. Nothing of it stays on the disk after the stream has ended. Refuses with
   * `conflict` while another copy is made. Absent if the database has tools of its own.
   */
  backup?(): Promise<SizedStream>;
}

/** The stats of what is stored, without those of a process that has the store open. */
export type StoredStats = Omit<StoreStats, 'settings' | 'failures'>;

/**
 * The file of the embedded store, opened to be examined: nothing is created, written or migrated. No process can open the store for
 * writing until it is closed.
 */
export interface ExaminedFile {
  readonly file: string;
  /** The schema of the file, which is not newer, and that of this program. */
  readonly schema: { readonly found: number; readonly known: number };
  /** The size of the -wal, which is read with the file; 0 without one. A process that was killed leaves it. */
  readonly walBytes: number;
  /**
   * Returns what SQLite says about damaged pages, `MAX_DAMAGES` texts at most, none for a sound file. Reads the whole file, but
   * compares no index with its table.
   */
  damages(): Promise<readonly string[]>;
  /** Returns the stats of a sound file of the present schema. */
  stats(): StoredStats;
  close(): Promise<void>;
}

/** The most damages that are listed. */
export const MAX_DAMAGES = 10;
