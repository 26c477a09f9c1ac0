// A bounded memory of which waiting auth sets asked lately: it decides who goes when a device's pending sets are too many (D1).
import type { AuthSetId } from '../domain/ids.ts';
import type { Sightings } from '../service/deps.ts';

const MAX_SIGHTINGS = 50_000;

export function createLastAsked(max = MAX_SIGHTINGS): Sightings {
  const seen = new Map<AuthSetId, Date>(); // oldest first
  // Kept, so that it goes on where it stopped: a new one has to step over everything that was deleted before.
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
