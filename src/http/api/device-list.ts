// A page of a tenant's devices, as both the management and the internal API answer it.
import type { DeviceStatus } from '../../domain/device.ts';
import { deviceId, type TenantId } from '../../domain/ids.ts';
import type { Devices } from '../../store/store.ts';
import { linksOf, windowOf, type PageQuery } from './paging.ts';
import { devicesText } from './device-text.ts';

export interface ListQuery {
  readonly status?: readonly DeviceStatus[] | undefined;
  readonly id?: readonly string[] | undefined;
}

export async function listDevices(
  { devices }: { readonly devices: Devices },
  tenant: TenantId,
  { status, id }: ListQuery,
  where: { readonly page: PageQuery; readonly url: string },
) {
  const filter = { ...(status && { statuses: status }), ...(id && { ids: id.map(deviceId) }) };
  const page = await devices.list(tenant, filter, windowOf(where.page));
  return {
    status: 200,
    headers: { Link: linksOf(where.url, where.page, page) },
    body: devicesText(page.devices),
  } as const;
}

export const oneOrMany = <Value>(value: Value | readonly Value[] | undefined): readonly Value[] | undefined =>
  value === undefined ? undefined : isMany(value) ? value : [value];

const isMany = <Value>(value: Value | readonly Value[]): value is readonly Value[] => Array.isArray(value);
