// A real store in memory whose every call can be made to fail as nothing but a bug fails: with a plain Error.
import type { OperatedStore } from '../../../src/store/stats.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';

export interface BreakableStore {
  readonly store: OperatedStore;
  /** Until it is mended, each call of each port fails. */
  break(): void;
  mend(): void;
}

export async function openBreakableStore(): Promise<BreakableStore> {
  const real = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  let isBroken = false;
  const check = (): void => {
    if (isBroken) throw new Error('nobody expects this');
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
      figures: breakable(real.figures),
      tenantDevices: breakable(real.tenantDevices),
      isAlone: real.isAlone,
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
    break: () => {
      isBroken = true;
    },
    mend: () => {
      isBroken = false;
    },
  };
}
