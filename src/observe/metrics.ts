// The figures for Prometheus. No label ever holds an id: not of a device, a tenant, a token or a user.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RefusalCode } from '../domain/errors.ts';
import type { Event } from '../domain/event.ts';
import { OWN_TENANT } from '../domain/ids.ts';
import { UNLIMITED } from '../domain/limits.ts';
import type { Figures } from '../store/stats.ts';
import { secondsAhead } from '../time/clock-difference.ts';
import { openVerifyHits, type VerifyHits } from './verify-hits.ts';
import { highestByKind, openReaderCounters, type ReaderCounters } from './reader-metrics.ts';

export interface FinishedRequest {
  /** The document's path, `-` where none matched. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
  readonly refused: RefusalCode | undefined;
}

export interface Verdict {
  readonly result: 'good' | 'refused' | 'failed';
  readonly reason: string;
  readonly seconds: number;
}

export interface Metrics {
  readonly contentType: string;
  requested(request: FinishedRequest): void;
  verified(verdict: Verdict): void;
  /** A good verdict that was given from memory. */
  verifiedFromMemory(seconds: number): void;
  announced(event: Event): void;
  /** Counts a connection that was closed because there were too many, in all or from its address, or too many requests on it. */
  turnedAway(cap: 'total' | 'address' | 'pipelined'): void;
  readonly readers: ReaderCounters;
  /** Reads the store at most every few seconds, whoever asks how often; what cannot be read is left out. */
  read(): Promise<string>;
}

export interface SigningKeyAge {
  readonly state: string;
  readonly since: Date;
}

export interface MetricsSources {
  readonly figures: Figures;
  readonly signingKeys: () => Promise<readonly SigningKeyAge[]>;
  readonly now: () => Date;
  /** Memory, event loop and garbage of the process as well: once in a process. */
  readonly ofProcess: boolean;
}

export function openMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  if (sources.ofProcess) collectDefaultMetrics({ register: registry });
  const durations = new Registry();
  const hits = openVerifyHits({ buckets: BUCKETS, labels: { route: VERIFY, method: 'any', status: STATUS_OF.good } });
  const counters = openCounters(registry, durations, hits);
  const refresh = openGauges(registry, sources);
  return {
    contentType: registry.contentType,
    ...counters,
    verifiedFromMemory: hits.count,
    turnedAway: openTurnedAway(registry),
    readers: openReaderCounters(registry),
    read: async () => {
      await refresh();
      return [await registry.metrics(), await hits.addedTo(durations)].join('\n');
    },
  };
}

const AUTH_REQUESTS = '/api/devices/v1/authentication/auth_requests';
const VERIFY = '/api/internal/v1/devauth/tokens/verify';
const FAILED = 500;
/** In seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function openCounters(
  registry: Registry,
  durations: Registry,
  hits: Pick<VerifyHits, 'takeNew'>,
): Pick<Metrics, 'requested' | 'verified' | 'announced'> {
  const registers = [registry];
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the head of a request to the end of its answer, by the route of the document.',
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS,
    registers: [durations],
  });
  const authRequests = new Counter({
    name: 'devauth_auth_requests_total',
    help: 'Auth requests of devices, by what came of them and why.',
    labelNames: ['result', 'reason'],
    registers,
  });
  const issued = new Counter({ name: 'devauth_tokens_issued_total', help: 'Device tokens issued.', registers });
  const verdicts = openVerdicts(registry, hits);
  const events = new Counter({
    name: 'devauth_events_total',
    help: 'What this node has written to the feed, by type.',
    labelNames: ['type'],
    registers,
  });
  return {
    requested: ({ route, method: given, status, seconds, refused }) => {
      const method = METHODS.includes(given) ? given : '-'; // anyone may send any word
      duration.observe({ route, method, status: String(status) }, seconds);
      if (route !== AUTH_REQUESTS || method !== 'POST') return;
      const result = status < 300 ? 'issued' : status < FAILED ? 'refused' : 'failed';
      authRequests.inc({ result, reason: refused ?? 'none' });
      if (result === 'issued') issued.inc();
    },
    verified: ({ result, reason, seconds }) => {
      duration.observe({ route: VERIFY, method: 'any', status: STATUS_OF[result] }, seconds);
      verdicts.inc({ result, reason });
    },
    announced: ({ type }) => events.inc({ type }),
  };
}

function openVerdicts(registry: Registry, hits: Pick<VerifyHits, 'takeNew'>): Counter<'result' | 'reason'> {
  return new Counter({
    name: 'devauth_verify_total',
    help: 'Verifications by verdict. failed: no verdict, because the store did not answer.',
    labelNames: ['result', 'reason'],
    registers: [registry],
    collect() {
      const fresh = hits.takeNew();
      if (fresh > 0) this.inc({ result: 'good', reason: 'none' }, fresh);
    },
  });
}

function openTurnedAway(registry: Registry): Metrics['turnedAway'] {
  const refused = new Counter({
    name: 'devauth_connections_refused_total',
    help: 'Connections closed because a bound was reached: all connections (total), those of one address (address), or requests without an answer on one connection (pipelined).',
    labelNames: ['cap'],
    registers: [registry],
  });
  return (cap) => refused.inc({ cap });
}

const STATUS_OF = { good: '200', refused: '401', failed: '5xx' } as const satisfies Record<Verdict['result'], string>;

const MAX_AGE_MS = 10_000;

/** A gauge and how its values are read; `undefined` is no value. */
interface Reading {
  readonly name: string;
  readonly help: string;
  readonly label?: string;
  readonly read: () => Promise<readonly (readonly [label: string, value: number])[]>;
}

/** Answers how to bring them up to date. */
function openGauges(registry: Registry, sources: MetricsSources): () => Promise<void> {
  const gauges = readings(sources).map(({ name, help, label, read }) => {
    const gauge = new Gauge({ name, help, labelNames: label === undefined ? [] : [label], registers: [registry] });
    return async (): Promise<void> => {
      const values = await read().catch(() => []);
      gauge.reset();
      if (values.length === 0 && label === undefined) gauge.remove();
      for (const [of, value] of values) gauge.set(label === undefined ? {} : { [label]: of }, value);
    };
  });
  let readAt = -Infinity;
  let reading: Promise<unknown> = Promise.resolve();
  return async () => {
    if (performance.now() - readAt > MAX_AGE_MS) {
      readAt = performance.now();
      reading = Promise.all(gauges.map((update) => update()));
    }
    await reading;
  };
}

function readings({ figures, signingKeys, now }: MetricsSources): readonly Reading[] {
  const seconds = (since: Date | undefined) => [
    ['', since === undefined ? 0 : Math.max(0, (now().getTime() - since.getTime()) / 1000)] as const,
  ];
  const ownRoom = async () => (await figures.rooms()).find(({ tenant }) => tenant === OWN_TENANT);
  // prettier-ignore
  return [
    { name: 'devauth_devices', help: 'Devices of all tenants, by status.', label: 'status', read: async () => [...(await figures.devicesByStatus())] },
    { name: 'devauth_pending_oldest_seconds', help: 'For how long the device that waits longest has waited.', read: async () => seconds(await figures.oldestPending()) },
    { name: 'devauth_limit', help: 'Limit of the installation’s own tenant; absent without one, -1 for none.', read: async () => one((await ownRoom())?.limit) },
    { name: 'devauth_limit_used', help: 'Accepted devices that count against the limit of the installation’s own tenant.', read: async () => one((await ownRoom())?.used ?? 0) },
    { name: 'devauth_limit_used_ratio', help: 'Of all tenants that have a limit, the highest share in use.', read: async () => one(highest(await figures.rooms())) },
    { name: 'devauth_slot_ops_open', help: 'Slot operations that are not settled (D4).', read: async () => one((await figures.openOperations()).length) },
    { name: 'devauth_outbox_oldest_seconds', help: 'Age of the oldest event that is not in the feed yet (D11).', read: async () => seconds(await figures.oldestUnsentEvent()) },
    { name: 'devauth_clock_ahead_seconds', help: 'How far the clock of this node is ahead of the database\'s; negative: behind. Absent on the embedded store.', read: async () => one(await secondsAhead({ now, readOther: () => figures.time() })) },
    { name: 'devauth_reader_lag_events', help: 'Feed entries that a reader has not delivered yet, by kind of reader; of several, the highest.', label: 'reader', read: async () => highestByKind((await figures.readers()).map(({ name, behind }) => [name, behind])) },
    { name: 'devauth_reader_lag_seconds', help: 'Age of the oldest feed entry that a reader has not delivered yet, by kind of reader.', label: 'reader', read: async () => highestByKind((await figures.readers()).map(({ name, oldest }) => [name, seconds(oldest)[0]?.[1] ?? 0])) },
    { name: 'devauth_signing_key_age_seconds', help: 'For how long the youngest signing key of each state has been in it.', label: 'state', read: async () => ages(await signingKeys(), now()) },
  ];
}

const one = (value: number | undefined) => (value === undefined ? [] : [['', value] as const]);

function highest(rooms: readonly { readonly limit: number; readonly used: number }[]): number {
  const shares = rooms
    .filter(({ limit }) => limit !== UNLIMITED)
    .map(({ limit, used }) => (limit > 0 ? used / limit : Number(used > 0)));
  return Math.max(0, ...shares);
}

const ages = (keys: readonly SigningKeyAge[], now: Date) =>
  keys
    .toSorted((a, b) => a.since.getTime() - b.since.getTime())
    .map(({ state, since }) => [state, Math.max(0, (now.getTime() - since.getTime()) / 1000)] as const);
