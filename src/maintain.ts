// `devauth migrate` and offline `devauth doctor`: work on the installation itself while no server runs. Does not load HTTP.
import { existsSync } from 'node:fs';
import { createDiagnosis, diagnoseStoreFile, diagnoseWithoutStore } from './compose/diagnosis.ts';
import { dataFolderOf, logOptionsOf, storeOf } from './config/places.ts';
import type { Config } from './config/settings.ts';
import { openLog } from './observe/log.ts';
import { reasonOf, wrong, type Finding } from './service/diagnose.ts';
import { openStoreAt, openToExamine, type SqlitePlace } from './store/open.ts';
import type { ImportingStore } from './store/imports.ts';
import { systemClock } from './time/clock.ts';

/** Opens the store and migrates it to the schema of this program. Refuses a store that a server owns. */
export function openStoreAlone(config: Config): Promise<ImportingStore> {
  const log = openLog({ ...logOptionsOf(config), level: 'warn' });
  const report = (problem: string): void => void log.warn('store', { problem });
  return openStoreAt(storeOf(config), { defaultLimit: config.maxDevices, now: systemClock, report, died: report });
}

/**
 * Returns every finding. The embedded store is only read. NOTE: MongoDB is opened as by a start, which prepares its schema.
 */
export async function examine(config: Config): Promise<readonly Finding[]> {
  const place = storeOf(config);
  if (place.kind === 'mongo') return examineDatabase(config);
  const ofFile = await examineFile(config, place).catch((error: unknown) => [wrong('store', reasonOf(error))]);
  if (!existsSync(dataFolderOf(config))) return ofFile;
  return [...ofFile, ...(await diagnoseWithoutStore(config, { now: systemClock }))];
}

async function examineFile(config: Config, place: SqlitePlace): Promise<readonly Finding[]> {
  const file = await openToExamine(place, { defaultLimit: config.maxDevices });
  try {
    return await diagnoseStoreFile(config, file, { now: systemClock });
  } finally {
    await file.close();
  }
}

async function examineDatabase(config: Config): Promise<readonly Finding[]> {
  const store = await openStoreAlone(config).catch((error: unknown) => reasonOf(error));
  if (typeof store === 'string') return [wrong('store', store)];
  try {
    return await createDiagnosis(config, store, { now: systemClock })();
  } finally {
    await store.close();
  }
}
