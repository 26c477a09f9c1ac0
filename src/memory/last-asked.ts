// Remembers when waiting auth sets last asked: it decides which one goes when a device has too many pending sets (D1).
import type { LastSeen } from '../domain/auth-sets.ts';
import type { AuthSetId } from '../domain/ids.ts';

/** Remembers, on this node, when a waiting auth set last asked: such a request writes nothing (D1). */
export interface LastAsked {
  note(set: AuthSetId, at: Date): void;
  readonly lastSeen: LastSeen;
}

const MAX_REMEMBERED = 50_000;

export function createLastAsked(max = MAX_REMEMBERED): LastAsked {
  const seen = new Map<AuthSetId, Date>(); // oldest first
  // NOTE: keep one iterator. A fresh `keys()` would skip all deleted entries first.
  const oldestFirst = seen.keys();
  return {
    note: (set, at) => {
      seen.delete(set);
      seen.set(set, at);
      if (seen.size <= max) return;
      const oldest = oldestFirst.next();
      if (!oldest.done) seen.delete(oldest.value);
    },
    lastSeen: (set) => seen.get(set),
  };
}
