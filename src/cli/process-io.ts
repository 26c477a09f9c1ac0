// Standard output and standard error of the process. Every text is made printable here, in one place, so that no command can forget.
import { printable } from '../observe/printable.ts';
import type { Io } from './io.ts';

export const PROCESS_IO: Io = {
  out: (text) => void process.stdout.write(printable(text)),
  err: (text) => void process.stderr.write(printable(text)),
};

let isService = false;

/**
 * Ends a command quietly when the reader of its pipe is gone, as in `devauth devices list | head -1`. The service goes on: it does not
 * depend on the terminal that it was started from.
 */
export function watchPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (!isService) process.exit(0); // nobody reads what is left
    });
  }
}

/** Makes the process go on without a reader from now on. */
export function outliveReader(): void {
  isService = true;
}
