// A real store in memory of which every call can be made to fail.
import type { OperatedStore } from '../../../src/store/stats.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';

export interface BreakableStore {
  readonly store: OperatedStore;
  /** Until it is mended, each call of each port fails, as a bug does or with this. */
  break(why?: Error): void;
  mend(): void;
}

export async function openBreakableStore(): Promise<BreakableStore> {
  const real = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  let broken: Error | undefined;
  const check = (): void => {
    if (broken) throw broken;
  };
  const breakable = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        check();
        return Reflect.get(target, name, receiver);
      },
    });
  return {
    store: {
      devices: breakable(real.devices),
      search: breakable(real.search),
      limits: breakable(real.limits),
      feed: breakable(real.feed),
      audit: breakable(real.audit),
      stats: breakable(real.stats),
      tenantDevices: breakable(real.tenantDevices),
      tokenTrustMs: real.tokenTrustMs,
      apiKeys: breakable(real.apiKeys),
      ping: async () => {
        check();
        await real.ping();
      },
      backup: () => {
        check();
        return real.backup();
      },
      close: () => real.close(),
    },
    break: (why = new Error('nobody expects this')) => {
      broken = why;
    },
    mend: () => {
      broken = undefined;
    },
  };
}
