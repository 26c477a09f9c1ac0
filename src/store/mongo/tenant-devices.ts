// The tenant devices port: one document for each device (D1). A command writes the device and its key with one conditional update.
import type { TenantId } from '../../domain/ids.ts';
import type {
  TenantDeviceCreation,
  TenantDeviceRemoval,
  TenantDeviceChange,
  TenantDeviceUpdate,
} from '../../domain/tenant-device.ts';
import type { TenantDeviceCommitAnswer, TenantDevices } from '../store.ts';
import { insertOnce, repeatable } from './calls.ts';
import { isInFeed, readPart, writeEach } from './collections.ts';
import type { Collections } from './connection.ts';
import { NOT_REMOVED, WITHOUT_OUTBOX } from './documents.ts';
import type { Outbox } from './outbox.ts';
import { newTenantDevice, tenantDeviceOf, tenantDeviceUpdate } from './tenant-device-documents.ts';
import type { Tenants } from './tenants.ts';

export interface TenantDevicesContext {
  readonly collections: Pick<Collections, 'tenantDevices' | 'tenants' | 'feed'>;
  readonly tenants: Tenants;
  readonly outbox: Outbox;
}

type Stored = TenantDevicesContext['collections'];

/** A conditional write without an answer is sent again. The second answer still shows whether it was written. */
const TIMES = 6;

export function mongoTenantDevices({ collections, tenants, outbox }: TenantDevicesContext): TenantDevices {
  const { tenantDevices } = collections;
  return {
    find: async (tenant, device) => {
      const query = { _id: device, tenant, ...NOT_REMOVED };
      const found = await tenantDevices.findOne(query, { projection: WITHOUT_OUTBOX });
      return found === null ? undefined : tenantDeviceOf(found);
    },
    list: (tenant, { limit, after }) => {
      const query = { tenant, ...NOT_REMOVED, ...(after !== undefined && { _id: { $gt: after } }) };
      return readPart(tenantDevices, query, { limit, thingOf: tenantDeviceOf });
    },
    count: (tenant) => tenantDevices.countDocuments({ tenant, ...NOT_REMOVED }),
    commit: async (tenant, change) => {
      const isCreate = change.kind === 'create';
      const answer = isCreate ? await create(collections, tenant, change) : await rewrite(collections, tenant, change);
      if (answer === 'done') outbox.drain({ kind: 'tenantDevice', id: idOf(change) });
      return answer;
    },
    findSettings: async (tenant, type) => {
      const found = await collections.tenants.findOne({ _id: tenant }, { projection: { device_settings: 1 } });
      return found?.device_settings?.[type];
    },
    setSettings: async (tenant, type, settings, event) => {
      const update = {
        $set: { [`device_settings.${type}`]: settings, dirty: true as const },
        $push: { outbox: event },
      };
      await tenants.make(tenant);
      await repeatable(() => collections.tenants.updateOne({ _id: tenant, 'outbox.id': { $ne: event.id } }, update));
      outbox.drain({ kind: 'tenant', id: tenant });
    },
    noteUses: (uses) =>
      writeEach(tenantDevices, uses, ({ tenant, id, at }) => ({
        updateOne: { filter: { _id: id, tenant, ...NOT_REMOVED }, update: { $max: { last_used_at: at } } },
      })),
  };
}

async function create(
  stored: Stored,
  tenant: TenantId,
  change: TenantDeviceCreation,
): Promise<TenantDeviceCommitAnswer> {
  if (await wasWritten(stored, tenant, change)) return 'done';
  const document = newTenantDevice({ ...change, device: { ...change.device, tenant } });
  // An id is used once: if it exists already, this very change inserted it and the answer was lost.
  await repeatable(() => insertOnce(stored.tenantDevices.insertOne(document)), TIMES);
  return 'done';
}

async function rewrite(
  stored: Stored,
  tenant: TenantId,
  change: TenantDeviceUpdate | TenantDeviceRemoval,
): Promise<TenantDeviceCommitAnswer> {
  const query = { _id: change.device, tenant, revision: change.revision, ...NOT_REMOVED };
  const update = tenantDeviceUpdate(change);
  const { matchedCount } = await repeatable(() => stored.tenantDevices.updateOne(query, update), TIMES);
  return matchedCount === 1 || (await wasWritten(stored, tenant, change)) ? 'done' : 'stale';
}

/** Returns whether this very change was written before: it wrote last, or its event is in the outbox or in the feed. */
async function wasWritten(stored: Stored, tenant: TenantId, change: TenantDeviceChange): Promise<boolean> {
  const projection = { change: 1, 'outbox.id': 1 };
  const found = await stored.tenantDevices.findOne({ _id: idOf(change), tenant }, { projection });
  const [event] = change.events;
  if (found?.change === change.id || found?.outbox.some((waiting) => waiting.id === event?.id)) return true;
  if (event === undefined || (change.kind === 'create' && found === null)) return false;
  return isInFeed(stored.feed, event.id);
}

const idOf = (change: TenantDeviceChange) => (change.kind === 'create' ? change.device.id : change.device);
