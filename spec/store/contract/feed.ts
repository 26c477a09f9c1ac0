// The contract of a store's feed: all events, in one order without gaps.
import { describe, expect, test } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import type { TenantId } from '../../../src/domain/ids.ts';
import type { Event } from '../../../src/domain/event.ts';
import type { FeedEntry, Store } from '../../../src/store/store.ts';
import { until } from '../../support/until.ts';
import { given } from '../../support/stores/given.ts';
import { describeFeedReaders } from './feed-readers.ts';

const PATIENCE_MS = 5000;
const LONG_AGO = new Date(0);
const FAR_FUTURE = new Date(Date.UTC(9999, 0, 1));

/** The tenant's events in the order of the feed, once there are `count`: a store may append them just after its answer (D11). */
export async function eventsOf(store: Store, tenant: TenantId, count: number): Promise<readonly Event[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const events = (await readOn(store, 0)).map(({ event }) => event).filter((event) => event.tenant === tenant);
    if (events.length >= count || Date.now() > deadline) return events;
    await setImmediate();
  }
}

/** Everything after that position, as a reader gets it that continues from its last entry. */
async function readOn(store: Store, after: number, limit = 100): Promise<readonly FeedEntry[]> {
  const entries: FeedEntry[] = [];
  for (let position = after; ;) {
    const part = await store.feed.read(position, limit);
    entries.push(...part);
    if (part.length < limit) return entries;
    position = part.at(-1)?.position ?? position;
  }
}

export function describeFeed(store: () => Store): void {
  describe('feed', () => {
    describeAppending(store);
    describeReaders(store);
    describePruning(store);
    describeFeedReaders(store);
  });
}

function describeAppending(store: () => Store): void {
  test('the events of a change are in the feed, complete and in order', async () => {
    const tenant = given.tenant();
    const device = given.device({ tenant });
    const jtis = [given.token().jti, given.token().jti];
    const events = [
      given.event(
        { tenant, device: device.id, revision: 1 },
        { type: 'device.changed', from: 'noauth', to: 'pending' },
      ),
      given.event({ tenant, device: device.id, revision: 1 }, { type: 'tokens.revoked', jtis }),
      given.event({ tenant, at: given.time(3) }, { type: 'limit.changed', limit: 3 }),
    ];

    await store().devices.commit(tenant, { ...given.create(device), events });

    expect(await eventsOf(store(), tenant, 3)).toEqual(events);
  });

  test('events of parallel changes take every position once, those of one device in its order', async () => {
    const tenant = given.tenant();
    const head = await store().feed.head();
    const created = given.devices(20, { tenant });

    await Promise.all(
      created.map(async (device) => {
        await store().devices.commit(tenant, given.create(device));
        await store().devices.commit(tenant, given.update(device));
      }),
    );

    const events = await eventsOf(store(), tenant, 40);
    const positions = (await readOn(store(), head)).map(({ position }) => position);
    expect(events).toHaveLength(40);
    expect(positions).toEqual(positions.map((_, index) => head + 1 + index));
    for (const { id } of created) {
      expect(events.filter(({ device }) => device === id).map(({ revision }) => revision)).toEqual([1, 2]);
    }
  });

  test('only written changes are in the feed', async () => {
    const tenant = given.tenant();
    const device = given.device({ tenant });
    const [create, update] = [given.create(device), given.update(device)];
    const twin = { ...given.device({ tenant }), identity: device.identity };

    await store().devices.commit(tenant, create);
    await store().devices.commit(tenant, given.create(twin));
    await store().devices.commit(tenant, { ...given.update(device), revision: 7 });
    await store().devices.commit(tenant, given.remove({ ...device, revision: 7 }));
    await store().devices.commit(tenant, update);

    const events = await eventsOf(store(), tenant, 2);
    expect(events.map(({ id }) => id)).toEqual([`${create.id}.0`, `${update.id}.0`]);
  });
}

function describeReaders(store: () => Store): void {
  test('a reader that continues from its last entry gets all, with any number at a time', async () => {
    const tenant = given.tenant();
    const head = await store().feed.head();
    await Promise.all(
      given.devices(7, { tenant }).map((device) => store().devices.commit(tenant, given.create(device))),
    );
    await eventsOf(store(), tenant, 7);

    const byTwo = await readOn(store(), head, 2);

    expect(byTwo).toEqual(await readOn(store(), head, 100));
    expect(byTwo.at(-1)?.position).toBe(await store().feed.head());
  });

  test('the entries by which tokens end can be read alone, from a position and a time on', async () => {
    const tenant = given.tenant();
    const head = await store().feed.head();
    const [one, other] = [given.token().jti, given.token().jti];
    const revoked = [one, other].map((jti) => given.event({ tenant }, { type: 'tokens.revoked', jtis: [jti] }));
    const limit = given.event({ tenant }, { type: 'limit.changed', limit: 1 });
    await store().feed.append([limit, ...revoked]);
    const read = async (after: number, since: Date, count = 10) =>
      (await store().feed.readRevocations({ after, since, limit: count })).map(({ event }) => event.id);

    expect(await read(head, LONG_AGO)).toEqual(revoked.map(({ id }) => id));
    expect(await read(head, LONG_AGO, 1)).toEqual([revoked[0]?.id]);
    expect(await read(head + 2, LONG_AGO)).toEqual([revoked[1]?.id]);
    expect(await read(head, FAR_FUTURE)).toEqual([]);
  });

  test('the time of the last purge of a tenant is known, and of no other tenant', async () => {
    const [tenant, other] = [given.tenant(), given.tenant()];
    const purge = () => store().devices.purgeTokens(tenant, given.event({ tenant }, { type: 'tokens.purged' }));
    await store().feed.append([given.event({ tenant }, { type: 'limit.changed', limit: 1 })]);
    expect(await store().feed.lastPurge(tenant)).toBeUndefined();

    await purge();
    const first = await lastPurgeOf(store(), tenant);
    await purge();

    expect(await lastPurgeOf(store(), tenant, 2)).toEqual(await store().feed.lastPurge(tenant));
    expect((await store().feed.lastPurge(tenant))?.getTime()).toBeGreaterThanOrEqual(first.getTime());
    expect(await store().feed.lastPurge(other)).toBeUndefined();
  });

  test('past the newest entry there is nothing to read', async () => {
    const head = await store().feed.head();

    expect(await store().feed.read(head, 10)).toEqual([]);
    expect(await store().feed.read(head + 10, 10)).toEqual([]);
  });
}

function describePruning(store: () => Store): void {
  test('pruning keeps entries that are not older', async () => {
    const tenant = given.tenant();
    await store().devices.commit(tenant, given.create(given.device({ tenant })));
    await eventsOf(store(), tenant, 1);
    const before = await readOn(store(), 0);

    await store().feed.prune(new Date(0), new Date(0));

    expect(await readOn(store(), 0)).toEqual(before);
  });

  test('pruning deletes older entries, never the newest, and positions continue', async () => {
    const tenant = given.tenant();
    const device = given.device({ tenant });
    await store().devices.commit(tenant, given.create(device));
    await store().devices.commit(tenant, given.update(device));
    await eventsOf(store(), tenant, 2);
    const head = await store().feed.head();

    await store().feed.prune(FAR_FUTURE, FAR_FUTURE);
    const kept = await readOn(store(), 0);
    await store().devices.commit(tenant, given.update({ ...device, revision: 2 }));
    await eventsOf(store(), tenant, 2);

    expect(kept.map(({ position }) => position)).toEqual([head]);
    expect((await readOn(store(), 0)).map(({ position }) => position)).toEqual([head, head + 1]);
    expect(await store().feed.head()).toBe(head + 1);
  });

  test('pruning deletes very many entries while commands continue', async () => {
    const tenant = given.tenant();
    const old = Array.from({ length: 2300 }, () => given.event({ tenant }));
    for (let at = 0; at < old.length; at += 100) await store().feed.append(old.slice(at, at + 100));
    const head = await store().feed.head();
    const order: string[] = [];

    const pruned = store()
      .feed.prune(FAR_FUTURE, FAR_FUTURE)
      .then(() => order.push('pruned'));
    await store().devices.commit(tenant, given.create(given.device({ tenant })));
    order.push('committed');
    await pruned;

    expect(order).toEqual(['committed', 'pruned']);
    const [first] = await readOn(store(), 0);
    expect(first?.position).toBeGreaterThanOrEqual(head);
  });
}

/** Returns when the tenant's purge of that number was written, by the feed. */
async function lastPurgeOf(store: Store, tenant: TenantId, count = 1): Promise<Date> {
  const purges = await until('the purges are in the feed', async () => {
    const entries = (await readOn(store, 0)).filter(({ event }) => event.tenant === tenant);
    const found = entries.filter(({ event }) => event.type === 'tokens.purged');
    return found.length === count ? found : undefined;
  });
  return new Date(Math.max(...purges.map(({ writtenAt }) => writtenAt.getTime())));
}
