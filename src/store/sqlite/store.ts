// The embedded store (D5): one SQLite file, owned by one process.
import type { Figures, OperatedStore, SizedStream } from '../stats.ts';
import type { ApiKeys, Devices, Feed, Limits, TenantDevices } from '../store.ts';
import { sqliteApiKeys } from './api-keys.ts';
import { openBackups, type Backups } from './backup.ts';
import { prepareCommit } from './commit.ts';
import { sqliteDevices } from './devices.ts';
import { prepareFeedTable, sqliteFeed } from './feed.ts';
import { sqliteFigures } from './stats.ts';
import { openFile, type FileOptions, type OpenFile } from './file.ts';
import { prepareRooms, sqliteLimits } from './limits.ts';
import { openPurges, type Purges } from './purges.ts';
import { sqliteTenantDevices } from './tenant-devices.ts';
import { openTransactions, type Transactions } from './transactions.ts';

export interface SqliteOptions extends Partial<FileOptions> {
  readonly file: string;
  /** The limit of tenants without one of their own; -1 for none. */
  readonly defaultLimit: number;
  readonly now?: () => Date;
}

export class SqliteStore implements OperatedStore {
  readonly devices: Devices;
  readonly limits: Limits;
  readonly feed: Feed;
  readonly tenantDevices: TenantDevices;
  readonly apiKeys: ApiKeys;
  readonly figures: Figures;
  readonly #file: OpenFile;
  readonly #transactions: Transactions;
  readonly #backups: Backups;
  readonly #purges: Purges;

  /**
   * The folder of the file is there; the file is made when it is not, and brought to the present schema. Refuses with a plain
   * `Error` a file that another process owns (naming it), that is not ours, damaged, or written by a newer version. A purge that a
   * crash has cut off is done to its end first.
   */
  static async open(options: SqliteOptions): Promise<SqliteStore> {
    const file = openFile({ ownerPid: process.pid, synchronous: 'FULL', ...options });
    const store = new SqliteStore(file, options);
    await store.#purges.finish();
    return store;
  }

  private constructor(file: OpenFile, { file: path, defaultLimit, now = () => new Date() }: SqliteOptions) {
    const { db } = file;
    const feed = prepareFeedTable(db, now);
    const rooms = prepareRooms(db, defaultLimit);
    this.#file = file;
    this.#transactions = openTransactions(db);
    this.#purges = openPurges(db, this.#transactions, feed);
    this.devices = sqliteDevices(db, this.#transactions, {
      commit: prepareCommit(db, rooms, feed),
      purges: this.#purges,
    });
    this.limits = sqliteLimits(this.#transactions, rooms, feed);
    this.feed = sqliteFeed(db, this.#transactions, now);
    this.#backups = openBackups(db, path);
    this.tenantDevices = sqliteTenantDevices(db, this.#transactions, feed);
    this.apiKeys = sqliteApiKeys(db, this.#transactions, feed);
    this.figures = sqliteFigures(db, this.#transactions, defaultLimit);
  }

  /** A write of nothing, which costs no sync: after a failed sync there are no writes any more. */
  ping(): Promise<void> {
    return this.#transactions.write(() => undefined);
  }

  async backup(): Promise<SizedStream> {
    await this.ping(); // refuses when the store is closed
    return this.#backups.make();
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#transactions.close()) this.#file.close();
      resolve();
    });
  }
}
