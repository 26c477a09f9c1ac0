// `npm start`: builds what is missing and becomes the service. package.json starts it with `exec`, so that no shell stands between npm and
// this process: npm passes its signals on to it and ends after it.
import { build } from './build.mjs';

const PARENT_CHECK_MS = 250;
const REPEATED_MS = 1000;

await build();
if (process.env.npm_lifecycle_event === 'start') {
  endWith(process.ppid);
  for (const signal of ['SIGINT', 'SIGTERM']) ignoreRepeated(signal);
}
await import('../dist/main.js');

/** Asks the service to stop once its parent is gone, as a SIGTERM does. A parent that is killed passes nothing on. */
function endWith(parent) {
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS);
  check.unref();
}

/** A terminal sends the signal to npm and to this process, and npm passes it on. The second one must not end the service at once. */
function ignoreRepeated(signal) {
  process.once(signal, () => {
    if (process.listenerCount(signal) === 0) return process.kill(process.pid, signal); // nobody has heard it
    const ignore = () => undefined;
    process.on(signal, ignore);
    setTimeout(() => process.off(signal, ignore), REPEATED_MS).unref();
  });
}
