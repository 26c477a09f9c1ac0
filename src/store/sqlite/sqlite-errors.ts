// The meaning of an error of the driver for the caller and for later writes.
import { Refused } from '../../domain/errors.ts';

// Primary result codes of SQLite.
export const [BUSY, NO_MEMORY, CORRUPT, FULL, NOT_A_DATABASE] = [5, 7, 11, 13, 26] as const;
/** Wrong SQL, a violated constraint, a wrong value: bugs of this program, not faults of the disk. */
const BUGS: readonly number[] = [1, 18, 19, 20, 21, 25];

/** Returns the primary result code of an error that SQLite threw. */
export function sqliteCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('sqliteCode' in error)) return undefined;
  return typeof error.sqliteCode === 'number' ? error.sqliteCode & 0xff : undefined;
}

export const isOfTheDisk = (error: unknown): boolean => {
  const code = sqliteCode(error);
  return code !== undefined && !BUGS.includes(code);
};

/** True if a later write may succeed. After any other error, above all a failed sync, the state of the disk is unknown. */
export const mayRecover = (error: unknown): boolean => {
  const code = sqliteCode(error);
  return code === BUSY || code === NO_MEMORY || code === FULL;
};

export const unavailable = (cause: unknown): Refused =>
  new Refused('store_unavailable', 'the store cannot be used', { cause, retryAfterSeconds: 5 });

/** Runs the query. An error of the disk becomes a refusal. */
export function withRefusal<Answer>(query: () => Answer): Answer {
  try {
    return query();
  } catch (error) {
    throw isOfTheDisk(error) ? unavailable(error) : error;
  }
}
