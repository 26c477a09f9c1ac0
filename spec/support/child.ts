// Runs a TypeScript file of this repository in a node process of its own, so that whatever kills the process fails one test
// and not the runner. Node 20 cannot read TypeScript: the file and what it imports are transpiled into a temporary folder.
import { transformSync } from '@swc/core';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly code: number | null;
  /** `SIGABRT` after a native assertion, `SIGKILL` when it did not end in time. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildOptions {
  readonly args?: readonly string[];
  readonly timeoutMs?: number;
}

/** `entry` is a path from the root of the repository. */
export async function runChild(entry: string, options: ChildOptions = {}): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'devauth-child-'));
  try {
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
    await transpile(entry, { folder, done: new Set() });
    return await run(join(folder, asModule(entry)), options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const RELATIVE_IMPORT = /(from\s+|import\s*\(?\s*)(["'])(\.[^"']+)\.ts\2/g;

async function transpile(file: string, to: { readonly folder: string; readonly done: Set<string> }): Promise<void> {
  if (to.done.has(file)) return;
  to.done.add(file);

  const { code } = transformSync(await readFile(join(ROOT, file), 'utf8'), {
    filename: file,
    swcrc: false,
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  const target = join(to.folder, asModule(file));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code.replace(RELATIVE_IMPORT, '$1$2$3.mjs$2'));

  for (const [, , , imported] of code.matchAll(RELATIVE_IMPORT)) {
    await transpile(join(dirname(file), `${imported}.ts`), to);
  }
}

function run(script: string, { args = [], timeoutMs = 15_000 }: ChildOptions): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: dirname(script),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));

  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...output }));
  });
}

const asModule = (file: string) => file.replace(/\.ts$/, '.mjs');
