// Connects to the database. The client and the collections are durable (D6), independent of the options in the address.
import type { Collection, CommandStartedEvent, Db, Document, MongoClientOptions } from 'mongodb';
import { MongoClient, ReadPreference } from 'mongodb';
import type {
  AttributeIndexDocument,
  CursorDocument,
  DeviceDocument,
  FeedDocument,
  OutboxDocument,
  SchemaDocument,
  TenantDocument,
} from './documents.ts';
import type { DeliveryDocument, WebhookDocument } from './webhook-documents.ts';
import type { ApiKeyDocument, TenantDeviceDocument } from './tenant-device-documents.ts';

export interface Address {
  /** A MongoDB address. Without a scheme it means `mongodb://`, as in Mender. */
  readonly uri: string;
  /** Override the user and password in the address. */
  readonly username?: string;
  readonly password?: string;
  readonly tls?: boolean;
  /** Accepts any certificate of the server. */
  readonly tlsSkipVerify?: boolean;
  /** Called for each command that the driver sends. */
  readonly onCommand?: (event: CommandStartedEvent) => void;
}

/** The kinds of documents that have an outbox. */
export const OUTBOX_KINDS = ['device', 'tenant', 'tenantDevice', 'apiKey', 'webhook'] as const;
export type OutboxKind = (typeof OUTBOX_KINDS)[number];

export interface Collections {
  readonly devices: Collection<DeviceDocument>;
  readonly tenants: Collection<TenantDocument>;
  readonly tenantDevices: Collection<TenantDeviceDocument>;
  readonly apiKeys: Collection<ApiKeyDocument>;
  readonly webhooks: Collection<WebhookDocument>;
  readonly deliveries: Collection<DeliveryDocument>;
  /** The same collections, as the drain sees them. */
  readonly outboxes: Readonly<Record<OutboxKind, Collection<OutboxDocument>>>;
  readonly feed: Collection<FeedDocument>;
  /** Copies of feed entries, which are kept for longer. */
  readonly audit: Collection<FeedDocument>;
  readonly cursors: Collection<CursorDocument>;
  readonly schema: Collection<SchemaDocument>;
  readonly attributeIndex: Collection<AttributeIndexDocument>;
}

const SECOND = 1_000;

/** Writes are durable before they are answered, and reads cannot be rolled back (D6). */
const DURABLE = {
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 5 * SECOND },
  readConcern: { level: 'majority' },
  readPreference: ReadPreference.primary,
} as const;

/**
 * Returns a client that is not connected yet. The error about a bad address does not repeat it, because it may contain a password.
 */
export function clientFor({ uri, username, password, tls, tlsSkipVerify, onCommand }: Address): MongoClient {
  const options: MongoClientOptions = {
    ...DURABLE,
    appName: 'devauth',
    retryWrites: true,
    retryReads: true,
    ignoreUndefined: true,
    maxPoolSize: 100,
    waitQueueTimeoutMS: 2 * SECOND,
    connectTimeoutMS: 5 * SECOND,
    serverSelectionTimeoutMS: 5 * SECOND,
    monitorCommands: onCommand !== undefined,
    ...(username && { auth: { username, ...(password !== undefined && { password }) } }),
    ...(tls === true && { tls: true, ...(tlsSkipVerify === true && { tlsInsecure: true }) }),
  };
  const client = makeClient(/^mongodb(\+srv)?:\/\//.test(uri) ? uri : `mongodb://${uri}`, options);
  if (onCommand !== undefined) client.on('commandStarted', onCommand);
  return client;
}

/** Sets the concerns on each collection, because a read concern in the address would override the client's. */
export function collectionsOf(database: Db): Collections {
  const collection = <Stored extends Document>(name: string) => database.collection<Stored>(name, DURABLE);
  return {
    devices: collection('devices'),
    tenants: collection('tenants'),
    tenantDevices: collection('tenant_devices'),
    apiKeys: collection('api_keys'),
    webhooks: collection('webhooks'),
    deliveries: collection('webhook_deliveries'),
    outboxes: {
      device: collection('devices'),
      tenant: collection('tenants'),
      tenantDevice: collection('tenant_devices'),
      apiKey: collection('api_keys'),
      webhook: collection('webhooks'),
    },
    feed: collection('feed'),
    audit: collection('audit'),
    cursors: collection('cursors'),
    schema: collection('schema'),
    attributeIndex: collection('attribute_index'),
  };
}

/** Returns a line for the operator if the server is not a replica set. */
export async function remarkOn(database: Db): Promise<string | undefined> {
  const hello = await database.admin().command({ hello: 1 });
  if (hello['msg'] === 'isdbgrid') {
    return 'mongo: the address is a mongos; a sharded `devices` collection is not supported (identities would not be unique)';
  }
  return hello['setName'] === undefined
    ? 'mongo: a standalone server holds one copy of the data; use a replica set in production'
    : undefined;
}

function makeClient(uri: string, options: MongoClientOptions): MongoClient {
  try {
    return new MongoClient(uri, options);
  } catch {
    throw new Error('mongo: the driver does not understand the address; expected mongodb://host[:port][,…][/?options]');
  }
}
