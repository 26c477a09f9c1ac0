// Runs `store.child.ts` in a separate process, under another program if a spec asks for it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LOADER } from '../../support/typescript.ts';

export interface SqliteProcess {
  readonly process: ChildProcess;
  /** Its output so far, line by line. */
  readonly said: readonly string[];
  /** Resolves when it has printed that many lines, or has ended. */
  saidLines(count: number): Promise<void>;
  /** Ends its stdin. Resolves when it has ended. */
  end(): Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** `under`: a program and its arguments that run the process, such as a tracer. */
export function startSqliteProcess(args: readonly string[], under: readonly string[] = []): SqliteProcess {
  const preloaded = ['--import', LOADER, '--import', THREADS_END_ON_SIGUSR2];
  const [program = '', ...rest] = [...under, process.execPath, ...preloaded, CHILD, ...args];
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

/**
 * For `node --import`: SIGUSR2 ends the threads of the process with an error that nothing catches. `worker.terminate()` would do it
 * in the middle of a call of the driver, which aborts the process.
 */
export const THREADS_END_ON_SIGUSR2 = `data:text/javascript,${encodeURIComponent(`
  import { BroadcastChannel, isMainThread } from 'node:worker_threads';
  const end = new BroadcastChannel('end of the threads');
  end.unref();
  if (isMainThread) process.once('SIGUSR2', () => end.postMessage('end'));
  else end.onmessage = () => { throw new Error('the thread was ended'); };`)}`;

const CHILD = fileURLToPath(new URL('./store.child.ts', import.meta.url));
