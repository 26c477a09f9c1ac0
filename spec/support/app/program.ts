// The program itself, `devauth`, in separate processes: the sources are compiled once for all spec files, because Node 20 reads
// no TypeScript, and run like the build.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from './build-program.ts';
import { until } from '../until.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Environment = Readonly<Record<string, string>>;

export interface Serving {
  readonly publicUrl: string;
  readonly internalUrl: string;
  readonly process: ChildProcess;
  /** Its standard error so far. */
  log(): string;
  /** Its exit code, after it has ended. */
  readonly ended: Promise<number | null>;
  /** Sends the signal. Resolves when the process has ended. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface Program {
  /** A folder that is removed with the program. */
  readonly folder: string;
  run(words: readonly string[], env?: Environment): Promise<Ended>;
  /** Runs `devauth serve`, or the words for it, on free ports. Resolves when it listens. */
  serve(env: Environment, words?: readonly string[]): Promise<Serving>;
  /** Ends what still runs and removes the folder. */
  close(): Promise<void>;
}

export function openProgram(): Program {
  const folder = mkdtempSync(join(tmpdir(), 'devauth-program-'));
  buildProgram(folder);
  const main = join(folder, 'dist', 'main.js');
  const running: Serving[] = [];
  return {
    folder,
    run: (words, env = {}) => ended(start(main, words, { folder, env })),
    serve: async (env, words = ['serve']) => {
      const serving = await listening(start(main, words, { folder, env: { ...FREE_PORTS, ...env } }));
      running.push(serving);
      return serving;
    },
    close: async () => {
      await Promise.all(running.map((serving) => serving.stop('SIGKILL')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const FREE_PORTS = { DEVICEAUTH_LISTEN: '127.0.0.1:0', DEVICEAUTH_INTERNAL_LISTEN: '127.0.0.1:0' };

/** Only the variables of the environment that programs need. */
function start(
  main: string,
  words: readonly string[],
  { folder, env }: { folder: string; env: Environment },
): ChildProcess {
  const { PATH = '' } = process.env;
  return spawn(process.execPath, [main, ...words], {
    cwd: folder,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return output;
}

async function ended(child: ChildProcess): Promise<Ended> {
  const output = collect(child);
  const [code]: readonly unknown[] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, ...output };
}

async function listening(child: ChildProcess): Promise<Serving> {
  const output = collect(child);
  const closed = once(child, 'close');
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const addresses = await until('the program listens', () => {
    if (hasEnded()) throw new Error(`the program ended: ${output.stderr}`);
    const [, open, internal] = /public\s+(\S+)[\s\S]*internal\s+(\S+)/.exec(output.stdout) ?? [];
    return open !== undefined && internal !== undefined && { publicUrl: open, internalUrl: internal };
  });
  return {
    ...addresses,
    process: child,
    ended: closed.then(() => child.exitCode),
    log: () => output.stderr,
    stop: async (signal = 'SIGTERM') => {
      if (!hasEnded()) child.kill(signal);
      await closed;
      return child.exitCode;
    },
  };
}
