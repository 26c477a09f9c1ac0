// What is made of the sources, once for each state of them and for all spec files.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './typescript.ts';

/** Within `node_modules`, where programs in it find their packages. */
const CACHE = join(ROOT, 'node_modules', '.cache');
const KEPT_MS = 3_600_000;

/** Returns the folder in which `build` made something of those files of `src`. */
export function builtOnce(name: string, paths: readonly string[], build: (folder: string) => void): string {
  const cache = join(CACHE, name);
  const folder = join(cache, stateOf(paths));
  if (!existsSync(folder)) buildInto(folder, cache, build);
  return folder;
}

function stateOf(paths: readonly string[]): string {
  const hash = createHash('sha256').update(`${ROOT}\n`);
  for (const path of paths) {
    const { mtimeMs, size } = statSync(join(ROOT, 'src', path));
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Another process may do the same: the folder appears when it is complete. */
function buildInto(folder: string, cache: string, build: (folder: string) => void): void {
  mkdirSync(cache, { recursive: true });
  for (const old of readdirSync(cache).map((name) => join(cache, name))) {
    const at = statSync(old, { throwIfNoEntry: false })?.mtimeMs; // another process may have removed it
    if (at !== undefined && at < statSync(cache).mtimeMs - KEPT_MS) rmSync(old, { recursive: true, force: true });
  }
  const part = mkdtempSync(join(cache, 'part-'));
  build(part);
  try {
    renameSync(part, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(part, { recursive: true });
  }
}
