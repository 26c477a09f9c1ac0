// Counts events of each tenant in the last sixty minutes, on this node.
import type { TenantId } from '../domain/ids.ts';
import { createBoundedMap } from './bounded-map.ts';

export interface LastHour {
  readonly add: (tenant: TenantId) => void;
  readonly count: (tenant: TenantId) => number;
}

const MINUTE_MS = 60_000;
const MINUTES = 60;
const MAX_TENANTS = 10_000;

/** If there are more than `max` tenants, the tenants without a count for the longest time are forgotten. */
export function createLastHour(now: () => Date, max = MAX_TENANTS): LastHour {
  const counts = createBoundedMap<TenantId, Map<number, number>>(max);
  const thisMinute = (): number => Math.floor(now().getTime() / MINUTE_MS);
  const isLately = (minute: number): boolean => thisMinute() - minute < MINUTES;
  return {
    add: (tenant) => {
      const ofTenant = counts.get(tenant) ?? new Map<number, number>();
      ofTenant.set(thisMinute(), (ofTenant.get(thisMinute()) ?? 0) + 1);
      for (const minute of ofTenant.keys()) if (!isLately(minute)) ofTenant.delete(minute);
      counts.set(tenant, ofTenant);
    },
    count: (tenant) =>
      [...(counts.get(tenant) ?? [])].reduce((sum, [minute, count]) => (isLately(minute) ? sum + count : sum), 0),
  };
}
