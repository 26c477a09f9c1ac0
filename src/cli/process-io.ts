// Standard input, output and error of the process. All texts are made printable here, in one place, so that no command can forget
// it.
import { text as textOf } from 'node:stream/consumers';
import { environment } from '../config/environment.ts';
import { printable } from '../observe/printable.ts';
import { CommandFailed, EXIT, RUN_AGAIN, type Io, type Question } from './io.ts';

export const PROCESS_IO: Io = {
  out: (text) => void process.stdout.write(printable(text)),
  err: (text) => void process.stderr.write(printable(text)),
  get terminal() {
    if (!process.stdout.isTTY) return undefined;
    return {
      columns: process.stdout.columns || DEFAULT_COLUMNS,
      hasColors: !environment['NO_COLOR'] && environment['TERM'] !== 'dumb',
      write: (text: string) => void process.stdout.write(printableWithColors(text)),
    };
  },
  get line() {
    return process.stderr.isTTY ? writeOver : undefined;
  },
  get ask() {
    return process.stdin.isTTY && process.stdout.isTTY ? ask : undefined;
  },
  input: () => textOf(process.stdin),
};

const DEFAULT_COLUMNS = 80;

/** Keeps only sequences that set a colour. */
const printableWithColors = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex
    .split(/(\u001b\[\d*m)/)
    .map((piece, index) => (index % 2 === 1 ? piece : printable(piece)))
    .join('');

const CLEAR_LINE = '\r\u001b[K';

let isLineShown = false;

function writeOver(text: string): void {
  isLineShown = text !== '';
  process.stderr.write(CLEAR_LINE + printable(text));
}

async function ask({ text, isSecret }: Question): Promise<string> {
  const { createInterface } = await import('node:readline');
  const { Writable } = await import('node:stream');
  process.stderr.write(printable(text));
  const output = isSecret ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await new Promise((resolve, reject) => {
      lines.once('line', resolve);
      const stop = (): void => reject(new CommandFailed(EXIT.interrupted, 'nothing was done', { next: RUN_AGAIN }));
      lines.once('SIGINT', stop);
      lines.once('close', stop); // the end of the input; after a line it changes nothing
    });
  } finally {
    lines.close();
    if (isSecret) process.stderr.write('\n');
  }
}

let isService = false;

/**
 * Ends a command quietly when the reader of its pipe has ended, as in `devauth devices list | head -1`. The service continues: it
 * does not depend on the terminal that started it.
 */
export function watchPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (isService) return;
      if (isLineShown && stream === process.stdout) process.stderr.write(CLEAR_LINE);
      process.exit(0); // nobody reads what is left
    });
  }
}

/** Lets the process continue without a reader. */
export function outliveReader(): void {
  isService = true;
}
