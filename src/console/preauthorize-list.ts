// A list of devices to preauthorize. The file is sent unchanged, and the result of each row arrives while the list is done.
import { signal } from '@preact/signals';
import { openStream } from './api.ts';
import type { components } from './gen/management-v2.gen.d.ts';
import { asRefusal } from './load.ts';
import type { Refusal } from './refusal.ts';

export type RowResult = components['schemas']['ListedResult'];
export type Totals = components['schemas']['BulkPreauthorized'];
export type Result = RowResult['result'];

export const RESULTS: readonly Result[] = [
  'created',
  'updated',
  'exists',
  'other_key',
  'duplicate',
  'invalid',
  'full',
  'decommissioning',
];

export interface ListState {
  readonly file: File;
  readonly phase: 'looking' | 'looked' | 'running' | 'done';
  readonly counts: Readonly<Record<Result, number>>;
  /** Faulty rows; at most the first thousand. */
  readonly wrong: readonly RowResult[];
  readonly rows: number;
  readonly refusal?: Refusal | undefined;
  /** The reason why the list stopped early. */
  readonly stopped?: { readonly error: string; readonly line?: number } | undefined;
  /** The number of devices that the preview would create. */
  readonly expected: number;
}

export const listState = signal<ListState | undefined>(undefined);

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  json: 'application/json',
};

export type Conflict = 'skip' | 'force';

const MOST_WRONG = 1000;
let running = new AbortController();
let lines: string[] = [];

export const stopList = (): void => running.abort();

/** All answers of the last run, one line for each row. */
export const resultLines = (): string => lines.map((line) => `${line}\n`).join('');

/** Shows what would happen. Nothing changes. */
export async function lookAt(file: File, conflict: Conflict): Promise<void> {
  await send(file, { conflict, isDry: true });
}

export async function runList(file: File, conflict: Conflict): Promise<void> {
  await send(file, { conflict, isDry: false });
}

async function send(file: File, { conflict, isDry }: { conflict: Conflict; isDry: boolean }): Promise<void> {
  running.abort();
  running = new AbortController();
  lines = [];
  const none = Object.fromEntries(RESULTS.map((result) => [result, 0])) as Record<Result, number>;
  const before = listState.value;
  const expected = before === undefined || isDry ? 0 : before.counts.created + before.counts.updated;
  listState.value = { file, phase: isDry ? 'looking' : 'running', counts: none, wrong: [], rows: 0, expected };
  const done = isDry ? 'looked' : 'done';
  try {
    const type = TYPES[file.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/x-ndjson';
    const query = new URLSearchParams({ on_conflict: conflict, ...(isDry && { dry_run: 'true' }) });
    const headers = { 'Content-Type': type, Accept: 'application/x-ndjson' };
    const init = { method: 'POST', body: file, headers, signal: running.signal };
    const isWhole = await readRows(await openStream(`/devices/bulk?${query.toString()}`, init));
    put({ phase: done, ...(!isWhole && { stopped: { error: 'cut off' } }) });
  } catch (error) {
    const isStopped = running.signal.aborted;
    put({ phase: done, ...(isStopped ? { stopped: { error: 'stopped' } } : { refusal: asRefusal(error) }) });
  }
}

const put = (changed: Partial<ListState>): void => {
  if (listState.value !== undefined) listState.value = { ...listState.value, ...changed };
};

/** Returns true if the summary arrived. Without it the answer was cut off. */
async function readRows(response: Response): Promise<boolean> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let isWhole = false;
  for (;;) {
    const { done, value = '' } = (await reader?.read()) ?? { done: true };
    const texts = (rest + value).split('\n');
    rest = done ? '' : (texts.pop() ?? '');
    const parsed = texts.filter((text) => text !== '').map(parse);
    isWhole = take(parsed) || isWhole;
    if (done) return isWhole;
  }
}

function parse(text: string): RowResult | Totals {
  const parsed: RowResult | Totals = JSON.parse(text);
  if ('result' in parsed) lines.push(text);
  return parsed;
}

function take(parsed: readonly (RowResult | Totals)[]): boolean {
  const state = listState.value;
  if (state === undefined) return false;
  const rows = parsed.filter((row) => 'result' in row);
  const totals = parsed.find((row): row is Totals => !('result' in row));
  const counts = { ...state.counts };
  for (const { result } of rows) counts[result] += 1;
  const wrong = rows.filter(({ result }) => !['created', 'updated', 'exists'].includes(result));
  put({
    counts,
    rows: state.rows + rows.length,
    wrong: [...state.wrong, ...wrong].slice(0, MOST_WRONG),
    ...(totals?.stopped && { stopped: totals.stopped }),
  });
  return totals !== undefined;
}
