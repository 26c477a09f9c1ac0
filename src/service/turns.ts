// Commands of this node that would fight over one device take turns instead: each would win once and lose as often as there are
// others. Which node comes first is still the store's to say (D1).
import { Refused } from '../domain/errors.ts';

export interface Turns {
  /** What `work` answers, begun once all that came before under the same key have ended. Refuses with `conflict` when too many wait. */
  take<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer>;
}

const MAX_WAITING = 128;

export function openTurns(): Turns {
  const queues = new Map<string, { waiting: number; last: Promise<unknown> }>();
  return {
    async take(key, work) {
      const queue = queues.get(key) ?? { waiting: 0, last: Promise.resolve() };
      if (queue.waiting >= MAX_WAITING) {
        throw new Refused('conflict', 'the device asks too much at once', { retryAfterSeconds: 1 });
      }
      queues.set(key, queue);
      queue.waiting += 1;
      const mine = queue.last.then(work);
      queue.last = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        queue.waiting -= 1;
        if (queue.waiting === 0) queues.delete(key);
      }
    },
  };
}
