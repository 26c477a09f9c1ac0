// Preloaded into a node process (`--import`): sends the process a signal just before its n-th MongoDB command leaves, which is just
// after the answer to the one before. DIE_AFTER is n; DIE_AFTER_SIGNAL is SIGKILL, or SIGSTOP if set. Counting begins with SIGUSR2,
// from outside or by `process.emit`. Each command's name is written to stderr, so that a spec can see its progress.
import { createRequire } from 'node:module';

/** Commands of the driver itself. */
const UNCOUNTED: readonly unknown[] = [
  'hello',
  'ismaster',
  'ping',
  'endSessions',
  'getMore',
  'saslStart',
  'saslContinue',
];

const at = Number(process.env['DIE_AFTER'] ?? Infinity);
const signal = process.env['DIE_AFTER_SIGNAL'] === 'SIGSTOP' ? 'SIGSTOP' : 'SIGKILL';
let counting = false;
let count = 0;

process.on('SIGUSR2', () => {
  counting = true;
});

function beforeCommand(command: unknown): void {
  const name = typeof command === 'object' && command !== null ? Object.keys(command)[0] : undefined;
  if (!counting || UNCOUNTED.includes(name)) return;
  count += 1;
  process.stderr.write(`command ${count} ${name}\n`);
  if (count === at) process.kill(process.pid, signal);
}

/** The only function that every command of every pool calls. */
function watchDriver(): void {
  const loaded: unknown = createRequire(import.meta.url)('mongodb/lib/cmap/connection');
  const connection: unknown =
    typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, 'Connection') : undefined;
  if (typeof connection !== 'function') throw new Error('the driver has no Connection');
  const prototype: unknown = connection.prototype;
  const original: unknown =
    typeof prototype === 'object' && prototype !== null ? Reflect.get(prototype, 'command') : undefined;
  if (typeof original !== 'function' || typeof prototype !== 'object' || prototype === null) {
    throw new Error('the driver sends its commands elsewhere');
  }
  Reflect.set(prototype, 'command', function (this: unknown, namespace: unknown, command: unknown, ...rest: unknown[]) {
    beforeCommand(command);
    return Reflect.apply(original, this, [namespace, command, ...rest]);
  });
}

watchDriver();
