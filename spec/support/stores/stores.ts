// The store of a spec's service: the embedded one, or with `STORES=mongo` a MongoDB database of its own.
import { describe } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKey } from '../../../src/tokens/own/key-rotation.ts';

export interface StoreSettings {
  readonly settings: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** Operations that only the embedded store has, with the reason: MongoDB has its own tools for copies. */
const ONLY_EMBEDDED: Readonly<Record<string, string>> = {
  'internal-v1 backup': 'MongoDB has tools of its own; the answer is 404',
};

/** True if the operation can succeed on the store of this run. Others are named on standard error. */
export function canSucceed(operation: string): boolean {
  const why = onMongo() ? ONLY_EMBEDDED[operation] : undefined;
  if (why !== undefined) process.stderr.write(`\nNOT ON THIS STORE: ${operation} (${why})\n`);
  return why === undefined;
}

/** For a rule about the embedded store's file; named if the run has none. */
export function describeEmbedded(name: string, specs: () => void): void {
  if (!onMongo()) describe(name, specs);
  else process.stderr.write(`\nNOT ON THIS STORE: ${name} (it is about the embedded store's file)\n`);
}

export const onMongo = (): boolean => process.env['STORES'] === 'mongo';

/** A MongoDB node makes no signing key of its own (D9), so the folder gets one. */
export async function storeSettings(dataDir: string): Promise<StoreSettings> {
  if (!onMongo()) return { settings: {}, drop: () => Promise.resolve() };
  const { drop, freshName, testMongo } = await import('./mongo.ts');
  const server = await testMongo();
  const database = freshName();
  const keys = join(dataDir, 'keys');
  mkdirSync(keys, { mode: 0o700 });
  await generateSigningKey(keys, { alg: 'ES256', at: new Date() });
  return {
    settings: { DEVICEAUTH_MONGO: server.uri, DEVICEAUTH_MONGO_DB: database },
    drop: async () => {
      await drop(server.uri, database);
      await server.stop();
    },
  };
}
