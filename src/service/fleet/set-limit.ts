// How many devices of a tenant may be accepted at once (D4).
import type { TenantId } from '../../domain/device.ts';
import { eventOf, type Origin } from '../../domain/event.ts';
import type { Deps } from '../deps.ts';

export interface SetLimit {
  readonly tenant: TenantId;
  /** At least -1, which is none. */
  readonly limit: number;
  readonly origin: Origin;
}

/** The limit holds for every accept from now on; whoever is accepted stays so. */
export async function setLimit(
  deps: Pick<Deps, 'limits' | 'events' | 'ids' | 'now'>,
  { tenant, limit, origin }: SetLimit,
): Promise<void> {
  const change = deps.ids.change();
  const event = eventOf({ type: 'limit.changed', limit }, { change, tenant, at: deps.now(), origin });
  await deps.limits.set(tenant, limit, change, event);
  deps.events.happened([event]);
}
