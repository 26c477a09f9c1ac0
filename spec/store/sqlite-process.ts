// Runs `sqlite.child.ts` in a process of its own, under another program where a spec says so.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface SqliteProcess {
  readonly process: ChildProcess;
  /** What it has said so far, line by line. */
  readonly said: readonly string[];
  /** Resolves once it has said that many lines, or has ended. */
  saidLines(count: number): Promise<void>;
  /** Nothing more on its stdin; resolves when it has ended. */
  end(): Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** `under`: a program and its arguments that run the process, a tracer for example. */
export function startSqliteProcess(args: readonly string[], under: readonly string[] = []): SqliteProcess {
  const [program = '', ...rest] = [...under, process.execPath, '--import', LOADER, CHILD, ...args];
  const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'pipe'] });
  const said: string[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const lines = createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  let ended = false;
  const ending = once(child, 'close').then(([code]: readonly unknown[]) => {
    ended = true;
    return { code: typeof code === 'number' ? code : null, stderr };
  });
  return {
    process: child,
    said,
    saidLines: async (count) => {
      while (said.length < count && !ended) await Promise.race([once(lines, 'line'), ending]);
    },
    end: () => {
      child.stdin.end();
      return ending;
    },
  };
}

const CHILD = fileURLToPath(new URL('./sqlite.child.ts', import.meta.url));

/** Node 20 reads no TypeScript: a loader that transpiles what it is asked for. */
const HOOKS = `
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import swc from ${JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve('@swc/core')).href)};
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const options = { swcrc: false, jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } };
  const { code } = swc.transformSync(await readFile(fileURLToPath(url), 'utf8'), options);
  return { format: 'module', shortCircuit: true, source: code };
}`;
const asDataUrl = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;
const LOADER = asDataUrl(`import { register } from 'node:module'; register(${JSON.stringify(asDataUrl(HOOKS))});`);
