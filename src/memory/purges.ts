// Remembers until when a tenant's tokens were purged (D3): a token that an offline verifier refuses is not given again. A node
// reads the store at most every few seconds for each tenant, and at once after its own purge.
import type { TenantId } from '../domain/ids.ts';
import { purgedUntil } from '../domain/revocation.ts';
import type { Feed } from '../store/store.ts';
import { createBoundedMap } from './bounded-map.ts';

export interface Purges {
  /** Returns the latest `issuedAt` that the last purge refuses. A purge by another node may be missing for five seconds. */
  readonly until: (tenant: TenantId) => Promise<Date | undefined>;
  /** Notes that this node has purged the tenant's tokens. */
  readonly forget: (tenant: TenantId) => void;
}

const FRESH_MS = 5_000;
const MAX_TENANTS = 10_000;
const SECOND = 1000;

interface Known {
  /** Time of the monotonic clock. */
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
