// Runs the sources in separate processes, directly or like the build, because Node 20 reads no TypeScript.
import { transformSync } from '@swc/core';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const OPTIONS = {
  swcrc: false,
  jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  module: { type: 'es6' },
} as const;

const HOOKS = `
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import swc from ${JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve('@swc/core')).href)};
const options = ${JSON.stringify(OPTIONS)};
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = swc.transformSync(await readFile(fileURLToPath(url), 'utf8'), options);
  return { format: 'module', shortCircuit: true, source: code };
}`;
const asDataUrl = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;

/** For `node --import`: the process reads TypeScript from then on. */
export const LOADER = asDataUrl(
  `import { register } from 'node:module'; register(${JSON.stringify(asDataUrl(HOOKS))});`,
);

/** The TypeScript files in that folder of `src`, as paths in `src`. */
export const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, 'src', folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => join(folder, path));

/** Compiles those files of `src` into the folder, which then looks like `dist`. */
export function buildSources(paths: readonly string[], folder: string): void {
  for (const path of paths) build(join(ROOT, 'src', path), join(folder, path));
}

const RELATIVE_IMPORT = /(from\s+|import\s*\(?\s*)(["'])(\.[^"']+)\.ts\2/g;

function build(source: string, target: string): void {
  const { code } = transformSync(readFileSync(source, 'utf8'), { filename: source, ...OPTIONS });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target.replace(/\.ts$/, '.js'), code.replace(RELATIVE_IMPORT, '$1$2$3.js$2'));
}
