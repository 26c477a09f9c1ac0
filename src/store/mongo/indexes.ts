// The indexes, each with the question it answers. All are there, and the unique ones hold, before the store is open (D1, D11).
import type { Collection, Document, IndexDescription } from 'mongodb';
import { MongoServerError } from 'mongodb';
import type { Collections } from './connection.ts';

/* prettier-ignore */
export const INDEXES = {
  devices: [
    { name: 'identity',        key: { tenant: 1, identity_key: 1 }, unique: true },            // one device per identity
    { name: 'created',         key: { tenant: 1, created_at: 1, _id: 1 } },                    // lists (D13)
    { name: 'status_created',  key: { tenant: 1, status: 1, created_at: 1, _id: 1 } },         // lists and counts of a status
    { name: 'token',           key: { 'tokens.jti': 1 } },                                     // whose token is it
    { name: 'decommissioning', key: { decommissioning_since: 1 }, sparse: true },              // who has waited long enough (D1a)
    { name: 'dirty',           key: { dirty: 1 }, sparse: true },                              // what the sweep looks for (D11)
  ],
  tenants: [
    { name: 'dirty',           key: { dirty: 1 }, sparse: true },
    { name: 'operation',       key: { 'ops.at': 1 }, sparse: true },                           // operations left open (D4)
    { name: 'purge',           key: { 'purges.at': 1 }, sparse: true },                        // purges left undone
  ],
  tenant_devices: [
    { name: 'tenant',          key: { tenant: 1, _id: 1 } },                                   // a tenant's list
    { name: 'dirty',           key: { dirty: 1 }, sparse: true },
  ],
  api_keys: [
    { name: 'tenant',          key: { tenant: 1, _id: 1 } },
    { name: 'dirty',           key: { dirty: 1 }, sparse: true },
  ],
  feed: [
    { name: 'event',           key: { event_id: 1 }, unique: true },                           // an event is in the feed once
  ],
} as const satisfies Record<string, readonly IndexDescription[]>;

/** Names of indexes that earlier versions had; dropped once the ones above stand. */
const RETIRED: Readonly<Record<keyof typeof INDEXES, readonly string[]>> = {
  devices: [],
  tenants: [],
  tenant_devices: [],
  api_keys: [],
  feed: [],
};

const NO_SUCH_INDEX = 27;
/** The server says that it is no primary, stops, or was not in time: no word about the index. */
const AWAY: readonly unknown[] = [6, 7, 50, 64, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436];

/** Every index stands afterwards; any number of nodes may do this at once, and again. */
export async function ensureIndexes({ devices, tenants, tenantDevices, apiKeys, feed }: Collections): Promise<void> {
  await make(devices, INDEXES.devices);
  await make(tenants, INDEXES.tenants);
  await make(tenantDevices, INDEXES.tenant_devices);
  await make(apiKeys, INDEXES.api_keys);
  await make(feed, INDEXES.feed);
  await drop(devices, RETIRED.devices);
  await drop(tenants, RETIRED.tenants);
  await drop(feed, RETIRED.feed);
}

async function make<Stored extends Document>(collection: Collection<Stored>, indexes: readonly IndexDescription[]) {
  try {
    await collection.createIndexes([...indexes]);
  } catch (error) {
    if (!(error instanceof MongoServerError) || AWAY.includes(error.code)) throw error;
    throw new Error(
      `mongo: the indexes of \`${collection.collectionName}\` cannot be made: ${error.message}. ` +
        'Drop the index that is in the way, or remove the documents that break a unique one, and start again',
      { cause: error },
    );
  }
}

async function drop<Stored extends Document>(collection: Collection<Stored>, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await collection.dropIndex(name).catch((error: unknown) => {
      if (!(error instanceof MongoServerError && error.code === NO_SUCH_INDEX)) throw error;
    });
  }
}
