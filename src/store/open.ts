// Opens the store that the settings name: MongoDB or the embedded store (D5). An adapter is loaded only if it is used.
import { storeOf } from '../config/places.ts';
import type { Config } from '../config/settings.ts';
import { bySetting } from '../config/wrong-settings.ts';
import type { ImportingStore } from './imports.ts';
import type { ExaminedFile, OperatedStore } from './stats.ts';

/** The place of a store, and the other settings of its adapter. */
export type StorePlace = SqlitePlace | MongoPlace;

export interface SqlitePlace {
  readonly kind: 'sqlite';
  readonly file: string;
}

export interface MongoPlace {
  readonly kind: 'mongo';
  readonly uri: string;
  readonly username: string;
  readonly password?: string;
  readonly tls: boolean;
  readonly tlsSkipVerify: boolean;
  readonly database: string;
  readonly tokenReads: 'majority' | 'linearizable';
  readonly tokenTrustMs: number;
}

export interface StoreOptions {
  /** The limit of tenants without their own; -1 means no limit. */
  readonly defaultLimit: number;
  readonly now: () => Date;
  /** Receives warnings of the store, in words for the log. */
  readonly report: (problem: string) => void;
  /** Called once if the store can no longer write and the process should end. */
  readonly died: (why: string) => void;
}

/** Opens the store of the settings. A fault is refused with the name of its setting. */
export const openStore = (config: Config, options: Omit<StoreOptions, 'defaultLimit'>): Promise<OperatedStore> =>
  bySetting(
    config.mongo.isSet ? 'MONGO' : 'DATA',
    openStoreAt(storeOf(config), { ...options, defaultLimit: config.maxDevices }),
  );

export async function openStoreAt(place: StorePlace, options: StoreOptions): Promise<ImportingStore> {
  const { defaultLimit, now, report, died } = options;
  if (place.kind === 'sqlite') {
    const { SqliteStore } = await import('./sqlite/store.ts');
    return SqliteStore.open({ file: place.file, defaultLimit, now, died });
  }
  const { MongoStore } = await import('./mongo/store.ts');
  return MongoStore.open({ ...place, defaultLimit, now, log: report });
}

/** Opens the file of the embedded store for reading only. */
export async function openToExamine(
  { file }: SqlitePlace,
  options: Pick<StoreOptions, 'defaultLimit'>,
): Promise<ExaminedFile> {
  const { examineFile } = await import('./sqlite/examine.ts');
  return examineFile({ file, ...options });
}
