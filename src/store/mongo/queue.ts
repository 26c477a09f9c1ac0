// The queue of a tenant (D23), counted by the database: by source, key and state, then by source and state, then in total.
import type { Filter } from 'mongodb';
import type { Queue } from '../../domain/queue.ts';
import type { Collections } from './connection.ts';
import type { DeviceDocument } from './documents.ts';

interface State {
  readonly _id: 'waiting' | 'leaving';
  readonly sets: number;
  readonly oldest: Date;
}

interface Source {
  readonly _id: { readonly from: string | null };
  readonly sets: number;
  readonly keys: number;
  readonly newest: Date;
}

interface Counted {
  readonly states: readonly State[];
  readonly sources: readonly Source[];
}

export async function readQueue(
  devices: Collections['devices'],
  pending: Filter<DeviceDocument>,
  most: number,
): Promise<Queue> {
  const sources = [{ $match: { '_id.state': 'waiting' } }, { $sort: { sets: -1, '_id.from': 1 } }, { $limit: most }];
  const [found] = await devices
    .aggregate<Counted>([{ $match: pending }, ...BY_SOURCE, { $facet: { states: BY_STATE, sources } }])
    .toArray();
  const states = new Map(found?.states.map((state) => [state._id, state]));
  return {
    taken: states.get('waiting')?.sets ?? 0,
    leaving: states.get('leaving')?.sets ?? 0,
    oldest: states.get('waiting')?.oldest,
    sources: (found?.sources ?? []).map(({ _id: { from }, sets, keys, newest }) => ({
      from: from ?? undefined,
      places: sets,
      keys,
      newest,
    })),
  };
}

const STATE = { $cond: [{ $gt: ['$auth_sets.leaving_at', null] }, 'leaving', 'waiting'] };
const FROM = { $ifNull: ['$auth_sets.from', null] };
const CREATED = '$auth_sets.created_at';

const BY_SOURCE = [
  { $unwind: '$auth_sets' },
  { $match: { 'auth_sets.status': 'pending' } },
  {
    $group: {
      _id: { from: FROM, state: STATE, key: '$auth_sets.fingerprint' },
      sets: { $sum: 1 },
      newest: { $max: CREATED },
      oldest: { $min: CREATED },
    },
  },
  {
    $group: {
      _id: { from: '$_id.from', state: '$_id.state' },
      sets: { $sum: '$sets' },
      keys: { $sum: 1 },
      newest: { $max: '$newest' },
      oldest: { $min: '$oldest' },
    },
  },
];

const BY_STATE = [{ $group: { _id: '$_id.state', sets: { $sum: '$sets' }, oldest: { $min: '$oldest' } } }];
