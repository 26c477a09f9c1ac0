// The ports of a store, one for each question. SqliteStore and MongoStore keep one contract; `spec/store/contract/store.ts` tests
// every sentence here. Every call names its tenant and sees nothing of another tenant. A write is durable before its promise
// resolves (D6). A store that is closed or cannot be reached refuses with `store_unavailable`. `stats.ts` has the part for operators.
import type { ApiKey } from '../domain/api-key.ts';
import type { Change } from '../domain/change.ts';
import type { Device, DeviceStatus, LiveToken } from '../domain/device.ts';
import type { ApiKeyId, AuthSetId, DeviceId, IdentityKey, TenantDeviceId, TenantId, TokenId } from '../domain/ids.ts';
import type { DeviceFilter } from '../domain/device-filter.ts';
import type { DeviceSettings, DeviceType } from '../domain/device-types.ts';
import type { Refused } from '../domain/errors.ts';
import type { Event } from '../domain/event.ts';
import type { Room, TenantRoom } from '../domain/limits.ts';
import type { Place } from '../domain/places.ts';
import type { Queue } from '../domain/queue.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { TenantDevice, TenantDeviceChange } from '../domain/tenant-device.ts';
import type { Audit, AuditEntry } from './audit.ts';
import type { Webhooks } from './webhooks.ts';

/**
 * - `done`: the device, its slot and the events are written, together.
 * - `stale`: the device does not exist, or has another revision than the change was decided on. Nothing is written.
 * - `full`: the change takes a slot and none is free (D4). Nothing is written.
 * - `identity-taken`: another device has this identity. Nothing is written.
 */
export type CommitAnswer = 'done' | 'stale' | 'full' | 'identity-taken';

export type TenantDeviceCommitAnswer = Extract<CommitAnswer, 'done' | 'stale'>;

/** The members of a filter that lists and counts support. */
export type ListFilter = Pick<DeviceFilter, 'statuses' | 'ids'>;

/** A place in the order of D13: creation, then id. */
export interface Position {
  readonly createdAt: Date;
  readonly id: DeviceId;
}

/** Skips a number of devices, or begins after a position; `undefined` is the first device. */
export type Window =
  { readonly limit: number; readonly skip: number } | { readonly limit: number; readonly after: Position | undefined };

export interface Page {
  readonly devices: readonly Device[];
  /** True if there are devices after the last one of the page. */
  readonly more: boolean;
}

/** The part of a device that decides about its tokens (D3, D10). */
export interface TokenState {
  readonly status: DeviceStatus;
  readonly decommissioning: boolean;
  readonly tokens: readonly LiveToken[];
}

export interface CheckIn {
  readonly tenant: TenantId;
  readonly device: DeviceId;
  readonly at: Date;
}

/** The most changes in one call. More would delay others and the answer. */
export const MAX_COMMITS = 100;

export interface Ask {
  readonly tenant: TenantId;
  readonly device: DeviceId;
  readonly authSet: AuthSetId;
  readonly from: string;
  readonly at: Date;
}

/** Refusals of one device's keys. */
export interface RefusalsOfDevice {
  readonly tenant: TenantId;
  readonly device: DeviceId;
  readonly refusals: readonly Refusal[];
}

export interface Places {
  readonly places: readonly Place[];
  readonly next: DeviceId | undefined;
}

export interface Devices {
  /** Returns the device; `undefined` if it does not exist or was removed. */
  find(tenant: TenantId, device: DeviceId): Promise<Device | undefined>;
  findByIdentity(tenant: TenantId, identity: IdentityKey): Promise<Device | undefined>;
  /** Returns the devices with one of these identities, in any order. At most `MAX_COMMITS` identities. */
  findByIdentities(tenant: TenantId, identities: readonly IdentityKey[]): Promise<readonly Device[]>;
  /** Returns the device that has the live token `jti`. */
  findByToken(tenant: TenantId, jti: TokenId): Promise<Device | undefined>;
  /** Reads one device by its primary key: the hot path. `undefined` if it does not exist. */
  tokenState(tenant: TenantId, device: DeviceId): Promise<TokenState | undefined>;
  /** Lists in the order of creation, then id (D13). A window past the end is an empty page. */
  list(tenant: TenantId, filter: ListFilter, window: Window): Promise<Page>;
  count(tenant: TenantId, filter: ListFilter): Promise<number>;
  /** Writes the device, the tenant's slot and the events: all or nothing. `done` also if this very change was written before. */
  commit(tenant: TenantId, change: Change): Promise<CommitAnswer>;
  /**
   * Does the same as `commit` for each of at most `MAX_COMMITS` changes of one tenant, with less work. If the limit has room for
   * some of them only, the first ones get it. Not atomic. Answers in the order of the changes; a change that could not be decided
   * has the refusal that `commit` would throw. Refuses as a whole if it decided none.
   */
  commitMany(tenant: TenantId, changes: readonly Change[]): Promise<readonly (CommitAnswer | Refused)[]>;
  /** Moves `checkInAt` forward, never back. Changes neither revision nor `updatedAt`; ignores unknown devices. */
  checkIn(checkIns: readonly CheckIn[]): Promise<void>;
  /**
   * Removes every token that the tenant has at the time of the call. The revision of each device with a token rises by one; then
   * the event is in the feed, once (D1). Not atomic: other calls may see a part of it, and a token that is issued during the purge
   * may be removed too. After a crash some tokens are removed and the event is missing; the store then completes the purge: SQLite
   * before it opens again, MongoDB in its sweep. A caller without an answer may repeat the call at any time.
   */
  purgeTokens(tenant: TenantId, event: Event): Promise<void>;
  /** Returns the number of auth sets of the tenant that hold a place (D23). */
  countWaiting(tenant: TenantId): Promise<number>;
  /**
   * Returns the places of the next `limit` devices with a place, in the order of device ids, and `next` to continue, if there are
   * more.
   */
  listWaiting(tenant: TenantId, window: PartWindow<DeviceId>): Promise<Places>;
  /** Returns the queue of the tenant with its `most` heaviest sources. It may miss writes that happen during the read. */
  readQueue(tenant: TenantId, most: number): Promise<Queue>;
  /**
   * Records when pending and rejected auth sets last asked, and from where. The time only moves forward, and the revision does not
   * change. Skips unknown sets. A command that has read the device before may write the older time back.
   */
  noteAsked(asks: readonly Ask[]): Promise<void>;
  /** Adds to the refusals of devices (`domain/refusal.ts`). Changes no revision and no auth set. Skips unknown devices. */
  noteRefusals(noted: readonly RefusalsOfDevice[]): Promise<void>;
  /** Returns the refusals of the device; none for an unknown device. */
  listRefusals(tenant: TenantId, device: DeviceId): Promise<readonly Refusal[]>;
  /** Returns at most `limit` devices of all tenants with a pending set that was displaced before `before`. */
  listDisplaced(before: Date, limit: number): Promise<readonly Device[]>;
  /** Returns at most `limit` devices of all tenants with a pending set that last asked before `before`. */
  listSilent(before: Date, limit: number): Promise<readonly Device[]>;
  /** Returns at most `limit` devices of all tenants whose decommissioning began before `before`, the oldest first (D1a). */
  listDecommissioning(before: Date, limit: number): Promise<readonly Device[]>;
}

export interface SearchWindow {
  readonly limit: number;
  /** The order of D13, or its reverse: the newest first. */
  readonly order: 'created' | '-created';
  /** The last position of the page before; `undefined` for the beginning of the order. */
  readonly after: Position | undefined;
}

export interface SearchPage {
  readonly devices: readonly Device[];
  /** The position where the next page begins; `undefined` if there is none. */
  readonly next: Position | undefined;
}

export interface CappedCount {
  readonly count: number;
  /** True if there are more devices, or may be. */
  readonly more: boolean;
}

/**
 * Searches by every member of a filter (D21). Each call reads a bounded number of devices, in pieces between which other requests
 * are answered. A device that changes during the search may be in the page or not; every other matching device is. Refuses with
 * `search_not_ready` while a database of an older version is being indexed, if the filter needs that index.
 */
export interface DeviceSearch {
  /**
   * Returns at most `limit` matching devices, in that order. A search that finds few among very many stops early: the page has
   * fewer devices than asked for, or none, and the position to continue from.
   */
  find(tenant: TenantId, filter: DeviceFilter, window: SearchWindow): Promise<SearchPage>;
  /** Counts the matching devices, up to `most`. A count that stops early returns the number so far, and `more`. */
  count(tenant: TenantId, filter: DeviceFilter, most: number): Promise<CappedCount>;
}

export interface Limits {
  /** `limit` -1 means no limit. A tenant without its own limit has the default that the store was opened with. */
  get(tenant: TenantId): Promise<Room>;
  /**
   * Lists the tenants that have a device, once had an accepted one, or have their own limit. In the order of ids, except for ids
   * with a NUL.
   */
  list(window: PartWindow<TenantId>): Promise<Part<TenantRoom>>;
  /** Sets the limit and appends the event. Removes no device: `used` may be above the new limit (D4). */
  set(tenant: TenantId, limit: number, event: Event): Promise<void>;
}

export interface FeedEntry extends AuditEntry {
  readonly writtenAt: Date;
}

export interface Feed {
  /** Appends events that belong to no other write. Each is in the feed once by its id, even if several nodes append it. */
  append(events: readonly Event[]): Promise<void>;
  /**
   * Returns at most `limit` entries after that position, in order. A reader that continues from its last entry misses none (D11).
   */
  read(after: number, limit: number): Promise<readonly FeedEntry[]>;
  /** Does the same as `read`, but only for entries that end tokens (`domain/revocation`) and were written at `since` or later. */
  readRevocations(asked: {
    readonly after: number;
    readonly since: Date;
    readonly limit: number;
  }): Promise<readonly FeedEntry[]>;
  /** Returns when the last purge of the tenant's tokens was written; `undefined` if the feed has none. */
  lastPurge(tenant: TenantId): Promise<Date | undefined>;
  /** Returns the position of the newest entry, 0 for an empty feed. */
  head(): Promise<number>;
  /** Returns the position of that reader, 0 for a new one. */
  cursor(reader: string): Promise<number>;
  /**
   * Claims the reader for the node until that time, and returns the reader's cursor; `undefined` while another node has it. Atomic:
   * of two nodes that ask at once, one gets it. The node that has it may ask again, which moves the time. A time in the past
   * releases the reader. A new reader begins after the position `start`; the default 0 is the oldest entry.
   */
  claim(reader: string, node: string, until: Date, start?: number): Promise<number | undefined>;
  /** Moves the cursor forward, never back. Returns false, and writes nothing, if another node has claimed the reader since. */
  moveCursor(reader: string, node: string, position: number): Promise<boolean>;
  /** Deletes the reader's cursor, so that it no longer prevents pruning. */
  dropReader(reader: string): Promise<void>;
  /**
   * Deletes entries from the oldest on: those written before `before` that every reader has read, and those written before `bound`
   * even if a reader has not. Never deletes the newest. Deletes readers that no node has run since `bound`.
   */
  prune(before: Date, bound: Date): Promise<void>;
}

/** A part of a list in the order of ids, which is the order of creation. */
export interface Part<Thing> {
  readonly items: readonly Thing[];
  /** True if there are more after the last one of the part. */
  readonly more: boolean;
}

/** A part begins after that id, or at the first. */
export interface PartWindow<Id> {
  readonly limit: number;
  readonly after: Id | undefined;
}

/** The last use of a key. */
export interface KeyUse<Id> {
  readonly tenant: TenantId;
  readonly id: Id;
  readonly at: Date;
}

export interface TenantDevices {
  /** Reads one device by its primary key. */
  find(tenant: TenantId, device: TenantDeviceId): Promise<TenantDevice | undefined>;
  list(tenant: TenantId, window: PartWindow<TenantDeviceId>): Promise<Part<TenantDevice>>;
  /** Returns the number of the tenant's devices. */
  count(tenant: TenantId): Promise<number>;
  /** Writes the device, its key and the events: all or nothing. `done` also if this very change was written before. */
  commit(tenant: TenantId, change: TenantDeviceChange): Promise<TenantDeviceCommitAnswer>;
  /** Returns the tenant's own settings for that type; `undefined` if it has none. */
  findSettings(tenant: TenantId, type: DeviceType): Promise<DeviceSettings | undefined>;
  /** Replaces the settings and appends the event. The last call wins. */
  setSettings(tenant: TenantId, type: DeviceType, settings: DeviceSettings, event: Event): Promise<void>;
  /** Moves the last use of the devices' keys forward, never back. Changes no revision. Ignores unknown devices. */
  noteUses(uses: readonly KeyUse<TenantDeviceId>[]): Promise<void>;
}

/** The keys of machines (D12). */
export interface ApiKeys {
  /** Reads one key by its primary key; the key has its tenant. A revoked key is not found. */
  find(key: ApiKeyId): Promise<ApiKey | undefined>;
  list(tenant: TenantId, window: PartWindow<ApiKeyId>): Promise<Part<ApiKey>>;
  /** Writes the key and appends the event. */
  create(key: ApiKey, event: Event): Promise<void>;
  /** Deletes the key and appends the event. Afterwards no node accepts the key. Returns false if the key does not exist. */
  revoke(tenant: TenantId, key: ApiKeyId, event: Event): Promise<boolean>;
  /** Does the same as for tenant devices. */
  noteUses(uses: readonly KeyUse<ApiKeyId>[]): Promise<void>;
}

export interface Store {
  readonly devices: Devices;
  readonly search: DeviceSearch;
  readonly limits: Limits;
  readonly feed: Feed;
  readonly audit: Audit;
  readonly tenantDevices: TenantDevices;
  readonly apiKeys: ApiKeys;
  readonly webhooks: Webhooks;
  /** Resolves when the store answers. Refuses when it no longer takes writes. */
  ping(): Promise<void>;
  /** Waits for running calls, then closes everything. A second call does nothing. */
  close(): Promise<void>;
}
