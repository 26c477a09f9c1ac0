// Whoever wants the same thing takes turns, so many at once and first come first served: a crowd at one place only makes all of it slow.

export interface Turns {
  /** What `work` answers, begun at once, or when enough of those before it under the same name have ended. */
  take<Answer>(name: string, work: () => Promise<Answer>): Promise<Answer>;
}

export interface TurnRules {
  readonly atOnce: number;
  /** How many there may be under one name, those at work among them, and what the next one is refused with; absent: any number. */
  readonly most?: { readonly count: number; readonly refusal: () => Error };
}

interface Queue {
  active: number;
  readonly waiting: (() => void)[];
}

export function createTurns({ atOnce, most }: TurnRules): Turns {
  const queues = new Map<string, Queue>();
  /** The turn goes to the next in line, who need not count it again. */
  const pass = (name: string, queue: Queue): void => {
    const next = queue.waiting.shift();
    if (next !== undefined) return next();
    queue.active -= 1;
    if (queue.active === 0) queues.delete(name);
  };
  return {
    async take(name, work) {
      const queue = queues.get(name) ?? { active: 0, waiting: [] };
      if (most !== undefined && queue.active + queue.waiting.length >= most.count) throw most.refusal();
      queues.set(name, queue);
      if (queue.active < atOnce) queue.active += 1;
      else await new Promise<void>((resolve) => queue.waiting.push(resolve));
      try {
        return await work();
      } finally {
        pass(name, queue);
      }
    },
  };
}
