// Work that is done beside requests.
import type { Logger } from 'winston';

/** Again and again, never twice at once; what fails is logged and tried again. Answers how to stop. */
export function every(intervalMs: number, log: Logger, work: () => void | Promise<void>): () => void {
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
