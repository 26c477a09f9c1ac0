// Metrics for Prometheus. No label holds an id of a device, a tenant, a token or a user.
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Fault, RefusalCode } from '../domain/errors.ts';
import type { Event } from '../domain/event.ts';
import { AUTH_REQUESTS, VERIFY } from '../http/routes.ts';
import { createGauges, type GaugeSources } from './gauges.ts';
import { openVerifyHits, type VerifyHits } from './verify-hits.ts';
import { openReaderCounters, openWebhookDeliveries, type ReaderCounters } from './reader-metrics.ts';

export interface FinishedRequest {
  /** The path in the document. `-` if no path matched. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
  readonly refused: RefusalCode | undefined;
  readonly why?: Fault | undefined;
}

export interface NotVerified {
  readonly result: 'refused' | 'failed';
  readonly reason: string;
  readonly seconds: number;
}

export interface Metrics {
  readonly contentType: string;
  requested(request: FinishedRequest): void;
  /** Counts a good token. */
  verifiedGood(seconds: number): void;
  /** Counts a token that was refused, or that could not be judged. */
  notVerified(verdict: NotVerified): void;
  announced(event: Event): void;
  /**
   * Counts a connection that was closed because there were too many, in total or from its address, or because it had too many
   * requests.
   */
  turnedAway(cap: 'total' | 'address' | 'pipelined'): void;
  /** Counts a body that was not read because unfinished bodies take all the room. */
  readonly bodyRefused: () => void;
  readonly readers: ReaderCounters;
  /** Counts a call to Mender's workflow server, by its result. */
  readonly workflow: (workflow: string, result: string) => void;
  /** An attempt to deliver to a webhook ended so. */
  readonly webhook: (outcome: string) => void;
  /** Counts a stranger that was stored or refused (D23). */
  readonly stranger: (outcome: string) => void;
  /** Counts a request that exceeded its rate. */
  readonly rateLimited: (rate: string) => void;
  /** Returns the text for Prometheus. It reads the store at most every few seconds, and leaves out what cannot be read. */
  read(): Promise<string>;
}

export interface MetricsSources extends GaugeSources {
  /** Adds memory, event loop and garbage collection of the process. Possible once in a process. */
  readonly ofProcess: boolean;
}

export function openMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  if (sources.ofProcess) collectDefaultMetrics({ register: registry });
  const durations = new Registry();
  const hits = openVerifyHits({ buckets: BUCKETS, labels: { route: VERIFY, method: 'any', status: STATUS_OF.good } });
  const counters = openCounters(registry, durations, hits);
  const refresh = createGauges(registry, sources);
  return {
    contentType: registry.contentType,
    ...counters,
    verifiedGood: hits.count,
    turnedAway: openTurnedAway(registry),
    bodyRefused: openBodiesRefused(registry),
    readers: openReaderCounters(registry),
    workflow: openWorkflowCalls(registry),
    webhook: openWebhookDeliveries(registry),
    ...floodCounters(registry),
    read: async () => {
      await refresh();
      return [await registry.metrics(), await hits.addedTo(durations)].join('\n');
    },
  };
}

const FAILED = 500;
/** In seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function openCounters(
  registry: Registry,
  durations: Registry,
  hits: Pick<VerifyHits, 'takeNew'>,
): Pick<Metrics, 'requested' | 'notVerified' | 'announced'> {
  const registers = [registry];
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer, by the route in the API document.',
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS,
    registers: [durations],
  });
  const authRequests = new Counter({
    name: 'devauth_auth_requests_total',
    help: 'Auth requests of devices by result and reason. failed: the service could not decide.',
    labelNames: ['result', 'reason'],
    registers,
  });
  const faults = new Counter({
    name: 'devauth_auth_request_faults_total',
    help: 'Auth requests refused for their public key, their signature or their tenant token, by fault.',
    labelNames: ['fault'],
    registers,
  });
  const issued = new Counter({ name: 'devauth_tokens_issued_total', help: 'Device tokens issued.', registers });
  const verdicts = openVerdicts(registry, hits);
  const events = new Counter({
    name: 'devauth_events_total',
    help: 'Events that this node has written to the feed, by type.',
    labelNames: ['type'],
    registers,
  });
  return {
    requested: ({ route, method: given, status, seconds, refused, why }) => {
      const method = METHODS.includes(given) ? given : '-'; // a caller may send any text as a method
      duration.observe({ route, method, status: String(status) }, seconds);
      if (route !== AUTH_REQUESTS || method !== 'POST') return;
      const result = status < 300 ? 'issued' : status < FAILED ? 'refused' : 'failed';
      authRequests.inc({ result, reason: refused ?? 'none' });
      if (result === 'issued') issued.inc();
      if (why !== undefined) faults.inc({ fault: why });
    },
    notVerified: ({ result, reason, seconds }) => {
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

function floodCounters(registry: Registry): Pick<Metrics, 'stranger' | 'rateLimited'> {
  const registers = [registry];
  const strangers = new Counter({
    name: 'devauth_strangers_total',
    help: 'Auth requests of unknown pairs of identity and key, by result.',
    labelNames: ['outcome'],
    registers,
  });
  const limited = new Counter({
    name: 'devauth_rate_limited_total',
    help: 'Requests answered 429 because their caller exceeded its rate.',
    labelNames: ['rate'],
    registers,
  });
  return { stranger: (outcome) => strangers.inc({ outcome }), rateLimited: (rate) => limited.inc({ rate }) };
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

function openBodiesRefused(registry: Registry): Metrics['bodyRefused'] {
  const refused = new Counter({
    name: 'devauth_bodies_refused_total',
    help: 'Requests answered 503 because unfinished bodies of unknown callers take all the room.',
    registers: [registry],
  });
  return () => refused.inc();
}

function openWorkflowCalls(registry: Registry): Metrics['workflow'] {
  const calls = new Counter({
    name: 'devauth_workflow_calls_total',
    help: 'Calls to the workflow server by workflow and result. passed: refused with 400 or 404 and not repeated. failed: repeated.',
    labelNames: ['workflow', 'result'],
    registers: [registry],
  });
  return (workflow, result) => calls.inc({ workflow, result });
}

const STATUS_OF = { good: '200', refused: '401', failed: '5xx' } as const satisfies Record<
  NotVerified['result'] | 'good',
  string
>;
