// The work that a crashed or slow node leaves in the database, and how the next one finishes it.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Db } from 'mongodb';
import type { Device } from '../../../src/domain/device.ts';
import type { Event } from '../../../src/domain/event.ts';
import { MongoStore } from '../../../src/store/mongo/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import {
  describeMongo,
  openMongo,
  testMongo,
  withClient,
  type OpenedMongo,
  type TestMongo,
} from '../../support/stores/mongo.ts';

describeMongo('what another node left', () => {
  let mongo: TestMongo;
  beforeAll(async () => {
    mongo = await testMongo();
  });
  afterAll(() => mongo.stop());

  let opened: OpenedMongo;
  beforeEach(async () => {
    opened = await openMongo(mongo.uri, { defaultLimit: 1, sweepEveryMs: 0 });
  });
  afterEach(() => opened.destroy());

  /** As a node leaves it that dies after its intent. */
  const abandonTake = ({ tenant, id }: Device, at = new Date()) =>
    tenants(opened, (collection) =>
      collection.updateOne(
        { _id: tenant },
        { $inc: { used: 1 }, $push: { ops: { id: `gone ${id}`, device: id, kind: 'take', at } } },
      ),
    );

  test('an abandoned take blocks the last slot for less than the two seconds a command waits', async () => {
    const [gone, other] = await twoOfATenant(opened.store);
    await abandonTake(gone);

    const start = performance.now();
    expect(await opened.store.devices.commit(other.tenant, given.accept(other))).toBe('done');

    expect(performance.now() - start).toBeLessThan(2_000);
    expect(await opened.store.limits.get(other.tenant)).toEqual({ limit: 1, used: 1 });
    expect(await opened.store.stats.openOperations()).toEqual([]);
  });

  /** As a node leaves it that dies after its device write. */
  const unsettle = async (device: Device) => {
    const found = await withClient(opened.uri, (client) =>
      client.db(opened.database).collection<{ _id: string; slot_op: string }>('devices').findOne({ _id: device.id }),
    );
    const operation = { id: found?.slot_op ?? '', device: device.id, kind: 'take', at: new Date() };
    await tenants(opened, (collection) => collection.updateOne({ _id: device.tenant }, { $push: { ops: operation } }));
  };

  test('a take that was written but not settled counts as taken', async () => {
    const [gone, other] = await twoOfATenant(opened.store);
    await opened.store.devices.commit(gone.tenant, given.accept(gone));
    await unsettle(gone);

    expect(await opened.store.devices.commit(other.tenant, given.accept(other))).toBe('full');

    expect(await opened.store.limits.get(other.tenant)).toEqual({ limit: 1, used: 1 });
    expect(await opened.store.stats.openOperations()).toEqual([]);
  });

  test('an open operation of a device is settled before its next one begins', async () => {
    const [device] = await twoOfATenant(opened.store);
    await opened.store.devices.commit(device.tenant, given.accept(device));
    await unsettle(device);

    expect(await opened.store.devices.commit(device.tenant, given.reject({ ...device, revision: 2 }))).toBe('done');

    await opened.store.sweep();
    expect(await opened.store.stats.openOperations()).toEqual([]);
    expect(await opened.store.limits.get(device.tenant)).toEqual({ limit: 1, used: 0 });
  });

  test.each(['devices', 'tenants', 'tenant_devices', 'api_keys'])(
    'the oldest event that is not in the feed is found in the outboxes of %s',
    async (collection) => {
      const unsent = [{ at: new Date(5000) }, { at: new Date(9000) }];
      await withClient(opened.uri, (client) =>
        client
          .db(opened.database)
          .collection<{ _id: string; dirty: boolean; outbox: readonly { at: Date }[]; ops: readonly [] }>(collection)
          .insertOne({ _id: 'left', dirty: true, outbox: unsent, ops: [] }),
      );

      expect(await opened.store.stats.oldestUnsentEvent()).toEqual(new Date(5000));
    },
  );

  test('an operation of a device that is not there is aborted by the sweep', async () => {
    const [device] = await twoOfATenant(opened.store);
    await abandonTake({ ...device, id: given.unknownId() }, new Date(0));

    await opened.store.sweep();

    expect(await opened.store.limits.get(device.tenant)).toEqual({ limit: 1, used: 0 });
  });

  test('a young operation is left alone by the sweep, also beside an old one', async () => {
    const [device, other] = await twoOfATenant(opened.store);
    await abandonTake(device);
    await abandonTake(other, new Date(0));

    await opened.store.sweep();

    expect((await opened.store.stats.openOperations()).map((open) => open.device)).toEqual([device.id]);
  });

  test('a purge that was begun is finished by the sweep, with its event', async () => {
    const device = await created(opened.store, { tokens: [given.token()] });
    const event = given.event({ tenant: device.tenant });
    await opened.store.limits.set(device.tenant, 3, given.event({ tenant: device.tenant }));
    const purge = { id: event.id, at: new Date(0), event };
    await tenants(opened, (collection) => collection.updateOne({ _id: device.tenant }, { $push: { purges: purge } }));

    await opened.store.sweep();

    expect((await opened.store.devices.find(device.tenant, device.id))?.tokens).toEqual([]);
    expect((await opened.store.feed.read(0, 10)).map((entry) => entry.event.id)).toContain(event.id);
  });

  test('a removed device stays while an operation names it, and is deleted with its sweep', async () => {
    const device = await created(opened.store);
    await opened.store.devices.commit(device.tenant, given.accept(device));
    await opened.store.devices.commit(device.tenant, given.remove({ ...device, revision: 2 }, 'give'));
    await opened.store.feed.head();
    expect(await documentOf(opened, device)).toBeNull();

    const next = await created(opened.store, { tenant: device.tenant });
    await abandonTake(next);
    await opened.store.devices.commit(next.tenant, given.remove(next));
    await opened.store.feed.head();

    expect(await documentOf(opened, next)).toMatchObject({ removed: true, status: 'removed', outbox: [] });
    expect((await opened.store.feed.read(0, 10)).at(-1)?.event.type).toBe('device.removed');
  });

  test('events of a device that died with its node are in the feed after the sweep, once, also when some had been appended', async () => {
    const device = await created(opened.store);
    const [appended] = await opened.store.feed.read(0, 10);
    const late = given.event({ tenant: device.tenant, device: device.id });
    await withClient(opened.uri, (client) =>
      client
        .db(opened.database)
        .collection<{ _id: string; outbox: unknown[]; dirty: boolean }>('devices')
        .updateOne({ _id: device.id }, { $set: { outbox: [appended?.event, late], dirty: true } }),
    );

    await opened.store.sweep();

    expect((await opened.store.feed.read(0, 10)).map(({ position, event }) => [position, event.id])).toEqual([
      [1, appended?.event.id],
      [2, late.id],
    ]);
    expect(await documentOf(opened, device)).toMatchObject({ outbox: [] });
    expect(await documentOf(opened, device)).not.toHaveProperty('dirty');
  });

  test.each(['devices', 'tenants', 'tenant_devices', 'api_keys'])(
    'an event that waits in an outbox of %s is the oldest unsent event, until it is in the feed',
    async (name) => {
      const event = given.event({ tenant: given.tenant(), at: given.time(3) });
      const waiting = {
        _id: given.unknownId(),
        tenant: event.tenant,
        identity: '{}',
        revision: 1,
        outbox: [event],
        dirty: true,
        ops: [],
        purges: [],
      };
      await withClient(opened.uri, (client) =>
        client.db(opened.database).collection<typeof waiting>(name).insertOne(waiting),
      );

      expect(await opened.store.stats.oldestUnsentEvent()).toEqual(given.time(3));
      await opened.store.sweep();

      expect(await opened.store.stats.oldestUnsentEvent()).toBeUndefined();
      expect((await opened.store.feed.read(0, 10)).map((entry) => entry.event.id)).toEqual([event.id]);
    },
  );

  test('an event that is added while its device is drained stays for the next drain', async () => {
    const device = await created(opened.store);
    await opened.store.feed.head();
    const late = given.event({ tenant: device.tenant, device: device.id });
    let arrivals: readonly Promise<void>[] = [];
    // The clock is read between reading an outbox and clearing it.
    const now = () => {
      if (arrivals.length === 0) arrivals = [waitingEvent(opened, device, late)];
      return new Date();
    };
    const node = await MongoStore.open({
      uri: opened.uri,
      database: opened.database,
      defaultLimit: 1,
      sweepEveryMs: 0,
      now,
    });
    arrivals = [];

    await node.devices.commit(device.tenant, given.update(device));
    await node.close();

    await Promise.all(arrivals);
    expect(await documentOf(opened, device)).toMatchObject({ outbox: [{ id: late.id }], dirty: true });
    await opened.store.sweep();
    expect((await opened.store.feed.read(0, 10)).at(-1)?.event.id).toBe(late.id);
  });

  test('a change sets only what it decides: later events and check-ins stay', async () => {
    const device = await created(opened.store);
    await opened.store.feed.head();
    const waiting = given.event({ tenant: device.tenant, device: device.id });
    await withClient(opened.uri, (client) =>
      client
        .db(opened.database)
        .collection<{ _id: string; outbox: unknown[] }>('devices')
        .updateOne({ _id: device.id }, { $set: { outbox: [waiting] } }),
    );
    await opened.store.devices.checkIn([{ tenant: device.tenant, device: device.id, at: given.time(9) }]);

    await opened.store.devices.commit(device.tenant, given.update(device, { set: { status: 'rejected' } }));

    expect((await opened.store.devices.find(device.tenant, device.id))?.checkInAt).toEqual(given.time(9));
    expect((await opened.store.feed.read(0, 10)).map(({ event }) => event.id)).toContain(waiting.id);
  });
});

/** As another node's command leaves it before its drain. */
async function waitingEvent({ uri, database }: OpenedMongo, { id }: Device, event: Event): Promise<void> {
  await withClient(uri, (client) =>
    client
      .db(database)
      .collection<{ _id: string; outbox: Event[]; dirty: boolean }>('devices')
      .updateOne({ _id: id }, { $push: { outbox: event }, $set: { dirty: true } }),
  );
}

async function created(store: Store, of: Partial<Device> = {}): Promise<Device> {
  const device = given.device({ tenant: given.tenant(), ...of });
  await store.devices.commit(device.tenant, given.create(device));
  return device;
}

/** The tenant's document exists too. */
async function twoOfATenant(store: Store): Promise<readonly [Device, Device]> {
  const one = await created(store);
  const spare = await created(store, { tenant: one.tenant });
  await store.devices.commit(spare.tenant, given.accept(spare));
  await store.devices.commit(spare.tenant, given.remove({ ...spare, revision: 2 }, 'give'));
  return [one, await created(store, { tenant: one.tenant })];
}

interface StoredTenant {
  readonly _id: string;
  readonly used: number;
  readonly ops: readonly { readonly id: string; readonly device: string; readonly kind: string; readonly at: Date }[];
  readonly purges: readonly { readonly id: string; readonly at: Date; readonly event: object }[];
}

const tenants = <Answer>(
  { uri, database }: OpenedMongo,
  use: (collection: ReturnType<typeof tenantsOf>) => Promise<Answer>,
): Promise<Answer> => withClient(uri, (client) => use(tenantsOf(client.db(database))));

const tenantsOf = (database: Db) => database.collection<StoredTenant>('tenants');

const documentOf = ({ uri, database }: OpenedMongo, { id }: Device): Promise<unknown> =>
  withClient(uri, (client) => client.db(database).collection<{ _id: string }>('devices').findOne({ _id: id }));
