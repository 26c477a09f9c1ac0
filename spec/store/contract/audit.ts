// The contract of a store's audit: the events of a tenant, the newest first (D11).
import { describe, expect, test } from '@jest/globals';
import { deviceId, type DeviceId, type TenantId } from '../../../src/domain/ids.ts';
import type { Event, EventBody } from '../../../src/domain/event.ts';
import type { AuditFilter } from '../../../src/store/audit.ts';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';

/** Does the same as the reader of the audit, if the feed itself is not the audit. */
async function keepAll({ feed, audit }: Store): Promise<void> {
  await audit.keep?.(await feed.read(0, 10_000));
}

/** Within the second before this file was loaded, because an event is written just after it happened. */
const BEGAN = Date.now() - 1000;
const time = (step: number): Date => new Date(BEGAN + step * 100);

export function describeAudit(store: () => Store): void {
  /** The ids of the results, in pages of `limit`. */
  const idsOf = async (tenant: TenantId, filter: AuditFilter = {}, limit = 100): Promise<readonly string[]> => {
    const found: string[] = [];
    for (let below: number | undefined, more = true; more;) {
      const part = await store().audit.list(tenant, filter, { limit, below });
      expect(part.entries.length).toBeLessThanOrEqual(limit);
      found.push(...part.entries.map(({ event }) => event.id));
      below = part.next;
      more = below !== undefined;
    }
    return found;
  };

  const written = async (tenant: TenantId): Promise<Events> => {
    const events = eventsIn(tenant);
    await store().feed.append(Object.values(events));
    await keepAll(store());
    return events;
  };

  describe('audit', () => {
    test('lists the events of the tenant and of no other, the newest first, page by page', async () => {
      const [tenant, other] = [given.tenant(), given.tenant()];
      const events = await written(tenant);
      await written(other);
      const newestFirst = [events.limit, events.removed, events.accepted, events.added].map(({ id }) => id);

      expect(await idsOf(tenant)).toEqual(newestFirst);
      expect(await idsOf(tenant, {}, 1)).toEqual(newestFirst);
      expect(await idsOf(given.tenant())).toEqual([]);
    });

    test('returns the events unchanged', async () => {
      const tenant = given.tenant();
      const events = await written(tenant);

      const { entries } = await store().audit.list(tenant, { type: 'limit.changed' }, { limit: 1, below: undefined });

      expect(entries.map(({ event }) => event)).toEqual([events.limit]);
    });

    test.each<[string, (events: Events) => AuditFilter, readonly (keyof Events)[]]>([
      ['a device', ({ added }) => ({ device: deviceOf(added) }), ['removed', 'accepted', 'added']],
      ['a person', () => ({ actor: 'user:alice' }), ['limit', 'accepted']],
      ['a device that acted', () => ({ actor: 'key:abc' }), ['added']],
      ['a type', () => ({ type: 'device.removed' }), ['removed']],
      ['a time on', () => ({ after: time(2) }), ['limit', 'removed', 'accepted']],
      ['before a time', () => ({ before: time(3) }), ['accepted', 'added']],
      ['a span', () => ({ after: time(2), before: time(4) }), ['removed', 'accepted']],
      ['a device and a person', ({ added }) => ({ device: deviceOf(added), actor: 'user:alice' }), ['accepted']],
      ['a person and a type', () => ({ actor: 'user:alice', type: 'limit.changed' }), ['limit']],
      ['what never met', () => ({ actor: 'user:bob', type: 'limit.changed' }), []],
      ['an unknown device', () => ({ device: given.unknownId() }), []],
    ])('finds by %s', async (_name, filterOf, names) => {
      const tenant = given.tenant();
      const events = await written(tenant);

      expect(await idsOf(tenant, filterOf(events))).toEqual(names.map((name) => events[name].id));
    });

    test('an event that is appended or kept again is there once', async () => {
      const tenant = given.tenant();
      const { added } = await written(tenant);

      await Promise.all([store().feed.append([added]), store().feed.append([added])]);
      await keepAll(store());

      expect((await idsOf(tenant)).filter((id) => id === added.id)).toHaveLength(1);
    });

    test('searches thousands of entries to find a few', async () => {
      const tenant = given.tenant();
      const needle = given.event({ tenant, origin: by('user:rare') });
      const hay = Array.from({ length: 3000 }, () => given.event({ tenant, origin: by('user:common') }));
      await store().feed.append([needle, ...hay]);
      await keepAll(store());

      expect(await idsOf(tenant, { actor: 'user:rare', type: 'tokens.purged' })).toEqual([needle.id]);
    });
  });
}

interface Events {
  readonly added: Event;
  readonly accepted: Event;
  readonly removed: Event;
  readonly limit: Event;
}

const by = (actor: string, reason?: string) => ({ actor, requestId: 'request-1', ...(reason && { reason }) });

function eventsIn(tenant: TenantId): Events {
  const { id: device, authSets } = given.device();
  const authSet = authSets[0]?.id ?? given.authSet().id;
  const of = (minute: number, actor: string, body: EventBody, reason?: string): Event =>
    given.event({ tenant, device, at: time(minute), origin: by(actor, reason) }, body);
  const { device: _none, ...limit } = of(4, 'user:alice', { type: 'limit.changed', limit: 3, previous: -1 });
  return {
    added: of(1, 'key:abc', { type: 'auth_set.added', authSet, to: 'pending' }),
    accepted: of(2, 'user:alice', { type: 'auth_set.changed', authSet, from: 'pending', to: 'accepted' }, 'delivery 7'),
    removed: of(3, 'api-key:1', { type: 'device.removed' }),
    limit,
  };
}

const deviceOf = ({ device }: Event): DeviceId => device ?? deviceId('');
