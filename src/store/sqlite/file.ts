// Opens the file, for this process alone, and only if it is ours: what cannot be used is refused in plain words, untouched.
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { chmodSync, closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { prepare } from './rows.ts';
import { APPLICATION_ID, MIGRATIONS, NAME_THE_FILE } from './schema.ts';
import { sqliteCode } from './transactions.ts';

export interface FileOptions {
  /** A path, or `:memory:`. The folder is there. */
  readonly file: string;
  readonly ownerPid: number;
  /** NORMAL loses acknowledged writes with the power: for the control of a test only (D6). */
  readonly synchronous: 'FULL' | 'NORMAL';
}

export interface OpenFile {
  readonly db: DatabaseSyncInstance;
  readonly close: () => void;
}

/** As long as a predecessor may take to finish when a service is restarted. */
const PATIENCE_MS = 5000;
const OWNER_ONLY = 0o600;

export function openFile(options: FileOptions): OpenFile {
  if (options.file === ':memory:') return openMemory(options);
  refuseWhatIsNotOurs(options.file);
  createForOwnerOnly(options.file);
  const db = new DatabaseSync(options.file, { timeout: PATIENCE_MS, enableForeignKeyConstraints: true });
  try {
    own(db, options);
    prepareForWriting(db, options);
  } catch (error) {
    db.close();
    throw explained(error, options.file);
  }
  return {
    db,
    close: () => {
      rmSync(ownerFile(options.file), { force: true });
      letGo(db);
      db.close();
    },
  };
}

function openMemory(options: FileOptions): OpenFile {
  const db = new DatabaseSync(options.file, { enableForeignKeyConstraints: true });
  prepareForWriting(db, options);
  return { db, close: () => db.close() };
}

/**
 * Looks at the header without a lock, and so also without the recovery and the checkpoint that come with opening.
 * NOTE: never by `fs`: closing any other descriptor of the file drops the locks this process may hold on it (POSIX).
 */
function refuseWhatIsNotOurs(file: string): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  const db = new DatabaseSync(url, { readOnly: true });
  try {
    // A process that was killed while it moved pages from the -wal leaves a header that is ahead of the file; this reads it still.
    db.exec('PRAGMA writable_schema = ON');
    refuseForeign(db, file);
  } catch (error) {
    throw explained(error, file);
  } finally {
    db.close();
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

/** SQLite gives the -wal the mode of the file. */
function createForOwnerOnly(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'wx', OWNER_ONLY));
  for (const part of [file, `${file}-wal`]) if (existsSync(part)) chmodSync(part, OWNER_ONLY);
}

/** From here on the operating system keeps others out, and lets them in again the moment this process is gone, however it ends. */
function own(db: DatabaseSyncInstance, { file, ownerPid }: FileOptions): void {
  db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  // In the file itself before anything is in its -wal: whoever looks at the file alone sees whose it is.
  if (pragma(db, 'PRAGMA schema_version') === 0) db.exec(NAME_THE_FILE);
  refuseForeign(db, file);
  db.exec('COMMIT');
  writeFileSync(ownerFile(file), `${ownerPid}\n`, { mode: OWNER_ONLY });
}

/** Only for the message to the next one; who owns the file is decided by the lock. */
const ownerFile = (file: string): string => `${file}.pid`;

/**
 * Moves everything from the -wal into the file and gives up the lock.
 * NOTE: closing alone does neither before the prepared statements are collected: the driver (1.2.1) cannot finalize them.
 */
function letGo(db: DatabaseSyncInstance): void {
  try {
    db.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema');
  } catch (error) {
    // A full or broken disk: the -wal stays and the next start reads it; the lock ends with the process.
    if (sqliteCode(error) === undefined) throw error;
  }
}

const SYNCHRONOUS = {
  FULL: 'PRAGMA synchronous = FULL',
  NORMAL: 'PRAGMA synchronous = NORMAL',
} as const satisfies Record<FileOptions['synchronous'], string>;

function prepareForWriting(db: DatabaseSyncInstance, { synchronous }: FileOptions): void {
  db.exec('PRAGMA journal_mode = WAL');
  db.exec(SYNCHRONOUS[synchronous]);
  db.exec('PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY');
  for (const migration of MIGRATIONS.slice(Number(pragma(db, 'PRAGMA user_version')))) {
    db.exec('BEGIN IMMEDIATE');
    db.exec(migration);
    db.exec('COMMIT');
  }
}

const pragma = (db: DatabaseSyncInstance, sql: string): unknown =>
  Object.values(prepare<object, object>(db, sql).get({}) ?? {})[0];

// Primary result codes of SQLite.
const [BUSY, CORRUPT, NOT_A_DATABASE] = [5, 11, 26] as const;

function explained(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (code === BUSY) return new Error(`${file} is in use by ${ownerOf(file)}`, { cause: error });
  if (code === NOT_A_DATABASE)
    return new Error(`${file} is not a devauth database; it was left untouched`, { cause: error });
  if (code === CORRUPT) return new Error(`${file} is damaged; restore it from a backup`, { cause: error });
  return error;
}

function ownerOf(file: string): string {
  if (!existsSync(ownerFile(file))) return 'another process';
  return `process ${readFileSync(ownerFile(file), 'utf8').trim()}`;
}
