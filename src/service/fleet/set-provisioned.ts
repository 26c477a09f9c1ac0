// Records that other services of the installation have provisioned a device.
import { refuseLeaving, setProvisioned as decide } from '../../domain/admission.ts';
import type { DeviceId, TenantId } from '../../domain/ids.ts';
import type { Origin } from '../../domain/event.ts';
import { changeKnownDevice, type ChangeDeps } from './change-device.ts';

export interface SetProvisioned {
  readonly tenant: TenantId;
  readonly device: DeviceId;
  readonly provisioned: boolean;
  readonly origin: Origin;
}

/** Sets the flag. Refuses with `device_not_found`. */
export async function setProvisioned(deps: ChangeDeps, command: SetProvisioned): Promise<void> {
  await changeKnownDevice(deps, command, (device) => decide(refuseLeaving(device), command.provisioned));
}
