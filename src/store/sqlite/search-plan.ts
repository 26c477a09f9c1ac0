// Plans a search from a filter. A member becomes a stream of devices if an index has their order, a list in memory if few devices
// match, and a test of each device otherwise.
import { comparable, comparableBeginnings, indexed, MAX_INDEXED_BYTES } from '../../domain/attributes.ts';
import {
  checkInMatches,
  identityMatches,
  type AttributeCondition,
  type DeviceFilter,
} from '../../domain/device-filter.ts';
import type { TestedDevice } from './rows.ts';
import { KEY_DIGITS, type Ranges, type ValueRange } from './search-ranges.ts';
import { listOf, unionOf, type Entry, type Order, type Stream, type Streams } from './search-streams.ts';

export interface Plan {
  /** A matching device is in all of these streams. */
  readonly streams: readonly Stream[];
  /** The tests for a device in all streams. */
  readonly tests: readonly Test[];
  /** Ranges of values with many devices: exactly the devices that pass the test of one condition. */
  readonly wideRanges: readonly ValueRange[];
}

export type Test = (device: TestedDevice) => boolean;

export interface PlanParts {
  readonly tenant: string;
  readonly order: Order;
  readonly streams: Streams;
  readonly ranges: Ranges;
}

/** The most devices of a list in memory: a step of the search reads it at once. */
const MOST_VALUES = 2000;
const MOST_KEYS = 1000;

/** Plans in steps. Each yield is a place to let others run. */
export function* planOf(parts: PlanParts, filter: DeviceFilter): Generator<void, Plan> {
  const plans: Plan[] = [...statusPlans(parts, filter)];
  if (filter.ids !== undefined) plans.push(stream(listOf(parts.ranges.ids(parts.tenant, filter.ids), parts.order)));
  if (filter.keyPrefix !== undefined) plans.push(keyPlan(parts, filter.keyPrefix));
  for (const condition of filter.identity ?? []) {
    yield;
    plans.push(conditionPlan(parts, condition));
  }
  const { checkIn } = filter;
  if (checkIn !== undefined) plans.push(test(({ checkInAt }) => checkInMatches(checkInAt, checkIn)));
  return {
    streams: plans.flatMap(({ streams }) => streams),
    tests: plans.flatMap(({ tests }) => tests),
    wideRanges: plans.find(({ wideRanges }) => wideRanges.length > 0)?.wideRanges ?? [],
  };
}

const stream = (of: Stream): Plan => ({ streams: [of], tests: [], wideRanges: [] });
const test = (of: Test): Plan => ({ streams: [], tests: [of], wideRanges: [] });

function statusPlans({ tenant, order, streams }: PlanParts, filter: DeviceFilter): readonly Plan[] {
  const { statuses, authSetStatuses } = filter;
  const own = [...new Set(statuses)].map((status) => streams.status(tenant, status));
  const ofSets = [...new Set(authSetStatuses)].flatMap((status) => [
    streams.status(tenant, status),
    streams.setStatus(tenant, status),
  ]);
  return [
    ...(statuses === undefined ? [] : [stream(unionOf(own, order, true))]),
    // The status of a device is the status of one of its auth sets.
    ...(authSetStatuses === undefined ? [] : [stream(unionOf(ofSets, order, authSetStatuses.length === 1))]),
  ];
}

function keyPlan({ tenant, order, ranges }: PlanParts, keyPrefix: string): Plan {
  const entries = ranges.keys(tenant, keyPrefix, MOST_KEYS + 1);
  const tests = [({ fingerprints }: TestedDevice) => fingerprints().some((print) => print.startsWith(keyPrefix))];
  if (entries.length > MOST_KEYS) return { streams: [], tests, wideRanges: [] };
  return { ...stream(listOf(entries, order)), tests: keyPrefix.length > KEY_DIGITS ? tests : [] };
}

function conditionPlan(parts: PlanParts, condition: AttributeCondition): Plan {
  const isTrue: Test = ({ identity }) => identityMatches(identity, [condition]);
  switch (condition.op) {
    case 'in':
      return valuesPlan(parts, condition, isTrue);
    case 'prefix':
      return prefixPlan(parts, condition, isTrue);
    case 'exists':
      return test(isTrue);
  }
}

function valuesPlan(
  { tenant, order, streams }: PlanParts,
  { name, values }: AttributeCondition & { readonly op: 'in' },
  isTrue: Test,
): Plan {
  const wanted = [...new Set(values.map(comparable))];
  const inIndex = [...new Set(wanted.map(indexed))];
  const union = unionOf(
    inIndex.map((value) => streams.attribute(tenant, name, value)),
    order,
    true,
  );
  return { ...stream(union), tests: wanted.some(mayBeCut) ? [isTrue] : [] };
}

function prefixPlan(
  { tenant, order, ranges }: PlanParts,
  { name, value }: AttributeCondition & { readonly op: 'prefix' },
  isTrue: Test,
): Plan {
  const beginnings = comparableBeginnings(value);
  const wanted = beginnings.map((beginning): ValueRange => ({ tenant, name, beginning }));
  const tests = beginnings.some(mayBeCut) ? [isTrue] : [];
  const entries: Entry[] = [];
  for (const range of wanted) {
    const first = ranges.values(range, MOST_VALUES + 1).next().value ?? { found: [], isAll: true };
    if (!first.isAll) return { streams: [], tests: [isTrue], wideRanges: tests.length === 0 ? wanted : [] };
    entries.push(...first.found);
  }
  return { ...stream(listOf(entries, order)), tests };
}

/** True if two such values can have one index entry. */
const mayBeCut = (value: string): boolean => Buffer.byteLength(value) >= MAX_INDEXED_BYTES;
