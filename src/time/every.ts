// Runs work beside requests.
import type { Logger } from 'winston';

/**
 * Runs the work in this interval, never twice at once. Logs a failure and tries again. Without an interval, never runs it. Returns
 * a function that stops it.
 */
export function every(intervalMs: number | undefined, log: Logger, work: () => void | Promise<void>): () => void {
  if (intervalMs === undefined) return () => {};
  let busy = false;
  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      await work();
    } catch (error) {
      log.warn('background', { error: error instanceof Error ? error.message : 'not an Error' });
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void run(), intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
