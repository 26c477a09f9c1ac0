// The stats of the store, for operators, metrics and `doctor`.
import type { Db, Document } from 'mongodb';
import type { DeviceStatus } from '../../domain/device.ts';
import type { TenantId } from '../../domain/ids.ts';
import {
  MAX_TROUBLES,
  type DisabledReason,
  type Recount,
  type StoreSetting,
  type StoreStats,
  type TenantQueue,
  type WebhookTrouble,
} from '../stats.ts';
import { OUTBOX_KINDS, type Collections } from './connection.ts';
import { NOT_REMOVED } from './documents.ts';
import { readerLags } from './feed-readers.ts';

export interface StatsContext {
  readonly database: Db;
  readonly collections: Pick<Collections, 'devices' | 'tenants' | 'outboxes' | 'feed' | 'cursors' | 'webhooks'>;
  readonly defaultLimit: number;
}

/** The number of outboxes of each kind that are searched for the oldest event. */
const MAX_OUTBOXES = 1_000;

export function mongoStats({ database, collections, defaultLimit }: StatsContext): Omit<StoreStats, 'failures'> {
  const { devices, tenants, outboxes } = collections;
  const hello = (): Promise<Document> => database.admin().command({ hello: 1 });
  return {
    openOperations: async () => {
      const found = await tenants.find({ 'ops.at': { $exists: true } }, { projection: { ops: 1 } }).toArray();
      return found.flatMap(({ _id, ops }) => ops.map((operation) => ({ ...operation, tenant: _id })));
    },
    oldestUnsentEvent: async () => {
      const options = { projection: { outbox: { $slice: 1 } }, limit: MAX_OUTBOXES };
      const found = await Promise.all(
        OUTBOX_KINDS.map((kind) => outboxes[kind].find({ dirty: true }, options).toArray()),
      );
      const times = found.flat().flatMap(({ outbox }) => outbox.map(({ at }) => at.getTime()));
      return times.length === 0 ? undefined : new Date(Math.min(...times));
    },
    readers: () => readerLags(collections),
    webhookTroubles: () => webhookTroubles(collections.webhooks),
    disabledWebhooks: () => disabledWebhooks(collections.webhooks),
    recount: () => recount({ devices, tenants }),
    devicesByStatus: async () => {
      const groups = [
        { $match: { status: { $ne: 'removed' as const } } },
        { $group: { _id: '$status', devices: { $sum: 1 } } },
      ];
      const found = await devices.aggregate<{ _id: DeviceStatus; devices: number }>(groups).toArray();
      return new Map(found.map((group) => [group._id, group.devices]));
    },
    tenants: () => devices.distinct('tenant', { status: { $ne: 'removed' as const } }),
    oldestPending: () => oldestPending(devices),
    rooms: async () => {
      const found = await tenants.find({}, { projection: { limit: 1, used: 1 } }).toArray();
      return found.map(({ _id, limit, used }) => ({ tenant: _id, limit: limit ?? defaultLimit, used }));
    },
    queues: () => queues(devices),
    settings: async () => [
      { name: 'database', value: database.databaseName },
      { name: 'write_concern', value: JSON.stringify(devices.writeConcern) },
      { name: 'read_concern', value: devices.readConcern?.level ?? '' },
      replicaSet((await hello())['setName']),
    ],
    time: async () => {
      const time: unknown = (await hello())['localTime'];
      return time instanceof Date ? time : undefined;
    },
  };
}

async function oldestPending(devices: Collections['devices']): Promise<Date | undefined> {
  const groups = [{ $match: { status: 'pending' } }, { $group: { _id: null, at: { $min: '$created_at' } } }];
  const [found] = await devices.aggregate<{ at: Date }>(groups).toArray();
  return found?.at;
}

/** Compares the count of each tenant with its accepted devices. While commands run, they may differ by the running operations. */
async function recount({ devices, tenants }: Pick<Collections, 'devices' | 'tenants'>): Promise<readonly Recount[]> {
  const groups = [{ $match: { status: 'accepted' } }, { $group: { _id: '$tenant', accepted: { $sum: 1 } } }];
  const counted = await devices.aggregate<{ _id: TenantId; accepted: number }>(groups).toArray();
  const stored = await tenants.find({}, { projection: { used: 1, ops: 1 } }).toArray();
  const accepted = new Map(counted.map((group) => [group._id, group.accepted]));
  const known = new Map(stored.map((document) => [document._id, document]));
  return [...new Set([...accepted.keys(), ...known.keys()])].map((tenant) => ({
    tenant,
    used: known.get(tenant)?.used ?? 0,
    accepted: accepted.get(tenant) ?? 0,
    openOperations: known.get(tenant)?.ops.length ?? 0,
  }));
}

async function webhookTroubles(webhooks: Collections['webhooks']): Promise<readonly WebhookTrouble[]> {
  const query = {
    $or: [{ disabledBecause: { $exists: true } }, { 'health.failingSince': { $exists: true } }],
    ...NOT_REMOVED,
  };
  const found = await webhooks.find(query, { sort: { _id: 1 }, limit: MAX_TROUBLES }).toArray();
  return found.map(({ _id: id, tenant, disabledBecause, health: { failingSince, problem } }) => ({
    id,
    tenant,
    ...(disabledBecause && { disabledBecause }),
    ...(failingSince && { failingSince }),
    ...(problem !== undefined && { problem }),
  }));
}

async function disabledWebhooks(webhooks: Collections['webhooks']): Promise<ReadonlyMap<DisabledReason, number>> {
  const groups = [
    { $match: { isEnabled: false, ...NOT_REMOVED } },
    { $group: { _id: { $ifNull: ['$disabledBecause', 'operator'] }, webhooks: { $sum: 1 } } },
  ];
  const found = await webhooks.aggregate<{ _id: DisabledReason; webhooks: number }>(groups).toArray();
  return new Map(found.map((group) => [group._id, group.webhooks]));
}

interface QueueGroup {
  readonly _id: TenantId;
  readonly taken: number;
  readonly sources: number;
  readonly heaviest: readonly { readonly from: string | null; readonly places: number }[];
}

async function queues(devices: Collections['devices']): Promise<readonly TenantQueue[]> {
  const found = await devices
    .aggregate<QueueGroup>([
      { $match: { 'auth_sets.status': 'pending', ...NOT_REMOVED } },
      { $unwind: '$auth_sets' },
      { $match: { 'auth_sets.status': 'pending', 'auth_sets.leaving_at': { $exists: false } } },
      { $group: { _id: { tenant: '$tenant', from: { $ifNull: ['$auth_sets.from', null] } }, places: { $sum: 1 } } },
      { $sort: { places: -1, '_id.from': 1 } },
      {
        $group: {
          _id: '$_id.tenant',
          taken: { $sum: '$places' },
          sources: { $sum: 1 },
          all: { $push: { from: '$_id.from', places: '$places' } },
        },
      },
      { $project: { taken: 1, sources: 1, heaviest: { $slice: ['$all', 3] } } },
    ])
    .toArray();
  return found.map(({ _id, taken, sources, heaviest }) => ({
    ...{ tenant: _id, taken, sources },
    heaviest: heaviest.map(({ from, places }) => ({ from: from ?? undefined, places })),
  }));
}

const replicaSet = (name: unknown): StoreSetting =>
  typeof name === 'string'
    ? { name: 'replica_set', value: name }
    : { name: 'replica_set', value: '', problem: 'the server is no replica set: it holds the only copy of the data' };
