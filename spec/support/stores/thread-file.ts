// Replaces `src/store/sqlite/thread-file.ts` under jest (`moduleNameMapper` in package.json): node starts the thread itself, and
// node 20 reads no TypeScript. Compiles the sources of the thread once for each state of them.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSources, ROOT, sourcesIn } from '../typescript.ts';

/** Within `node_modules`, where the driver is found. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'devauth-thread');
const KEPT_MS = 3_600_000;

export const threadFile = (): URL => pathToFileURL(join(compiled(), 'store', 'sqlite', 'thread.js'));

function compiled(): string {
  const paths = ['domain', 'store', 'time'].flatMap(sourcesIn).filter((path) => !path.includes('mongo'));
  const folder = join(CACHE, stateOf(paths));
  if (!existsSync(folder)) compileInto(folder, paths);
  return folder;
}

function stateOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    const { mtimeMs, size } = statSync(join(ROOT, 'src', path));
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Another process may do the same: the folder appears when it is complete. */
function compileInto(folder: string, paths: readonly string[]): void {
  mkdirSync(CACHE, { recursive: true });
  for (const old of readdirSync(CACHE).map((name) => join(CACHE, name))) {
    const at = statSync(old, { throwIfNoEntry: false })?.mtimeMs; // another process may have removed it
    if (at !== undefined && at < statSync(CACHE).mtimeMs - KEPT_MS) rmSync(old, { recursive: true, force: true });
  }
  const part = mkdtempSync(join(CACHE, 'part-'));
  writeFileSync(join(part, 'package.json'), '{"type":"module"}\n');
  buildSources(paths, part);
  try {
    renameSync(part, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(part, { recursive: true });
  }
}
