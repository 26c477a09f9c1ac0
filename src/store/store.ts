// The ports to where devices live, one for each question. SqliteStore and MongoStore answer them alike; `spec/store/contract/store.ts`
// is this page as tests. Every call names its tenant and sees nothing of another one. A write is durable before its promise
// resolves (D6). A store that cannot be reached, or is closed, refuses with `store_unavailable`.
import type { ApiKey } from '../domain/api-key.ts';
import type { Change } from '../domain/change.ts';
import type { Device, DeviceStatus, LiveToken } from '../domain/device.ts';
import type { ApiKeyId, ChangeId, DeviceId, IdentityKey, TenantDeviceId, TenantId, TokenId } from '../domain/ids.ts';
import type { DeviceFilter } from '../domain/device-filter.ts';
import type { DeviceSettings, DeviceType } from '../domain/device-types.ts';
import type { Refused } from '../domain/errors.ts';
import type { Event } from '../domain/event.ts';
import type { Room } from '../domain/limits.ts';
import type { TenantDevice, TenantDeviceChange } from '../domain/tenant-device.ts';

/**
 * - `done`: the device, its slot and the events are written, together.
 * - `stale`: the device is gone or its revision is not the one the change was decided on; nothing is written.
 * - `full`: the change takes a slot and none is free (D4); nothing is written.
 * - `identity-taken`: a device of this identity is there already; nothing is written.
 */
export type CommitAnswer = 'done' | 'stale' | 'full' | 'identity-taken';

export type TenantDeviceCommitAnswer = Extract<CommitAnswer, 'done' | 'stale'>;

/** What lists and counts narrow by. */
export type ListFilter = Pick<DeviceFilter, 'statuses' | 'ids'>;

/** A place in the order of D13: creation, then id. */
export interface Position {
  readonly createdAt: Date;
  readonly id: DeviceId;
}

/** By number of devices to skip, or from a position on (`undefined`: from the first). */
export type Window =
  { readonly limit: number; readonly skip: number } | { readonly limit: number; readonly after: Position | undefined };

export interface Page {
  readonly devices: readonly Device[];
  /** Whether there are devices after the last one here. */
  readonly more: boolean;
}

/** What deciding about a token takes (D3, D10). */
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

/** More changes in one call would hold up others, and the answer. */
export const MAX_COMMITS = 100;

export interface Devices {
  /** A removed device is not found. */
  find(tenant: TenantId, device: DeviceId): Promise<Device | undefined>;
  findByIdentity(tenant: TenantId, identity: IdentityKey): Promise<Device | undefined>;
  /** The device among whose live tokens `jti` stands. */
  findByToken(tenant: TenantId, jti: TokenId): Promise<Device | undefined>;
  /** One read by primary key: the hot path. `undefined` when there is no such device. */
  tokenState(tenant: TenantId, device: DeviceId): Promise<TokenState | undefined>;
  /** In the order of creation, then id (D13). A window past the end is an empty page. */
  list(tenant: TenantId, filter: ListFilter, window: Window): Promise<Page>;
  count(tenant: TenantId, filter: ListFilter): Promise<number>;
  /** Atomic: the device, the tenant's slot and the events, all or nothing. `done` also when this very change was written before. */
  commit(tenant: TenantId, change: Change): Promise<CommitAnswer>;
  /**
   * As `commit` for each of at most `MAX_COMMITS` changes of one tenant, with less work. Where the limit has room for some of them only,
   * the first ones get it. Not atomic. Answers in the order of the changes; one that could not be decided has the refusal that `commit`
   * would throw. Refuses as a whole when it decided none.
   */
  commitMany(tenant: TenantId, changes: readonly Change[]): Promise<readonly (CommitAnswer | Refused)[]>;
  /** Moves `checkInAt` forward, never back; touches neither revision nor `updatedAt`. Unknown devices are passed over. */
  checkIn(checkIns: readonly CheckIn[]): Promise<void>;
  /**
   * Every token of the tenant that stood when it was called is gone, each device that held one counts a revision, and the event is in
   * the feed, once, behind all of that (D1). It is not one step: others are answered meanwhile and see it half done, and a token that is
   * issued meanwhile may go too. What a crash cuts off has taken some tokens and has no event yet: the store does it to its end, SQLite
   * before it opens again, MongoDB in its sweep. Who got no answer may ask again at any time.
   */
  purgeTokens(tenant: TenantId, event: Event): Promise<void>;
  /** Devices of every tenant whose decommissioning began before `before`, the oldest first, at most `limit` (D1a). */
  listDecommissioning(before: Date, limit: number): Promise<readonly Device[]>;
}

export interface SearchWindow {
  readonly limit: number;
  /** The order of D13, or its reverse: the newest first. */
  readonly order: 'created' | '-created';
  /** Where the page before ended; `undefined`: at the beginning of the order. */
  readonly after: Position | undefined;
}

export interface SearchPage {
  readonly devices: readonly Device[];
  /** Where the next page begins; `undefined` when there is none. */
  readonly next: Position | undefined;
}

export interface CappedCount {
  readonly count: number;
  /** True if there are more devices, or may be. */
  readonly more: boolean;
}

/**
 * Searches by every member of a filter (D21). Each call looks at a bounded number of devices, in pieces between which others are
 * answered. What changes meanwhile is in the page or not; a device that did not change and matches is. Refuses with
 * `search_not_ready` while a database of an older version is being indexed, if the filter needs that index.
 */
export interface DeviceSearch {
  /**
   * Returns at most `limit` devices that match, in that order. A search that finds few among very many gives up: the page has fewer
   * devices than asked for, or none, and says where to continue.
   */
  find(tenant: TenantId, filter: DeviceFilter, window: SearchWindow): Promise<SearchPage>;
  /** Counts the devices that match, up to `most`. One that gives up returns what it has counted, and `more`. */
  count(tenant: TenantId, filter: DeviceFilter, most: number): Promise<CappedCount>;
}

export interface Limits {
  /** `limit` is -1 for none; a tenant without a limit of its own has the default the store was opened with. */
  get(tenant: TenantId): Promise<Room>;
  /** Throws nobody out: `used` may stand above a lowered limit (D4). The event is in the feed with it. */
  set(tenant: TenantId, limit: number, change: ChangeId, event: Event): Promise<void>;
}

export interface FeedEntry {
  /** 1, 2, 3 …, without a hole. */
  readonly position: number;
  readonly event: Event;
}

export interface Feed {
  /** The events are in the feed, each once by its id, however often and by how many nodes it is appended. For those that come with no other write. */
  append(events: readonly Event[]): Promise<void>;
  /** At most `limit` entries after that position, in order; a reader that goes on from its last one misses nothing (D11). */
  read(after: number, limit: number): Promise<readonly FeedEntry[]>;
  /** The position of the newest entry, 0 for an empty feed. */
  head(): Promise<number>;
  /** Returns where that reader is, 0 for a new one. */
  cursor(reader: string): Promise<number>;
  /**
   * The node runs the reader until that time, and the reader's cursor is returned; `undefined` while another node runs it. Atomic: of two
   * nodes that ask at once one gets it. The node that runs it may ask again, which moves the time. A time in the past lets the reader go.
   * A reader that is new begins after the position `start`, which is 0 by default: with the oldest entry.
   */
  claim(reader: string, node: string, until: Date, start?: number): Promise<number | undefined>;
  /** Moves the cursor forward, never back. False, and nothing is written, when another node has claimed the reader since. */
  moveCursor(reader: string, node: string, position: number): Promise<boolean>;
  /** The reader is unknown afterwards; it holds up no pruning. */
  dropReader(reader: string): Promise<void>;
  /**
   * Deletes entries from the oldest on: those written before `before` that every reader has read, and those written before `bound` even
   * if a reader has not. Never the newest. Readers that no node has run since `bound` are dropped.
   */
  prune(before: Date, bound: Date): Promise<void>;
}

/** All that are set must hold. Times are those of the events. */
export interface AuditFilter {
  readonly device?: DeviceId;
  readonly actor?: string;
  readonly type?: Event['type'];
  /** From that time on. */
  readonly after?: Date;
  /** Up to that time, without it. */
  readonly before?: Date;
}

export interface AuditPart {
  /** The newest first. */
  readonly entries: readonly FeedEntry[];
  /** Entries below this position have not been looked at; `undefined`: there are none. */
  readonly next: number | undefined;
}

/** What happened, for as long as the audit is kept. */
export interface Audit {
  /**
   * Returns at most `limit` entries of the tenant below that position, or from the newest on. A search that finds little may return
   * fewer, or none, and the position to go on from.
   */
  list(
    tenant: TenantId,
    filter: AuditFilter,
    window: { readonly limit: number; readonly below: number | undefined },
  ): Promise<AuditPart>;
  /** Copies entries of the feed; again does nothing. Absent where the feed itself is the audit. */
  keep?(entries: readonly FeedEntry[]): Promise<void>;
  /** Deletes the copies of entries that are older. */
  prune?(before: Date): Promise<void>;
}

/** Part of a list in the order of ids, which is that of creation. */
export interface Part<Thing> {
  readonly items: readonly Thing[];
  /** Whether there are more after the last one here. */
  readonly more: boolean;
}

/** Where a part begins: behind that id, or at the first. */
export interface PartWindow<Id> {
  readonly limit: number;
  readonly after: Id | undefined;
}

/** When a key was last used. */
export interface KeyUse<Id> {
  readonly tenant: TenantId;
  readonly id: Id;
  readonly at: Date;
}

export interface TenantDevices {
  /** One read by primary key. */
  find(tenant: TenantId, device: TenantDeviceId): Promise<TenantDevice | undefined>;
  list(tenant: TenantId, window: PartWindow<TenantDeviceId>): Promise<Part<TenantDevice>>;
  /** The number of the tenant's devices. */
  count(tenant: TenantId): Promise<number>;
  /** Atomic: the device, its key and the events, all or nothing. `done` also when this very change was written before. */
  commit(tenant: TenantId, change: TenantDeviceChange): Promise<TenantDeviceCommitAnswer>;
  /** The tenant's own settings for that type, `undefined` when it has set none. */
  findSettings(tenant: TenantId, type: DeviceType): Promise<DeviceSettings | undefined>;
  /** The last one who sets them wins. The event is in the feed with it. */
  setSettings(tenant: TenantId, type: DeviceType, settings: DeviceSettings, event: Event): Promise<void>;
  /** When the devices' keys were last used, in one batch: moves forward only, touches no revision. Unknown devices are passed over. */
  noteUses(uses: readonly KeyUse<TenantDeviceId>[]): Promise<void>;
}

/** The keys of machines (D12). */
export interface ApiKeys {
  /** One read by primary key; the key says whose it is. A revoked key is not found. */
  find(key: ApiKeyId): Promise<ApiKey | undefined>;
  list(tenant: TenantId, window: PartWindow<ApiKeyId>): Promise<Part<ApiKey>>;
  /** The event is in the feed with it. */
  create(key: ApiKey, event: Event): Promise<void>;
  /** The key opens nothing from here on, on any node; the event is in the feed with it. False when there is no such key. */
  revoke(tenant: TenantId, key: ApiKeyId, event: Event): Promise<boolean>;
  /** As for devices. */
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
  /** Resolves when the store answers; one that has stopped taking writes refuses. */
  ping(): Promise<void>;
  /** Waits for what is under way, then lets go of everything; a second call does nothing. */
  close(): Promise<void>;
}
