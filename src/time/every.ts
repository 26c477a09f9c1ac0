// Work that is done beside requests.
import type { Logger } from 'winston';

/** Again and again, never twice at once; what fails is logged and tried again. Without an interval, never. Answers how to stop. */
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
