// A device is thrown out for good: by an operator, by the orchestrator that has done its part, or by time (D1a).
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

/** Its tokens are good no more and its slot is free. Without an orchestrator it is gone; with one, on its way out. */
export async function decommission(deps: ChangeDeps & Pick<Deps, 'rules'>, command: Decommission): Promise<void> {
  await changeKnownDevice(deps, command, (device) => decide(device, deps.rules, deps.now()));
}

/** The device is gone, orchestrator or not. */
export async function endDevice(deps: ChangeDeps, command: Decommission): Promise<void> {
  await changeKnownDevice(deps, command, end);
}

const SWEEP_SIZE = 100;

/**
 * Ends what began to be decommissioned before `before` and was never ended by an orchestrator; at most 100 a call. One that
 * somebody else has ended meanwhile is passed over.
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
