// Mender's own database for specs: the sample that its service wrote, or a generated fleet.
import { BSON, MongoClient, UUID, type Document } from 'mongodb';
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { freshName } from './mongo.ts';

export interface MenderDatabase {
  /** With the name of the database. */
  readonly address: string;
  readonly client: MongoClient;
  readonly collection: (name: string) => ReturnType<ReturnType<MongoClient['db']>['collection']>;
  drop(): Promise<void>;
}

const SAMPLE = new URL('../../vectors/mender-db-sample.json', import.meta.url);

const COLLECTIONS = ['devices', 'auth_sets', 'tokens', 'limits', 'migration_info'] as const;

export async function openMenderDatabase(uri: string): Promise<MenderDatabase> {
  const client = new MongoClient(uri);
  const name = freshName();
  const address = new URL(uri);
  address.pathname = `/${name}`;
  await client.connect();
  return {
    address: address.href,
    client,
    collection: (collection) => client.db(name).collection(collection),
    drop: async () => {
      await client.db(name).dropDatabase();
      await client.close();
    },
  };
}

export async function loadSample({ collection }: MenderDatabase): Promise<void> {
  const sample: Document = BSON.EJSON.parse(readFileSync(SAMPLE, 'utf8'), { relaxed: false });
  for (const name of COLLECTIONS) await collection(name).insertMany(sample[name].docs);
}

/** Lets the tokens of the sample, which were issued once, end in a year that no run of the specs sees. */
export async function keepTokensAlive({ collection }: MenderDatabase): Promise<void> {
  await collection('tokens').updateMany({}, { $set: { 'exp.time': new Date(Date.UTC(2100, 0, 1)) } });
}

/** A fleet of accepted, pending and rejected devices, each with one Ed25519 key out of a few, and an index as in Mender. */
export async function generateFleet({ collection }: MenderDatabase, count: number): Promise<void> {
  const keys = Array.from({ length: 8 }, () =>
    generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
  );
  await collection('migration_info').insertOne({ version: { major: 2, minor: 0, patch: 2 }, timestamp: new Date() });
  await collection('auth_sets').createIndex({ tenant_id: 1, device_id: 1 });
  for (let from = 0; from < count; from += 2_000) {
    const fleet = Array.from({ length: Math.min(2_000, count - from) }, (_, at) => deviceDocuments(from + at, keys));
    await collection('devices').insertMany(fleet.map(({ device }) => device));
    await collection('auth_sets').insertMany(fleet.map(({ authSet }) => authSet));
    await collection('tokens').insertMany(fleet.map(({ token }) => token));
  }
}

const STATUSES = ['accepted', 'accepted', 'accepted', 'pending', 'rejected'];

function deviceDocuments(at: number, keys: readonly (string | Buffer)[]) {
  const [device, authSet] = [randomUUID(), randomUUID()];
  const id_data = `{"mac":"00:00:${at.toString(16)}","sn":"serial-${at}"}`;
  const identity = { id_data, id_data_sha256: createHash('sha256').update(id_data).digest() };
  const status = STATUSES[at % STATUSES.length];
  const time = new Date(Date.UTC(2026, 0, 1) + at * 1000);
  return {
    device: {
      ...{ _id: device as never, tenant_id: '', ...identity, status, provisioned: status === 'accepted' },
      ...{ created_ts: time, updated_ts: time, revision: BSON.Long.fromNumber(at + 1), check_in_time: time },
    },
    authSet: {
      ...{ _id: authSet as never, tenant_id: '', ...identity, device_id: device, status, ts: time },
      pubkey: String(keys[at % keys.length]),
    },
    token: {
      ...{ _id: new UUID(authSet) as never, sub: new UUID(device), iss: 'Mender', mender: { device: true } },
      ...{ exp: { time: new Date(Date.UTC(2100, 0, 1)) }, iat: { time } },
    },
  };
}
