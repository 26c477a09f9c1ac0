// Ends everything that the bench began: folders, databases and processes in reverse order, also after a failure, SIGINT or SIGTERM.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 15_000;
const endings = [];
const stop = new AbortController();

/** Aborted by a signal; loops check it. */
export const stopping = stop.signal;

/** Runs `work`, then every ending. The process ends afterwards. */
export async function runToTheEnd(work) {
  const stopped = new Promise((_, reject) => {
    stopping.addEventListener('abort', () => reject(stopping.reason));
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort(signal));
  let code = 0;
  try {
    await Promise.race([work(), stopped]);
  } catch (error) {
    console.error(error);
    code = stopping.aborted ? 128 + constants.signals[stopping.reason] : 1;
  }
  while (endings.length > 0) {
    await endings
      .pop()()
      .catch((error) => {
        console.error(error);
        code ||= 1;
      });
  }
  process.exit(code);
}

/** Runs `step` at the end, or when the returned function is called. */
export function atEnd(step) {
  const ending = async () => step();
  endings.push(ending);
  return async () => {
    const place = endings.indexOf(ending);
    if (place === -1) return;
    endings.splice(place, 1);
    await ending();
  };
}

export function temporaryFolder() {
  stopping.throwIfAborted();
  const path = mkdtempSync(join(tmpdir(), 'devauth-bench-'));
  return { path, remove: atEnd(() => rmSync(path, { recursive: true, force: true })) };
}

/** Starts a node process. `told` resolves to the result of `read` on its output, once there is one. */
export function startProcess(args, { env, read }) {
  stopping.throwIfAborted();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const told = new Promise((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part;
      const found = read(text);
      if (found) resolve(found);
    });
    ended.then(([code]) => reject(new Error(`${args[0]} ended with ${code}`)), reject);
  });
  const end = async () => {
    child.kill('SIGTERM');
    const late = new AbortController();
    const timer = sleep(PATIENCE_MS, undefined, { signal: late.signal }).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    );
    await ended;
    late.abort();
    await timer;
  };
  return { pid: child.pid, told, stop: atEnd(end) };
}
