// Searches by every member of a filter (D21). The database tests the whole filter and walks an index in the order of creation. An
// index cannot distinguish values with the same first 128 bytes; the devices that were read are tested again.
import type { Filter } from 'mongodb';
import { comparable, comparableBeginnings, indexed, MAX_INDEXED_BYTES } from '../../domain/attributes.ts';
import type { Device } from '../../domain/device.ts';
import {
  matchesFilter,
  type AttributeCondition,
  type DeviceFilter,
  type TimeRange,
} from '../../domain/device-filter.ts';
import { Refused } from '../../domain/errors.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { DeviceSearch, Position, SearchWindow } from '../store.ts';
import type { Collections } from './connection.ts';
import type { DeviceDocument } from './documents.ts';
import { attributeEntry, deviceOf, entryText, NOT_REMOVED, WHOLE_DEVICE } from './documents.ts';

export interface SearchContext {
  readonly collections: Pick<Collections, 'devices'>;
  /** Returns whether every device has its attributes. */
  readonly isIndexed: () => Promise<boolean>;
}

type Clause = Filter<DeviceDocument>;

/** The database stops after this time, and the search is refused with `store_unavailable`. */
const BOUND_MS = 2_000;
/** A page reads this many times again if devices that the index found do not match. */
const MOST_ROUNDS = 20;
const NOT_READY_SECONDS = 10;

export function mongoSearch({ collections: { devices }, isIndexed }: SearchContext): DeviceSearch {
  const refuseUntilIndexed = async ({ identity = [] }: DeviceFilter): Promise<void> => {
    if (identity.length === 0 || (await isIndexed())) return;
    throw new Refused('search_not_ready', 'the devices are being indexed; ask again later', {
      retryAfterSeconds: NOT_READY_SECONDS,
    });
  };
  return {
    find: async (tenant, filter, window) => {
      if (matchesNothing(filter)) return { devices: [], next: undefined };
      await refuseUntilIndexed(filter);
      const { found, end } = await walk(devices, { clauses: clausesOf(tenant, filter), filter }, window);
      const page = found.slice(0, window.limit);
      const last = found.length > window.limit ? page.at(-1) : end;
      return { devices: page, next: last && { createdAt: last.createdAt, id: last.id } };
    },
    count: async (tenant, filter, most) => {
      if (matchesNothing(filter)) return { count: 0, more: false };
      await refuseUntilIndexed(filter);
      const clauses = clausesOf(tenant, filter);
      if (isExact(filter)) {
        const count = await devices.countDocuments({ $and: [...clauses] }, { limit: most + 1, maxTimeMS: BOUND_MS });
        return { count: Math.min(count, most), more: count > most };
      }
      const window = { limit: most, order: 'created', after: undefined } as const;
      const { found, end } = await walk(devices, { clauses, filter }, window);
      return { count: Math.min(found.length, most), more: found.length > most || end !== undefined };
    },
  };
}

interface Walked {
  /** One more than the limit, if there are as many. */
  readonly found: readonly Device[];
  /** The position where the walk stopped early; `undefined` at the end of the devices. */
  readonly end: Device | undefined;
}

async function walk(
  devices: Collections['devices'],
  { clauses, filter }: { readonly clauses: readonly Clause[]; readonly filter: DeviceFilter },
  { limit, order, after }: SearchWindow,
): Promise<Walked> {
  const way = order === 'created' ? 1 : -1;
  const found: Device[] = [];
  let position = after;
  let end: Device | undefined;
  for (let round = 0; round < MOST_ROUNDS && found.length <= limit; round += 1) {
    const query = { $and: [...clauses, ...(position ? behind(position, order) : [])] };
    const sort = { created_at: way, _id: way } as const;
    const options = { projection: WHOLE_DEVICE, sort, limit: limit + 1, batchSize: limit + 2, maxTimeMS: BOUND_MS };
    const batch = (await devices.find(query, options).toArray()).flatMap((document) => deviceOf(document) ?? []);
    found.push(...batch.filter((device) => matchesFilter(device, filter)));
    end = batch.at(-1);
    if (batch.length <= limit) return { found, end: undefined };
    position = end;
  }
  return { found, end };
}

const matchesNothing = ({ statuses, ids, authSetStatuses, identity = [] }: DeviceFilter): boolean =>
  [statuses, ids, authSetStatuses].some((list) => list?.length === 0) ||
  identity.some((condition) => condition.op === 'in' && condition.values.length === 0);

/** True if the index distinguishes every value that the filter names. */
const isExact = ({ identity = [] }: DeviceFilter): boolean => identity.flatMap(valuesOf).every(isShort);

const isShort = (value: string): boolean => Buffer.byteLength(value) < MAX_INDEXED_BYTES;

function valuesOf(condition: AttributeCondition): readonly string[] {
  switch (condition.op) {
    case 'in':
      return condition.values.map(comparable);
    case 'prefix':
      return comparableBeginnings(condition.value);
    case 'exists':
      return [];
  }
}

/** Returns one clause for each member, because two conditions on one field must not overwrite each other. */
function clausesOf(tenant: TenantId, filter: DeviceFilter): readonly Clause[] {
  const { statuses, ids, authSetStatuses, keyPrefix, created, checkIn, identity = [] } = filter;
  return [
    { tenant, ...NOT_REMOVED },
    ...(statuses ? [{ status: { $in: statuses } }] : []),
    ...(ids ? [{ _id: { $in: ids } }] : []),
    ...(authSetStatuses ? [{ 'auth_sets.status': { $in: authSetStatuses } }] : []),
    ...(keyPrefix === undefined ? [] : [{ 'auth_sets.fingerprint': { $regex: `^${escaped(keyPrefix)}` } }]),
    ...(created ? [{ created_at: bounds(created) }] : []),
    ...(checkIn === 'never' ? [{ check_in: { $exists: false } }] : []),
    ...(checkIn && checkIn !== 'never' ? [{ check_in: bounds(checkIn) }] : []),
    ...identity.map(attributeClause),
  ];
}

const bounds = ({ from, before }: TimeRange) => ({
  $exists: true,
  ...(from && { $gte: from }),
  ...(before && { $lt: before }),
});

/** Returns an equality, or an expression with a fixed beginning: an index has bounds for these (never two bounds for an array). */
function attributeClause(condition: AttributeCondition): Clause {
  switch (condition.op) {
    case 'in':
      return {
        attributes: { $in: valuesOf(condition).map((value) => attributeEntry({ name: condition.name, value })) },
      };
    case 'prefix':
      return {
        $or: valuesOf(condition).map((value) => ({ attributes: { $regex: beginningWith(value, condition.name) } })),
      };
    case 'exists':
      return { attributes: { $regex: `\\x00${escaped(entryText(condition.name))}$` } };
  }
}

const beginningWith = (value: string, name: string | undefined): string => {
  const beginning = `^${escaped(entryText(indexed(value)))}`;
  return name === undefined ? beginning : `${beginning}[^\\x00]*\\x00${escaped(entryText(name))}$`;
};

/** Letters, digits and characters beyond ASCII have no special meaning in an expression. */
const escaped = (text: string): string => text.replaceAll(/[\0-\x7f]/g, (one) => (/\w/.test(one) ? one : `\\${one}`));

/** The bound on `created_at` alone lets the index start there. */
function behind({ createdAt, id }: Position, order: SearchWindow['order']): readonly Clause[] {
  return order === 'created'
    ? [{ created_at: { $gte: createdAt } }, { $or: [{ created_at: { $gt: createdAt } }, { _id: { $gt: id } }] }]
    : [{ created_at: { $lte: createdAt } }, { $or: [{ created_at: { $lt: createdAt } }, { _id: { $lt: id } }] }];
}
