// Removes old pending auth sets: those that were displaced an hour ago, and those that have not asked for too long (D23).
import type { Decision } from '../../domain/admission.ts';
import { removeDisplaced, removeSilent } from '../../domain/auth-sets.ts';
import type { Device } from '../../domain/device.ts';
import { changeDevice, decided, type ChangeDeps } from './change-device.ts';

const SWEEP_SIZE = 100;

/** Removes sets that were displaced before `before`, of at most 100 devices in one call. */
export async function forgetDisplaced(deps: ChangeDeps, before: Date): Promise<void> {
  const devices = await deps.devices.listDisplaced(before, SWEEP_SIZE);
  await removeFrom(deps, devices, (device) => removeDisplaced(device, before, deps.now()));
}

/** Removes pending sets that have not asked since `before`, of at most 100 devices in one call. */
export async function forgetSilent(deps: ChangeDeps, before: Date): Promise<void> {
  const devices = await deps.devices.listSilent(before, SWEEP_SIZE);
  await removeFrom(deps, devices, (device) => removeSilent(device, before, deps.now()));
}

/** Removes one set in each change, until the device has none to remove. */
async function removeFrom(
  deps: ChangeDeps,
  devices: readonly Device[],
  decide: (device: Device) => Decision | undefined,
): Promise<void> {
  const origin = { actor: 'system', requestId: deps.ids.change() };
  for (const { tenant, id } of devices) {
    let isMore = true;
    while (isMore) {
      isMore = await changeDevice(deps, {
        tenant,
        origin,
        load: () => deps.devices.find(tenant, id),
        decide: (device) => {
          const decision = device && decide(device);
          return decided(decision, decision !== undefined);
        },
      });
    }
  }
}
