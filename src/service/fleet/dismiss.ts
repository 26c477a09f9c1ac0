// An operator removes an auth set.
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

/** Removes the set and its tokens; the device too when this was its last set and preauthorized. */
export async function dismiss(deps: ChangeDeps, command: Dismiss): Promise<void> {
  await changeKnownDevice(deps, command, (device) => decide(refuseLeaving(device), command.authSet, deps.now()));
}
