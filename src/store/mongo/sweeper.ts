// Finishes, again and again, what commands of any node left behind: open slot operations, purges, events in outboxes.
import { within } from './calls.ts';

/** A sweep that hangs is left behind; beginning another one beside it does no harm. */
const SWEEP_MS = 120_000;

export interface SweeperContext {
  /** In order: settling an operation may leave a removed device to go. */
  readonly sweeps: readonly { sweep(): Promise<void> }[];
  /** 0: never by itself. */
  readonly everyMs: number;
  log(message: string): void;
}

export class Sweeper {
  readonly #context: SweeperContext;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<void> = Promise.resolve();
  #stopped = false;
  #failing = false;

  constructor(context: SweeperContext) {
    this.#context = context;
    this.#schedule();
  }

  async sweep(): Promise<void> {
    for (const part of this.#context.sweeps) await part.sweep();
  }

  /** None begins any more; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#underWay;
  }

  #schedule(): void {
    if (this.#stopped || this.#context.everyMs === 0) return;
    this.#timer = setTimeout(() => {
      this.#underWay = this.#sweepQuietly().finally(() => this.#schedule());
    }, this.#context.everyMs).unref();
  }

  /** One line when it begins to fail and one when it works again: a database that is away for an hour is no news each second. */
  async #sweepQuietly(): Promise<void> {
    try {
      await within(SWEEP_MS, this.sweep());
      if (this.#failing) this.#context.log('mongo: the sweep works again');
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#context.log(`mongo: the sweep fails and goes on trying: ${String(error)}`);
      this.#failing = true;
    }
  }
}
