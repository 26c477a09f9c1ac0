// A list of devices is preauthorized, several at a time. A rerun of the same list changes nothing and fails nothing.
import { z } from 'zod';
import type { Client } from './client.ts';
import { parseCsv } from './csv.ts';
import { parseDevice } from './device-view.ts';
import { CommandFailed, EXIT, jsonLines, type Io } from './io.ts';

export interface DeviceList {
  /** Its ending says what it is. */
  readonly name: string;
  readonly text: string;
  readonly force?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

interface Outcome {
  readonly line: number;
  readonly result: 'created' | 'exists' | 'failed' | 'valid';
  readonly id?: string;
  readonly says?: string;
}

const AT_ONCE = 8;

/** One answer a line, in the order of the file; fails when one of them did. */
export async function preauthorizeList(io: Io, client: Client, list: DeviceList): Promise<void> {
  const entries = entriesOf(list);
  const outcomes: Outcome[] = [];
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const part = await Promise.all(entries.slice(at, at + AT_ONCE).map((entry) => decide(client, entry, list)));
    if (list.json) io.out(jsonLines(part));
    else
      part
        .filter(({ result }) => result === 'failed')
        .forEach(({ line, says }) => io.err(`line ${line}: ${says ?? 'failed'}\n`));
    outcomes.push(...part);
  }
  const counts = ['created', 'exists', 'valid', 'failed'].flatMap((result) => {
    const count = outcomes.filter((outcome) => outcome.result === result).length;
    return count > 0 ? [`${count} ${result}`] : [];
  });
  if (!list.json) io.out(`${counts.join(', ') || 'the list is empty'}\n`);
  const failed = outcomes.filter(({ result }) => result === 'failed').length;
  if (failed > 0) throw new CommandFailed(EXIT.refused, `${failed} of ${outcomes.length} were refused`);
}

const Entry = z.object({
  identity_data: z.record(z.string(), z.unknown()).refine((identity) => Object.keys(identity).length > 0),
  pubkey: z.string().min(1),
});

interface Line {
  readonly line: number;
  readonly entry: z.infer<typeof Entry> | undefined;
}

async function decide(client: Client, { line, entry }: Line, { force, dryRun }: DeviceList): Promise<Outcome> {
  if (entry === undefined) return { line, result: 'failed', says: 'identity data and a public key are needed' };
  if (dryRun) return { line, result: 'valid' };
  try {
    const body = { ...entry, ...(force && { force }) };
    const answer = await client.management('POST /devices', { body, also: [CONFLICT] });
    if (answer.status !== CONFLICT) return { line, result: 'created', id: idOf(answer.headers.get('location')) };
    const { id, auth_sets } = parseDevice(answer.body);
    const isKnown = auth_sets.some(({ pubkey }) => isSameKey(pubkey, entry.pubkey));
    return isKnown
      ? { line, result: 'exists', id }
      : { line, result: 'failed', id, says: `the identity is device ${id}, which has another key` };
  } catch (error) {
    if (!(error instanceof CommandFailed) || error.exitCode !== EXIT.refused) throw error;
    return { line, result: 'failed', says: error.message };
  }
}

const CONFLICT = 409;

const idOf = (location: string | null): string => location?.replace(/^.*devices\//, '') ?? '';

const isSameKey = (one: string, other: string): boolean => one.replaceAll(/\s/g, '') === other.replaceAll(/\s/g, '');

function entriesOf({ name, text }: DeviceList): readonly Line[] {
  if (name.endsWith('.csv')) return csvEntries(text);
  if (name.endsWith('.ndjson') || name.endsWith('.jsonl')) {
    const lines = text.split('\n').map((line, index) => ({ line: index + 1, text: line.trim() }));
    return lines
      .filter((line) => line.text !== '')
      .map((line) => ({ line: line.line, entry: entryOf(parsed(line.text)) }));
  }
  const items = name.endsWith('.json') ? parsed(text) : undefined;
  if (!Array.isArray(items))
    throw new CommandFailed(EXIT.usage, `${name} is no list: a .csv, .ndjson or .json file is needed`);
  return items.map((item: unknown, index) => ({ line: index + 1, entry: entryOf(item) }));
}

function csvEntries(text: string): readonly Line[] {
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
