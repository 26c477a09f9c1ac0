// The devices port over one document per device (D1). Reading is here, writing in changes.ts.
import type { Filter } from 'mongodb';
import type { Change } from '../../domain/change.ts';
import type { Device } from '../../domain/device.ts';
import type { DeviceId, IdentityKey, TenantId, TokenId } from '../../domain/ids.ts';
import { AUTH_SET_STATUSES } from '../../domain/device.ts';
import type { Event } from '../../domain/event.ts';
import type { CheckIn, CommitAnswer, DeviceFilter, Devices, Page, Position, TokenState, Window } from '../store.ts';
import type { Calls } from './calls.ts';
import type { Changes } from './changes.ts';
import { writeEach } from './collections.ts';
import type { Collections } from './connection.ts';
import type { DeviceDocument } from './documents.ts';
import { deviceOf, NOT_REMOVED, TOKEN_STATE, tokenStateOf, WITHOUT_OUTBOX } from './documents.ts';
import type { Purges } from './purges.ts';

export interface DevicesContext {
  readonly collections: Pick<Collections, 'devices'>;
  readonly calls: Calls;
  readonly changes: Changes;
  readonly purges: Purges;
  /** `linearizable` closes the window of a deposed primary, for the price of a round between the servers (D10). */
  readonly tokenReads: 'majority' | 'linearizable';
}

/** In the order of D13. */
const BY_CREATION = { created_at: 1, _id: 1 } as const;
const EVERY_STATUS = [...AUTH_SET_STATUSES, 'noauth'] as const;

export class MongoDevices implements Devices {
  readonly #context: DevicesContext;

  constructor(context: DevicesContext) {
    this.#context = context;
  }

  async find(tenant: TenantId, device: DeviceId): Promise<Device | undefined> {
    return this.#findOne({ _id: device, tenant });
  }

  async findByIdentity(tenant: TenantId, identity: IdentityKey): Promise<Device | undefined> {
    return this.#findOne({ tenant, identity_key: identity });
  }

  async findByToken(tenant: TenantId, jti: TokenId): Promise<Device | undefined> {
    return this.#findOne({ tenant, 'tokens.jti': jti });
  }

  async tokenState(tenant: TenantId, device: DeviceId): Promise<TokenState | undefined> {
    const { calls, collections, tokenReads } = this.#context;
    const options = { projection: TOKEN_STATE, readConcern: { level: tokenReads } } as const;
    return calls.run(async () => tokenStateOf(await collections.devices.findOne({ _id: device, tenant }, options)));
  }

  async list(tenant: TenantId, filter: DeviceFilter, window: Window): Promise<Page> {
    const skip = 'skip' in window ? window.skip : 0;
    const after = 'after' in window ? window.after : undefined;
    return this.#context.calls.run(async () => {
      if (matchesNothing(filter)) return { devices: [], more: false };
      const query = { tenant, ...narrowed(filter, NOT_REMOVED), ...(after && behind(after)) };
      const devices = await this.#read(query, { sort: BY_CREATION, skip, limit: window.limit + 1 });
      return { devices: devices.slice(0, window.limit), more: devices.length > window.limit };
    });
  }

  /** From an index alone: counting by status, a removed device has one of its own. */
  async count(tenant: TenantId, filter: DeviceFilter): Promise<number> {
    return this.#context.calls.run(async () => {
      if (matchesNothing(filter)) return 0;
      const query = { tenant, ...narrowed(filter, { status: { $in: EVERY_STATUS } }) };
      return this.#context.collections.devices.countDocuments(query);
    });
  }

  async commit(tenant: TenantId, change: Change): Promise<CommitAnswer> {
    return this.#context.calls.run(() => this.#context.changes.commit(tenant, change));
  }

  async checkIn(checkIns: readonly CheckIn[]): Promise<void> {
    const { calls, collections } = this.#context;
    await calls.run(() =>
      writeEach(collections.devices, checkIns, ({ tenant, device, at }) => ({
        updateOne: { filter: { _id: device, tenant }, update: { $max: { check_in: at } } },
      })),
    );
  }

  /** Not bounded by the time of an answer: it writes every device of the tenant. */
  async purgeTokens(tenant: TenantId, event: Event): Promise<void> {
    await this.#context.calls.run(() => this.#context.purges.purge(tenant, event), Infinity);
  }

  async listDecommissioning(before: Date, limit: number): Promise<readonly Device[]> {
    const query = { decommissioning_since: { $lt: before }, ...NOT_REMOVED };
    const sort = { decommissioning_since: 1, _id: 1 } as const;
    return this.#context.calls.run(async () => (limit > 0 ? this.#read(query, { sort, limit }) : []));
  }

  async #findOne(query: Filter<DeviceDocument>): Promise<Device | undefined> {
    const { calls, collections } = this.#context;
    return calls.run(async () => deviceOf(await collections.devices.findOne(query, { projection: WITHOUT_OUTBOX })));
  }

  /** One round: the batch holds all that is asked for. */
  async #read(
    query: Filter<DeviceDocument>,
    options: { readonly sort: Readonly<Record<string, 1>>; readonly limit: number; readonly skip?: number },
  ): Promise<Device[]> {
    const all = { projection: WITHOUT_OUTBOX, batchSize: options.limit + 1, ...options };
    const found = await this.#context.collections.devices.find(query, all).toArray();
    return found.flatMap((document) => deviceOf(document) ?? []);
  }
}

const matchesNothing = ({ statuses, ids }: DeviceFilter): boolean => statuses?.length === 0 || ids?.length === 0;

/** `otherwise` stands in for an absent list of statuses: a removed device is not to be found in any case. */
const narrowed = ({ statuses, ids }: DeviceFilter, otherwise: Filter<DeviceDocument>): Filter<DeviceDocument> => ({
  ...(statuses === undefined ? otherwise : { status: { $in: statuses } }),
  ...(ids && { _id: { $in: ids } }),
});

/** The bound on `created_at` by itself is what an index can begin at. */
const behind = ({ createdAt, id }: Position): Filter<DeviceDocument> => ({
  created_at: { $gte: createdAt },
  $or: [{ created_at: { $gt: createdAt } }, { _id: { $gt: id } }],
});
