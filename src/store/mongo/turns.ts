// Commands of this node that want a slot of one tenant take turns, a few at a time: a crowd at one document only makes all of it slow.
export class Turns {
  readonly #atOnce: number;
  readonly #queues = new Map<string, Queue>();

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Runs `work` when its turn has come, first come first served. */
  async take<Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> {
    const queue = this.#queues.get(name) ?? { active: 0, waiting: [] };
    this.#queues.set(name, queue);
    if (queue.active < this.#atOnce) queue.active += 1;
    else await new Promise<void>((resolve) => queue.waiting.push(resolve));
    try {
      return await work();
    } finally {
      this.#pass(name, queue);
    }
  }

  /** The turn goes to the next in line, who need not count it again. */
  #pass(name: string, queue: Queue): void {
    const next = queue.waiting.shift();
    if (next !== undefined) return next();
    queue.active -= 1;
    if (queue.active === 0) this.#queues.delete(name);
  }
}

interface Queue {
  active: number;
  readonly waiting: (() => void)[];
}
