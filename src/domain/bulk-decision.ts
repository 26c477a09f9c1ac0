// One item of a bulk decision (D21). It is carried out only if the auth set is still as the caller saw it.
import { setStatus, type Decision } from './admission.ts';
import type { AuthSetStatus, Device } from './device.ts';
import type { AuthSetId } from './ids.ts';

/** `done` is the only result that changes anything. */
export type ItemResult = 'done' | 'unchanged' | 'changed' | 'several_keys' | 'key_change' | 'no_room' | 'gone';

export interface BulkRule {
  readonly from: AuthSetStatus;
  readonly to: 'accepted' | 'rejected' | 'pending';
  /** Accepts a set although another set of the device is accepted. The other set is then rejected. */
  readonly allowKeyChange: boolean;
  /** Skips a device with several sets in `from`, because the caller has not named one. */
  readonly onlySingle: boolean;
}

export type ItemDecision =
  | { readonly result: 'done'; readonly decision: Decision }
  | { readonly result: Exclude<ItemResult, 'done' | 'no_room'> };

/** Decides about one auth set. The store checks the limit. */
export function decideItem(device: Device | undefined, id: AuthSetId, rule: BulkRule, now: Date): ItemDecision {
  const set = device?.authSets.find((other) => other.id === id);
  if (device === undefined || device.decommissioningSince !== undefined || set === undefined) return { result: 'gone' };
  if (set.status === rule.to) return { result: 'unchanged' };
  if (set.status !== rule.from) return { result: 'changed' };
  if (rule.onlySingle && !hasSingle(device, rule.from)) return { result: 'several_keys' };
  const replaces = rule.to === 'accepted' && device.authSets.some(({ status }) => status === 'accepted');
  if (replaces && !rule.allowKeyChange) return { result: 'key_change' };
  const decision = setStatus(device, id, rule.to, now);
  return decision === undefined ? { result: 'unchanged' } : { result: 'done', decision };
}

/** Returns the only auth set of the device with that status, if it was created up to `seenBefore`. */
export function findSingle(device: Device, from: AuthSetStatus, seenBefore: Date): AuthSetId | undefined {
  const [set, ...others] = device.authSets.filter(({ status }) => status === from);
  return set !== undefined && others.length === 0 && set.createdAt <= seenBefore ? set.id : undefined;
}

const hasSingle = (device: Device, from: AuthSetStatus): boolean =>
  device.authSets.filter(({ status }) => status === from).length === 1;

/** The values of one identity attribute with the number of devices for each, the most frequent first. */
export interface Facet {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

const MAX_FACETS = 20;
const MAX_VALUES = 20;
const MAX_VALUE_LENGTH = 128;

/** Counts the values of the attributes at the top of these identities. Attributes with few different values come first. */
export function facetsOf(devices: readonly Device[]): readonly Facet[] {
  const names = new Map<string, Map<string, number>>();
  for (const { identity } of devices) {
    const attributes: Readonly<Record<string, unknown>> = JSON.parse(identity.text);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
      const text = String(value).slice(0, MAX_VALUE_LENGTH);
      const counts = names.get(name) ?? new Map<string, number>();
      counts.set(text, (counts.get(text) ?? 0) + 1);
      names.set(name, counts);
    }
  }
  return [...names]
    .sort(([, a], [, b]) => a.size - b.size)
    .slice(0, MAX_FACETS)
    .map(([name, counts]) => ({
      name,
      values: [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count)
        .slice(0, MAX_VALUES),
    }));
}
