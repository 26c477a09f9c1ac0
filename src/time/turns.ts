// Lets works with one name take turns, a few at once, in the order of their calls. All at once would slow each other down.

export type Turn = 'at once' | 'waited';

export interface Turns {
  /**
   * Returns the result of `work`. It begins at once, or when enough earlier works with the same name have ended: `turn` tells which.
   */
  take<Answer>(name: string, work: (turn: Turn) => Promise<Answer>): Promise<Answer>;
}

export interface TurnRules {
  readonly atOnce: number;
  /** The most works with one name, running ones included, and the refusal of the next one. Absent for no limit. */
  readonly most?: { readonly count: number; readonly refusal: () => Error };
}

interface Queue {
  active: number;
  readonly waiting: (() => void)[];
}

export function createTurns({ atOnce, most }: TurnRules): Turns {
  const queues = new Map<string, Queue>();
  /** Passes the turn to the next in line, which does not count it again. */
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
      const turn = queue.active < atOnce ? 'at once' : 'waited';
      if (turn === 'at once') queue.active += 1;
      else await new Promise<void>((resolve) => queue.waiting.push(resolve));
      try {
        return await work(turn);
      } finally {
        pass(name, queue);
      }
    },
  };
}
