// What `devauth migrate` and `devauth doctor` do with the installation themselves, where no server runs.
import { access } from 'node:fs/promises';
import { systemClock } from './time/clock.ts';
import { sqliteFileOf, type Config } from './config/settings.ts';
import { openStore, signingKeyEntries } from './compose.ts';
import { openLog } from './observe/log.ts';
import { diagnose, type Finding } from './service/diagnose.ts';
import type { OperatedStore } from './store/stats.ts';

/** The store, at the schema of this program. Refuses one that a server owns. */
export const openStoreAlone = (config: Config): Promise<OperatedStore> =>
  openStore(config, systemClock, openLog('warn'));

/** Every finding, and makes nothing that is not there. */
export async function examine(config: Config): Promise<readonly Finding[]> {
  const missing = config.mongo.isSet || (await isThere(sqliteFileOf(config))) ? undefined : sqliteFileOf(config);
  if (missing !== undefined) return [{ check: 'store', status: 'wrong', says: `${missing} is not there` }];
  const store = await openStoreAlone(config).catch((error: unknown) => reasonOf(error));
  if (typeof store === 'string') return [{ check: 'store', status: 'wrong', says: store }];
  try {
    return await diagnose({
      figures: store.figures,
      ping: () => store.ping(),
      signingKeys: () => signingKeyEntries(config),
      tokenTtlSeconds: config.tokenTtlSeconds,
      now: systemClock,
    });
  } finally {
    await store.close();
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

const reasonOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : 'cannot be opened';
