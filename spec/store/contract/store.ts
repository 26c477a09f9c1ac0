// `src/store/store.ts` as tests: the duties of every store. A store's own spec calls `describeStore` and adds its own tests.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TenantId } from '../../../src/domain/ids.ts';
import type { ImportingStore } from '../../../src/store/imports.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { describeAudit } from './audit.ts';
import { describeCommit } from './commit.ts';
import { describeCommitMany } from './commit-many.ts';
import { describeFeed, eventsOf } from './feed.ts';
import { describeImports, everyImportCall } from './imports.ts';
import { describeLimitReached } from './limit-reached.ts';
import { describeLimits } from './limits.ts';
import { describeLists } from './lists.ts';
import { describeReading } from './reading.ts';
import { describeRemoval } from './removal.ts';
import { describeSearch } from './search.ts';
import { describeStats, everyStatsCall } from './stats.ts';
import { describeTenantDevices, everyTenantDeviceCall } from './tenant-devices.ts';
import { describeTokens } from './tokens.ts';
import { describeRefusals, everyRefusalCall } from './refusals.ts';
import { describeWaiting, everyWaitingCall } from './waiting.ts';
import { describeWebhooks, everyWebhookCall } from './webhooks.ts';

export interface OpenedStore {
  readonly store: ImportingStore;
  /** Closes it and opens it again on the same data, with the same options. */
  reopen(): Promise<Store>;
  /** Closes it and leaves nothing behind. */
  destroy(): Promise<void>;
}

/** An empty store on every call. */
export type OpenStore = (options?: { readonly defaultLimit?: number }) => Promise<OpenedStore>;

/** Differences between stores: `true`, or the reason. */
export interface StoreCapabilities {
  /** True if data is still there after closing and opening. */
  readonly survivesReopen: true | string;
}

export const ALL_CAPABILITIES: StoreCapabilities = { survivesReopen: true };

export function describeStore(name: string, open: OpenStore, capabilities: StoreCapabilities = ALL_CAPABILITIES): void {
  describe(`the store ${name}`, () => {
    let opened: OpenedStore | undefined;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.destroy());

    const store = (): ImportingStore => {
      if (opened === undefined) throw new TypeError('the store is open while a test runs');
      return opened.store;
    };
    describeReading(store);
    describeLists(store);
    describeSearch(store);
    describeCommit(store);
    describeCommitMany(store);
    describeTokens(store);
    describeRemoval(store);
    describeWaiting(store);
    describeRefusals(store);
    describeLimits(store);
    describeLimitReached(store);
    describeFeed(store);
    describeAudit(store);
    describeTenantDevices(store);
    describeWebhooks(store);
    describeStats(open);
    describeImports(open);
    describeDefaultLimit(open);
    describeReopening(open, capabilities);
    describeClosing(open);
  });
}

function describeDefaultLimit(open: OpenStore): void {
  test('a tenant without a limit of its own has the default of the store', async () => {
    const opened = await open({ defaultLimit: 1 });
    const { devices, limits } = opened.store;
    const [tenant, unlimited] = [given.tenant(), given.tenant()];
    const [first, second] = [given.device({ tenant }), given.device({ tenant })];

    await limits.set(unlimited, -1, given.event({ tenant: unlimited }));
    await devices.commit(tenant, given.create(first));
    await devices.commit(tenant, given.create(second));
    const answers = [
      await devices.commit(tenant, given.accept(first)),
      await devices.commit(tenant, given.accept(second)),
    ];

    expect(answers).toEqual(['done', 'full']);
    expect(await limits.get(tenant)).toEqual({ limit: 1, used: 1 });
    expect(await limits.get(unlimited)).toEqual({ limit: -1, used: 0 });
    await opened.destroy();
  });
}

function describeReopening(open: OpenStore, { survivesReopen }: StoreCapabilities): void {
  const name = 'everything is there after closing and opening';
  if (survivesReopen !== true) {
    test.skip(`${name} (${survivesReopen})`, () => undefined);
    return;
  }
  test(name, async () => {
    const opened = await open();
    const tenant = given.tenant();
    await writeSome(opened.store, tenant);
    await eventsOf(opened.store, tenant, 6);
    const before = await readAll(opened.store, tenant);

    const again = await opened.reopen();

    expect(await readAll(again, tenant)).toEqual(before);
    expect(before.feed).toHaveLength(6);
    await opened.destroy();
  });
}

async function writeSome({ devices, limits, feed }: Store, tenant: TenantId): Promise<void> {
  const [accepted, removed] = [given.device({ tenant, tokens: [given.token()] }), given.device({ tenant })];
  await devices.commit(tenant, given.create(accepted));
  await devices.commit(tenant, given.create(removed));
  await devices.commit(tenant, given.create(given.device({ tenant, status: 'rejected' })));
  await devices.commit(tenant, given.accept(accepted));
  await devices.commit(tenant, given.remove(removed));
  await devices.checkIn([{ tenant, device: accepted.id, at: given.time(9) }]);
  await limits.set(tenant, 7, given.event({ tenant }));
  await feed.claim('audit', 'node-1', given.time(1));
  await feed.moveCursor('audit', 'node-1', 3);
}

async function readAll({ devices, limits, feed }: Store, tenant: TenantId) {
  return {
    page: await devices.list(tenant, {}, { limit: 10, skip: 0 }),
    count: await devices.count(tenant, {}),
    accepted: await devices.count(tenant, { statuses: ['accepted'] }),
    room: await limits.get(tenant),
    feed: await feed.read(0, 10),
    head: await feed.head(),
    cursor: await feed.cursor('audit'),
  };
}

function describeClosing(open: OpenStore): void {
  test('an open store answers a ping', async () => {
    const opened = await open();

    await expect(opened.store.ping()).resolves.toBeUndefined();

    await opened.destroy();
  });

  test('closing waits for running calls', async () => {
    const opened = await open();
    const device = given.device({ tenant: given.tenant() });

    const writing = opened.store.devices.commit(device.tenant, given.create(device));
    await opened.store.close();

    expect(await writing).toBe('done');
    await opened.destroy();
  });

  test('a closed store refuses every call, and a second close does nothing', async () => {
    const opened = await open();
    await opened.store.close();
    await opened.store.close();

    for (const call of everyCall(opened.store)) {
      await expect(call()).rejects.toMatchObject({ name: 'Refused', code: 'store_unavailable' });
    }

    await opened.destroy();
  });
}

function everyCall(store: ImportingStore, tenant = given.tenant()): readonly (() => Promise<unknown>)[] {
  const { devices, search, limits, feed } = store;
  const device = given.device({ tenant });
  return [
    () => devices.find(tenant, device.id),
    () => devices.findByIdentity(tenant, device.identity.key),
    () => devices.findByIdentities(tenant, [device.identity.key]),
    () => devices.findByToken(tenant, given.token().jti),
    () => devices.tokenState(tenant, device.id),
    () => devices.list(tenant, {}, { limit: 1, skip: 0 }),
    () => devices.count(tenant, {}),
    () => search.find(tenant, {}, { limit: 1, order: 'created', after: undefined }),
    () => search.count(tenant, {}, 1),
    () => devices.commit(tenant, given.create(device)),
    () => devices.commitMany(tenant, [given.create(device)]),
    () => devices.checkIn([{ tenant, device: device.id, at: given.time(1) }]),
    () => devices.purgeTokens(tenant, given.event({ tenant })),
    () => devices.listDecommissioning(given.time(1), 1),
    () => limits.get(tenant),
    () => limits.list({ limit: 1, after: undefined }),
    () => limits.set(tenant, 1, given.event({ tenant })),
    () => feed.read(0, 1),
    () => feed.head(),
    () => feed.lastPurge(tenant),
    () => feed.readRevocations({ after: 0, since: given.time(1), limit: 1 }),
    () => feed.append([given.event({ tenant })]),
    () => store.audit.list(tenant, {}, { limit: 1, below: undefined }),
    () => store.audit.keep?.([]) ?? store.ping(),
    () => store.audit.prune?.(given.time(1)) ?? store.ping(),
    () => feed.cursor('audit'),
    () => feed.claim('audit', 'node-1', given.time(1)),
    () => feed.moveCursor('audit', 'node-1', 1),
    () => feed.dropReader('audit'),
    () => feed.prune(given.time(1), given.time(1)),
    ...everyTenantDeviceCall(store, tenant),
    ...everyWebhookCall(store, tenant),
    ...everyWaitingCall(store, tenant),
    ...everyRefusalCall(store, tenant),
    ...everyStatsCall(store),
    ...everyImportCall(store),
    () => store.ping(),
  ];
}
