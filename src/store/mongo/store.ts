// The store for production: MongoDB, shared by any number of nodes (D5). What each part does it says itself; this wires them.
import { randomUUID } from 'node:crypto';
import type { MongoClient } from 'mongodb';
import type { OperatedStore } from '../stats.ts';
import { Appender } from './appender.ts';
import { Calls, within } from './calls.ts';
import { Changes } from './changes.ts';
import type { Address, Collections } from './connection.ts';
import { clientFor, collectionsOf, remarkOn } from './connection.ts';
import { Figures } from './stats.ts';
import { MongoApiKeys } from './api-keys.ts';
import { MongoDevices } from './devices.ts';
import { MongoFeed } from './feed.ts';
import { MongoLimits } from './limits.ts';
import { MongoTenantDevices } from './tenant-devices.ts';
import { Outbox } from './outbox.ts';
import { Purges } from './purges.ts';
import { prepareSchema } from './schema.ts';
import { Slots } from './slots.ts';
import { Sweeper } from './sweeper.ts';
import { Tenants } from './tenants.ts';
import { Watchdog } from './watchdog.ts';

export interface MongoStoreOptions extends Address {
  readonly database: string;
  /** For tenants without a limit of their own; -1 is none. */
  readonly defaultLimit: number;
  readonly tokenReads?: 'majority' | 'linearizable';
  /** 0: only when `sweep` is called. */
  readonly sweepEveryMs?: number;
  readonly now?: () => Date;
  readonly newId?: () => string;
  readonly log?: (message: string) => void;
}

type Settings = Required<
  Pick<MongoStoreOptions, 'defaultLimit' | 'tokenReads' | 'sweepEveryMs' | 'now' | 'newId' | 'log'>
>;

const SECOND = 1_000;
const PING_MS = 2 * SECOND;

export class MongoStore implements OperatedStore {
  readonly devices: MongoDevices;
  readonly limits: MongoLimits;
  readonly feed: MongoFeed;
  readonly tenantDevices: MongoTenantDevices;
  readonly apiKeys: MongoApiKeys;
  readonly figures: Figures;
  readonly isAlone = false;
  readonly #client: MongoClient;
  readonly #calls = new Calls();
  readonly #outbox: Outbox;
  readonly #sweeper: Sweeper;
  readonly #watchdog: Watchdog;
  readonly #ping: () => Promise<unknown>;

  /**
   * Refuses, and writes nothing, when the database is Mender's, or somebody else's, or of a newer schema; `store_unavailable` when it
   * does not answer.
   */
  static async open(options: MongoStoreOptions): Promise<MongoStore> {
    const { now = () => new Date(), newId = randomUUID, log = () => undefined } = options;
    const { tokenReads = 'majority', sweepEveryMs = SECOND, defaultLimit } = options;
    const client = clientFor(options);
    const database = client.db(options.database);
    const collections = collectionsOf(database);
    try {
      await new Calls().run(() => client.connect());
      await new Calls().run(async () => {
        const remark = await remarkOn(database);
        if (remark !== undefined) log(remark);
        await prepareSchema({ database, collections, owner: newId(), now });
      }, Infinity);
      return new MongoStore(client, collections, { defaultLimit, tokenReads, sweepEveryMs, now, newId, log });
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  private constructor(client: MongoClient, collections: Collections, settings: Settings) {
    const { now, newId, log } = settings;
    const calls = this.#calls;
    const tenants = new Tenants(collections, settings.defaultLimit);
    const slots = new Slots({ collections, tenants, now, newId });
    const appender = new Appender({ collections, now });
    const outbox = new Outbox({ collections, appender, log });
    const purges = new Purges({ collections, tenants, outbox, now });
    const changes = new Changes({ collections, slots, outbox });
    this.devices = new MongoDevices({ collections, calls, changes, purges, tokenReads: settings.tokenReads });
    this.limits = new MongoLimits({ collections, calls, tenants, outbox });
    this.feed = new MongoFeed({ collections, calls, appender, now, drained: () => outbox.settled() });
    this.tenantDevices = new MongoTenantDevices({ collections, calls, tenants, outbox });
    this.apiKeys = new MongoApiKeys({ collections, calls, outbox });
    this.figures = new Figures({
      database: client.db(collections.devices.dbName),
      collections,
      calls,
      defaultLimit: settings.defaultLimit,
    });
    this.#client = client;
    this.#watchdog = new Watchdog({ client, log });
    this.#outbox = outbox;
    this.#sweeper = new Sweeper({ sweeps: [slots, purges, outbox], everyMs: settings.sweepEveryMs, log });
    this.#ping = () => collections.devices.findOne({}, { projection: { _id: 1 } });
  }

  async ping(): Promise<void> {
    await this.#calls.run(this.#ping, PING_MS);
  }

  /** Finishes what crashed or slow nodes left, at once instead of within a second. */
  async sweep(): Promise<void> {
    await this.#calls.run(() => this.#sweeper.sweep(), Infinity);
  }

  async close(): Promise<void> {
    if (!(await this.#calls.close())) return;
    await within(PING_MS, this.#sweeper.stop()).catch(() => undefined);
    await within(PING_MS, this.#outbox.settled()).catch(() => undefined);
    await within(PING_MS, this.#watchdog.stop()).catch(() => undefined);
    await this.#client.close();
  }
}
