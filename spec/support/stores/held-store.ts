// A real store in memory whose calls wait while it is held: for an answer that comes too late. Let go, each goes on as it would have,
// or fails as nothing but a bug fails.
import type { OperatedStore } from '../../../src/store/stats.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';

export interface HeldStore {
  readonly store: OperatedStore;
  /** From now on each call of each port waits. */
  hold(): void;
  /** Resolves when all that waited have ended. */
  letGo(how?: 'to fail'): Promise<void>;
  /** Names of all calls that were made, `devices.list`, in order. */
  readonly calls: readonly string[];
}

export async function openHeldStore(): Promise<HeldStore> {
  const real = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  const calls: string[] = [];
  const waiting: ((how: 'to fail' | undefined) => void)[] = [];
  const answers: Promise<unknown>[] = [];
  let isHeld = false;
  const call = (name: string, work: () => unknown): unknown => {
    calls.push(name);
    if (!isHeld) return work();
    const gate = new Promise<void>((resolve, reject) => {
      waiting.push((how) => (how === undefined ? resolve() : reject(new Error('nobody expects this'))));
    });
    const answer = gate.then(work);
    answers.push(answer);
    return answer;
  };
  const holding = <Port extends object>(of: string, port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...given: readonly unknown[]) =>
          call(`${of}.${String(name)}`, () => Reflect.apply(member, target, given));
      },
    });
  return {
    store: {
      devices: holding('devices', real.devices),
      search: holding('search', real.search),
      limits: holding('limits', real.limits),
      feed: holding('feed', real.feed),
      audit: holding('audit', real.audit),
      stats: holding('stats', real.stats),
      tenantDevices: holding('tenantDevices', real.tenantDevices),
      tokenTrustMs: real.tokenTrustMs,
      apiKeys: holding('apiKeys', real.apiKeys),
      ping: () => holding('store', real).ping(),
      backup: () => holding('store', real).backup(),
      close: () => real.close(),
    },
    hold: () => {
      isHeld = true;
    },
    letGo: async (how) => {
      isHeld = false;
      waiting.splice(0).forEach((open) => open(how));
      await Promise.allSettled(answers.splice(0));
    },
    calls,
  };
}
