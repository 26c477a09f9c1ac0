// Accepts, rejects or puts back an auth set, for an operator.
import { refuseLeaving, setStatus as decide } from '../../domain/admission.ts';
import type { AuthSetStatus } from '../../domain/device.ts';
import type { AuthSetId, DeviceId, TenantId } from '../../domain/ids.ts';
import type { Origin } from '../../domain/event.ts';
import { changeKnownDevice, type ChangeDeps } from './change-device.ts';

export interface SetStatus {
  readonly tenant: TenantId;
  readonly device: DeviceId;
  readonly authSet: AuthSetId;
  readonly status: AuthSetStatus;
  readonly origin: Origin;
}

/** Sets the status of the auth set, with everything that follows from it, in one step. */
export async function setStatus(deps: ChangeDeps, command: SetStatus): Promise<void> {
  await changeKnownDevice(deps, command, (device) =>
    decide(refuseLeaving(device), command.authSet, command.status, deps.now()),
  );
}
