// One process owns the store. The lock is a second, empty database that is held EXCLUSIVE: the operating system ends it with the
// process, also when that was killed, and the number of the process plays no part. The file of the lock stays when the lock is
// released: if it were deleted, two processes could each hold a lock on a file of that name.
import { DatabaseSync } from '@photostructure/sqlite';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { BUSY, sqliteCode } from './sqlite-errors.ts';

export interface Lock {
  /** Writes the number of this process where the message to the next one finds it. */
  readonly nameOwner: () => void;
  readonly release: () => void;
}

/** How long a store waits for the process that holds its file: a service that is restarted may still be finishing. */
export const PATIENCE_MS = 5000;
export const OWNER_ONLY = 0o600;

/** Takes the lock of that store, or throws an error that names the process that holds it. */
export function takeLock(file: string, patienceMs: number): Lock {
  const path = `${file}.lock`;
  if (!existsSync(path)) closeSync(openSync(path, 'wx', OWNER_ONLY));
  const db = new DatabaseSync(path, { timeout: patienceMs });
  try {
    db.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw sqliteCode(error) === BUSY ? inUse(file, error) : error;
  }
  return {
    nameOwner: () => writeFileSync(ownerFile(file), `${process.pid}\n`, { mode: OWNER_ONLY }),
    release: () => {
      rmSync(ownerFile(file), { force: true });
      // NOTE: the driver (1.2.1) closes a connection only after its statements were collected; the lock must not wait for that.
      db.exec('ROLLBACK; PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema');
      db.close();
    },
  };
}

export const inUse = (file: string, cause: unknown): Error =>
  new Error(`${file} is in use by ${ownerOf(file)}`, { cause });

/** Read only for the message to the next process; the lock alone decides who owns the store. */
const ownerFile = (file: string): string => `${file}.pid`;

function ownerOf(file: string): string {
  if (!existsSync(ownerFile(file))) return 'another process';
  return `process ${readFileSync(ownerFile(file), 'utf8').trim()}`;
}
