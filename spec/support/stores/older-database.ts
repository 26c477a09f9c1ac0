// Databases of a version that had no indexes for searches, filled with pending devices.
import { DatabaseSync } from '@photostructure/sqlite';
import { deviceId, type DeviceId } from '../../../src/domain/ids.ts';
import { MIGRATIONS, NAME_THE_FILE } from '../../../src/store/sqlite/schema.ts';
import { drop, openMongo, withClient } from './mongo.ts';

const LAST_WITHOUT_INDEXES = 5;
const CREATED_AT = Date.UTC(2024, 0, 1);
const A_WRITE = 2_000;

/** The id of the `index`-th device, in the order of creation. */
export const olderId = (index: number): DeviceId =>
  deviceId(`01900000-0000-7000-8000-${String(index).padStart(12, '0')}`);

/** Its identity: a serial of its own, and one of ten models. */
const identityOf = (index: number): string => JSON.stringify({ sn: `OLD-${index}`, model: `edge-${index % 10}` });

/** A SHA-256 of its own for each device: the index comes first. */
const fingerprintOf = (index: number): string => index.toString(16).padStart(8, '0').padEnd(64, 'f');

const setId = (index: number): string => `01900000-0000-7000-9000-${String(index).padStart(12, '0')}`;

/** Makes the file of the last version without indexes. */
export function makeOlderFile(file: string, devices: number): void {
  const db = new DatabaseSync(file);
  db.exec(`${NAME_THE_FILE}; PRAGMA journal_mode = WAL`);
  for (const migration of MIGRATIONS.slice(0, LAST_WITHOUT_INDEXES)) db.exec(migration);
  const insert = db.prepare(`
    INSERT INTO device (tenant, id, status, revision, change, created_at, updated_at, provisioned, tokens, identity_key, identity, auth_sets)
    VALUES ('', $id, 'pending', 1, 'older', $at, $at, 0, '[]', $key, $identity, $sets)`);
  db.exec('BEGIN');
  for (let index = 0; index < devices; index += 1) {
    const set = { id: setId(index), fingerprint: fingerprintOf(index), pubkey: '', status: 'pending' };
    const sets = JSON.stringify([{ ...set, createdAt: CREATED_AT }]);
    insert.run({ id: olderId(index), at: CREATED_AT, key: `key ${index}`, identity: identityOf(index), sets });
  }
  db.exec('COMMIT');
  db.close();
}

/** Returns the number of devices that are indexed so far. */
export function indexedInFile(file: string): number {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(Reflect.get(Object(db.prepare(`SELECT position FROM backfill`).get()), 'position') ?? 0);
  } finally {
    db.close();
  }
}

/** Makes a database with devices that have no `attributes`, and no state of their index. */
export async function makeOlderMongo(uri: string, devices: number) {
  const { store, database } = await openMongo(uri, { sweepEveryMs: 0 });
  await store.close();
  const inDatabase = <Answer>(
    use: (db: ReturnType<Parameters<Parameters<typeof withClient>[1]>[0]['db']>) => Promise<Answer>,
  ) => withClient(uri, (client) => use(client.db(database)));
  await inDatabase(async (db) => {
    const collection = db.collection<{ readonly _id: string }>('devices');
    for (const name of ['attribute', 'set_status', 'fingerprint']) await collection.dropIndex(name);
    for (let at = 0; at < devices; at += A_WRITE) {
      const length = Math.min(A_WRITE, devices - at);
      await collection.insertMany(Array.from({ length }, (_, index) => olderDocument(at + index)));
    }
    await db.collection('attribute_index').deleteMany({});
  });
  return {
    database,
    indexed: () => inDatabase((db) => db.collection('devices').countDocuments({ attributes: { $exists: true } })),
    drop: () => drop(uri, database),
  };
}

const olderDocument = (index: number) => {
  const created_at = new Date(CREATED_AT);
  return {
    _id: olderId(index),
    tenant: '',
    identity_key: `key ${index}`,
    identity: identityOf(index),
    auth_sets: [{ id: setId(index), fingerprint: fingerprintOf(index), pubkey: '', status: 'pending', created_at }],
    tokens: [],
    status: 'pending',
    provisioned: false,
    created_at,
    updated_at: created_at,
    revision: 1,
    change: `change of ${index}`,
    outbox: [],
  };
};
