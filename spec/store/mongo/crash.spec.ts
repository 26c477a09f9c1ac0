// A node dies, or pauses, between any two of its database commands; another one finishes its work.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Device } from '../../../src/domain/device.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import { deviceId } from '../../../src/domain/ids.ts';
import type { MongoStore } from '../../../src/store/mongo/store.ts';
import { given } from '../../support/stores/given.ts';
import {
  describeMongo,
  openMongo,
  startChild,
  testMongo,
  withClient,
  type OpenedMongo,
  type TestMongo,
} from '../../support/stores/mongo.ts';

const MINUTES = 60_000;
/** For a store that opens later, operations count as left behind at once. */
const LATER_MS = 10_000;
const MORE_THAN_ANY_COMMAND_SENDS = 30;

interface Row {
  readonly command: string;
  readonly from: 'pending' | 'accepted' | 'preauthorized';
  /** The device after the command; `undefined` for a removed device. */
  readonly to: Device['status'] | undefined;
}

/* prettier-ignore */
const COMMANDS: readonly Row[] = [
  { command: 'accept',                      from: 'pending',       to: 'accepted' },
  { command: 'reject',                      from: 'accepted',      to: 'rejected' },
  { command: 'first-contact',               from: 'pending',       to: 'pending' },
  { command: 'preauthorized-first-contact', from: 'preauthorized', to: 'accepted' },
  { command: 'decommission',                from: 'accepted',      to: undefined },
  { command: 'force',                       from: 'pending',       to: 'preauthorized' },
];

describeMongo('a node that dies or pauses', () => {
  let mongo: TestMongo;
  let opened: OpenedMongo;
  beforeAll(async () => {
    mongo = await testMongo();
  });
  beforeEach(async () => {
    const now = () => new Date(Date.now() + LATER_MS);
    opened = await openMongo(mongo.uri, { defaultLimit: 2, sweepEveryMs: 0, now });
  });
  afterEach(() => opened.destroy());
  afterAll(() => mongo.stop());

  const child = (dieAfter: number, signal: 'SIGKILL' | 'SIGSTOP' = 'SIGKILL') =>
    startChild({ uri: mongo.uri, database: opened.database, defaultLimit: 2, sweepEveryMs: 0, dieAfter, signal });

  test.each(COMMANDS)(
    'killed before any of its commands, $command leaves all or nothing: used is the accepted, no operation is open, its events are in order',
    async (row) => {
      let dead = 0;
      for (let n = 1; ; n += 1) {
        if (n > MORE_THAN_ANY_COMMAND_SENDS) throw new Error('the command never ends');
        const device = await prepared(opened.store, row.from);
        const fresh = row.command === 'first-contact' ? randomUUID() : device.id;
        const node = child(n);
        await node.ready;

        const answer = await node.ask('one', device.tenant, row.command, device.id, fresh).catch(() => undefined);
        const { signal } = await node.end();
        await opened.store.sweep();

        await expectWhole(opened, device, { ...row, fresh, certainly: answer !== undefined });
        if (signal === null) break;
        dead += 1;
      }
      expect(dead).toBeGreaterThanOrEqual(row.from === row.to || row.command === 'force' ? 4 : 6);
    },
    5 * MINUTES,
  );

  test(
    'paused before its device write, a take writes nothing after another took the slot',
    async () => {
      const { tenant } = await prepared(opened.store, 'accepted');
      const [late, other] = [await added(opened.store, tenant), await added(opened.store, tenant)];
      const node = child(2, 'SIGSTOP');
      await node.ready;
      const answer = node.ask('one', tenant, 'accept', late.id, late.id);
      await node.said('command 2 update');

      expect(await opened.store.devices.commit(tenant, given.accept(other))).toBe('done');
      node.process.kill('SIGCONT');

      expect(await answer).toBe('"stale"');
      await node.end();
      await expectCounted(opened.store, tenant, 2);
    },
    MINUTES,
  );

  test(
    'paused before its device write, a give is undone by the next command on that device',
    async () => {
      const device = await prepared(opened.store, 'accepted');
      const node = child(2, 'SIGSTOP');
      await node.ready;
      const answer = node.ask('one', device.tenant, 'decommission', device.id, device.id);
      await node.said('command 2 update');

      const loaded = await opened.store.devices.find(device.tenant, device.id);
      expect(loaded?.status).toBe('accepted');
      expect(await rejectUntilDone(opened.store, device)).toBe('done');
      node.process.kill('SIGCONT');

      expect(await answer).toBe('"stale"');
      await node.end();
      expect((await opened.store.devices.find(device.tenant, device.id))?.status).toBe('rejected');
      await expectCounted(opened.store, device.tenant, 0);
    },
    MINUTES,
  );
});

/** Creates a device in its own tenant, with that status. */
async function prepared(store: MongoStore, status: Row['from']): Promise<Device> {
  const device = await added(store, given.tenant(), status === 'accepted' ? 'pending' : status);
  // The tenant's document exists, so that each command always sends the same database commands.
  const other = await added(store, device.tenant);
  await store.devices.commit(other.tenant, given.accept(other));
  await store.devices.commit(other.tenant, given.remove({ ...other, revision: 2 }, 'give'));
  if (status !== 'accepted') return device;
  await store.devices.commit(device.tenant, given.accept(device));
  return { ...device, status, revision: 2 };
}

async function added(store: MongoStore, tenant: TenantId, status: 'pending' | 'preauthorized' = 'pending') {
  const device = given.device({ tenant, status });
  await store.devices.commit(tenant, given.create(device));
  return device;
}

async function rejectUntilDone(store: MongoStore, { tenant, id }: Device) {
  for (;;) {
    const device = await store.devices.find(tenant, id);
    if (device === undefined) return 'gone';
    if ((await store.devices.commit(tenant, given.reject(device))) === 'done') return 'done';
  }
}

async function expectWhole(
  { store, uri, database }: OpenedMongo,
  device: Device,
  { command, from, to, fresh, certainly }: Row & { readonly fresh: string; readonly certainly: boolean },
): Promise<void> {
  const id = deviceId(fresh);
  const found = await store.devices.find(device.tenant, id);
  const events = (await store.feed.read(0, 10_000)).filter(({ event }) => event.device === id);
  const before = command === 'first-contact' ? 0 : device.revision;
  const isNew = command === 'first-contact' ? found !== undefined : found?.status !== from;

  if (certainly) expect(isNew).toBe(true);
  expect(found?.status).toBe(isNew ? to : command === 'first-contact' ? undefined : from);
  expect(events).toHaveLength(isNew ? before + 1 : before);
  const revisions = events.flatMap(({ event }) => event.revision ?? []);
  expect(revisions).toEqual(revisions.toSorted((one, other) => one - other));
  await expectCounted(store, device.tenant, isNew ? Number(to === 'accepted') : Number(from === 'accepted'));
  expect(await store.stats.oldestUnsentEvent()).toBeUndefined();
  if (to === undefined && isNew) expect(await documentOf(uri, database, id)).toBeNull();
}

async function documentOf(uri: string, database: string, id: string): Promise<unknown> {
  return withClient(uri, (client) => client.db(database).collection<{ _id: string }>('devices').findOne({ _id: id }));
}

async function expectCounted(store: MongoStore, tenant: TenantId, accepted: number): Promise<void> {
  const recount = await store.stats.recount();
  expect(recount.find((counted) => counted.tenant === tenant)).toEqual({
    tenant,
    used: accepted,
    accepted,
    openOperations: 0,
  });
}
