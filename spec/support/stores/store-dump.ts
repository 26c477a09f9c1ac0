// Everything that a store has of some tenants, as one text: equal texts mean that nothing was written.
import { tenantId } from '../../../src/domain/ids.ts';
import type { Store } from '../../../src/store/store.ts';

const ALL = 10_000;

/** Without check-ins, which are noted without a change. */
export async function dumpOf(store: Store, tenants: readonly string[]): Promise<string> {
  const parts = await Promise.all(tenants.map((tenant) => dumpOfTenant(store, tenant)));
  const feed = await store.feed.read(0, ALL);
  return JSON.stringify([parts, feed], (name, value: unknown) => (SEEN.includes(name) ? undefined : value));
}

const SEEN = ['checkInAt', 'lastUsedAt'];

async function dumpOfTenant(store: Store, name: string): Promise<unknown> {
  const tenant = tenantId(name);
  const all = { limit: ALL, after: undefined };
  const [devices, limit, keys, named, settings, webhooks] = await Promise.all([
    store.devices.list(tenant, {}, { limit: ALL, skip: 0 }),
    store.limits.get(tenant),
    store.apiKeys.list(tenant, all),
    store.tenantDevices.list(tenant, all),
    store.tenantDevices.findSettings(tenant, 'CrewCheck'),
    store.webhooks.list(tenant),
  ]);
  return { devices, limit, keys, named, settings, webhooks };
}
