// The filter of a search or a bulk decision (D21).
import { attributesOf, comparable, comparableBeginnings } from './attributes.ts';
import type { AuthSetStatus, Device, DeviceStatus } from './device.ts';
import type { DeviceId } from './ids.ts';

/** A device must match every member. An absent member matches every device; an empty list matches none. */
export interface DeviceFilter {
  readonly statuses?: readonly DeviceStatus[];
  readonly ids?: readonly DeviceId[];
  /** An auth set of the device has one of these statuses. The new key of an accepted device counts too. */
  readonly authSetStatuses?: readonly AuthSetStatus[];
  readonly identity?: readonly AttributeCondition[];
  /** Hexadecimal digits at the beginning of an auth set's fingerprint; lower case, 4 to 64. */
  readonly keyPrefix?: string;
  readonly created?: TimeRange;
  readonly checkIn?: TimeRange | 'never';
}

/** A condition on an attribute at the top of the identity, compared by the rules of `attributes.ts`. */
export type AttributeCondition =
  | { readonly op: 'in'; readonly name: string; readonly values: readonly string[] }
  /** Absent for a condition on any attribute. */
  | { readonly op: 'prefix'; readonly name: string | undefined; readonly value: string }
  | { readonly op: 'exists'; readonly name: string };

export interface TimeRange {
  /** At this time or later. */
  readonly from?: Date;
  /** Before this time. */
  readonly before?: Date;
}

/** True if the filter needs the index of attributes, which older databases have to build first. */
export const needsIndex = ({ identity = [], keyPrefix, authSetStatuses }: DeviceFilter): boolean =>
  identity.length > 0 || keyPrefix !== undefined || authSetStatuses !== undefined;

export function matchesFilter(device: Device, filter: DeviceFilter): boolean {
  const { statuses, ids, authSetStatuses, keyPrefix, created, checkIn } = filter;
  return (
    (statuses?.includes(device.status) ?? true) &&
    (ids?.includes(device.id) ?? true) &&
    (authSetStatuses === undefined || device.authSets.some(({ status }) => authSetStatuses.includes(status))) &&
    (keyPrefix === undefined || device.authSets.some(({ fingerprint }) => fingerprint.startsWith(keyPrefix))) &&
    (created === undefined || isWithin(device.createdAt, created)) &&
    (checkIn === undefined || checkInMatches(device.checkInAt, checkIn)) &&
    (filter.identity === undefined || identityMatches(device.identity.text, filter.identity))
  );
}

export function identityMatches(identityText: string, conditions: readonly AttributeCondition[]): boolean {
  if (conditions.length === 0) return true;
  const attributes = attributesOf(identityText);
  return conditions.every((condition) => {
    const of = attributes.filter(({ name }) => condition.name === undefined || name === condition.name);
    return of.some(({ value }) => valueMatches(value, condition));
  });
}

function valueMatches(value: string, condition: AttributeCondition): boolean {
  switch (condition.op) {
    case 'in':
      return condition.values.some((wanted) => comparable(wanted) === value);
    case 'prefix':
      return comparableBeginnings(condition.value).some((beginning) => value.startsWith(beginning));
    case 'exists':
      return true;
  }
}

export const checkInMatches = (at: Date | undefined, wanted: TimeRange | 'never'): boolean =>
  wanted === 'never' ? at === undefined : at !== undefined && isWithin(at, wanted);

const isWithin = (at: Date, { from, before }: TimeRange): boolean =>
  (from === undefined || at >= from) && (before === undefined || at < before);
