// Reads a file with a private key, if no stranger can read or replace it (D15).
import { open, realpath, stat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { Refused } from '../../domain/errors.ts';
import { readKeyText } from '../key-text.ts';

export interface FileRules {
  /** A folder that this service makes and owns. No file in it may be readable by others. */
  readonly dataFolder?: string;
  /** Called for a file that others may read where that is usual: a Secret of Kubernetes and a bind mount have mode 0644. */
  readonly warn?: (warning: string) => void;
}

export interface PrivateFile {
  readonly text: string;
  /** When the file was put there: its time of change. */
  readonly since: Date;
}

/** Reads the file, or the target of a link. Refuses with `key_refused`, with the name of the file. */
export async function readPrivateFile(file: string, rules: FileRules): Promise<PrivateFile> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw refused(file, 'cannot be opened', error);
  });
  try {
    const { mode, ctime } = await handle.stat();
    if ((mode & OTHERS_MAY_READ) !== 0) await judge(file, rules);
    const text = await readKeyText(handle);
    if (text === undefined) throw refused(file, 'is too long for a key');
    return { text, since: ctime };
  } finally {
    await handle.close();
  }
}

export const refused = (file: string, what: string, cause?: unknown) =>
  new Refused('key_refused', `${file} ${what}`, { cause });

const OTHERS_MAY_READ = 0o004;
const OTHERS_MAY_WRITE = 0o002;

/** Decides about a file that others may read. */
async function judge(file: string, { dataFolder, warn }: FileRules): Promise<void> {
  const folder = dirname(await realpath(file));
  const { mode } = await stat(folder);
  if ((mode & OTHERS_MAY_WRITE) !== 0)
    throw refused(file, 'may be read by others, and its folder may be written by others (chmod o-r, chmod o-w)');
  if (dataFolder !== undefined && isWithin(folder, await realpath(dataFolder)))
    throw refused(file, 'may be read by others, and it lies in the data folder (chmod o-r)');
  warn?.(`${file} may be read by others (chmod o-r, or defaultMode 0440 of the Secret)`);
}

function isWithin(folder: string, parent: string): boolean {
  const way = relative(parent, folder);
  return way === '' || !(way.startsWith('..') || way.startsWith('/'));
}
