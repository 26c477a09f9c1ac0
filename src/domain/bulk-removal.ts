// One item of a bulk removal: dismisses an auth set or decommissions a device (D21). Neither can be undone.
import { decommission, dismiss } from './admission.ts';
import type { ItemDecision } from './bulk-decision.ts';
import type { AuthSetStatus, Device } from './device.ts';
import type { AuthSetId } from './ids.ts';

/** If `from` is given, skips a set with another status. */
export function decideDismissal(
  device: Device | undefined,
  id: AuthSetId,
  from: AuthSetStatus | undefined,
  now: Date,
): ItemDecision {
  const set = device?.authSets.find((other) => other.id === id);
  if (device === undefined || device.decommissioningSince !== undefined || set === undefined) return { result: 'gone' };
  if (from !== undefined && set.status !== from) return { result: 'changed' };
  return decisionOf(dismiss(device, id, now));
}

export function decideDecommission(
  device: Device | undefined,
  how: { readonly orchestrated: boolean },
  now: Date,
): ItemDecision {
  return device === undefined ? { result: 'gone' } : decisionOf(decommission(device, how, now));
}

const decisionOf = (decision: ReturnType<typeof dismiss>): ItemDecision =>
  decision === undefined ? { result: 'unchanged' } : { result: 'done', decision };
