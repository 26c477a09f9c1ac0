// Copies the file while the service runs, page by page, in separate turns of the event loop. A connection of its own keeps the
// state of the moment at which the copy began (WAL). Otherwise each write would start the copy again.
import { backup, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Refused } from '../../domain/errors.ts';
import { openSnapshot, ROLLBACK_MODE, WRITE_MODE } from './file.ts';
import { OWNER_ONLY } from './lock.ts';
import type { SizedStream } from '../stats.ts';

/** `file`: a file with its own connections. `db`: the only connection to a database in memory. */
export type BackupSource = { readonly file: string } | { readonly db: DatabaseSyncInstance };

export interface Backups {
  make(): Promise<SizedStream>;
}

const PAGES_A_TURN = 250;
const RETRY_AFTER_SECONDS = 10;

/** Copies into a private folder beside the file. The name of the copy is deleted before it is read. */
export function createBackups(source: BackupSource): Backups {
  let busy = false;
  return {
    make: async () => {
      if (busy)
        throw new Refused('conflict', 'another backup is being made', { retryAfterSeconds: RETRY_AFTER_SECONDS });
      busy = true;
      try {
        return await copy(source);
      } finally {
        busy = false;
      }
    },
  };
}

/** For the two bytes of the header: a copy is complete without a -wal, and a start refuses one that lies beside it. */
const COMPLETE = Buffer.of(ROLLBACK_MODE, ROLLBACK_MODE);

/** The name of the folder of a copy begins with it. */
const COPY = '.devauth-copy-';

/** Removes the copies that a killed process left beside the file. Only the owner of the store may call it. */
export function removeCopies(file: string): void {
  const folder = dirname(file);
  for (const name of readdirSync(folder))
    if (name.startsWith(COPY)) rmSync(join(folder, name), { recursive: true, force: true });
}

async function copy(source: BackupSource): Promise<SizedStream> {
  const folder = await mkdtemp(join('file' in source ? dirname(source.file) : tmpdir(), COPY));
  try {
    const file = join(folder, 'devauth.db');
    await (await open(file, 'wx', OWNER_ONLY)).close();
    await copyTo(file, source);
    const handle = await open(file, 'r+');
    await handle.write(COMPLETE, 0, COMPLETE.length, WRITE_MODE);
    const { size } = await handle.stat();
    return { stream: handle.createReadStream(), bytes: size };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function copyTo(file: string, source: BackupSource): Promise<void> {
  const snapshot = 'db' in source ? { db: source.db, close: () => undefined } : openSnapshot(source.file);
  try {
    await backup(snapshot.db, file, { rate: PAGES_A_TURN });
  } finally {
    snapshot.close();
  }
}
