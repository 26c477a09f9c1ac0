// Tenant devices over one document per device (D1): a command writes it by one conditional update, and its key with it.
import type { TenantDeviceId, TenantId } from '../../domain/ids.ts';
import type { DeviceSettings, DeviceType } from '../../domain/device-types.ts';
import type { Event } from '../../domain/event.ts';
import type {
  TenantDeviceCreation,
  TenantDeviceRemoval,
  TenantDevice,
  TenantDeviceChange,
  TenantDeviceUpdate,
} from '../../domain/tenant-device.ts';
import type { KeyUse, Part, PartWindow, TenantDeviceCommitAnswer, TenantDevices } from '../store.ts';
import { insertOnce, repeatable, type Calls } from './calls.ts';
import { isInFeed, readPart, writeEach } from './collections.ts';
import type { Collections } from './connection.ts';
import { NOT_REMOVED, WITHOUT_OUTBOX } from './documents.ts';
import type { Outbox } from './outbox.ts';
import { newTenantDevice, tenantDeviceOf, tenantDeviceUpdate } from './tenant-device-documents.ts';
import type { Tenants } from './tenants.ts';

export interface TenantDevicesContext {
  readonly collections: Pick<Collections, 'tenantDevices' | 'tenants' | 'feed'>;
  readonly calls: Calls;
  readonly tenants: Tenants;
  readonly outbox: Outbox;
}

/** A conditional write without an answer is sent again: what it answers then still tells whether it was written. */
const TIMES = 6;

export class MongoTenantDevices implements TenantDevices {
  readonly #context: TenantDevicesContext;

  constructor(context: TenantDevicesContext) {
    this.#context = context;
  }

  async find(tenant: TenantId, device: TenantDeviceId): Promise<TenantDevice | undefined> {
    const { calls, collections } = this.#context;
    const query = { _id: device, tenant, ...NOT_REMOVED };
    return calls.run(async () => {
      const found = await collections.tenantDevices.findOne(query, { projection: WITHOUT_OUTBOX });
      return found === null ? undefined : tenantDeviceOf(found);
    });
  }

  async list(tenant: TenantId, { limit, after }: PartWindow<TenantDeviceId>): Promise<Part<TenantDevice>> {
    const { calls, collections } = this.#context;
    const query = { tenant, ...NOT_REMOVED, ...(after !== undefined && { _id: { $gt: after } }) };
    return calls.run(() => readPart(collections.tenantDevices, query, { limit, thingOf: tenantDeviceOf }));
  }

  async count(tenant: TenantId): Promise<number> {
    const { calls, collections } = this.#context;
    return calls.run(() => collections.tenantDevices.countDocuments({ tenant, ...NOT_REMOVED }));
  }

  async commit(tenant: TenantId, change: TenantDeviceChange): Promise<TenantDeviceCommitAnswer> {
    return this.#context.calls.run(async () => {
      const answer = change.kind === 'create' ? await this.#create(tenant, change) : await this.#write(tenant, change);
      const id = change.kind === 'create' ? change.device.id : change.device;
      if (answer === 'done') this.#context.outbox.drain({ kind: 'tenantDevice', id });
      return answer;
    });
  }

  async findSettings(tenant: TenantId, type: DeviceType): Promise<DeviceSettings | undefined> {
    const { calls, collections } = this.#context;
    return calls.run(async () => {
      const found = await collections.tenants.findOne({ _id: tenant }, { projection: { device_settings: 1 } });
      return found?.device_settings?.[type];
    });
  }

  async setSettings(tenant: TenantId, type: DeviceType, settings: DeviceSettings, event: Event): Promise<void> {
    const { calls, collections, tenants, outbox } = this.#context;
    await calls.run(async () => {
      const update = {
        $set: { [`device_settings.${type}`]: settings, dirty: true as const },
        $push: { outbox: event },
      };
      await tenants.make(tenant);
      await repeatable(() => collections.tenants.updateOne({ _id: tenant, 'outbox.id': { $ne: event.id } }, update));
      outbox.drain({ kind: 'tenant', id: tenant });
    });
  }

  async noteUses(uses: readonly KeyUse<TenantDeviceId>[]): Promise<void> {
    const { calls, collections } = this.#context;
    await calls.run(() =>
      writeEach(collections.tenantDevices, uses, ({ tenant, id, at }) => ({
        updateOne: { filter: { _id: id, tenant, ...NOT_REMOVED }, update: { $max: { last_used_at: at } } },
      })),
    );
  }

  async #create(tenant: TenantId, change: TenantDeviceCreation): Promise<TenantDeviceCommitAnswer> {
    const { collections } = this.#context;
    if (await this.#wasWritten(tenant, change)) return 'done';
    const document = newTenantDevice({ ...change, device: { ...change.device, tenant } });
    // An id is given once: whoever has inserted it before is this very change, when its answer was lost.
    await repeatable(() => insertOnce(collections.tenantDevices.insertOne(document)), TIMES);
    return 'done';
  }

  async #write(tenant: TenantId, change: TenantDeviceUpdate | TenantDeviceRemoval): Promise<TenantDeviceCommitAnswer> {
    const query = { _id: change.device, tenant, revision: change.revision, ...NOT_REMOVED };
    const update = tenantDeviceUpdate(change);
    const { matchedCount } = await repeatable(
      () => this.#context.collections.tenantDevices.updateOne(query, update),
      TIMES,
    );
    return matchedCount === 1 || (await this.#wasWritten(tenant, change)) ? 'done' : 'stale';
  }

  /** Whether this very change was written before: it wrote last, or its event is on its way or in the feed. */
  async #wasWritten(tenant: TenantId, change: TenantDeviceChange): Promise<boolean> {
    const { tenantDevices, feed } = this.#context.collections;
    const id = change.kind === 'create' ? change.device.id : change.device;
    const projection = { change: 1, 'outbox.id': 1 };
    const found = await tenantDevices.findOne({ _id: id, tenant }, { projection });
    const [event] = change.events;
    if (found?.change === change.id || found?.outbox.some((waiting) => waiting.id === event?.id)) return true;
    if (event === undefined || (change.kind === 'create' && found === null)) return false;
    return isInFeed(feed, event.id);
  }
}
