// `npm start`: builds what is missing and becomes the service. It ends with npm: npm sends a signal to its shell, which does not
// pass it on to this process.
import { build } from './build.mjs';

const PARENT_CHECK_MS = 250;

await build();
if (process.env.npm_lifecycle_event === 'start') endWith(process.ppid);
await import('../dist/main.js');

/** Asks the service to stop when its parent has ended, as a SIGTERM does. */
function endWith(parent) {
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS);
  check.unref();
}
