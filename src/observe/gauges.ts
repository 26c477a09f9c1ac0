// Metrics that are read from the store, the keys and the disk at a scrape, at most every few seconds.
import { Counter, Gauge, type Registry } from 'prom-client';
import { OWN_TENANT } from '../domain/ids.ts';
import { UNLIMITED } from '../domain/limits.ts';
import type { DisabledReason, StoreStats, TenantQueue } from '../store/stats.ts';
import { secondsAhead } from '../time/clock-difference.ts';
import type { DiskSpace } from './disk-space.ts';
import { highestByKind } from './reader-metrics.ts';

export interface GaugeSources {
  readonly stats: StoreStats;
  readonly signingKeys: () => Promise<readonly SigningKeyAge[]>;
  readonly space: () => Promise<DiskSpace>;
  /** The number of places of a tenant. */
  readonly maxPending: number;
  readonly now: () => Date;
}

export interface SigningKeyAge {
  readonly state: string;
  readonly since: Date;
}

const MAX_AGE_MS = 10_000;

/** Returns a function that updates the gauges. A value that cannot be read is left out. */
export function createGauges(registry: Registry, sources: GaugeSources): () => Promise<void> {
  const updates = [
    ...gauges(sources).map((reading) => createGauge(registry, reading)),
    createFailures(registry, sources),
  ];
  let readAt = -Infinity;
  let reading: Promise<unknown> = Promise.resolve();
  return async () => {
    if (performance.now() - readAt > MAX_AGE_MS) {
      readAt = performance.now();
      reading = Promise.all(updates.map((update) => update()));
    }
    await reading;
  };
}

/** A gauge and the way to read its values. Without values the gauge is absent. */
interface Reading {
  readonly name: string;
  readonly help: string;
  readonly label?: string;
  readonly read: () => Promise<readonly (readonly [label: string, value: number])[]>;
}

function createGauge(registry: Registry, { name, help, label, read }: Reading): () => Promise<void> {
  const gauge = new Gauge({ name, help, labelNames: label === undefined ? [] : [label], registers: [registry] });
  return async () => {
    const values = await read().catch(() => []);
    gauge.reset();
    if (values.length === 0 && label === undefined) gauge.remove();
    for (const [of, value] of values) gauge.set(label === undefined ? {} : { [label]: of }, value);
  };
}

function createFailures(registry: Registry, { stats }: GaugeSources): () => Promise<void> {
  const failures = new Counter({
    name: 'devauth_store_errors_total',
    help: 'Calls that the store could not carry out: a full disk, a database that does not answer.',
    registers: [registry],
  });
  const read = async () => stats.failures();
  return async () => {
    const { count } = await read().catch(() => ({ count: 0 }));
    failures.reset();
    failures.inc(count);
  };
}

function gauges({ stats, signingKeys, space, maxPending, now }: GaugeSources): readonly Reading[] {
  const age = (since: Date | undefined) => single(since === undefined ? 0 : secondsSince(since, now()));
  const ownRoom = async () => (await stats.rooms()).find(({ tenant }) => tenant === OWN_TENANT);
  // prettier-ignore
  return [
    { name: 'devauth_devices', help: 'Devices of all tenants, by status.', label: 'status', read: async () => [...(await stats.devicesByStatus())] },
    { name: 'devauth_pending_oldest_seconds', help: 'Time since the first request of the device that has been pending longest.', read: async () => age(await stats.oldestPending()) },
    { name: 'devauth_limit', help: 'Limit of the installation’s own tenant. -1: unlimited. Absent before the first accepted device.', read: async () => single((await ownRoom())?.limit) },
    { name: 'devauth_limit_used', help: 'Accepted devices that count against the limit of the installation’s own tenant.', read: async () => single((await ownRoom())?.used ?? 0) },
    { name: 'devauth_limit_used_ratio', help: 'Highest share of its limit that a tenant has used.', read: async () => single(highest(await stats.rooms())) },
    { name: 'devauth_waiting', help: 'Places that pending auth sets of all tenants hold, by queue (D23).', label: 'queue', read: async () => [['strangers', sumOf(await stats.queues(), 'taken')]] },
    { name: 'devauth_waiting_sources', help: 'Sources of the pending auth sets that hold a place, summed over tenants.', read: async () => single(sumOf(await stats.queues(), 'sources')) },
    { name: 'devauth_waiting_ratio', help: 'Highest share of its places that a tenant has taken. At 1, strangers displace each other.', read: async () => single(Math.max(0, ...(await stats.queues()).map(({ taken }) => taken / maxPending))) },
    { name: 'devauth_slot_ops_open', help: 'Slot operations that are not settled (D4).', read: async () => single((await stats.openOperations()).length) },
    { name: 'devauth_outbox_oldest_seconds', help: 'Age of the oldest event that is not in the feed yet (D11).', read: async () => age(await stats.oldestUnsentEvent()) },
    { name: 'devauth_clock_ahead_seconds', help: 'Seconds that the clock of this node is ahead of the database\'s; negative: behind. Absent on the embedded store.', read: async () => single(await secondsAhead({ now, readOther: () => stats.time() })) },
    { name: 'devauth_reader_lag_events', help: 'Feed entries that a reader has not delivered yet, by kind of reader; of several, the highest.', label: 'reader', read: async () => highestByKind((await stats.readers()).map(({ name, behind }) => [name, behind])) },
    { name: 'devauth_reader_lag_seconds', help: 'Age of the oldest feed entry that a reader has not delivered yet, by kind of reader.', label: 'reader', read: async () => highestByKind((await stats.readers()).map(({ name, oldest }) => [name, oldest === undefined ? 0 : secondsSince(oldest, now())])) },
    { name: 'devauth_webhooks_disabled', help: 'Disabled webhooks of all tenants, by reason. gone: the receiver answered 410. failing: nothing was delivered for three days. operator: an operator has disabled it.', label: 'because', read: async () => byReason(await stats.disabledWebhooks()) },
    { name: 'devauth_signing_key_age_seconds', help: 'Time since the youngest signing key of each state got that state.', label: 'state', read: async () => ages(await signingKeys(), now()) },
    { name: 'devauth_data_free_bytes', help: 'Free space of the file system that holds DEVICEAUTH_DATA.', read: async () => single((await space()).freeBytes) },
    { name: 'devauth_data_size_bytes', help: 'Size of the file system that holds DEVICEAUTH_DATA.', read: async () => single((await space()).totalBytes) },
  ];
}

const sumOf = (queues: readonly TenantQueue[], of: 'taken' | 'sources'): number =>
  queues.reduce((sum, queue) => sum + queue[of], 0);

const REASONS: readonly DisabledReason[] = ['gone', 'failing', 'operator'];
const byReason = (found: ReadonlyMap<DisabledReason, number>) =>
  REASONS.map((reason) => [reason, found.get(reason) ?? 0] as const);

const single = (value: number | undefined) => (value === undefined ? [] : [['', value] as const]);

const secondsSince = (since: Date, now: Date): number => Math.max(0, (now.getTime() - since.getTime()) / 1000);

function highest(rooms: readonly { readonly limit: number; readonly used: number }[]): number {
  const shares = rooms
    .filter(({ limit }) => limit !== UNLIMITED)
    .map(({ limit, used }) => (limit > 0 ? used / limit : Number(used > 0)));
  return Math.max(0, ...shares);
}

const ages = (keys: readonly SigningKeyAge[], now: Date) =>
  keys
    .toSorted((a, b) => a.since.getTime() - b.since.getTime())
    .map(({ state, since }) => [state, secondsSince(since, now)] as const);
