// The limit of a tenant as operators see it: who has a place, and who will want one.
import type { DeviceStatus } from '../../domain/device.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Deps } from '../../service/deps.ts';
import type { DeviceSearch } from '../../store/store.ts';
import type { components } from './gen/management-v2.gen.d.ts';

export interface LimitDeps extends Pick<Deps, 'limits'> {
  readonly search: DeviceSearch;
}

const COUNTED = 10_000;

export async function limitView(
  { limits, search }: LimitDeps,
  tenant: TenantId,
): Promise<components['schemas']['Limit']> {
  const count = async (status: DeviceStatus): Promise<number> =>
    (await search.count(tenant, { statuses: [status] }, COUNTED)).count;
  const [room, preauthorized, pending] = await Promise.all([
    limits.get(tenant),
    count('preauthorized'),
    count('pending'),
  ]);
  return { ...room, preauthorized, pending };
}
