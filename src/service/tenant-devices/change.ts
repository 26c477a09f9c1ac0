// The only write path of tenant devices: load → decide → commit → announce, again when another command came first (D1).
import type { TenantDeviceId, TenantId } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import { eventOf, type Happening, type Origin } from '../../domain/event.ts';
import type { TenantDevice, TenantDeviceDecision } from '../../domain/tenant-device.ts';
import type { Deps } from '../deps.ts';

export type TenantDeviceDeps = Pick<Deps, 'tenantDevices' | 'events' | 'ids' | 'now'>;

export interface TenantDeviceCommand {
  readonly tenant: TenantId;
  readonly device: TenantDeviceId;
  readonly origin: Origin;
}

/** A device that many commands fight over is given up on after this many losses; each loss is another's win. */
const MAX_ATTEMPTS = 100;

/** The device as it is once what `decide` answered was written, durably. Refuses with `device_not_found`. */
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
    const { set, happening } = decision;
    const change = { kind: 'update', device: id, revision: device.revision, set } as const;
    if (!(await writeAndAnnounce(deps, command, change, happening))) return undefined;
    return { ...device, ...set, revision: device.revision + 1 };
  });
}

/** The device and its key are gone. Answers nothing for a device that was not there; `check` may refuse. */
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
    const change = { kind: 'remove', device: id, revision: device.revision } as const;
    const happening = { type: 'tenant_device.removed', tenantDevice: id } as const;
    return (await writeAndAnnounce(deps, command, change, happening)) || undefined;
  });
}

export async function getTenantDevice(
  { tenantDevices }: Pick<Deps, 'tenantDevices'>,
  tenant: TenantId,
  id: TenantDeviceId,
): Promise<TenantDevice> {
  const device = await tenantDevices.find(tenant, id);
  if (device === undefined) throw new Refused('device_not_found', 'device not found');
  return device;
}

type Written =
  | { readonly kind: 'create'; readonly device: TenantDevice; readonly cap: number }
  | {
      readonly kind: 'update';
      readonly device: TenantDeviceId;
      readonly revision: number;
      readonly set: TenantDeviceDecision['set'];
    }
  | { readonly kind: 'remove'; readonly device: TenantDeviceId; readonly revision: number };

/** False when another command came first. Refuses with `limit_reached` when there is no room for a new device. */
export async function writeAndAnnounce(
  deps: TenantDeviceDeps,
  { tenant, origin }: Pick<TenantDeviceCommand, 'tenant' | 'origin'>,
  written: Written,
  happening: Happening,
): Promise<boolean> {
  const id = deps.ids.change();
  const event = eventOf(happening, { change: id, tenant, at: deps.now(), origin });
  const answer = await deps.tenantDevices.commit(tenant, { ...written, id, events: [event] });
  if (answer === 'full') {
    const cap = written.kind === 'create' ? written.cap : 0;
    throw new Refused('limit_reached', 'the tenant has as many devices as it may have', { limit: cap });
  }
  if (answer !== 'done') return false;
  deps.events.happened([event]);
  return true;
}

async function untilWritten<Answer>(attempt: () => Promise<Answer | undefined>): Promise<Answer> {
  for (let count = 0; count < MAX_ATTEMPTS; count += 1) {
    const answer = await attempt();
    if (answer !== undefined) return answer;
  }
  throw new Refused('conflict', 'the device keeps changing; try again', { retryAfterSeconds: 1 });
}
