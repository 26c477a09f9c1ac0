// Opens the connections to the file. A file of another program is refused in plain words and not touched.
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { chmodSync, closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inUse, notAllowed, OWNER_ONLY, PATIENCE_MS } from './lock.ts';
import { prepare } from './statement.ts';
import { APPLICATION_ID, MIGRATIONS, NAME_THE_FILE } from './schema.ts';
import { BUSY, CANNOT_OPEN, CORRUPT, NOT_A_DATABASE, READ_ONLY, sqliteCode } from './sqlite-errors.ts';

export interface FileOptions {
  /** The folder of the file must exist. */
  readonly file: string;
  /** NORMAL loses acknowledged writes when the power fails. It is only for the control of a test (D6). */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** The time to wait for another process that has the file. */
  readonly patienceMs?: number;
}

export interface OpenFile {
  readonly db: DatabaseSyncInstance;
  readonly close: () => void;
}

/**
 * Refuses a file of another program. Reads the header without a lock, and so without the recovery and the checkpoint of an opening.
 * NOTE: never read it with `fs`: closing another descriptor of the file releases the locks of this process on it (POSIX).
 */
export function refuseOtherFiles(file: string): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  const db = openHeader(url, file);
  try {
    // A process that was killed during a checkpoint leaves a header that is newer than the file. Only with this setting is it read, and
    // a defensive connection, the driver's default, ignores the setting.
    db.exec('PRAGMA writable_schema = ON');
    refuseForeign(db, file);
  } catch (error) {
    throw explained(error, file);
  } finally {
    db.close();
  }
}

function openHeader(url: URL, file: string): DatabaseSyncInstance {
  try {
    return new DatabaseSync(url, { readOnly: true, defensive: false });
  } catch (error) {
    throw explained(error, file);
  }
}

function refuseForeign(db: DatabaseSyncInstance, file: string): void {
  if (pragma(db, 'PRAGMA application_id') !== APPLICATION_ID) {
    throw new Error(`${file} is not a devauth database; it was left untouched`);
  }
  const version = Number(pragma(db, 'PRAGMA user_version'));
  if (version <= MIGRATIONS.length) return;
  throw new Error(
    `${file} was written by a newer devauth (schema ${version}, this one knows ${MIGRATIONS.length}) and was left untouched; ` +
      'start that version, or restore a backup from before the upgrade',
  );
}

/**
 * Refuses a -wal of another file, which SQLite would write into this one: it stays when an operator replaces the file by a backup, or
 * when the file is lost. The owner alone makes a -wal and removes it, in WAL mode; a complete file and a backup are not in that mode.
 * NOTE: closing the file here is only safe while this process owns the lock and has no connection yet.
 */
export function refuseStrayWal(file: string): void {
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  const mode = writeMode(file);
  if (mode === WAL_MODE) return;
  const why =
    mode === undefined
      ? `${file} is missing or empty; put it back, or remove ${file}-wal to begin anew or with a backup`
      : `${file} was complete without it, as a backup is; remove ${file}-wal if you replaced the file`;
  throw new Error(`${file}-wal does not belong here: ${why}. Both were left untouched`);
}

/** The byte of the header with the journal mode for writers, and its values. The next byte is that for readers. */
export const [WRITE_MODE, ROLLBACK_MODE, WAL_MODE] = [18, 1, 2] as const;

/** Returns the journal mode for writers; `undefined` without a whole header. NOTE: as for `refuseStrayWal`. */
export function writeMode(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const header = Buffer.alloc(WRITE_MODE + 1);
  const opened = openSync(file, 'r');
  try {
    return readSync(opened, header) === header.length ? header[WRITE_MODE] : undefined;
  } finally {
    closeSync(opened);
  }
}

/** Opens the connection that writes. Creates the file if it is missing, and migrates it to the present schema. */
export function openForWriting({ file, synchronous, patienceMs = PATIENCE_MS }: FileOptions): OpenFile {
  createForOwnerOnly(file);
  const db = new DatabaseSync(file, { timeout: patienceMs, enableForeignKeyConstraints: true });
  try {
    nameTheFile(db, file);
    prepareForWriting(db, synchronous);
  } catch (error) {
    db.close();
    throw explained(error, file);
  }
  return { db, close: () => db.close() };
}

/** A reader never waits in WAL mode, except while another connection changes the mode. */
const READER_PATIENCE_MS = 1000;

/** Opens a connection that only reads. When it closes, no other connection is open; it then moves the -wal into the file. */
export function openForReading(file: string): OpenFile {
  const db = new DatabaseSync(file, { timeout: READER_PATIENCE_MS });
  db.exec(`PRAGMA query_only = ON; ${CACHE}`);
  return {
    db,
    close: () => {
      finishFile(db);
      db.close();
    },
  };
}

/** Opens a connection that sees the present state until it is closed. */
export function openSnapshot(file: string): OpenFile {
  const db = new DatabaseSync(file, { timeout: READER_PATIENCE_MS, readOnly: true });
  db.exec('BEGIN; SELECT 1 FROM sqlite_schema');
  return {
    db,
    close: () => {
      db.exec('ROLLBACK');
      db.close();
    },
  };
}

export function openMemory(): OpenFile {
  const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true });
  prepareForWriting(db, 'FULL');
  return { db, close: () => db.close() };
}

/** SQLite gives the -wal the mode of the file. */
function createForOwnerOnly(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'wx', OWNER_ONLY));
  for (const part of [file, `${file}-wal`]) if (existsSync(part)) chmodSync(part, OWNER_ONLY);
}

/** Writes application_id before WAL mode starts, so that the main file alone identifies its owner. */
function nameTheFile(db: DatabaseSyncInstance, file: string): void {
  db.exec('BEGIN IMMEDIATE');
  if (pragma(db, 'PRAGMA schema_version') === 0) db.exec(NAME_THE_FILE);
  refuseForeign(db, file);
  db.exec('COMMIT');
}

/**
 * Moves the -wal into the file, so that the file is complete. NOTE: closing does not do this before the prepared statements are
 * collected, because the driver (1.2.1) cannot finalize them.
 */
function finishFile(db: DatabaseSyncInstance): void {
  try {
    db.exec('PRAGMA query_only = OFF; PRAGMA journal_mode = DELETE; SELECT 1 FROM sqlite_schema');
  } catch (error) {
    // The disk is full or broken: the -wal stays and the next start reads it.
    if (sqliteCode(error) === undefined) throw error;
  }
}

const SYNCHRONOUS = {
  FULL: 'PRAGMA synchronous = FULL',
  NORMAL: 'PRAGMA synchronous = NORMAL',
} as const satisfies Record<FileOptions['synchronous'], string>;

/** Temporary tables are in memory, so that a read writes no file. */
export const CACHE = 'PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY';

function prepareForWriting(db: DatabaseSyncInstance, synchronous: FileOptions['synchronous']): void {
  db.exec('PRAGMA journal_mode = WAL');
  db.exec(SYNCHRONOUS[synchronous]);
  // Each checkpoint waits for three syncs: with SQLite's 1,000 pages, 64 devices that ask at once get a tenth fewer tokens on a slow disk.
  db.exec(`PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000; ${CACHE}`);
  for (const migration of MIGRATIONS.slice(Number(pragma(db, 'PRAGMA user_version')))) {
    db.exec('BEGIN IMMEDIATE');
    db.exec(migration);
    db.exec('COMMIT');
  }
}

export const pragma = (db: DatabaseSyncInstance, sql: string): unknown =>
  Object.values(prepare<object, object>(db, sql).get({}) ?? {})[0];

/** Returns the error in plain words for the operator. */
export function explained(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (code === BUSY) return inUse(file, error);
  if (code === NOT_A_DATABASE)
    return new Error(`${file} is not a devauth database; it was left untouched`, { cause: error });
  if (code === READ_ONLY || code === CANNOT_OPEN || isForbidden(error)) return notAllowed(file, error);
  if (code === CORRUPT) return new Error(`${file} is damaged; restore it from a backup`, { cause: error });
  return error;
}

/** True for an error of the file system that names the right that this user lacks. */
const isForbidden = (error: unknown): boolean => {
  const code: unknown = Reflect.get(Object(error), 'code');
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
};
