// A real store in memory that tells which calls to named devices and machines' keys it got.
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import type { OperatedStore } from '../../../src/store/stats.ts';

/** `calls` gets the name of each call to a port, `tenantDevices.find`, in order. */
export async function recordedStore(calls: string[]): Promise<OperatedStore> {
  const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  const recording = <Port extends object>(of: string, port: Port): Port =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        calls.push(`${of}.${String(name)}`);
        return Reflect.get(target, name, receiver);
      },
    });
  const { devices, search, limits, feed, audit, stats } = store;
  return {
    devices,
    search,
    limits,
    feed,
    audit,
    stats,
    tokenTrustMs: store.tokenTrustMs,
    tenantDevices: recording('tenantDevices', store.tenantDevices),
    apiKeys: recording('apiKeys', store.apiKeys),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}
