// Recognises a database of this service and migrates it to the present schema version. It does not touch a foreign or newer
// database. The steps of a migration run with a lock that expires.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { insertOnce } from './calls.ts';
import type { Collections } from './connection.ts';
import { ensureIndexes } from './indexes.ts';

export interface SchemaContext {
  readonly database: Db;
  readonly collections: Collections;
  /** Names this node in the lock. */
  readonly owner: string;
  readonly now: () => Date;
}

/** Migrates from one version to the next. A step may run again after a crash in its middle. */
type Step = (collections: Collections) => Promise<void>;

/** The n-th step makes version n. An empty database needs only the indexes. */
const STEPS: readonly Step[] = [() => Promise.resolve()];

export const SCHEMA_VERSION = STEPS.length;

const LOCK_MS = 60_000;
const RETRY_MS = 200;

/** Afterwards the database has this version and its indexes. Throws, and writes nothing, if the database is foreign or newer. */
export async function prepareSchema(context: SchemaContext): Promise<void> {
  await refuseForeign(context.database);
  const { collections } = context;
  const version = await versionOf(collections);
  if (version > SCHEMA_VERSION) throw newer(context.database.databaseName, version);
  if (version < SCHEMA_VERSION) await migrate(context);
  await ensureIndexes(collections);
}

async function refuseForeign(database: Db): Promise<void> {
  const found = await database.listCollections({}, { nameOnly: true }).toArray();
  const names = new Set(found.map(({ name }) => name));
  if (names.has('migration_info')) {
    throw new Error(
      `mongo: the database \`${database.databaseName}\` is Mender's own (it holds migration_info) and was left as it is. ` +
        'Set DEVICEAUTH_MONGO_DB to another name; devauth makes that database itself',
    );
  }
  if (names.has('devices') && !names.has('schema')) {
    throw new Error(
      `mongo: the database \`${database.databaseName}\` holds a collection \`devices\` that devauth did not make, and was left as it is. ` +
        'Set DEVICEAUTH_MONGO_DB to another name',
    );
  }
}

const newer = (name: string, version: number): Error =>
  new Error(
    `mongo: the database \`${name}\` has schema version ${version}, this program knows ${SCHEMA_VERSION}; it was left as it is. ` +
      'Start the newer program, or restore the backup made before the update',
  );

async function versionOf({ schema }: Collections): Promise<number> {
  const found = await schema.findOne({ _id: 'schema' });
  return found?.version ?? 0;
}

async function migrate(context: SchemaContext): Promise<void> {
  const { collections, database } = context;
  while (!(await lock(context))) await sleep(RETRY_MS);
  try {
    const version = await versionOf(collections);
    if (version > SCHEMA_VERSION) throw newer(database.databaseName, version);
    for (const [index, step] of STEPS.entries()) {
      if (index < version) continue;
      await step(collections);
      await stamp(collections, index + 1);
    }
  } finally {
    await collections.schema.updateOne({ _id: 'lock', owner: context.owner }, { $unset: { owner: '', until: '' } });
  }
}

async function stamp({ schema }: Collections, version: number): Promise<void> {
  const raised = await schema.updateOne({ _id: 'schema' }, { $max: { version } });
  if (raised.matchedCount === 1) return;
  await insertOnce(schema.insertOne({ _id: 'schema', version }));
}

/** Takes the lock if it is free, and returns whether it did. A lock that a crash left behind is free after a minute. */
async function lock(context: SchemaContext): Promise<boolean> {
  const { schema } = context.collections;
  const now = context.now();
  const until = new Date(now.getTime() + LOCK_MS);
  await insertOnce(schema.insertOne({ _id: 'lock' }));
  const taken = await schema.updateOne(
    { _id: 'lock', $or: [{ until: { $exists: false } }, { until: { $lt: now } }] },
    { $set: { owner: context.owner, until } },
  );
  return taken.matchedCount === 1;
}
