// Until when a tenant's tokens were purged (D3): a token that a verifier refuses offline is not handed out again. A node asks the store at
// most every few seconds for each tenant, and at once after a purge of its own.
import type { TenantId } from '../domain/ids.ts';
import { purgedUntil } from '../domain/revocation.ts';
import type { Feed } from '../store/store.ts';
import { createBoundedMap } from './bounded-map.ts';

export interface Purges {
  /** Returns the latest `issuedAt` that the last purge refuses; a purge by another node may be missing for five seconds. */
  readonly until: (tenant: TenantId) => Promise<Date | undefined>;
  /** This node has purged the tenant's tokens. */
  readonly forget: (tenant: TenantId) => void;
}

const FRESH_MS = 5_000;
const MAX_TENANTS = 10_000;
const SECOND = 1000;

interface Known {
  /** Time by the monotonic clock. */
  readonly at: number;
  readonly until: Promise<Date | undefined>;
}

export function createPurges(feed: Pick<Feed, 'lastPurge'>, monotonic = (): number => performance.now()): Purges {
  const known = createBoundedMap<TenantId, Known>(MAX_TENANTS);
  const read = async (tenant: TenantId): Promise<Date | undefined> => {
    const writtenAt = await feed.lastPurge(tenant);
    return writtenAt === undefined ? undefined : new Date(purgedUntil(writtenAt) * SECOND);
  };
  return {
    until: (tenant) => {
      const at = monotonic();
      const before = known.get(tenant);
      if (before !== undefined && at - before.at < FRESH_MS) return before.until;
      const until = read(tenant);
      known.set(tenant, { at, until });
      until.catch(() => {
        if (known.get(tenant)?.until === until) known.delete(tenant);
      });
      return until;
    },
    forget: (tenant) => known.delete(tenant),
  };
}
