// Removes an auth set, for an operator.
import { dismiss as decide, refuseLeaving } from '../../domain/admission.ts';
import type { AuthSetId, DeviceId, TenantId } from '../../domain/ids.ts';
import type { Origin } from '../../domain/event.ts';
import { changeKnownDevice, type ChangeDeps } from './change-device.ts';

export interface Dismiss {
  readonly tenant: TenantId;
  readonly device: DeviceId;
  readonly authSet: AuthSetId;
  readonly origin: Origin;
}

/** Removes the set and its tokens. Also removes the device if it was preauthorized and this was its last set. */
export async function dismiss(deps: ChangeDeps, command: Dismiss): Promise<void> {
  await changeKnownDevice(deps, command, (device) => decide(refuseLeaving(device), command.authSet, deps.now()));
}
