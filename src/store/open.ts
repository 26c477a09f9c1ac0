// Opens the store that the settings name: MongoDB, or the embedded one (D5). Each adapter is loaded only when it is used.
import { storeOf } from '../config/places.ts';
import type { Config } from '../config/settings.ts';
import { bySetting } from '../config/wrong-settings.ts';
import type { ImportingStore } from './imports.ts';
import type { OperatedStore } from './stats.ts';

/** Place of a store, and what its adapter must know beside it. */
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
  /** Limit of tenants without one of their own; -1: unlimited. */
  readonly defaultLimit: number;
  readonly now: () => Date;
  /** Takes what the store notices by itself, in words for the log. */
  readonly report: (problem: string) => void;
  /** Called once when the store can no longer take writes and the process should end. */
  readonly died: (why: string) => void;
}

/** Opens the store of the settings. What is wrong with it is refused by the name of its setting. */
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
