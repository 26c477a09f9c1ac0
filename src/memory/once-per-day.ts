// Lets a thing happen once a day and name, on this node.
import { createBoundedMap } from './bounded-map.ts';

/** Returns true at most once a day for each name. */
export type OncePerDay = (name: string) => boolean;

const DAY_MS = 86_400_000;
const MAX_NAMES = 10_000;

export function createOncePerDay(now: () => Date): OncePerDay {
  const last = createBoundedMap<string, number>(MAX_NAMES);
  return (name) => {
    const at = now().getTime();
    const before = last.get(name);
    if (before !== undefined && at - before < DAY_MS) return false;
    last.set(name, at);
    return true;
  };
}
