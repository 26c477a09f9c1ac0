// Interactive shells on a terminal, and what they complete.
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { TERMINAL } from './terminal.ts';
import { until } from './until.ts';

export interface ShellPlace {
  readonly folder: string;
  /** The file of the completion script. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Returns the text that the shell shows after the line when the tabulator is pressed. */
export type Complete = (line: string) => Promise<string>;

export const SHELLS: Readonly<Record<string, (place: ShellPlace) => Complete>> = {
  bash: (place) => onKeys(place, `bash --norc --noprofile -i`),
  zsh: (place) => onKeys(place, `zsh -f -i`),
  fish: (place) => inFish(place),
};

const READY = 'is ready';
const PROMPT = 'next> ';
const END = '@end';

/** Opens the shell for each line. The text `@end` is typed behind the tabulator, and is shown after what was completed. */
const onKeys =
  ({ folder, script, env }: ShellPlace, command: string): Complete =>
  async (line) => {
    const child = spawn(TERMINAL, ['-qefc', `stty cols 300 rows 40; exec ${command}`, '/dev/null'], {
      cwd: folder,
      env: { ...env, TERM: 'dumb', PS1: PROMPT },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    try {
      child.stdin.write(`source '${script}'; echo it "${READY}"\n`);
      await until('the shell waits for a line', () =>
        text.includes(PROMPT, text.indexOf(`it ${READY}`) + 1 || Infinity),
      );
      const before = text.length;
      child.stdin.write(`${line}\t${END}`);
      await until('the line is completed', () => text.includes(END, before));
      const shown = text.slice(before);
      const completed = shown.slice(shown.indexOf(line) + line.length, shown.indexOf(END));
      return completed.replaceAll(/(?!\s)\p{Cc}/gu, '').trim();
    } finally {
      child.kill('SIGKILL');
    }
  };

/** Fish repaints the line, so that it is asked for the completions as such. */
const inFish =
  ({ folder, script, env }: ShellPlace): Complete =>
  async (line) => {
    const words = ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', script, line];
    const { stdout, stderr } = await promisify(execFile)('fish', words, { cwd: folder, env });
    return `${stderr}${stdout}`.trim();
  };
