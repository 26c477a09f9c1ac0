// The indexes, each with the query that it serves. All of them exist before the store is open (D1, D11).
import type { Collection, Document, IndexDescription } from 'mongodb';
import { MongoServerError } from 'mongodb';
import type { Collections } from './connection.ts';

/* prettier-ignore */
export const INDEXES = {
  devices: [
    { name: 'identity',        key: { tenant: 1, identity_key: 1 }, unique: true },            // one device per identity
    { name: 'created',         key: { tenant: 1, created_at: 1, _id: 1 } },                    // lists (D13)
    { name: 'status_created',  key: { tenant: 1, status: 1, created_at: 1, _id: 1 } },         // lists and counts of a status
    { name: 'attribute',       key: { tenant: 1, attributes: 1, created_at: 1, _id: 1 } },     // searches by identity (D21)
    { name: 'set_status',      key: { tenant: 1, 'auth_sets.status': 1, created_at: 1, _id: 1 } }, // searches by status of an auth set
    { name: 'fingerprint',     key: { tenant: 1, 'auth_sets.fingerprint': 1 } },               // searches by key
    { name: 'token',           key: { 'tokens.jti': 1 } },                                     // the device of a token
    { name: 'decommissioning', key: { decommissioning_since: 1 }, sparse: true },              // overdue decommissionings (D1a)
    { name: 'dirty',           key: { dirty: 1 }, sparse: true },                              // the sweep (D11)
    { name: 'waiting',         key: { tenant: 1, _id: 1 }, partialFilterExpression: { 'auth_sets.status': 'pending' } }, // places (D23)
    { name: 'leaving',         key: { 'auth_sets.leaving_at': 1 }, sparse: true },             // displaced sets (D23)
  ],
  tenants: [
    { name: 'dirty',           key: { dirty: 1 }, sparse: true },
    { name: 'operation',       key: { 'ops.at': 1 }, sparse: true },                           // operations left behind (D4)
    { name: 'purge',           key: { 'purges.at': 1 }, sparse: true },                        // purges left behind
  ],
  tenant_devices: [
    { name: 'tenant',          key: { tenant: 1, _id: 1 } },                                   // a tenant's list
    { name: 'dirty',           key: { dirty: 1 }, sparse: true },
  ],
  api_keys: [
    { name: 'tenant',          key: { tenant: 1, _id: 1 } },
    { name: 'dirty',           key: { dirty: 1 }, sparse: true },
  ],
  webhooks: [
    { name: 'tenant',          key: { tenant: 1, _id: 1 } },
    { name: 'enabled',         key: { isEnabled: 1 } },                                        // those that are delivered to
    { name: 'dirty',           key: { dirty: 1 }, sparse: true },
  ],
  webhook_deliveries: [
    { name: 'webhook',         key: { webhook: 1, _id: -1 } },                                 // a log, the newest first
    { name: 'at',              key: { at: 1 } },                                               // prune
  ],
  feed: [
    { name: 'event',           key: { event_id: 1 }, unique: true },                           // an event is in the feed once
    { name: 'type',            key: { 'event.type': 1, _id: 1 } },                             // revocations
  ],
  audit: [                                                                                     // lists, newest first
    { name: 'tenant',          key: { 'event.tenant': 1, _id: -1 } },
    { name: 'device',          key: { 'event.tenant': 1, 'event.device': 1, _id: -1 } },
    { name: 'actor',           key: { 'event.tenant': 1, 'event.origin.actor': 1, _id: -1 } },
    { name: 'type',            key: { 'event.tenant': 1, 'event.type': 1, _id: -1 } },
    { name: 'written',         key: { written_at: 1 } },                                       // prune
  ],
} as const satisfies Record<string, readonly IndexDescription[]>;

/** Codes of a server that is not a primary, is stopping, or was too slow. They say nothing about the index. */
const AWAY: readonly unknown[] = [6, 7, 50, 64, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436];

/** Creates every missing index. Any number of nodes may do this at the same time, and again. */
export async function ensureIndexes({
  devices,
  tenants,
  tenantDevices,
  apiKeys,
  webhooks,
  deliveries,
  feed,
  audit,
}: Collections): Promise<void> {
  await make(devices, INDEXES.devices);
  await make(tenants, INDEXES.tenants);
  await make(tenantDevices, INDEXES.tenant_devices);
  await make(apiKeys, INDEXES.api_keys);
  await make(webhooks, INDEXES.webhooks);
  await make(deliveries, INDEXES.webhook_deliveries);
  await make(feed, INDEXES.feed);
  await make(audit, INDEXES.audit);
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
