// Reads the devices that a command line names: as words, or in a file with one id on each line.
import { readFileSync } from 'node:fs';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { grouped } from './progress.ts';

export interface Meant {
  readonly ids: readonly string[];
  readonly query: string | undefined;
  readonly fromFile: string | undefined;
}

/** Refuses a command line that names devices in no way, or in more than one. */
export function onlyOne({ ids, query, fromFile }: Meant): void {
  const ways = [ids.length > 0, query !== undefined, fromFile !== undefined].filter(Boolean).length;
  if (ways !== 1)
    throw new CommandFailed(EXIT.usage, ways === 0 ? 'no device is named' : 'devices are named in several ways', {
      next: 'name ids, or -q with search words, or --from-file with a list of ids',
    });
}

export interface NamedOptions {
  readonly fromFile?: string;
  readonly expect?: number;
}

/** Returns the ids, each once. Refuses if their number is not that of `--expect`. */
export async function namesOf(
  io: Io,
  ids: readonly string[],
  { fromFile, expect }: NamedOptions,
): Promise<readonly string[]> {
  const names = fromFile === undefined ? ids : idsIn(await read(io, fromFile));
  const distinct = [...new Set(names)];
  if (expect !== undefined && expect !== distinct.length) throw otherCount(distinct.length, expect, 'are named');
  if (distinct.length === 0)
    throw new CommandFailed(EXIT.refused, 'the list of ids is empty', { next: 'a list has an id a line' });
  return distinct;
}

export const otherCount = (count: number, expected: number, what: string): CommandFailed =>
  new CommandFailed(
    EXIT.refused,
    `${grouped(count)} ${what} now, ${grouped(expected)} were expected; nothing changed`,
    {
      next: `look again, then --expect ${count}`,
    },
  );

/** Takes the first word of each line, so that the output of `devices ls` is a list too. */
const idsIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim().split(/\s/)[0] ?? '')
    .filter((id) => id !== '' && !id.startsWith('#'));

async function read(io: Io, file: string): Promise<string> {
  if (file === '-') return (await io.input?.()) ?? '';
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    throw new CommandFailed(EXIT.usage, `${file} cannot be read`, { next: 'name a file with an id a line, or -' });
  }
}
