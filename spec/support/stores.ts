// On which store a spec runs the service: the embedded one, or with `STORES=mongo` a MongoDB database of its own.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKey } from '../../src/tokens/key-rotation.ts';

export interface StoreSettings {
  readonly settings: Readonly<Record<string, string>>;
  drop(): Promise<void>;
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
