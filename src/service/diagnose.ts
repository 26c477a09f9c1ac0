// The checks of `devauth doctor`. They find the faults of this installation and change nothing.
import type { DiskSpace } from '../observe/disk-space.ts';
import type { TenantId } from '../domain/ids.ts';
import { isPressed } from '../domain/places.ts';
import { isPrivate } from '../domain/source.ts';
import type { Recount, StoredStats, StoreStats, TenantQueue } from '../store/stats.ts';
import { clockProblem, secondsAhead } from '../time/clock-difference.ts';

export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'wrong';
  readonly says: string;
}

export interface ExaminedKey {
  readonly kid: string;
  readonly state: string;
  readonly since: Date;
}

export interface PlaceDeps {
  readonly signingKeys: () => Promise<readonly ExaminedKey[]>;
  /** Space of the data folder. */
  readonly space: () => Promise<DiskSpace>;
  readonly tokenTtlSeconds: number;
  readonly now: () => Date;
}

export interface StoredDeps {
  readonly stats: StoredStats;
  /** The number of places of a tenant. */
  readonly maxPending: number;
  /** Peers that look like a proxy which the settings do not trust. */
  readonly forwarders: () => readonly string[];
  readonly now: () => Date;
}

export interface DiagnoseDeps extends PlaceDeps, StoredDeps {
  readonly stats: StoreStats;
  readonly ping: () => Promise<void>;
}

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** Older ones were left behind: commands and sweeps take a few seconds. */
const LEFT_BEHIND_MS = 60 * SECOND;
/** A receiver that restarts is away for a minute or two. */
const LATE_MS = 300 * SECOND;
const OLD_KEY_DAYS = 365;

/** Runs every check of an open store. */
export const diagnose = (deps: DiagnoseDeps): Promise<readonly Finding[]> =>
  run(deps, [
    ['store', store],
    ['writes', writes],
    ['disk', disk],
    ['settings', settings],
    ...OF_WHAT_IS_STORED,
    ['keys', signingKeys],
  ]);

/** Runs the checks that need no process with the store open. */
export const diagnoseStored = (deps: StoredDeps): Promise<readonly Finding[]> => run(deps, OF_WHAT_IS_STORED);

/** Runs the checks that need no store. */
export const diagnosePlace = (deps: PlaceDeps): Promise<readonly Finding[]> =>
  run(deps, [
    ['disk', disk],
    ['keys', signingKeys],
  ]);

type Check<Deps> = readonly [name: string, check: (deps: Deps) => Promise<readonly Finding[]>];

/** A check that fails to run counts as a fault; the others still run. */
async function run<Deps>(deps: Deps, checks: readonly Check<Deps>[]): Promise<readonly Finding[]> {
  const found = await Promise.all(
    checks.map(([name, check]) => check(deps).catch((error: unknown) => [wrong(name, reasonOf(error))])),
  );
  return found.flat();
}

async function store({ ping }: DiagnoseDeps): Promise<readonly Finding[]> {
  await ping();
  return [ok('store', 'answers')];
}

async function writes({ stats }: DiagnoseDeps): Promise<readonly Finding[]> {
  const { count, last, isFailing } = await stats.failures();
  if (last === undefined) return [ok('writes', 'none failed since the start')];
  const says = `${count} calls of the store failed since the start, the last at ${last.at.toISOString()}: ${last.problem}`;
  return [isFailing ? wrong('writes', says) : ok('writes', says)];
}

const MEBIBYTE = 1024 * 1024;
/** The store needs some space to be able to write. */
const MIN_FREE_BYTES = 64 * MEBIBYTE;
/** On a small file system this share is enough. */
const MIN_FREE_SHARE = 0.05;

async function disk({ space }: PlaceDeps): Promise<readonly Finding[]> {
  const { folder, freeBytes, totalBytes } = await space();
  const says = `${toMebibytes(freeBytes)} of ${toMebibytes(totalBytes)} MiB are free at ${folder}`;
  const isLow = freeBytes < Math.min(MIN_FREE_BYTES, totalBytes * MIN_FREE_SHARE);
  return [isLow ? wrong('disk', `${says}: writes fail when it is full`) : ok('disk', says)];
}

const toMebibytes = (bytes: number): string => (bytes / MEBIBYTE).toFixed(bytes < 10 * MEBIBYTE ? 1 : 0);

async function settings({ stats }: DiagnoseDeps): Promise<readonly Finding[]> {
  return (await stats.settings()).map(({ name, value, problem }) =>
    problem === undefined ? ok('settings', `${name} ${value}`) : wrong('settings', problem),
  );
}

async function queues({ stats, maxPending, forwarders }: StoredDeps): Promise<readonly Finding[]> {
  const found = await stats.queues();
  const ofQueues = found.flatMap((queue) => [...pressureOf(queue, maxPending), ...proxyOf(queue)]);
  const problems = [...ofQueues, ...forwarders().map(untrustedProxy)];
  const taken = found.reduce((sum, queue) => sum + queue.taken, 0);
  if (problems.length > 0) return problems.map((problem) => wrong('queue', problem));
  return [ok('queue', `${taken} pending auth sets hold a place`)];
}

function pressureOf({ tenant, taken, sources, heaviest }: TenantQueue, maxPending: number): readonly string[] {
  if (!isPressed(taken, maxPending)) return [];
  const shares = heaviest.map(({ from = 'an unknown source', places }) => `${places} by ${from}`).join(', ');
  return [
    `${nameOf(tenant)}: ${taken} of ${maxPending} places of pending auth sets are taken by ${sources} sources: ${shares}`,
  ];
}

/** Says what to do about a peer that sends `X-Forwarded-For` for several addresses. */
export const untrustedProxy = (peer: string): string =>
  `${peer} forwards requests of several addresses, and all devices behind it share one source: name it in DEVICEAUTH_TRUSTED_PROXIES if it is a proxy of yours`;

/** One device or one site does not hold this many places from one private address. */
const MANY_PLACES = 1000;

const proxyOf = ({ tenant, heaviest }: TenantQueue): readonly string[] =>
  heaviest
    .filter(({ from = '', places }) => places >= MANY_PLACES && isPrivate(from))
    .map(
      ({ from, places }) =>
        `${nameOf(tenant)}: ${places} strangers came from ${from}: name it in DEVICEAUTH_TRUSTED_PROXIES if it is a proxy`,
    );

const nameOf = (tenant: TenantId): string => (tenant === '' ? 'the own tenant' : `tenant ${tenant}`);

/** Counts a tenant again if the numbers differ: a command between the two reads is not a fault. */
async function slots({ stats }: StoredDeps): Promise<readonly Finding[]> {
  const first = await stats.recount();
  const suspects = first.filter(differs);
  const again = suspects.length === 0 ? [] : await stats.recount();
  const faults = again.filter((count) => differs(count) && suspects.some((other) => isSame(other, count)));
  if (faults.length === 0)
    return [ok('slots', `used equals the number of accepted devices, for ${first.length} tenants`)];
  return faults.map(({ tenant, used, accepted }) =>
    wrong('slots', `${nameOf(tenant)}: used is ${used}, and ${accepted} devices are accepted`),
  );
}

const differs = ({ used, accepted, openOperations: open }: Recount): boolean => open === 0 && used !== accepted;
const isSame = (a: Recount, b: Recount): boolean =>
  a.tenant === b.tenant && a.used === b.used && a.accepted === b.accepted;

async function openOperations({ stats, now }: StoredDeps): Promise<readonly Finding[]> {
  const open = await stats.openOperations();
  const old = open.filter(({ at }) => now().getTime() - at.getTime() > LEFT_BEHIND_MS);
  if (old.length === 0) return [ok('operations', `${open.length} open`)];
  return old.map(({ id, kind, device, at }) =>
    wrong('operations', `${kind} ${id} of device ${device} is open since ${at.toISOString()}`),
  );
}

async function unsentEvents({ stats, now }: StoredDeps): Promise<readonly Finding[]> {
  const oldest = await stats.oldestUnsentEvent();
  if (oldest === undefined) return [ok('events', 'all are in the feed')];
  const says = `the oldest that is not in the feed is of ${oldest.toISOString()}`;
  return [now().getTime() - oldest.getTime() > LEFT_BEHIND_MS ? wrong('events', says) : ok('events', says)];
}

async function readers({ stats, now }: StoredDeps): Promise<readonly Finding[]> {
  const found = await stats.readers();
  return found.map(({ name, behind, oldest, claimedUntil }) => {
    if (oldest === undefined || behind === 0) return ok('readers', `${name} has delivered everything`);
    const run = claimedUntil > now() ? '' : `; no node runs it since ${claimedUntil.toISOString()}`;
    const says = `${name} is ${behind} events behind, the oldest of ${oldest.toISOString()}${run}`;
    return now().getTime() - oldest.getTime() > LATE_MS ? wrong('readers', says) : ok('readers', says);
  });
}

async function webhooks({ stats, now }: StoredDeps): Promise<readonly Finding[]> {
  const troubles = await stats.webhookTroubles();
  if (troubles.length === 0) return [ok('webhooks', 'none fails')];
  return troubles.map(({ id, tenant, disabledBecause, failingSince, problem = 'not delivered' }) => {
    const of = `${id} of ${nameOf(tenant)}`;
    if (disabledBecause === 'gone')
      return wrong('webhooks', `${of} is disabled: its receiver answered that it is gone`);
    if (disabledBecause === 'failing')
      return wrong('webhooks', `${of} is disabled: nothing was delivered for three days (${problem})`);
    const says = `${of} fails since ${failingSince?.toISOString() ?? 'a while'}: ${problem}`;
    const isLate = failingSince !== undefined && now().getTime() - failingSince.getTime() > LATE_MS;
    return isLate ? wrong('webhooks', says) : ok('webhooks', says);
  });
}

async function clock({ stats, now }: StoredDeps): Promise<readonly Finding[]> {
  const ahead = await secondsAhead({ now, readOther: () => stats.time() });
  if (ahead === undefined) return [ok('clock', now().toISOString())];
  const problem = clockProblem(ahead);
  return [
    problem === undefined ? ok('clock', `${Math.round(ahead)} s ahead of the database`) : wrong('clock', problem),
  ];
}

async function signingKeys(deps: PlaceDeps): Promise<readonly Finding[]> {
  const keys = await deps.signingKeys();
  const findings = keys.map((key) => keyFinding(key, deps));
  const isSigning = keys.some(({ state }) => state === 'active');
  return isSigning ? findings : [...findings, wrong('keys', 'no key is active: no token can be issued')];
}

function keyFinding({ kid, state, since }: ExaminedKey, { now, tokenTtlSeconds }: PlaceDeps): Finding {
  const ageMs = now().getTime() - since.getTime();
  const says = `${kid} is ${state} since ${since.toISOString()} (${Math.floor(ageMs / DAY)} days)`;
  if (state === 'active' && ageMs > OLD_KEY_DAYS * DAY) return wrong('keys', `${says}: make a new one`);
  if (state === 'retiring' && ageMs > tokenTtlSeconds * SECOND)
    return ok('keys', `${says}: its last token has expired, revoke it`);
  return ok('keys', says);
}

export const ok = (check: string, says: string): Finding => ({ check, status: 'ok', says });
export const wrong = (check: string, says: string): Finding => ({ check, status: 'wrong', says });

export const reasonOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : 'failed';

const OF_WHAT_IS_STORED: readonly Check<StoredDeps>[] = [
  ['queue', queues],
  ['slots', slots],
  ['operations', openOperations],
  ['events', unsentEvents],
  ['readers', readers],
  ['webhooks', webhooks],
  ['clock', clock],
];
