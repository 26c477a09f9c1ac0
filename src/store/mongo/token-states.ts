// Reads the states of the tokens of devices, for verify (D10).
import type { Db } from 'mongodb';
import type { DeviceId } from '../../domain/ids.ts';
import type { Devices } from '../store.ts';
import { ANSWER_MS, type Calls } from './calls.ts';
import type { Collections } from './connection.ts';
import { TOKEN_STATE, tokenStateOf, type DeviceDocument, type TokenStateDocument } from './documents.ts';
import { HANGING_MS, shareReads } from './shared-reads.ts';

export interface TokenStatesContext {
  readonly database: Db;
  readonly devices: Collections['devices'];
  readonly calls: Pick<Calls, 'run'>;
  /** `linearizable` also excludes answers of a deposed primary. It costs a round trip between the servers (D10). */
  readonly tokenReads: 'majority' | 'linearizable';
}

/** Returns a function that is bounded and refuses as every call of this store: `guarded` has nothing to add. */
export const mongoTokenStates = (context: TokenStatesContext): Devices['tokenState'] =>
  context.tokenReads === 'linearizable' ? singleTokenState(context) : sharedTokenState(context);

/** A linearizable read is defined for a single document only. */
const singleTokenState =
  ({ devices, calls }: TokenStatesContext): Devices['tokenState'] =>
  (tenant, device) =>
    calls.run(async () => {
      const options = { projection: TOKEN_STATE, readConcern: { level: 'linearizable' } } as const;
      return tokenStateOf(await devices.findOne({ _id: device, tenant }, options));
    });

/** A read may wait for a query that hangs, and has the rest of the time for its own. */
const QUERY_MS = ANSWER_MS - HANGING_MS;

/** Bounds each query, not each read. Compares the tenant here, because one query asks for devices of many tenants. */
function sharedTokenState({ database, devices, calls }: TokenStatesContext): Devices['tokenState'] {
  const read = shareReads((ids: readonly DeviceId[]) =>
    calls.run(async () => {
      const found = (await findByCommand(database, devices.collectionName, ids)) ?? (await findByCursor(devices, ids));
      return new Map(found.map((document) => [document._id, document]));
    }, QUERY_MS),
  );
  return async (tenant, device) => {
    const document = await read(device);
    return document?.tenant === tenant ? tokenStateOf(document) : undefined;
  };
}

type Found = TokenStateDocument & Pick<DeviceDocument, '_id' | 'tenant'>;

const queryFor = (ids: readonly DeviceId[]) => ({
  filter: { _id: { $in: [...ids] } },
  options: { projection: TOKEN_STATE, batchSize: ids.length + 1 },
});

/**
 * Saves the work of a cursor. Returns `undefined` if the command has failed, because the driver does not repeat it as it repeats a
 * read, and if the answer does not hold all devices.
 */
async function findByCommand(
  database: Db,
  collection: string,
  ids: readonly DeviceId[],
): Promise<readonly Found[] | undefined> {
  const { filter, options } = queryFor(ids);
  const command = { find: collection, filter, ...options, readConcern: { level: 'majority' } };
  const answer = await database.command(command).catch(() => undefined);
  const cursor: unknown = answer?.['cursor'];
  return isWhole(cursor) ? cursor.firstBatch : undefined;
}

interface WholeBatch {
  readonly firstBatch: readonly Found[];
}

/** The cursor of an answer with all documents has the id 0. */
const isWhole = (cursor: unknown): cursor is WholeBatch =>
  typeof cursor === 'object' && cursor !== null && 'id' in cursor && Number(cursor.id) === 0 && 'firstBatch' in cursor;

async function findByCursor(devices: Collections['devices'], ids: readonly DeviceId[]): Promise<readonly Found[]> {
  const { filter, options } = queryFor(ids);
  return devices.find(filter, options).toArray();
}
