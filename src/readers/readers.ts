// All readers of the feed on this node: those of the installation, and those that are added and removed while it runs.
import { createLoopShare } from './loop-share.ts';
import { nodeNameOf } from './node-name.ts';
import { openRevocations, type RevocationDeps, type Revocations } from './revocations.ts';
import { openReader, type Reader, type ReaderDeps, type ReaderSettings, type Rhythm } from './reader.ts';

export interface Readers {
  readonly revocations: Revocations;
  /** Wakes the readers, because the node has announced an event. */
  wake(): void;
  /** Starts a reader. Its name must not be in use. */
  add(settings: ReaderSettings): void;
  /** Stops the reader on this node. Its cursor stays until `Feed.dropReader`. */
  end(name: string): Promise<void>;
  close(): Promise<void>;
}

const SECOND = 1000;

/** A node that hangs for longer than a lease loses its readers. The clocks of nodes may differ by less than half a lease. */
const RHYTHM: Rhythm = {
  leaseMs: 15 * SECOND,
  pollMs: SECOND,
  firstPauseMs: SECOND,
  longestPauseMs: 60 * SECOND,
  deliveryMs: 120 * SECOND,
  cursorMs: SECOND / 2,
};

export interface ReadersDeps extends Omit<ReaderDeps, 'node' | 'rhythm' | 'share'>, Pick<RevocationDeps, 'ttlSeconds'> {
  /** No other process has it. */
  readonly id: string;
  readonly rhythm?: Rhythm;
  readonly feed: RevocationDeps['feed'] & ReaderDeps['feed'];
  /** Other nodes write to the feed too. */
  readonly isShared: boolean;
}

/** The longest time until this node sees what another node has revoked. */
const SHARED_POLL_MS = 100;

export function openReaders(
  { rhythm = RHYTHM, ...given }: ReadersDeps,
  ofInstallation: readonly ReaderSettings[] = [],
): Readers {
  const deps = { ...given, rhythm, node: nodeNameOf(given), share: createLoopShare() };
  const running = new Map<string, Reader>(
    ofInstallation.map((settings) => [settings.name, openReader(deps, settings)]),
  );
  const report = (problem: string): unknown => deps.log.warn('revocations', { problem });
  const pollMs = deps.isShared ? SHARED_POLL_MS : deps.rhythm.pollMs;
  const revocations = openRevocations({ ...deps, pollMs, report });
  const end = async (name: string): Promise<void> => {
    const reader = running.get(name);
    running.delete(name);
    await reader?.close();
  };
  return {
    revocations,
    wake: () => {
      revocations.wake();
      for (const reader of running.values()) reader.wake();
    },
    add: (settings) => {
      if (running.has(settings.name)) throw new TypeError(`the reader ${settings.name} runs`);
      running.set(settings.name, openReader(deps, settings));
    },
    end,
    close: async () => {
      revocations.close();
      await Promise.all([...running.keys()].map(end));
    },
  };
}
