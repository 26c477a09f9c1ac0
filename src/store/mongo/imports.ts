// Imports devices of another installation, with one insert for the new ones.
import { MongoBulkWriteError } from 'mongodb';
import { importChange, type ImportAnswer, type ImportedDevice, type Imports } from '../imports.ts';
import { isDuplicate } from './calls.ts';
import type { Collections } from './connection.ts';
import { newDeviceDocument, type DeviceDocument } from './documents.ts';
import type { Tenants } from './tenants.ts';

export interface ImportsContext {
  readonly collections: Pick<Collections, 'devices' | 'tenants'>;
  readonly tenants: Tenants;
}

export function mongoImports({ collections, tenants }: ImportsContext): Imports {
  return {
    put: async (devices) => {
      const added = await insertMany(
        collections,
        devices.filter(({ replaces }) => replaces === undefined),
      );
      const answers: ImportAnswer[] = [];
      for (const each of devices) answers.push(added.get(each) ?? (await replace(collections, each)));
      return answers;
    },
    setLimit: async (tenant, limit) => {
      await tenants.make(tenant);
      await collections.tenants.updateOne({ _id: tenant }, { $set: { limit } });
    },
    countSlots: () => countSlots(collections, tenants),
  };
}

const documentOf = ({ device }: ImportedDevice): DeviceDocument =>
  newDeviceDocument({ kind: 'create', id: importChange(device.revision), device, events: [] });

type Devices = Pick<Collections, 'devices'>;

/** A duplicate id or identity refuses one document, not the others. */
async function insertMany(
  { devices }: Devices,
  added: readonly ImportedDevice[],
): Promise<ReadonlyMap<ImportedDevice, ImportAnswer>> {
  const taken = new Set<number>();
  try {
    if (added.length > 0) await devices.insertMany(added.map(documentOf), { ordered: false });
  } catch (error) {
    if (!isDuplicate(error) || !(error instanceof MongoBulkWriteError)) throw error;
    for (const { index } of [error.writeErrors].flat()) taken.add(index);
  }
  return new Map(added.map((each, index) => [each, taken.has(index) ? 'taken' : 'done']));
}

async function replace({ devices }: Devices, each: ImportedDevice): Promise<ImportAnswer> {
  const { _id, tenant, outbox: _, decommissioning_since: since, ...rest } = documentOf(each);
  const update = {
    $set: { ...rest, ...(since && { decommissioning_since: since }) },
    ...(since === undefined && { $unset: { decommissioning_since: '' as const } }),
  };
  const { replaces: revision = 0 } = each;
  const written = { _id, tenant, revision, change: importChange(revision) };
  const { matchedCount } = await devices.updateOne(written, update);
  return matchedCount === 1 ? 'done' : 'changed';
}

async function countSlots({ devices, tenants: documents }: ImportsContext['collections'], tenants: Tenants) {
  const groups = [{ $match: { status: 'accepted' } }, { $group: { _id: '$tenant', used: { $sum: 1 } } }];
  const counted = await devices.aggregate<{ _id: DeviceDocument['tenant']; used: number }>(groups).toArray();
  const accepted = counted.map(({ _id }) => _id);
  await documents.updateMany({ _id: { $nin: accepted } }, { $set: { used: 0 } });
  for (const { _id, used } of counted) {
    await tenants.make(_id);
    await documents.updateOne({ _id }, { $set: { used } });
  }
}
