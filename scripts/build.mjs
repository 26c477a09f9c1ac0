// Builds src into dist, with the console and the files of the page at /openapi, if dist is missing or older than the sources.
// `--force` always builds.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildConsole } from './console/build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist', '.built');
const sources = ['src', 'api', 'package.json', 'tsconfig.json', 'scripts/check/tsconfig.build.json', 'scripts/console'];
const docs = [
  'swagger-ui.css',
  'index.css',
  'swagger-ui-bundle.js',
  'swagger-ui-standalone-preset.js',
  'LICENSE',
  'NOTICE',
];

export async function build() {
  const isForced = process.argv.includes('--force');
  if (!isForced && existsSync(stamp) && newest(sources) <= statSync(stamp).mtimeMs) return;
  for (const name of existsSync(join(root, 'dist')) ? readdirSync(join(root, 'dist')) : [])
    if (name !== 'console') rmSync(join(root, 'dist', name), { recursive: true, force: true }); // specs may serve the console now
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', join(root, 'scripts', 'check', 'tsconfig.build.json')], {
    stdio: 'inherit',
  });
  for (const name of docs)
    cpSync(join(root, 'node_modules', 'swagger-ui-dist', name), join(root, 'dist', 'docs', name));
  await buildConsole({ force: isForced });
  writeFileSync(stamp, '');
}

function newest(names) {
  return Math.max(
    ...names.flatMap((name) => {
      const path = join(root, name);
      const stat = statSync(path);
      return stat.isDirectory() ? [newest(readdirSync(path).map((child) => join(name, child)))] : [stat.mtimeMs];
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
