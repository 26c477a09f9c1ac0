// All readers of the feed on this node: those of the installation, and those that are added and ended while it runs.
import { openReader, type Reader, type ReaderDeps, type ReaderSettings, type Rhythm } from './reader.ts';

export interface Readers {
  /** The node has announced an event. */
  wake(): void;
  /** Starts a reader; the name is not in use. */
  add(settings: ReaderSettings): void;
  /** Stops the reader on this node. Its cursor stays, until `Feed.dropReader`. */
  end(name: string): Promise<void>;
  close(): Promise<void>;
}

const SECOND = 1000;

/** A node that hangs for longer than a lease loses its readers. Clocks of nodes may differ by less than half of it. */
export const RHYTHM: Rhythm = {
  leaseMs: 15 * SECOND,
  pollMs: SECOND,
  firstPauseMs: SECOND,
  longestPauseMs: 60 * SECOND,
  deliveryMs: 120 * SECOND,
};

export function openReaders(deps: ReaderDeps, ofInstallation: readonly ReaderSettings[] = []): Readers {
  const running = new Map<string, Reader>(
    ofInstallation.map((settings) => [settings.name, openReader(deps, settings)]),
  );
  const end = async (name: string): Promise<void> => {
    const reader = running.get(name);
    running.delete(name);
    await reader?.close();
  };
  return {
    wake: () => {
      for (const reader of running.values()) reader.wake();
    },
    add: (settings) => {
      if (running.has(settings.name)) throw new TypeError(`the reader ${settings.name} runs`);
      running.set(settings.name, openReader(deps, settings));
    },
    end,
    close: async () => {
      await Promise.all([...running.keys()].map(end));
    },
  };
}
