// Runs a TypeScript file of this repository in a separate node process, so that a fault that ends the process fails one test and
// not the runner.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { LOADER, ROOT } from './typescript.ts';

export interface Ended {
  readonly code: number | null;
  /** `SIGABRT` after a native assertion, `SIGKILL` if it did not end in time. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildOptions {
  readonly args?: readonly string[];
  readonly timeoutMs?: number;
}

/** `entry` is a path from the root of the repository. */
export function runChild(entry: string, { args = [], timeoutMs = 15_000 }: ChildOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', LOADER, join(ROOT, entry), ...args], {
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
