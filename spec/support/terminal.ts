// A terminal for a program: `script` provides it, and the typed text is its input.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Environment, Program } from './app/program.ts';
import { until } from './until.ts';

export interface Screen {
  readonly code: number | null;
  /** The text on the terminal, with the line ends of a file. */
  readonly text: string;
}

export interface Typing {
  readonly columns?: number;
  /** Typed after the first text is on the screen, one after the other. */
  readonly answers?: readonly (readonly [question: string, answer: string])[];
}

const SCRIPT = 'script';

export const TERMINAL = SCRIPT;

/** Runs `devauth` on a terminal of that width. */
export async function onTerminal(
  program: Program,
  words: readonly string[],
  env: Environment,
  { columns = 100, answers = [] }: Typing = {},
): Promise<Screen> {
  const { PATH = '' } = process.env;
  const line = [process.execPath, join(program.folder, 'dist', 'main.js'), ...words].map(inQuotes).join(' ');
  const child = spawn(SCRIPT, ['-qefc', `stty cols ${columns} rows 40 -echo; exec ${line}`, '/dev/null'], {
    cwd: program.folder,
    env: { PATH, TERM: 'xterm-256color', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const closed = once(child, 'close');
  for (const [question, answer] of answers) {
    await until(`the terminal shows ${question}`, () => text.includes(question) || child.exitCode !== null);
    child.stdin.write(answer);
  }
  const [code]: readonly unknown[] = await closed;
  return { code: typeof code === 'number' ? code : null, text: text.replaceAll('\r\n', '\n') };
}

const inQuotes = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
