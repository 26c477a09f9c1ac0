// A real store in memory. It records each call, and can let calls wait or fail.
import type { OperatedStore } from '../../../src/store/stats.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';

export interface WatchedStore {
  readonly store: OperatedStore;
  /** Names of all calls, such as `devices.list`, in order. */
  readonly calls: string[];
  /** Lets each later call of each port wait. */
  hold(): void;
  /** Lets the waiting calls continue, or fail like a bug. Resolves when they have ended. */
  letGo(how?: 'to fail'): Promise<void>;
  /** Lets each later call of each port fail, like a bug or with this error. */
  break(why?: Error): void;
  mend(): void;
}

export async function openWatchedStore(): Promise<WatchedStore> {
  const real = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  const calls: string[] = [];
  const gate = createGate();
  let broken: Error | undefined;
  const watched = <Port extends object>(name: string, port: Port): Port =>
    watchedPort(port, (method, work) => {
      calls.push(`${name}.${method}`);
      if (broken) return Promise.reject(broken);
      return gate.pass(work);
    });
  const store: OperatedStore = {
    devices: watched('devices', real.devices),
    search: watched('search', real.search),
    limits: watched('limits', real.limits),
    feed: watched('feed', real.feed),
    audit: watched('audit', real.audit),
    stats: watched('stats', real.stats),
    tenantDevices: watched('tenantDevices', real.tenantDevices),
    apiKeys: watched('apiKeys', real.apiKeys),
    webhooks: watched('webhooks', real.webhooks),
    tokenTrustMs: real.tokenTrustMs,
    ping: async () => watched('store', real).ping(),
    backup: () => watched('store', real).backup(),
    close: () => real.close(),
  };
  return {
    store,
    calls,
    hold: gate.hold,
    letGo: gate.letGo,
    break: (why = bug()) => {
      broken = why;
    },
    mend: () => {
      broken = undefined;
    },
  };
}

/** Returns the port with `around` instead of each method: it gets the name and the call, and returns the answer. */
export const watchedPort = <Port extends object>(
  port: Port,
  around: (method: string, work: () => unknown) => unknown,
): Port =>
  new Proxy(port, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]) => around(String(name), () => Reflect.apply(member, target, given));
    },
  });

const bug = (): Error => new Error('nobody expects this');

function createGate() {
  const waiting: ((how: 'to fail' | undefined) => void)[] = [];
  const answers: Promise<unknown>[] = [];
  let isHeld = false;
  return {
    pass: (work: () => unknown): unknown => {
      if (!isHeld) return work();
      const answer = new Promise<void>((resolve, reject) => {
        waiting.push((how) => (how === undefined ? resolve() : reject(bug())));
      }).then(work);
      answers.push(answer);
      return answer;
    },
    hold: () => {
      isHeld = true;
    },
    letGo: async (how?: 'to fail') => {
      isHeld = false;
      waiting.splice(0).forEach((open) => open(how));
      await Promise.allSettled(answers.splice(0));
    },
  };
}
