// Builds src/console into dist/console with vite, writes a .gz beside each file, and refuses a page that is too large.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist', 'console');
const stamp = join(folder, '.built');
const sources = ['src/console', 'scripts/console', 'package.json'];

/** The most bytes of all files of the page together, compressed. */
const MOST_BYTES = 60_000;
const WARN_BYTES = 45_000;

/** Builds if the page is missing or older than its sources; `force` always builds. */
export async function buildConsole({ force = false } = {}) {
  if (!force && existsSync(stamp) && Math.max(...sources.flatMap(times)) <= statSync(stamp).mtimeMs) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await bundle();
  const bytes = readdirSync(folder).reduce((sum, name) => sum + compress(join(folder, name)), 0);
  const kilobytes = (bytes / 1000).toFixed(1);
  if (bytes > MOST_BYTES)
    throw new Error(`the console is ${kilobytes} kB compressed; ${MOST_BYTES / 1000} kB are allowed`);
  if (bytes > WARN_BYTES) process.stderr.write(`the console is ${kilobytes} kB compressed\n`);
  writeFileSync(stamp, '');
}

/** Builds for production in any environment: under `NODE_ENV=test` vite would keep development code. */
async function bundle() {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  await build({ configFile: join(root, 'scripts', 'console', 'vite.config.mjs') });
  if (before === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = before;
}

function compress(file) {
  const packed = gzipSync(readFileSync(file), { level: constants.Z_BEST_COMPRESSION });
  writeFileSync(`${file}.gz`, packed);
  return packed.length;
}

const times = (name) => {
  const stat = statSync(join(root, name));
  return stat.isDirectory()
    ? readdirSync(join(root, name)).flatMap((child) => times(join(name, child)))
    : [stat.mtimeMs];
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildConsole({ force: process.argv.includes('--force') });
