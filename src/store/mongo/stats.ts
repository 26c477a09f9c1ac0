// What an operator, the metrics and `doctor` want to know about the machinery, beside the ports.
import type { Db } from 'mongodb';
import type { DeviceStatus } from '../../domain/device.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Figures as FiguresPort, OpenOperation, ReaderLag, Recount, StoreSetting, TenantRoom } from '../stats.ts';
import type { Calls } from './calls.ts';
import type { Collections } from './connection.ts';
import { readerLags } from './feed-readers.ts';

export interface FiguresContext {
  readonly database: Db;
  readonly collections: Pick<Collections, 'devices' | 'tenants' | 'outboxes' | 'feed' | 'cursors'>;
  readonly calls: Calls;
  readonly defaultLimit: number;
}

/** So many outboxes are looked at to find the oldest event. */
const LOOKED_AT = 1_000;

export class Figures implements FiguresPort {
  readonly #context: FiguresContext;

  constructor(context: FiguresContext) {
    this.#context = context;
  }

  /** Slot operations that are not settled (D4); those of more than a few seconds were left by a crash. */
  async openOperations(): Promise<readonly OpenOperation[]> {
    return this.#context.calls.run(async () => {
      const { tenants } = this.#context.collections;
      const found = await tenants.find({ 'ops.at': { $exists: true } }, { projection: { ops: 1 } }).toArray();
      return found.flatMap(({ _id, ops }) => ops.map((operation) => ({ ...operation, tenant: _id })));
    });
  }

  /** When the oldest event that is not in the feed yet happened; `undefined` when all are. */
  async oldestUnsentEvent(): Promise<Date | undefined> {
    return this.#context.calls.run(async () => {
      const { device, tenant } = this.#context.collections.outboxes;
      const options = { projection: { outbox: { $slice: 1 } }, limit: LOOKED_AT };
      const found = [
        ...(await device.find({ dirty: true }, options).toArray()),
        ...(await tenant.find({ dirty: true }, options).toArray()),
      ];
      const times = found.flatMap(({ outbox }) => outbox.map(({ at }) => at.getTime()));
      return times.length === 0 ? undefined : new Date(Math.min(...times));
    });
  }

  async readers(): Promise<readonly ReaderLag[]> {
    return this.#context.calls.run(() => readerLags(this.#context.collections));
  }

  /** For each tenant: what is counted, and what there is. Equal at rest; while commands run they may differ by those under way. */
  async recount(): Promise<readonly Recount[]> {
    return this.#context.calls.run(async () => {
      const { devices, tenants } = this.#context.collections;
      const groups = [{ $match: { status: 'accepted' } }, { $group: { _id: '$tenant', accepted: { $sum: 1 } } }];
      const counted = await devices.aggregate<{ _id: TenantId; accepted: number }>(groups).toArray();
      const kept = await tenants.find({}, { projection: { used: 1, ops: 1 } }).toArray();
      const accepted = new Map(counted.map((group) => [group._id, group.accepted]));
      const known = new Map(kept.map((document) => [document._id, document]));
      return [...new Set([...accepted.keys(), ...known.keys()])].map((tenant) => ({
        tenant,
        used: known.get(tenant)?.used ?? 0,
        accepted: accepted.get(tenant) ?? 0,
        openOperations: known.get(tenant)?.ops.length ?? 0,
      }));
    });
  }

  async devicesByStatus(): Promise<ReadonlyMap<DeviceStatus, number>> {
    return this.#context.calls.run(async () => {
      const groups = [
        { $match: { status: { $ne: 'removed' as const } } },
        { $group: { _id: '$status', devices: { $sum: 1 } } },
      ];
      const found = await this.#context.collections.devices
        .aggregate<{ _id: DeviceStatus; devices: number }>(groups)
        .toArray();
      return new Map(found.map(({ _id, devices }) => [_id, devices]));
    });
  }

  async oldestPending(): Promise<Date | undefined> {
    return this.#context.calls.run(async () => {
      const { devices } = this.#context.collections;
      const groups = [{ $match: { status: 'pending' } }, { $group: { _id: null, at: { $min: '$created_at' } } }];
      const [found] = await devices.aggregate<{ at: Date }>(groups).toArray();
      return found?.at;
    });
  }

  async rooms(): Promise<readonly TenantRoom[]> {
    return this.#context.calls.run(async () => {
      const { collections, defaultLimit } = this.#context;
      const found = await collections.tenants.find({}, { projection: { limit: 1, used: 1 } }).toArray();
      return found.map(({ _id, limit, used }) => ({ tenant: _id, limit: limit ?? defaultLimit, used }));
    });
  }

  async settings(): Promise<readonly StoreSetting[]> {
    return this.#context.calls.run(async () => {
      const hello = await this.#context.database.admin().command({ hello: 1 });
      const set: unknown = hello['setName'];
      return [
        { name: 'database', value: this.#context.database.databaseName },
        { name: 'write_concern', value: JSON.stringify(this.#context.collections.devices.writeConcern) },
        { name: 'read_concern', value: this.#context.collections.devices.readConcern?.level ?? '' },
        typeof set === 'string'
          ? { name: 'replica_set', value: set }
          : {
              name: 'replica_set',
              value: '',
              problem: 'the server is no replica set: it holds the only copy of the data',
            },
      ];
    });
  }

  async time(): Promise<Date | undefined> {
    return this.#context.calls.run(async () => {
      const hello = await this.#context.database.admin().command({ hello: 1 });
      const time: unknown = hello['localTime'];
      return time instanceof Date ? time : undefined;
    });
  }
}
