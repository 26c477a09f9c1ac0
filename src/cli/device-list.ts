// Reads a list of devices to preauthorize: CSV, NDJSON or JSON. Skips a byte order mark at the start.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { CommandFailed, EXIT } from './io.ts';

const Entry = z.object({
  identity_data: z.record(z.string(), z.unknown()).refine((identity) => Object.keys(identity).length > 0),
  pubkey: z.string().min(1),
});

export type Entry = z.infer<typeof Entry>;

export interface Row {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  /** Absent if the row does not have identity data and a public key. */
  readonly entry: Entry | undefined;
  /** The original row, for the file of errors. */
  readonly source: readonly string[] | string;
}

export interface DeviceList {
  readonly rows: readonly Row[];
  /** The names of the columns. Only for CSV. */
  readonly columns?: readonly string[];
  readonly delimiter?: string;
}

export interface Reading {
  /** Names of columns and their meaning: `pubkey` or `identity.<name>`. */
  readonly map: ReadonlyMap<string, string>;
  readonly delimiter: string;
}

/** Reads the text. The ending of the name is its format. Standard input is NDJSON, or CSV if a delimiter or columns are given. */
export function readList(name: string, text: string, reading: Reading): DeviceList {
  const plain = text.replace(/^\uFEFF/, '');
  if (/\.(csv|tsv|txt)$/i.test(name) || (name === '-' && isCsv(plain))) return csvList(plain, reading);
  if (/\.(ndjson|jsonl)$/i.test(name) || (name === '-' && !plain.trimStart().startsWith('['))) return ndjsonList(plain);
  const items = name === '-' || /\.json$/i.test(name) ? jsonIn(plain) : undefined;
  if (!Array.isArray(items))
    throw new CommandFailed(EXIT.usage, `${name} is not a list`, { next: 'use a .csv, .ndjson or .json file' });
  return {
    rows: items.map((item: unknown, index) => ({
      line: index + 1,
      entry: entryOf(item),
      source: JSON.stringify(item),
    })),
  };
}

const isCsv = (text: string): boolean => !/^\s*[[{]/.test(text);

const ndjsonList = (text: string): DeviceList => ({
  rows: text.split('\n').flatMap((line, index) => {
    const source = line.trim();
    return source === '' ? [] : [{ line: index + 1, entry: entryOf(jsonIn(source)), source }];
  }),
});

/** Returns a list of one device. */
export function oneDevice(identity: string, keyFile: string): DeviceList {
  const identityData = jsonIn(identity);
  if (identityData === undefined)
    throw new CommandFailed(EXIT.usage, 'the identity is not JSON', { next: `such as --identity '{"sn":"E1"}'` });
  const item = { identity_data: identityData, pubkey: readText(keyFile) };
  return { rows: [{ line: 1, entry: entryOf(item), source: JSON.stringify(item) }] };
}

function csvList(text: string, { map, delimiter }: Reading): DeviceList {
  const [head, ...records] = recordsIn(text, delimiter);
  const columns = head?.record ?? [];
  const meanings = columns.map((name) => map.get(name) ?? name);
  const missing = [...map.keys()].find((name) => !columns.includes(name));
  if (missing !== undefined)
    throw new CommandFailed(EXIT.usage, `there is no column ${missing}`, { next: `there are ${columns.join(', ')}` });
  if (!meanings.includes(KEY) || !meanings.some((name) => name.startsWith(IDENTITY)))
    throw new CommandFailed(EXIT.usage, 'the first row must name `pubkey` and `identity.<name>` columns', {
      next: `it names ${columns.join(', ')}: --map <column>=pubkey, --map <column>=identity.sn and --delimiter say what they are`,
    });
  return {
    columns,
    delimiter,
    rows: records.map(({ line, record }) => ({ line, entry: csvEntry(meanings, record), source: record })),
  };
}

const KEY = 'pubkey';
const IDENTITY = 'identity.';

function csvEntry(meanings: readonly string[], cells: readonly string[]): Entry | undefined {
  const values = meanings.map((meaning, column) => [meaning, cells[column] ?? ''] as const);
  const identity = values.filter(([meaning, value]) => meaning.startsWith(IDENTITY) && value !== '');
  return entryOf({
    identity_data: Object.fromEntries(identity.map(([meaning, value]) => [meaning.slice(IDENTITY.length), value])),
    pubkey: values.find(([meaning]) => meaning === KEY)?.[1].replaceAll('\\n', '\n'),
  });
}

const Records = z.array(
  z.object({ info: z.object({ lines: z.number() }), raw: z.string(), record: z.array(z.string()) }),
);

interface CsvRecord {
  readonly line: number;
  readonly record: readonly string[];
}

/** Returns the line on which a record begins; a record may have line ends in its cells. */
function recordsIn(text: string, delimiter: string): readonly CsvRecord[] {
  const options = { info: true, raw: true, relax_column_count: true, skip_empty_lines: true, delimiter };
  try {
    return Records.parse(parse(text, options)).map(({ info, raw, record }) => ({
      line: info.lines - (raw.trim().split('\n').length - 1),
      record,
    }));
  } catch (error) {
    throw new CommandFailed(EXIT.usage, `the list is not CSV: ${error instanceof Error ? error.message : 'unknown'}`, {
      next: 'a cell with a comma, a line end or a quotation mark stands in quotation marks, and those in it are doubled; --delimiter names another one than the comma',
    });
  }
}

const entryOf = (value: unknown): Entry | undefined => Entry.safeParse(value).data;

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    throw new CommandFailed(EXIT.usage, `${file} cannot be read`, { next: 'name a file that you may read' });
  }
}
