// The places of pending auth sets (D23), over the devices with a pending set, which have an index of their own.
import type { Filter } from 'mongodb';
import type { Device } from '../../domain/device.ts';
import { holdsPlace, placeOf } from '../../domain/places.ts';
import type { Devices } from '../store.ts';
import { readQueue } from './queue.ts';
import { writeEach } from './collections.ts';
import type { Collections } from './connection.ts';
import { authSetOf, deviceOf, NOT_REMOVED, WITHOUT_OUTBOX, type DeviceDocument } from './documents.ts';

type Waiting = Pick<
  Devices,
  'countWaiting' | 'listWaiting' | 'readQueue' | 'noteAsked' | 'listDisplaced' | 'listSilent'
>;

const PENDING = { 'auth_sets.status': 'pending', ...NOT_REMOVED } as const;

export function waitingOf(devices: Collections['devices']): Waiting {
  const read = async (query: Filter<DeviceDocument>, limit: number): Promise<readonly Device[]> => {
    const found = await devices.find(query, { projection: WITHOUT_OUTBOX, limit, batchSize: limit + 1 }).toArray();
    return found.flatMap((document) => deviceOf(document) ?? []);
  };
  return {
    countWaiting: async (tenant) => {
      const [found] = await devices
        .aggregate<{ places: number }>([{ $match: { tenant, ...PENDING } }, ...COUNT])
        .toArray();
      return found?.places ?? 0;
    },
    listWaiting: async (tenant, { limit, after }) => {
      const query = { tenant, ...PENDING, ...(after !== undefined && { _id: { $gt: after } }) };
      // One device more than asked for shows that there are more.
      const options = {
        projection: { auth_sets: 1 },
        sort: { _id: 1 },
        limit: limit + 1,
        batchSize: limit + 2,
      } as const;
      const found = await devices.find(query, options).toArray();
      const part = found.slice(0, limit);
      const places = part.flatMap(({ _id: id, auth_sets: sets }) =>
        sets
          .map(authSetOf)
          .filter(holdsPlace)
          .map((set) => placeOf({ id }, set)),
      );
      return { places, next: found.length > limit ? part.at(-1)?._id : undefined };
    },
    readQueue: (tenant, most) => readQueue(devices, { tenant, ...PENDING }, most),
    noteAsked: (asks) =>
      writeEach(devices, asks, ({ tenant, device, authSet, from, at }) => ({
        updateOne: {
          filter: { _id: device, tenant, auth_sets: { $elemMatch: { id: authSet, ...askedBefore(at, WAITING) } } },
          update: { $set: { 'auth_sets.$.asked_at': at, 'auth_sets.$.from': from } },
        },
      })),
    listDisplaced: (before, limit) => read({ 'auth_sets.leaving_at': { $lt: before }, ...NOT_REMOVED }, limit),
    listSilent: (before, limit) =>
      read({ ...PENDING, auth_sets: { $elemMatch: askedBefore(before, ['pending']) } }, limit),
  };
}

const WAITING = ['pending', 'rejected'] as const;

const askedBefore = (at: Date, statuses: readonly (typeof WAITING)[number][]) => ({
  status: { $in: [...statuses] },
  $or: [{ asked_at: { $lt: at } }, { asked_at: { $exists: false }, created_at: { $lt: at } }],
});

const IS_PLACE = {
  $and: [{ $eq: ['$$set.status', 'pending'] }, { $not: [{ $ifNull: ['$$set.leaving_at', false] }] }],
};

const COUNT = [
  { $project: { places: { $size: { $filter: { input: '$auth_sets', as: 'set', cond: IS_PLACE } } } } },
  { $group: { _id: null, places: { $sum: '$places' } } },
];
