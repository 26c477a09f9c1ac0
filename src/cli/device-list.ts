// A list of devices to preauthorize, read from a file: CSV, NDJSON or JSON. A byte order mark at the start is skipped.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseCsv } from './csv.ts';
import { CommandFailed, EXIT } from './io.ts';

const Entry = z.object({
  identity_data: z.record(z.string(), z.unknown()).refine((identity) => Object.keys(identity).length > 0),
  pubkey: z.string().min(1),
});

export type Entry = z.infer<typeof Entry>;

export interface Line {
  readonly line: number;
  /** Absent when the line does not hold identity data and a public key. */
  readonly entry: Entry | undefined;
}

/** Reads the file; its ending names the format. */
export const readList = (file: string): readonly Line[] => linesOf(file, read(file));

/** Returns a list of one device. */
export const oneDevice = (identity: string, keyFile: string): readonly Line[] => [
  { line: 1, entry: entryOf({ identity_data: parseIdentity(identity), pubkey: read(keyFile) }) },
];

function linesOf(name: string, text: string): readonly Line[] {
  if (name.endsWith('.csv')) return csvLines(text);
  if (name.endsWith('.ndjson') || name.endsWith('.jsonl')) {
    return text
      .split('\n')
      .map((line, index) => ({ line: index + 1, text: line.trim() }))
      .filter((line) => line.text !== '')
      .map((line) => ({ line: line.line, entry: entryOf(parsed(line.text)) }));
  }
  const items = name.endsWith('.json') ? parsed(text) : undefined;
  if (!Array.isArray(items))
    throw new CommandFailed(EXIT.usage, `${name} is not a list: use a .csv, .ndjson or .json file`);
  return items.map((item: unknown, index) => ({ line: index + 1, entry: entryOf(item) }));
}

function csvLines(text: string): readonly Line[] {
  const [header, ...records] = parseCsv(text);
  const names = header?.cells ?? [];
  if (!names.includes('pubkey') || !names.some((name) => name.startsWith(IDENTITY))) {
    throw new CommandFailed(EXIT.usage, 'the first row must name `pubkey` and `identity.<name>` columns');
  }
  return records.map(({ line, cells }) => {
    const values = names.map((name, column) => [name, cells[column] ?? ''] as const);
    const identity = values.filter(([name, value]) => name.startsWith(IDENTITY) && value !== '');
    return {
      line,
      entry: entryOf({
        identity_data: Object.fromEntries(identity.map(([name, value]) => [name.slice(IDENTITY.length), value])),
        pubkey: values.find(([name]) => name === 'pubkey')?.[1].replaceAll('\\n', '\n'),
      }),
    };
  });
}

const IDENTITY = 'identity.';

const entryOf = (value: unknown): Line['entry'] => Entry.safeParse(value).data;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseIdentity(text: string): unknown {
  const identity = parsed(text);
  if (identity === undefined) throw new CommandFailed(EXIT.usage, 'the identity is not JSON');
  return identity;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    throw new CommandFailed(EXIT.usage, `${file} cannot be read`);
  }
}
