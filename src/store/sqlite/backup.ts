// A copy of the file while the service goes on: page by page, in turns of its own, so that what is written meanwhile is in it too.
import { backup, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Refused } from '../../domain/errors.ts';
import type { SizedStream } from '../stats.ts';

export interface Backups {
  make(): Promise<SizedStream>;
}

const OWNER_ONLY = 0o600;
const PAGES_A_TURN = 250;
const RETRY_AFTER_SECONDS = 10;

/** The copy is made beside the file, where there is room for it and only its owner comes; it has no name any more when it is read. */
export function openBackups(db: DatabaseSyncInstance, path: string): Backups {
  let busy = false;
  return {
    make: async () => {
      if (busy)
        throw new Refused('conflict', 'another backup is being made', { retryAfterSeconds: RETRY_AFTER_SECONDS });
      busy = true;
      try {
        return await copy(db, path === ':memory:' ? tmpdir() : dirname(path));
      } finally {
        busy = false;
      }
    },
  };
}

async function copy(db: DatabaseSyncInstance, beside: string): Promise<SizedStream> {
  const folder = await mkdtemp(join(beside, 'backup-'));
  try {
    const file = join(folder, 'devauth.db');
    await (await open(file, 'wx', OWNER_ONLY)).close();
    await backup(db, file, { rate: PAGES_A_TURN });
    const handle = await open(file, 'r');
    const { size } = await handle.stat();
    return { stream: handle.createReadStream(), bytes: size };
  } finally {
    await rm(folder, { recursive: true });
  }
}
