// `devauth migrate` and offline `devauth doctor`: work on the installation itself while no server runs. Does not load HTTP.
import { access } from 'node:fs/promises';
import { createDiagnosis } from './compose/diagnosis.ts';
import { logOptionsOf, storeOf } from './config/places.ts';
import type { Config } from './config/settings.ts';
import { openLog } from './observe/log.ts';
import type { Finding } from './service/diagnose.ts';
import { openStoreAt } from './store/open.ts';
import type { ImportingStore } from './store/imports.ts';
import { systemClock } from './time/clock.ts';

/** Opens the store and migrates it to the schema of this program. Refuses a store that a server owns. */
export function openStoreAlone(config: Config): Promise<ImportingStore> {
  const log = openLog({ ...logOptionsOf(config), level: 'warn' });
  const report = (problem: string): void => void log.warn('store', { problem });
  return openStoreAt(storeOf(config), { defaultLimit: config.maxDevices, now: systemClock, report, died: report });
}

/** Returns every finding. Creates nothing. */
export async function examine(config: Config): Promise<readonly Finding[]> {
  const place = storeOf(config);
  if (place.kind === 'sqlite' && !(await isThere(place.file)))
    return [{ check: 'store', status: 'wrong', says: `${place.file} does not exist` }];
  const store = await openStoreAlone(config).catch((error: unknown) => reasonOf(error));
  if (typeof store === 'string') return [{ check: 'store', status: 'wrong', says: store }];
  try {
    return await createDiagnosis(config, store, { now: systemClock })();
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
