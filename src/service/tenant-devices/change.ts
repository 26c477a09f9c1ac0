// The only write path of tenant devices: load, decide, commit, announce. It starts again if another command wrote first (D1).
import { Refused } from '../../domain/errors.ts';
import type { EventBody, Origin } from '../../domain/event.ts';
import type { TenantDeviceId, TenantId } from '../../domain/ids.ts';
import type { TenantDevice, TenantDeviceChange, TenantDeviceDecision } from '../../domain/tenant-device.ts';
import type { Deps } from '../deps.ts';
import { untilWritten } from '../until-written.ts';
import { writeAndAnnounce } from '../write-and-announce.ts';

export type TenantDeviceDeps = Pick<Deps, 'tenantDevices' | 'announce' | 'ids' | 'now'>;

export interface TenantDeviceCommand {
  readonly tenant: TenantId;
  readonly device: TenantDeviceId;
  readonly origin: Origin;
}

/** Returns the device after the decision is durable. Refuses with `device_not_found`; `decide` may refuse too. */
export async function changeTenantDevice(
  deps: TenantDeviceDeps,
  command: TenantDeviceCommand,
  decide: (device: TenantDevice) => TenantDeviceDecision | undefined | Promise<TenantDeviceDecision | undefined>,
): Promise<TenantDevice> {
  const { tenant, device: id } = command;
  return untilWritten(async () => {
    const device = await getTenantDevice(deps, tenant, id);
    const decision = await decide(device);
    if (decision === undefined) return device;
    const { set, event } = decision;
    const write = { kind: 'update', device: id, revision: device.revision, set } as const;
    if (!(await commitTenantDevice(deps, command, write, event))) return undefined;
    return { ...device, ...set, revision: device.revision + 1 };
  });
}

/** Removes the device and its key. Does nothing for an unknown device; `check` may refuse. */
export async function removeTenantDevice(
  deps: TenantDeviceDeps,
  command: TenantDeviceCommand,
  check: (device: TenantDevice | undefined) => Promise<void>,
): Promise<void> {
  const { tenant, device: id } = command;
  await untilWritten(async () => {
    const device = await deps.tenantDevices.find(tenant, id);
    await check(device);
    if (device === undefined) return true;
    const write = { kind: 'remove', device: id, revision: device.revision } as const;
    const event = { type: 'tenant_device.removed', tenantDevice: id } as const;
    return (await commitTenantDevice(deps, command, write, event)) || undefined;
  });
}

/** Refuses with `device_not_found`. */
export async function getTenantDevice(
  { tenantDevices }: Pick<Deps, 'tenantDevices'>,
  tenant: TenantId,
  id: TenantDeviceId,
): Promise<TenantDevice> {
  const device = await tenantDevices.find(tenant, id);
  if (device === undefined) throw new Refused('device_not_found', 'device not found');
  return device;
}

type WithoutIds<Change> = Change extends TenantDeviceChange ? Omit<Change, 'id' | 'events'> : never;

/** Returns false if another command wrote first. */
export function commitTenantDevice(
  deps: TenantDeviceDeps,
  { tenant, origin }: Pick<TenantDeviceCommand, 'tenant' | 'origin'>,
  write: WithoutIds<TenantDeviceChange>,
  body: EventBody,
): Promise<boolean> {
  return writeAndAnnounce(deps, { tenant, origin }, body, async (event, id) => {
    return (await deps.tenantDevices.commit(tenant, { ...write, id, events: [event] })) === 'done';
  });
}
