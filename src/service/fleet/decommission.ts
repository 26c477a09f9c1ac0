// Ends a device, for an operator, for an orchestrator that has finished, or because its time is over (D1a).
import { decommission as decide, end } from '../../domain/admission.ts';
import type { DeviceId, TenantId } from '../../domain/ids.ts';
import type { Origin } from '../../domain/event.ts';
import { changeDevice, changeKnownDevice, decided, type ChangeDeps } from './change-device.ts';
import type { Deps } from '../deps.ts';

export interface Decommission {
  readonly tenant: TenantId;
  readonly device: DeviceId;
  readonly origin: Origin;
}

/** Revokes the device's tokens and frees its slot. Removes the device, or lets it wait for the orchestrator. */
export async function decommission(deps: ChangeDeps & Pick<Deps, 'rules'>, command: Decommission): Promise<void> {
  await changeKnownDevice(deps, command, (device) => decide(device, deps.rules, deps.now()));
}

/** Removes the device, with or without an orchestrator. */
export async function endDevice(deps: ChangeDeps, command: Decommission): Promise<void> {
  await changeKnownDevice(deps, command, end);
}

const SWEEP_SIZE = 100;

/**
 * Removes devices that began to be decommissioned before `before` and that no orchestrator ended; at most 100 in one call. Skips a
 * device that another command has ended.
 */
export async function endOverdue(deps: ChangeDeps, before: Date): Promise<void> {
  const origin = { actor: 'system', requestId: deps.ids.change() };
  for (const { tenant, id } of await deps.devices.listDecommissioning(before, SWEEP_SIZE)) {
    await changeDevice(deps, {
      tenant,
      origin,
      load: () => deps.devices.find(tenant, id),
      decide: (device) => decided(device && end(device), undefined),
    });
  }
}
