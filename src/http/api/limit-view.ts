// The limit of a tenant for operators, with the accepted, preauthorized and waiting devices.
import type { DeviceStatus } from '../../domain/device.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Deps } from '../../service/deps.ts';
import type { DeviceSearch } from '../../store/store.ts';
import type { components } from './gen/management-v2.gen.d.ts';

export interface LimitDeps extends Pick<Deps, 'limits'> {
  readonly search: DeviceSearch;
}

const COUNTED = 10_000;

/** Counts the devices with a status, up to 10,000. */
export const countOf = async ({ search }: LimitDeps, tenant: TenantId, status: DeviceStatus): Promise<number> =>
  (await search.count(tenant, { statuses: [status] }, COUNTED)).count;

export async function limitView(deps: LimitDeps, tenant: TenantId): Promise<components['schemas']['Limit']> {
  const [room, preauthorized, pending] = await Promise.all([
    deps.limits.get(tenant),
    countOf(deps, tenant, 'preauthorized'),
    countOf(deps, tenant, 'pending'),
  ]);
  return { ...room, preauthorized, pending };
}
