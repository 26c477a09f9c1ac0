// The service as a separate process: built from src in a temporary folder, started as `node dist/main.js`.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from './build-program.ts';
import { until } from '../until.ts';

export interface BuiltService {
  /** The folder of the processes; the data folder is `data` in it unless settings say otherwise. */
  readonly folder: string;
  start(settings?: Settings): ServiceProcess;
  /** Kills what still runs, and removes the folder. */
  remove(): void;
}

export type Settings = Readonly<Record<string, string>>;

export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** The printed addresses; fails if the process ends without them. */
  listening(): Promise<{ readonly publicUrl: string; readonly internalUrl: string }>;
  /** Resolves when all of its output has been read. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

const ANY_PORT = { DEVICEAUTH_LISTEN: '127.0.0.1:0', DEVICEAUTH_INTERNAL_LISTEN: '127.0.0.1:0' };

export function buildService(): BuiltService {
  const folder = mkdtempSync(join(tmpdir(), 'devauth-built-'));
  buildProgram(folder);
  const running = new Set<ChildProcess>();
  return {
    folder,
    start: (settings = {}) => {
      const child = startIn(folder, settings);
      running.add(child);
      child.once('close', () => running.delete(child));
      return watch(child);
    },
    remove: () => {
      for (const child of running) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Only the variables of this process's environment that programs need. */
function startIn(folder: string, settings: Settings): ChildProcess {
  return spawn(process.execPath, [join(folder, 'dist', 'main.js')], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...ANY_PORT, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function watch(child: ChildProcess): ServiceProcess {
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  return {
    child,
    pid: child.pid ?? 0,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ended,
    listening: () =>
      until('the service listens', () => {
        if (child.exitCode !== null) throw new Error(`the service ended: ${output.stderr}`);
        const [, publicUrl] = /public +(http:\S+)/.exec(output.stdout) ?? [];
        const [, internalUrl] = /internal +(http:\S+)/.exec(output.stdout) ?? [];
        return publicUrl !== undefined && internalUrl !== undefined && { publicUrl, internalUrl };
      }),
  };
}
