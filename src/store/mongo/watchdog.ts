// Reconnects a client whose driver no longer checks its server. Seen with driver 7.9.0: a check that starts in the turn in which
// its connection closes waits for ever until the socket drains, and after that the driver finds no server again.
import { setTimeout as sleep } from 'node:timers/promises';
import type { MongoClient } from 'mongodb';

export interface WatchdogContext {
  readonly client: MongoClient;
  readonly log: (message: string) => void;
}

export interface Watchdog {
  /** Leaves the client alone from now on. */
  readonly stop: () => Promise<void>;
}

/**
 * A check takes at most a connect and a hello of 5 s each. Streamed checks take as long as the server wants, and end with their
 * socket.
 */
const CHECK_MS = 12_000;
const RETRY_MS = 1_000;

export function openWatchdog({ client, log }: WatchdogContext): Watchdog {
  const checks = new Map<string, NodeJS.Timeout>();
  let reconnecting: Promise<void> | undefined;
  let stopped = false;

  /** The collections keep the same client. Running calls fail as with a broken connection. */
  const reconnect = async (): Promise<void> => {
    await client.close().catch(() => undefined);
    while (!stopped) {
      try {
        await client.connect();
        break;
      } catch {
        await sleep(RETRY_MS);
      }
    }
    reconnecting = undefined;
  };
  const end = (address: string): void => {
    clearTimeout(checks.get(address));
    checks.delete(address);
  };
  const begin = (address: string, isStreamed: boolean): void => {
    end(address);
    if (stopped || isStreamed) return;
    const late = setTimeout(() => {
      log(`mongo: the driver has been checking ${address} for ${CHECK_MS} ms; connecting again`);
      reconnecting ??= reconnect();
    }, CHECK_MS);
    checks.set(address, late.unref());
  };
  client.on('serverHeartbeatStarted', ({ connectionId, awaited }) => begin(connectionId, awaited));
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => end(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }) => end(connectionId));
  client.on('serverClosed', ({ address }) => end(address));
  return {
    stop: async () => {
      stopped = true;
      for (const address of checks.keys()) end(address);
      await reconnecting;
    },
  };
}
