// The store for production: MongoDB, shared by any number of nodes (D5). This file connects the parts.
import { randomUUID } from 'node:crypto';
import type { Db, MongoClient } from 'mongodb';
import type { StoreStats } from '../stats.ts';
import type { Imports, ImportingStore } from '../imports.ts';
import type { Audit } from '../audit.ts';
import type { ApiKeys, Devices, DeviceSearch, Feed, Limits, TenantDevices } from '../store.ts';
import type { Webhooks } from '../webhooks.ts';
import { mongoApiKeys } from './api-keys.ts';
import { createAppender } from './appender.ts';
import { createAttributeIndex, loadAttributeIndex } from './attribute-index.ts';
import { answerWithin, openCalls } from './calls.ts';
import { createChanges } from './changes.ts';
import type { Address, Collections } from './connection.ts';
import { clientFor, collectionsOf, remarkOn } from './connection.ts';
import { mongoDevices } from './devices.ts';
import { mongoAudit } from './audit.ts';
import { mongoFeed } from './feed.ts';
import { guarded } from './guarded.ts';
import { mongoImports } from './imports.ts';
import { mongoSearch } from './search.ts';
import { mongoLimits } from './limits.ts';
import { createOutbox } from './outbox.ts';
import { createPurges } from './purges.ts';
import { prepareSchema } from './schema.ts';
import { createSlotBatches } from './slot-batches.ts';
import { createSlots } from './slots.ts';
import { mongoStats } from './stats.ts';
import { mongoTokenStates } from './token-states.ts';
import { openSweeper, type Sweeper } from './sweeper.ts';
import { mongoTenantDevices } from './tenant-devices.ts';
import { createTenants } from './tenants.ts';
import { openWatchdog } from './watchdog.ts';
import { mongoWebhooks } from './webhooks.ts';

export interface MongoStoreOptions extends Address {
  readonly database: string;
  /** For tenants without a limit of their own; -1 for none. */
  readonly defaultLimit: number;
  readonly tokenReads?: 'majority' | 'linearizable';
  /** 0 means that each verification reads. */
  readonly tokenTrustMs?: number;
  /** 0 means that only `sweep` sweeps. */
  readonly sweepEveryMs?: number;
  readonly now?: () => Date;
  readonly newId?: () => string;
  readonly log?: (message: string) => void;
}

interface Opened {
  readonly client: MongoClient;
  readonly database: Db;
  readonly collections: Collections;
  readonly settings: Required<Omit<MongoStoreOptions, keyof Address | 'database'>>;
}

const SECOND = 1_000;
const PING_MS = 2 * SECOND;

export class MongoStore implements ImportingStore {
  readonly devices: Devices;
  readonly search: DeviceSearch;
  readonly limits: Limits;
  readonly feed: Feed;
  readonly audit: Required<Audit>;
  readonly tenantDevices: TenantDevices;
  readonly apiKeys: ApiKeys;
  readonly webhooks: Webhooks;
  readonly imports: Imports;
  readonly stats: StoreStats;
  readonly tokenTrustMs: number;
  readonly #calls = openCalls();
  readonly #sweeper: Sweeper;
  readonly #ping: () => Promise<unknown>;
  readonly #release: () => Promise<void>;

  /**
   * Opens the store. Refuses, and writes nothing, if the database is Mender's, foreign or of a newer schema. Refuses with
   * `store_unavailable` if the database does not answer.
   */
  static async open(options: MongoStoreOptions): Promise<MongoStore> {
    const { now = () => new Date(), newId = randomUUID, log = () => undefined } = options;
    const { tokenReads = 'majority', tokenTrustMs = 0, sweepEveryMs = SECOND, defaultLimit } = options;
    const client = clientFor(options);
    const database = client.db(options.database);
    const collections = collectionsOf(database);
    try {
      const calls = openCalls();
      await calls.run(() => client.connect());
      await calls.run(async () => {
        const remark = await remarkOn(database);
        if (remark !== undefined) log(remark);
        await prepareSchema({ database, collections, owner: newId(), now });
        await loadAttributeIndex(collections);
      }, Infinity);
      const settings = { defaultLimit, tokenReads, tokenTrustMs, sweepEveryMs, now, newId, log };
      return new MongoStore({ client, database, collections, settings });
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  private constructor({ client, database, collections, settings }: Opened) {
    const { now, newId, log, defaultLimit, tokenReads } = settings;
    const calls = this.#calls;
    const tenants = createTenants(collections, defaultLimit);
    const slots = createSlots({ collections, tenants, now, newId });
    const appender = createAppender({ collections, now });
    const outbox = createOutbox({ collections, appender, log });
    const purges = createPurges({ collections, tenants, outbox, now });
    const slotBatches = createSlotBatches({ collections, tenants, slots, now, newId });
    const changes = createChanges({ collections, slots, slotBatches, outbox });
    const attributeIndex = createAttributeIndex({ collections, now });
    const tokenState = mongoTokenStates({ database, devices: collections.devices, calls, tokenReads });
    const devices = mongoDevices({ collections, changes, purges, tokenState });
    this.tokenTrustMs = settings.tokenTrustMs;
    // A purge writes every device of the tenant, for as long as that takes.
    this.devices = { ...guarded(calls, devices, { purgeTokens: Infinity }), tokenState };
    this.search = guarded(calls, mongoSearch({ collections, isIndexed: attributeIndex.isReady }));
    this.limits = guarded(calls, mongoLimits({ collections, tenants, outbox }));
    this.feed = guarded(calls, mongoFeed({ collections, appender, now, drained: outbox.settled }), { prune: Infinity });
    this.audit = guarded(calls, mongoAudit(collections), { prune: Infinity });
    this.tenantDevices = guarded(calls, mongoTenantDevices({ collections, tenants, outbox }));
    this.apiKeys = guarded(calls, mongoApiKeys({ collections, outbox }));
    this.webhooks = guarded(calls, mongoWebhooks({ collections, outbox }));
    this.imports = guarded(calls, mongoImports({ collections, tenants }), { put: Infinity, countSlots: Infinity });
    const stats = guarded(calls, mongoStats({ database, collections, defaultLimit }));
    this.stats = { ...stats, failures: () => Promise.resolve(calls.failures()) }; // not guarded: it does not ask the database
    const sweeper = openSweeper({
      sweeps: [slots, purges, outbox, attributeIndex],
      everyMs: settings.sweepEveryMs,
      log,
    });
    const watchdog = openWatchdog({ client, log });
    this.#sweeper = sweeper;
    this.#ping = () => collections.devices.findOne({}, { projection: { _id: 1 } });
    this.#release = async () => {
      for (const end of [sweeper.stop, outbox.settled, watchdog.stop]) {
        await answerWithin(PING_MS, end()).catch(() => undefined);
      }
      await client.close();
    };
  }

  async ping(): Promise<void> {
    await this.#calls.run(this.#ping, PING_MS);
  }

  /** Finishes what crashed or slow nodes left, at once instead of within a second. */
  async sweep(): Promise<void> {
    await this.#calls.run(() => this.#sweeper.sweep(), Infinity);
  }

  async close(): Promise<void> {
    if (await this.#calls.close()) await this.#release();
  }
}
