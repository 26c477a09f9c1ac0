// Ends the sessions of devices whose tokens were revoked, at brokers that do not ask again (D19). Each broker has a reader of its
// own. For every event that takes a device's tokens away, it calls the broker's management API until the broker answers. A session
// that is ended without need connects again with a good token.
import type { Logger } from 'winston';
import type { BrokerClient } from '../domain/broker-client.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Devices, FeedEntry } from '../store/store.ts';
import { kickOf, type Broker } from './kick.ts';
import type { Delivery, ReaderSettings } from './reader.ts';

export interface KickerDeps {
  readonly devices: Pick<Devices, 'list'>;
  readonly log: Pick<Logger, 'warn'>;
  readonly fetch?: typeof fetch;
}

/** The number of parallel calls to one broker. */
const AT_ONCE = 8;
/** The number of devices in one read during the purge of a tenant. */
const PAGE = 500;
/** The time for the devices of a purged tenant; shorter than a delivery may take. */
const PURGE_MS = 90_000;

/** Returns the reader of each broker. A new reader begins with the next revocation. */
export const kickers = (brokers: readonly Broker[], deps: KickerDeps): readonly ReaderSettings[] =>
  brokers.map((broker) => ({
    name: `kicker:${broker.name}`,
    begins: 'newest',
    deliver: (delivery) => deliver(broker, deps, delivery),
  }));

/** Calls are made a few at once; what came before the first failure is done. */
async function deliver(broker: Broker, deps: KickerDeps, { entries, signal, done }: Delivery): Promise<void> {
  const kick = await kickOf(broker, { send: deps.fetch ?? fetch, signal });
  const end = async (entry: FeedEntry): Promise<void> => {
    if (endsTenant(entry)) await kickTenant(deps, entry.event.tenant, { kick, signal, broker: broker.name });
    const client = endsDevice(entry);
    if (client !== undefined) await kick(client);
  };
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const some = entries.slice(at, at + AT_ONCE);
    const ended = await Promise.allSettled(some.map(end));
    for (const [index, { position }] of some.entries()) {
      const result = ended[index];
      if (result?.status === 'rejected') throw result.reason;
      done(position);
    }
  }
}

const endsTenant = ({ event }: FeedEntry): boolean => event.type === 'tokens.purged';

const ENDING: readonly string[] = ['tokens.revoked', 'device.decommissioning', 'device.removed'];

const endsDevice = ({ event }: FeedEntry): BrokerClient | undefined =>
  event.device !== undefined && ENDING.includes(event.type)
    ? { device: event.device, tenant: event.tenant }
    : undefined;

interface Kicking {
  readonly kick: (client: BrokerClient) => Promise<void>;
  readonly signal: AbortSignal;
  readonly broker: string;
}

/** Yields every accepted device of the tenant, because brokers do not know tenants. */
async function kickTenant(
  { devices, log }: KickerDeps,
  tenant: TenantId,
  { kick, signal, broker }: Kicking,
): Promise<void> {
  const end = performance.now() + PURGE_MS;
  for (let skip = 0, left = true; left; skip += PAGE) {
    const page = await devices.list(tenant, { statuses: ['accepted'] }, { limit: PAGE, skip });
    const clients = page.devices.map(({ id: device }) => ({ device, tenant }));
    for (let at = 0; at < clients.length; at += AT_ONCE) {
      signal.throwIfAborted();
      await Promise.all(clients.slice(at, at + AT_ONCE).map(kick));
    }
    left = clients.length === PAGE;
    if (performance.now() < end || !left) continue;
    log.warn('kicker_incomplete', { broker, tenant, devices: skip + PAGE });
    return;
  }
}
