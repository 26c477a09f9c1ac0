// Adds `attributes` to devices that an older version wrote, while all versions serve. One walk in the order of ids ends at the
// device that was last when the walk began. Until then searches by attribute are refused. Ids grow with time, so devices that nodes
// of the older version create later are after that end: once a minute, for as long as the service runs, a second look at the last
// hour finds them. While it finds some, every sweep looks at the last minutes, so that a search misses them for seconds only.
//
// The state is one document: `position` is the last finished id, `end` the last id of the walk, `done` whether the walk is over.
// Any node may do any part, even twice: only `attributes` are written, which depend on the identity alone. A crash loses nothing.
import type { AnyBulkWriteOperation } from 'mongodb';
import { COMPARISON_RULE } from '../../domain/attributes.ts';
import { deviceId, type DeviceId } from '../../domain/ids.ts';
import { insertOnce } from './calls.ts';
import type { Collections } from './connection.ts';
import { attributeEntries, NOT_REMOVED, type AttributeIndexDocument, type DeviceDocument } from './documents.ts';
import type { Sweep } from './sweeper.ts';

export interface AttributeIndexContext {
  readonly collections: Pick<Collections, 'devices' | 'attributeIndex'>;
  readonly now: () => Date;
}

/** Runs for a second in a sweep. After the walk, looks at the last hour once a minute. */
export interface AttributeIndex extends Sweep {
  /** Returns whether every device has its attributes. */
  readonly isReady: () => Promise<boolean>;
}

const PIECE = 500;
const WORK_MS = 1_000;
const LOOK_BACK_MS = 3_600_000;
const LOOK_EVERY_MS = 60_000;
const SHORT_LOOK_BACK_MS = 2 * LOOK_EVERY_MS;
const ID = 'attributes';

export function createAttributeIndex({ collections, now }: AttributeIndexContext): AttributeIndex {
  const { devices, attributeIndex } = collections;
  let isReady = false;
  let lookedAt = -Infinity;
  let hasOlderNodes = false;

  const ready = async (): Promise<boolean> => {
    isReady ||= (await loadAttributeIndex(collections)).done;
    return isReady;
  };
  const doPiece = async (): Promise<void> => {
    const { rule, position, end, done } = await loadAttributeIndex(collections);
    if (done || end === undefined) return;
    const last = await index(devices, { _id: { $gt: position, $lte: end }, ...NOT_REMOVED });
    const update = last === undefined ? { $set: { done: true } } : { $max: { position: last } };
    await attributeIndex.updateOne({ _id: ID, rule }, update);
  };
  const lookBack = async (): Promise<void> => {
    const time = now().getTime();
    const isDue = time - lookedAt >= LOOK_EVERY_MS;
    if (!isDue && !hasOlderNodes) return;
    const since = idAt(time - (isDue ? LOOK_BACK_MS : SHORT_LOOK_BACK_MS));
    const missing = { _id: { $gte: since }, attributes: { $exists: false }, ...NOT_REMOVED };
    let hasFound = false;
    while ((await index(devices, missing)) !== undefined) hasFound = true;
    hasOlderNodes = hasFound || (hasOlderNodes && !isDue);
    if (isDue) lookedAt = now().getTime();
  };
  return {
    isReady: ready,
    sweep: async () => {
      const end = performance.now() + WORK_MS;
      while (!(await ready()) && performance.now() < end) await doPiece();
      if (isReady) await lookBack();
    },
  };
}

/** Returns the state, and creates it if there is none: a database without devices is done. Part of opening a store. */
export async function loadAttributeIndex(
  collections: AttributeIndexContext['collections'],
): Promise<AttributeIndexDocument> {
  const { devices, attributeIndex } = collections;
  const found = await attributeIndex.findOne({ _id: ID });
  if (found !== null && found.rule >= COMPARISON_RULE) return found;
  const newest = await devices.findOne({}, { sort: { _id: -1 }, projection: { _id: 1 } });
  const fresh = {
    rule: COMPARISON_RULE,
    position: deviceId(''),
    done: newest === null,
    ...(newest && { end: newest._id }),
  };
  // Values of an older rule are made again.
  if (found === null) await insertOnce(attributeIndex.insertOne({ _id: ID, ...fresh }));
  else await attributeIndex.updateOne({ _id: ID, rule: found.rule }, { $set: fresh });
  return loadAttributeIndex(collections);
}

/** Adds attributes to the first devices of a query. Returns the id of the last one; `undefined` without a device. */
async function index(
  devices: Collections['devices'],
  query: Parameters<Collections['devices']['find']>[0],
): Promise<DeviceId | undefined> {
  const options = {
    projection: { identity: 1, attributes: 1 },
    sort: { _id: 1 },
    limit: PIECE,
    batchSize: PIECE + 1,
  } as const;
  const found = await devices.find(query, options).toArray();
  const writes = found.flatMap((device): AnyBulkWriteOperation<DeviceDocument>[] => {
    const attributes = attributeEntries(device.identity);
    if (String(device.attributes) === String(attributes)) return [];
    return [{ updateOne: { filter: { _id: device._id, ...NOT_REMOVED }, update: { $set: { attributes } } } }];
  });
  if (writes.length > 0) await devices.bulkWrite(writes, { ordered: false });
  return found.at(-1)?._id;
}

/** Returns the first UUIDv7 of that time. */
function idAt(time: number): DeviceId {
  const digits = time.toString(16).padStart(12, '0');
  return deviceId(`${digits.slice(0, 8)}-${digits.slice(8)}`);
}
