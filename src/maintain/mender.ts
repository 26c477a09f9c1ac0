// `devauth mender resync`: opens the store of the installation and reports every device to Mender's workflow server. Does not load
// the HTTP server.
import { systemClock } from '../time/clock.ts';
import { logOptionsOf } from '../config/places.ts';
import type { Config } from '../config/settings.ts';
import { PREFIX, WrongSettings } from '../config/wrong-settings.ts';
import { tenantId } from '../domain/ids.ts';
import { openStoreAlone } from '../maintain.ts';
import { openLog } from '../observe/log.ts';
import { createWorkflowClient } from '../readers/workflows/client.ts';
import { resync, type Resynced } from '../readers/workflows/resync.ts';
import type { OperatedStore } from '../store/stats.ts';

export interface ResyncOptions {
  /** Only devices of this tenant. */
  readonly tenant?: string;
  /** Counts and sends nothing. */
  readonly isDry: boolean;
  readonly progress: (counts: Resynced) => void;
}

/** Returns the counts. Rejects if the workflow server does not answer. */
export async function resyncAlone(
  config: Config,
  { tenant, isDry, progress }: ResyncOptions,
): Promise<Resynced | { readonly devices: number }> {
  if (config.orchestrator === '' && !isDry)
    throw new WrongSettings([`${PREFIX}ORCHESTRATOR_ADDR must name Mender’s workflow server`]);
  const store = await openStoreAlone(config);
  try {
    const tenants = tenant === undefined ? await store.stats.tenants() : [tenantId(tenant)];
    if (isDry) return { devices: await countDevices(store, tenants) };
    const call = createWorkflowClient({
      address: config.orchestrator,
      timeoutMs: config.orchestratorSeconds * 1000,
      log: openLog({ ...logOptionsOf(config), level: 'warn' }),
      count: () => undefined,
    });
    const requestId = `resync-${systemClock().getTime().toString(36)}`;
    return await resync({ devices: store.devices, call, requestId, progress }, tenants);
  } finally {
    await store.close();
  }
}

async function countDevices({ devices }: OperatedStore, tenants: Parameters<typeof resync>[1]): Promise<number> {
  let count = 0;
  for (const tenant of tenants) count += await devices.count(tenant, {});
  return count;
}
