// Sets the most devices of a tenant that may be accepted at once (D4).
import type { TenantId } from '../../domain/ids.ts';
import type { Origin } from '../../domain/event.ts';
import type { Deps } from '../deps.ts';
import { writeAndAnnounce, type AnnounceDeps } from '../write-and-announce.ts';

export interface SetLimit {
  readonly tenant: TenantId;
  /** At least -1, which means no limit. */
  readonly limit: number;
  readonly origin: Origin;
}

/** Sets the limit for every later accept. Accepted devices stay accepted. */
export async function setLimit(
  deps: AnnounceDeps & Pick<Deps, 'limits'>,
  { tenant, limit, origin }: SetLimit,
): Promise<void> {
  const { limit: previous } = await deps.limits.get(tenant);
  await writeAndAnnounce(deps, { tenant, origin }, { type: 'limit.changed', limit, previous }, (event) =>
    deps.limits.set(tenant, limit, event),
  );
}
