// The units that each source of strangers spent lately, halved every twelve hours, and the sources that were refused in the last
// ten minutes (D23).
import type { TenantId } from '../domain/ids.ts';
import { createBoundedMap } from './bounded-map.ts';

export interface Sources {
  /** The number of units that the source spent lately. */
  readonly used: (tenant: TenantId, from: string) => number;
  readonly spend: (tenant: TenantId, from: string, units: number) => void;
  /** Notes that the source was refused because units or places were missing. */
  readonly refused: (tenant: TenantId, from: string) => void;
  /** True if another source of the tenant was refused in the last ten minutes and spent at most that many units. */
  readonly hasStarved: (tenant: TenantId, from: string, atMost: number) => boolean;
}

interface Source {
  readonly tenant: TenantId;
  readonly from: string;
  readonly used: number;
  readonly at: number;
}

const HALF_LIFE_MS = 12 * 3_600_000;
const STARVED_MS = 600_000;
/** The number of sources that are remembered individually. Those that were used longest ago share one entry of their tenant. */
const MAX_SOURCES = 10_000;
const MAX_TENANTS = 10_000;
/** The number of refused sources that are checked for each tenant, the last refused first. */
const MAX_REFUSED = 64;

export function createSources(now: () => Date, max = MAX_SOURCES): Sources {
  const shared = createBoundedMap<TenantId, Source>(MAX_TENANTS);
  const sources = createBoundedMap<string, Source>(max, (_, { tenant, from, used, at }) => {
    const together = shared.get(tenant);
    const most = Math.max(decayed(together, now), decayed({ used, at }, now));
    shared.set(tenant, { tenant, from, used: most, at: now().getTime() });
    forgotten.set(keyOf(tenant, from), true);
  });
  const forgotten = createBoundedMap<string, true>(max);
  const refusals = createBoundedMap<TenantId, Map<string, number>>(MAX_TENANTS);
  const find = (tenant: TenantId, from: string): Source | undefined =>
    sources.get(keyOf(tenant, from)) ?? (forgotten.get(keyOf(tenant, from)) ? shared.get(tenant) : undefined);
  const used = (tenant: TenantId, from: string): number => decayed(find(tenant, from), now);
  return {
    used,
    spend: (tenant, from, units) => {
      const at = now().getTime();
      sources.set(keyOf(tenant, from), { tenant, from, used: Math.max(0, used(tenant, from) + units), at });
    },
    refused: (tenant, from) => {
      const last = refusals.get(tenant) ?? new Map<string, number>();
      last.delete(from);
      last.set(from, now().getTime());
      const [oldest] = last.keys();
      if (last.size > MAX_REFUSED && oldest !== undefined) last.delete(oldest);
      refusals.set(tenant, last);
    },
    hasStarved: (tenant, from, atMost) =>
      [...(refusals.get(tenant) ?? [])].some(
        ([other, at]) => other !== from && now().getTime() - at < STARVED_MS && used(tenant, other) < atMost,
      ),
  };
}

const keyOf = (tenant: TenantId, from: string): string => `${from} ${tenant}`;

const decayed = (source: Pick<Source, 'used' | 'at'> | undefined, now: () => Date): number =>
  source === undefined ? 0 : source.used * 0.5 ** ((now().getTime() - source.at) / HALF_LIFE_MS);
