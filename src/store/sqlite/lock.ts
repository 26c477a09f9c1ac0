// One process owns the store. The lock is a second, empty database that is locked EXCLUSIVE. The operating system releases the lock
// at the end of the process, also of a killed one; process numbers do not matter. The file of the lock is never deleted: otherwise
// two processes could each lock a different file of that name.
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { BUSY, CANNOT_OPEN, sqliteCode } from './sqlite-errors.ts';

export interface Lock {
  /** Writes the number of this process for the message to the next one. A folder that refuses it does not matter. */
  readonly nameOwner: () => void;
  /** Never throws: it would hide the reason why a start failed. */
  readonly release: () => void;
}

/** The time that a store waits for the process that has its file: a service that restarts may still be finishing. */
export const PATIENCE_MS = 5000;
export const OWNER_ONLY = 0o600;

/** Takes the lock of that store, or throws an error that names the process that has it. */
export function takeLock(file: string, patienceMs: number): Lock {
  const path = `${file}.lock`;
  if (!existsSync(path)) closeSync(openSync(path, 'a', OWNER_ONLY)); // another start may make it now
  const db = openLock(path, patienceMs);
  try {
    db.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw sqliteCode(error) === BUSY ? inUse(file, error) : error;
  }
  return {
    nameOwner: () =>
      attempt(() => {
        rmSync(ownerFile(file), { force: true }); // a killed process of another user may have left it
        writeFileSync(ownerFile(file), `${process.pid}\n`, { mode: OWNER_ONLY });
      }),
    release: () => {
      attempt(() => rmSync(ownerFile(file), { force: true }));
      // NOTE: the driver (1.2.1) closes a connection only after its statements were collected. The lock must not wait for that.
      db.exec('ROLLBACK; PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema');
      db.close();
    },
  };
}

/**
 * Shares the lock, so that no process opens the store for writing until the release. Creates nothing: without a file of the lock no
 * process has it. Throws an error that names the process that has it.
 */
export function shareLock(file: string, patienceMs: number): Pick<Lock, 'release'> {
  const path = `${file}.lock`;
  if (!existsSync(path)) return { release: () => undefined };
  const db = openLock(path, patienceMs, { readOnly: true });
  try {
    db.exec('BEGIN; SELECT 1 FROM sqlite_schema');
  } catch (error) {
    db.close();
    throw sqliteCode(error) === BUSY ? inUse(file, error, ASK_IT) : error;
  }
  return {
    release: () => {
      db.exec('ROLLBACK');
      db.close();
    },
  };
}

function openLock(path: string, patienceMs: number, mode: { readonly readOnly?: true } = {}): DatabaseSyncInstance {
  try {
    return new DatabaseSync(path, { timeout: patienceMs, ...mode });
  } catch (error) {
    throw sqliteCode(error) === CANNOT_OPEN ? notAllowed(path, error) : error;
  }
}

/** Another user may own the file, such as the one who ran a command of the command line. */
export const notAllowed = (path: string, cause: unknown): Error =>
  new Error(`${path} cannot be opened: look at the owner and the mode of it and of its folder`, { cause });

export const inUse = (file: string, cause: unknown, next = ''): Error =>
  new Error(`${file} is in use by ${ownerOf(file)}${next}`, { cause });

const ASK_IT = '; `devauth doctor` asks a server that runs, or stop it to look from here';

/** Reads the number of the owner for the message to the next process. Only the lock itself decides who owns the store. */
const ownerFile = (file: string): string => `${file}.pid`;

function ownerOf(file: string): string {
  const number = attempt(() => readFileSync(ownerFile(file), 'utf8').trim());
  return number ? `process ${number}` : 'another process';
}

/** Returns `undefined` if the file system refuses. */
function attempt<Answer>(work: () => Answer): Answer | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
