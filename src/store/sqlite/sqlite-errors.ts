// The meaning of an error of the driver for the caller and for later writes.
import { Refused } from '../../domain/errors.ts';

// Primary result codes of SQLite.
export const [BUSY, NO_MEMORY, READ_ONLY, CORRUPT, FULL, CANNOT_OPEN, NOT_A_DATABASE] = [
  5, 7, 8, 11, 13, 14, 26,
] as const;
/** Wrong SQL, a violated constraint, a wrong value: bugs of this program, not faults of the disk. */
const BUGS: readonly number[] = [1, 18, 19, 20, 21, 25];

/** Returns the primary result code of an error that SQLite threw. */
export function sqliteCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('sqliteCode' in error && typeof error.sqliteCode === 'number') return error.sqliteCode & 0xff;
  if (!('code' in error && error.code === 'ERR_SQLITE_ERROR' && 'message' in error)) return undefined;
  return CODES.get(String(error.message)) ?? SQL_ERROR;
}

const SQL_ERROR = 1;
/** NOTE: an error of `all` has no code (driver 1.2.1). These are the texts of SQLite for what is no bug. */
const CODES: ReadonlyMap<string, number> = new Map([
  ['database is locked', BUSY],
  ['out of memory', NO_MEMORY],
  ['attempt to write a readonly database', READ_ONLY],
  ['interrupted', 9],
  ['disk I/O error', 10],
  ['database disk image is malformed', CORRUPT],
  ['database or disk is full', FULL],
  ['unable to open database file', CANNOT_OPEN],
  ['locking protocol', 15],
  ['file is not a database', NOT_A_DATABASE],
]);

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
