// Token buckets: each name has a number of units, and gets spent units back at a steady rate. A full bucket needs no memory.
import { createBoundedMap } from './bounded-map.ts';

export interface BucketRules {
  readonly size: number;
  readonly perSecond: number;
  readonly now: () => Date;
  /**
   * The number of names that are remembered. The bucket that was used longest ago is forgotten, and is full when it is used again.
   */
  readonly max: number;
}

export interface Buckets {
  /** The number of units now. */
  readonly left: (name: string) => number;
  /** Takes a unit if there is one. */
  readonly take: (name: string) => boolean;
  readonly giveBack: (name: string) => void;
  /** Returns the seconds until there are that many units. */
  readonly secondsUntil: (name: string, units: number) => number;
}

interface Bucket {
  readonly units: number;
  readonly at: number;
}

const SECOND = 1000;

export function createBuckets({ size, perSecond, now, max }: BucketRules): Buckets {
  const buckets = createBoundedMap<string, Bucket>(max);
  const left = (name: string): number => {
    const bucket = buckets.get(name);
    if (bucket === undefined) return size;
    const seconds = Math.max(0, now().getTime() - bucket.at) / SECOND;
    return Math.min(size, bucket.units + seconds * perSecond);
  };
  const put = (name: string, units: number): void => {
    if (units >= size) buckets.delete(name);
    else buckets.set(name, { units, at: now().getTime() });
  };
  return {
    left,
    take: (name) => {
      const units = left(name);
      if (units < 1) return false;
      put(name, units - 1);
      return true;
    },
    giveBack: (name) => put(name, left(name) + 1),
    secondsUntil: (name, units) => Math.max(0, units - left(name)) / perSecond,
  };
}
