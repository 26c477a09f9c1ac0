// The embedded store (D5): one SQLite file, owned by one process. A separate thread writes. The main thread reads, over a second
// connection, so that a slow sync of the disk does not delay a read. A store in memory has one connection for both.
import type { StoreStats, SizedStream } from '../stats.ts';
import type { Imports, ImportingStore } from '../imports.ts';
import type { Audit } from '../audit.ts';
import type { ApiKeys, Devices, DeviceSearch, Feed, Limits, TenantDevices } from '../store.ts';
import type { Webhooks } from '../webhooks.ts';
import { apiKeyReads } from './api-keys.ts';
import { createBackups, removeCopies, type Backups, type BackupSource } from './backup.ts';
import { auditReads } from './audit.ts';
import { commitAtMost, deviceReads } from './devices.ts';
import { feedReads } from './feed.ts';
import {
  explained,
  openForReading,
  openMemory,
  refuseOtherFiles,
  refuseStrayWal,
  type FileOptions,
  type OpenFile,
} from './file.ts';
import { limitReads } from './limits.ts';
import { PATIENCE_MS, takeLock } from './lock.ts';
import { openReads } from './reads.ts';
import { deviceSearch } from './search.ts';
import { statsReads } from './stats.ts';
import { tenantDeviceReads } from './tenant-devices.ts';
import { webhookReads } from './webhooks.ts';
import { startWriter } from './writer.ts';
import { openWrites, type Writes } from './writes.ts';

export interface SqliteOptions extends Partial<FileOptions> {
  /** A path, or `:memory:`. */
  readonly file: string;
  /** The limit of tenants without their own; -1 means no limit. */
  readonly defaultLimit: number;
  readonly now?: () => Date;
  /** Called once if the thread that writes has died. The store then refuses writes, and the process should end. */
  readonly died?: (why: string) => void;
}

/** The parts of a store: a connection that reads, and the writes. */
interface Opened {
  readonly reader: OpenFile;
  readonly writes: Writes;
  readonly backup: BackupSource;
  /** Waits for running calls, then closes everything. */
  readonly close: () => Promise<void>;
}

export class SqliteStore implements ImportingStore {
  readonly devices: Devices;
  readonly search: DeviceSearch;
  readonly limits: Limits;
  readonly feed: Feed;
  readonly audit: Audit;
  readonly tenantDevices: TenantDevices;
  readonly apiKeys: ApiKeys;
  readonly webhooks: Webhooks;
  readonly imports: Imports;
  readonly stats: StoreStats;
  readonly tokenTrustMs = Infinity;
  readonly #opened: Opened;
  readonly #reads = openReads();
  readonly #backups: Backups;
  #closed: Promise<void> | undefined;

  /**
   * Opens the file, makes it when it is missing, and brings it to the present schema; its folder exists. Refuses with a plain
   * `Error` a file that another process owns (naming it), that is not ours, damaged, or written by a newer version. Purges that a
   * crash has cut off are done to their end first.
   */
  static async open(options: SqliteOptions): Promise<SqliteStore> {
    const opened = options.file === ':memory:' ? await openInMemory(options) : await openOnFile(options);
    return new SqliteStore(opened, options.defaultLimit);
  }

  private constructor(opened: Opened, defaultLimit: number) {
    const { db } = opened.reader;
    const { writes } = opened;
    this.#opened = opened;
    this.#backups = createBackups(opened.backup);
    this.devices = {
      ...deviceReads(db, this.#reads),
      ...writes.devices,
      commitMany: commitAtMost(writes.devices.commitMany),
    };
    this.search = deviceSearch(db, this.#reads);
    this.limits = { ...limitReads(db, this.#reads, defaultLimit), ...writes.limits };
    this.feed = { ...feedReads(db, this.#reads), ...writes.feed };
    this.audit = auditReads(db, this.#reads);
    this.tenantDevices = { ...tenantDeviceReads(db, this.#reads), ...writes.tenantDevices };
    this.apiKeys = { ...apiKeyReads(db, this.#reads), ...writes.apiKeys };
    this.webhooks = { ...webhookReads(db, this.#reads), ...writes.webhooks };
    this.imports = writes.imports;
    this.stats = { ...statsReads(db, this.#reads, defaultLimit), ...writes.stats };
  }

  ping(): Promise<void> {
    return this.#opened.writes.store.ping();
  }

  async backup(): Promise<SizedStream> {
    await this.ping(); // refuses if the store is closed
    return this.#backups.make();
  }

  close(): Promise<void> {
    this.#reads.close();
    this.#closed ??= this.#opened.close();
    return this.#closed;
  }
}

const systemTime = (): Date => new Date();

/** Takes the lock first and releases it last. */
async function openOnFile(options: SqliteOptions): Promise<Opened> {
  const { file, synchronous = 'FULL', patienceMs = PATIENCE_MS, defaultLimit, now = systemTime } = options;
  const { died = () => undefined } = options;
  refuseOtherFiles(file);
  const lock = takeLock(file, patienceMs);
  try {
    refuseStrayWal(file);
    removeCopies(file);
    const writer = await startWriter({ file, synchronous, patienceMs, defaultLimit, now, died });
    const reader = openForReading(file);
    lock.nameOwner(); // only now: a version without our lock may have refused the file until here
    const close = async (): Promise<void> => {
      await writer.close();
      reader.close();
      lock.release();
    };
    return { reader, writes: writer.writes, backup: { file }, close };
  } catch (error) {
    lock.release();
    throw explained(error, file);
  }
}

async function openInMemory({ defaultLimit, now = systemTime }: SqliteOptions): Promise<Opened> {
  const reader = openMemory();
  const { writes, close: stopWriting } = await openWrites(reader.db, { defaultLimit, now });
  const close = (): Promise<void> => {
    stopWriting();
    reader.close();
    return Promise.resolve();
  };
  return { reader, writes, backup: { db: reader.db }, close };
}
