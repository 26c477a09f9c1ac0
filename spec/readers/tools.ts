// A store in memory with readers on it, for the specs of the loop.
import { OWN_TENANT } from '../../src/domain/ids.ts';
import { openMetrics } from '../../src/observe/metrics.ts';
import { readDiskSpace } from '../../src/observe/disk-space.ts';
import { createLoopShare, type LoopShare } from '../../src/readers/loop-share.ts';
import { openReader, type Deliver, type Reader, type ReaderSettings, type Rhythm } from '../../src/readers/reader.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import { openClock, type Clock } from '../support/clock.ts';
import { openLogLines, type LogLine } from '../support/log-lines.ts';
import { given } from '../support/stores/given.ts';

/** Nothing happens on its own within a spec: only a wake-up leads to reading. */
export const QUIET: Rhythm = {
  leaseMs: 60_000,
  pollMs: 3_600_000,
  firstPauseMs: 5,
  longestPauseMs: 40,
  deliveryMs: 60_000,
  cursorMs: 0,
};

export interface TestReaders {
  readonly store: SqliteStore;
  /** The clock of the store, which ends claims. */
  readonly clock: Clock;
  readonly lines: readonly LogLine[];
  /** Appends that many events to the feed. */
  events(count: number): Promise<void>;
  open(
    settings: ReaderSettings,
    of?: { readonly node?: string; readonly rhythm?: Partial<Rhythm>; readonly share?: LoopShare },
  ): Reader;
  /** A line of `/metrics`. */
  metric(name: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export async function openTestReaders(): Promise<TestReaders> {
  const clock = openClock();
  const { now } = clock;
  const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1, now });
  const { log, lines } = openLogLines();
  const signingKeys = () => Promise.resolve([]);
  const metrics = openMetrics({
    stats: store.stats,
    signingKeys,
    space: () => readDiskSpace('.'),
    now,
    maxPending: 10,
    ofProcess: false,
  });
  const opened: Reader[] = [];
  return {
    store,
    clock,
    lines,
    events: async (count) => {
      for (const device of given.devices(count, { tenant: OWN_TENANT }))
        await store.devices.commit(OWN_TENANT, given.create(device));
    },
    open: (settings, { node = 'node-1', rhythm = {}, share = createLoopShare() } = {}) => {
      const own = { node, rhythm: { ...QUIET, ...rhythm }, share };
      const deps = { ...own, feed: store.feed, now, log, metrics: metrics.readers };
      const reader = openReader(deps, settings);
      opened.push(reader);
      return reader;
    },
    metric: async (name) => (await metrics.read()).split('\n').find((line) => line.startsWith(name)),
    close: async () => {
      await Promise.all(opened.map((reader) => reader.close()));
      await store.close();
    },
  };
}

export interface Receiver {
  /** The positions that it received. */
  readonly got: number[];
  readonly deliver: Deliver;
}

/** A receiver that first runs `before`, and fails if that fails. */
export function openReceiver(before: Deliver = () => Promise.resolve()): Receiver {
  const got: number[] = [];
  return {
    got,
    deliver: async (delivery) => {
      await before(delivery);
      got.push(...delivery.entries.map(({ position }) => position));
    },
  };
}

/** A receiver that waits with every delivery until it is released. */
export function openHeld(): Receiver & { isUnderWay(): boolean; letGo(): void } {
  let began = false;
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const receiver = openReceiver(() => {
    began = true;
    return held;
  });
  return { ...receiver, isUnderWay: () => began, letGo: () => letGo() };
}
