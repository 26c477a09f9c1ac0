// Reconnects a client whose driver has stopped looking at its server. Seen with driver 7.9.0: a check that begins in the very turn in
// which its connection closes waits for ever for the socket to drain, and from then on no server is ever found again.
import { setTimeout as sleep } from 'node:timers/promises';
import type { MongoClient } from 'mongodb';

export interface WatchdogContext {
  readonly client: MongoClient;
  log(message: string): void;
}

/** A check takes at most a connect and a hello of 5 s each. Streamed ones take as long as the server likes and end with their socket. */
const CHECK_MS = 12_000;
const AGAIN_MS = 1_000;

export class Watchdog {
  readonly #context: WatchdogContext;
  readonly #checks = new Map<string, NodeJS.Timeout>();
  #reconnecting: Promise<void> | undefined;
  #stopped = false;

  constructor(context: WatchdogContext) {
    this.#context = context;
    const { client } = context;
    client.on('serverHeartbeatStarted', ({ connectionId, awaited }) => this.#began(connectionId, awaited));
    client.on('serverHeartbeatSucceeded', ({ connectionId }) => this.#ended(connectionId));
    client.on('serverHeartbeatFailed', ({ connectionId }) => this.#ended(connectionId));
    client.on('serverClosed', ({ address }) => this.#ended(address));
  }

  /** The client is left alone from here on. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const address of this.#checks.keys()) this.#ended(address);
    await this.#reconnecting;
  }

  #began(address: string, isStreamed: boolean): void {
    this.#ended(address);
    if (this.#stopped || isStreamed) return;
    const late = setTimeout(() => {
      this.#context.log(`mongo: the driver has been checking ${address} for ${CHECK_MS} ms; connecting again`);
      this.#reconnecting ??= this.#reconnect();
    }, CHECK_MS);
    this.#checks.set(address, late.unref());
  }

  #ended(address: string): void {
    clearTimeout(this.#checks.get(address));
    this.#checks.delete(address);
  }

  /** The collections go on with the same client; what is under way fails as a broken connection does. */
  async #reconnect(): Promise<void> {
    const { client } = this.#context;
    await client.close().catch(() => undefined);
    while (!this.#stopped) {
      try {
        await client.connect();
        break;
      } catch {
        await sleep(AGAIN_MS);
      }
    }
    this.#reconnecting = undefined;
  }
}
