// Lets a thing happen once in a period for each name, on this node.
import { createBoundedMap } from './bounded-map.ts';

/** Returns true at most once in the period for each name. */
export type OncePer = (name: string) => boolean;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MAX_NAMES = 10_000;

export const createOncePerHour = (now: () => Date): OncePer => createOncePer(HOUR_MS, now);

export const createOncePerDay = (now: () => Date): OncePer => createOncePer(DAY_MS, now);

function createOncePer(periodMs: number, now: () => Date): OncePer {
  const last = createBoundedMap<string, number>(MAX_NAMES);
  return (name) => {
    const at = now().getTime();
    const before = last.get(name);
    if (before !== undefined && at - before < periodMs) return false;
    last.set(name, at);
    return true;
  };
}
