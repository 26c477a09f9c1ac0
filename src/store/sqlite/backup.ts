// A copy of the file while the service goes on: page by page, in turns of its own. A connection of its own holds the state of the moment
// in which the copy began (WAL); the copy would begin again with each write if it followed them.
import { backup, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Refused } from '../../domain/errors.ts';
import { openSnapshot } from './file.ts';
import { OWNER_ONLY } from './lock.ts';
import type { SizedStream } from '../stats.ts';

/** `file`: a file of its own connections; `db`: the one connection to a database in memory. */
export type BackupSource = { readonly file: string } | { readonly db: DatabaseSyncInstance };

export interface Backups {
  make(): Promise<SizedStream>;
}

const PAGES_A_TURN = 250;
const RETRY_AFTER_SECONDS = 10;

/** Makes the copy beside the file, in a folder of the owner. The copy no longer has a name when it is read. */
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

async function copy(source: BackupSource): Promise<SizedStream> {
  const folder = await mkdtemp(join('file' in source ? dirname(source.file) : tmpdir(), 'backup-'));
  try {
    const file = join(folder, 'devauth.db');
    await (await open(file, 'wx', OWNER_ONLY)).close();
    await copyTo(file, source);
    const handle = await open(file, 'r');
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
