// The port that the metrics, readiness and `devauth doctor` read. They are of all tenants together. They are read while commands
// run, and may miss the commands under way.
import type { Readable } from 'node:stream';
import type { DeviceStatus } from '../domain/device.ts';
import type { DeviceId, TenantId } from '../domain/ids.ts';
import type { TenantRoom } from '../domain/limits.ts';
import type { SourceShare } from '../domain/places.ts';
import type { StoreFailures } from './failures.ts';
import type { Store } from './store.ts';

export interface OpenOperation {
  readonly id: string;
  readonly tenant: TenantId;
  readonly device: DeviceId;
  readonly kind: 'take' | 'give';
  readonly at: Date;
}

/** When no operation is open, `used` equals `accepted`. */
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

/** How far a reader of the feed is behind (D19). */
export interface ReaderLag {
  readonly name: string;
  /** Entries that it has not read. */
  readonly behind: number;
  /** When the oldest of them was written. */
  readonly oldest: Date | undefined;
  /** Until when a node has claimed it; in the past: no node runs it. */
  readonly claimedUntil: Date;
}

/** The places that pending auth sets of a tenant hold (D23), and the sources that hold most of them. */
export interface TenantQueue {
  readonly tenant: TenantId;
  readonly taken: number;
  readonly sources: number;
  /** Three at most, the heaviest first. */
  readonly heaviest: readonly SourceShare[];
}

export interface StoreStats {
  /** A status that no device has may be absent. */
  devicesByStatus(): Promise<ReadonlyMap<DeviceStatus, number>>;
  /** Returns the tenants that have a device, in no order. */
  tenants(): Promise<readonly TenantId[]>;
  /** Returns the time of creation of the device that has been pending longest. */
  oldestPending(): Promise<Date | undefined>;
  /** Returns the room of every tenant that has a limit of its own or ever had an accepted device. */
  rooms(): Promise<readonly TenantRoom[]>;
  /** Returns the queue of every tenant where a pending auth set holds a place. */
  queues(): Promise<readonly TenantQueue[]>;
  /** Returns the slot operations that are not settled (D4). Those older than a few seconds were left by a crash. */
  openOperations(): Promise<readonly OpenOperation[]>;
  /** Returns the time of the oldest event that is not in the feed yet; `undefined` when all are (D11). */
  oldestUnsentEvent(): Promise<Date | undefined>;
  /** Returns every reader of the feed, by name. */
  readers(): Promise<readonly ReaderLag[]>;
  /** Counts the devices one by one: slow with a large fleet. */
  recount(): Promise<readonly Recount[]>;
  /** Returns the settings that durability depends on (D6), as the store reports them. */
  settings(): Promise<readonly StoreSetting[]>;
  /** Calls of this process that the store could not carry out: a full disk, a database that does not answer. */
  failures(): Promise<StoreFailures>;
  /** Returns the time by the store's own clock, if it has one. */
  time(): Promise<Date | undefined>;
}

export interface SizedStream {
  readonly stream: Readable;
  readonly bytes: number;
}

/** A store with what operators need beside the ports. */
export interface OperatedStore extends Store {
  readonly stats: StoreStats;
  /**
   * How long what was read of a token may be repeated without asking again, in ms: `Infinity` if no other process writes to the store,
   * 0 if each answer has to be read (D10).
   */
  readonly tokenTrustMs: number;
  /**
   * A consistent copy, made while commands go on; nothing of it is left on the disk when the stream has ended. Refuses with
   * `conflict` while another is made. Absent where the database has tools of its own.
   */
  backup?(): Promise<SizedStream>;
}
