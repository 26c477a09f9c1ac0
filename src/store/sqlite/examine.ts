// Opens the file to examine it (`devauth doctor --offline`): it is read, and nothing is created, written or migrated, so that the
// doctor also works in a folder that cannot be written and leaves everything for a repair.
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { existsSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { MAX_DAMAGES, type ExaminedFile } from '../stats.ts';
import { CACHE, explained, pragma, refuseOtherFiles, refuseStrayWal, WAL_MODE, writeMode } from './file.ts';
import { PATIENCE_MS, shareLock } from './lock.ts';
import { openReads } from './reads.ts';
import { MIGRATIONS } from './schema.ts';
import { isOfTheDisk } from './sqlite-errors.ts';
import { statsReads } from './stats.ts';

export interface ExamineOptions {
  readonly file: string;
  /** The limit of tenants without their own; -1 means no limit. */
  readonly defaultLimit: number;
  /** The time to wait for the process that has the store. */
  readonly patienceMs?: number;
}

/**
 * Refuses with a plain `Error` a file that is missing or empty, that another process owns (naming it), that is not ours, or written
 * by a newer version, and a file that cannot be read without a write.
 */
export function examineFile({ file, defaultLimit, patienceMs = PATIENCE_MS }: ExamineOptions): ExaminedFile {
  refuseOtherFiles(file);
  const lock = shareLock(file, patienceMs);
  try {
    refuseStrayWal(file);
    refuseMissing(file);
    refuseUnfinished(file);
    const db = openUnchanged(file);
    const reads = openReads();
    return {
      file,
      schema: { found: Number(pragma(db, 'PRAGMA user_version')), known: MIGRATIONS.length },
      walBytes: sizeOf(`${file}-wal`),
      damages: () => reads.read(() => damagesOf(db)),
      stats: () => statsReads(db, reads, defaultLimit),
      close: () => {
        reads.close();
        db.close();
        lock.release();
        return Promise.resolve();
      },
    };
  } catch (error) {
    lock.release();
    throw explained(error, file);
  }
}

function refuseMissing(file: string): void {
  if (!existsSync(file))
    throw new Error(`${file} does not exist; a first start makes it there: is DEVICEAUTH_DATA right?`);
  if (sizeOf(file) > 0) return;
  throw new Error(`${file} is empty; restore a backup, or start the server to begin anew`);
}

/** Refuses a file that only a write completes: SQLite reads the -wal by the -shm, and a -journal by rolling it back. */
function refuseUnfinished(file: string): void {
  const next = 'a start of the server, or `devauth migrate`, completes the file; it was left untouched';
  if (sizeOf(`${file}-wal`) > 0 && !existsSync(`${file}-shm`))
    throw new Error(`${file}-wal has writes that cannot be read without ${file}-shm, which is missing; ${next}`);
  if (sizeOf(`${file}-journal`) > 0)
    throw new Error(`${file}-journal is of a write that was cut off and has to be taken back; ${next}`);
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Opens the connection. With a -wal it must not touch the -shm (`readonly_shm`), and makes an index of its own in memory. A file in WAL
 * mode without a -wal is complete, and SQLite would create both (`immutable`).
 */
function openUnchanged(file: string): DatabaseSyncInstance {
  const url = pathToFileURL(file);
  if (sizeOf(`${file}-wal`) > 0) url.searchParams.set('readonly_shm', '1');
  else if (writeMode(file) === WAL_MODE) url.searchParams.set('immutable', '1');
  const db = new DatabaseSync(url, { readOnly: true });
  try {
    db.exec(`${CACHE}; SELECT 1 FROM sqlite_schema`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The damages of pages are the lines of one text, which begins with the name of the database. */
const OF_DATABASE = '*** in database';

/** SQLite first checks the pages, then reads the rows. A read of a damaged page ends the statement: what was found before counts. */
function damagesOf(db: DatabaseSyncInstance): readonly string[] {
  const damages: string[] = [];
  try {
    const rows: Iterable<unknown> = db.prepare(`PRAGMA quick_check(${MAX_DAMAGES})`).iterate();
    for (const row of rows) {
      const lines = String(Reflect.get(Object(row), 'quick_check')).split('\n');
      damages.push(...lines.filter((line) => line !== 'ok' && !line.startsWith(OF_DATABASE)));
    }
  } catch (error) {
    if (!isOfTheDisk(error)) throw error;
    if (damages.length === 0) damages.push(String(Reflect.get(Object(error), 'message')));
  }
  return damages.slice(0, MAX_DAMAGES);
}
