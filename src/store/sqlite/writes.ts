// All writes to the store, over the one connection that writes.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Imports } from '../imports.ts';
import type { StoreStats } from '../stats.ts';
import type { ApiKeys, Devices, Feed, Limits, Store, TenantDevices } from '../store.ts';
import type { Webhooks } from '../webhooks.ts';
import { apiKeyWrites } from './api-keys.ts';
import { prepareAttributeTable } from './attributes.ts';
import { indexOldDevices } from './backfill.ts';
import { prepareCommit } from './commit.ts';
import { deviceWrites } from './devices.ts';
import { feedWrites, prepareFeedTable } from './feed.ts';
import { importWrites } from './imports.ts';
import { limitWrites, prepareRooms } from './limits.ts';
import { createPurges } from './purges.ts';
import { writerSettings } from './stats.ts';
import { tenantDeviceWrites } from './tenant-devices.ts';
import { openTransactions } from './transactions.ts';
import { webhookWrites } from './webhooks.ts';

export interface Writes {
  readonly devices: Pick<Devices, 'commit' | 'commitMany' | 'checkIn' | 'noteAsked' | 'noteRefusals' | 'purgeTokens'>;
  readonly limits: Pick<Limits, 'set'>;
  readonly feed: Pick<Feed, 'append' | 'claim' | 'moveCursor' | 'dropReader' | 'prune'>;
  readonly tenantDevices: Pick<TenantDevices, 'commit' | 'setSettings' | 'noteUses'>;
  readonly apiKeys: Pick<ApiKeys, 'create' | 'revoke' | 'noteUses'>;
  readonly webhooks: Pick<Webhooks, 'create' | 'change' | 'remove' | 'noteDeliveries' | 'pruneDeliveries'>;
  readonly imports: Imports;
  /** The settings of this connection, and its failures. */
  readonly stats: Pick<StoreStats, 'settings' | 'failures'>;
  /**
   * Writes nothing, which costs no sync. After a failed write it makes a small write, which shows whether the disk accepts writes
   * again.
   */
  readonly store: Pick<Store, 'ping'>;
}

export interface OpenWrites {
  readonly writes: Writes;
  /** Writes everything that waits, then refuses everything. */
  readonly close: () => void;
}

export interface WriteOptions {
  readonly defaultLimit: number;
  readonly now: () => Date;
}

/** Prepares the writes. First finishes the purges that a crash interrupted. */
export async function openWrites(db: DatabaseSyncInstance, { defaultLimit, now }: WriteOptions): Promise<OpenWrites> {
  const transactions = openTransactions(db, now);
  const feed = prepareFeedTable(db, now);
  const rooms = prepareRooms(db, defaultLimit);
  const attributes = prepareAttributeTable(db);
  const purges = createPurges(db, transactions, feed);
  const writes: Writes = {
    devices: deviceWrites(db, transactions, { commit: prepareCommit(db, { rooms, feed, attributes }), purges }),
    limits: limitWrites(transactions, rooms, feed),
    feed: feedWrites(db, transactions, { table: feed, now }),
    tenantDevices: tenantDeviceWrites(db, transactions, feed),
    apiKeys: apiKeyWrites(db, transactions, feed),
    webhooks: webhookWrites(db, transactions, feed),
    imports: importWrites(db, transactions, { rooms, attributes }),
    stats: {
      settings: () => transactions.write(() => writerSettings(db)),
      failures: () => Promise.resolve(transactions.failures()),
    },
    store: { ping: () => transactions.write(() => undefined) },
  };
  await purges.finish();
  void indexOldDevices(db, transactions, attributes);
  return { writes, close: () => void transactions.close() };
}
