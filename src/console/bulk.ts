// A bulk decision, from the selection to the result. The dialog shows what the service matched, not what the page believes.
import { signal } from '@preact/signals';
import type { BulkDecided, BulkDecision } from './api.ts';
import { decide, undo, type From, type Verb } from './decide.ts';
import { asRefusal } from './load.ts';
import { refreshSummary } from './poll.ts';
import type { AllMatching, Pick } from './queue.ts';
import { Refusal } from './refusal.ts';
import { toast } from './toasts.ts';
import { t } from './words/en.ts';

export interface Wanted {
  readonly to: Verb;
  readonly from: From;
  readonly picks: readonly Pick[];
  readonly all: AllMatching | undefined;
  /** The name that the operator sees; undefined for a device that is not on the page. */
  readonly nameOf: (device: string) => string | undefined;
  /** Called with the decided ids when there is a result, and without ids after an undo. */
  readonly changed: (decided: readonly string[]) => void;
}

export type Result = BulkDecided['results'][number];

export interface Preview {
  /** The number of devices that the service matched. */
  readonly matched: number;
  /** The number that would be decided, with or without room. */
  readonly fits: number;
  readonly results: readonly Result[];
  readonly facets: NonNullable<BulkDecided['facets']>;
  /** Free slots before the decision. Absent without a limit. */
  readonly room: number | undefined;
  /** True if the results cover only the first part of the matches. */
  readonly isPart: boolean;
}

export type Bulk =
  | { readonly phase: 'previewing'; readonly wanted: Wanted }
  | { readonly phase: 'ready'; readonly wanted: Wanted; readonly preview: Preview; readonly refusal?: Refusal }
  | {
      readonly phase: 'running';
      readonly wanted: Wanted;
      readonly done: number;
      readonly total: number;
      readonly isStopping: boolean;
    }
  | { readonly phase: 'changed'; readonly wanted: Wanted; readonly matched: number; readonly expected: number }
  | { readonly phase: 'failed'; readonly wanted: Wanted; readonly refusal: Refusal }
  | {
      readonly phase: 'result';
      readonly wanted: Wanted;
      readonly results: readonly Result[];
      readonly says: string;
      /** Shows the report with the undo, whose time begins when the dialog closes. */
      readonly report: () => void;
    };

export const bulk = signal<Bulk | undefined>(undefined);
/** The typed text of the dialog. It stays while the decision is tried. */
export const typedNumber = signal('');
export const typedReason = signal('');

/** The preview reads this many parts of 1,000. */
const MOST_PARTS = 10;
let isStopping = false;

export async function openBulk(wanted: Wanted): Promise<void> {
  typedNumber.value = '';
  if (bulk.value?.phase !== 'changed') typedReason.value = '';
  bulk.value = { phase: 'previewing', wanted };
  try {
    const preview = await look(wanted);
    if (bulk.value.wanted === wanted) bulk.value = { phase: 'ready', wanted, preview };
  } catch (error) {
    if (bulk.value.wanted === wanted) bulk.value = { phase: 'failed', wanted, refusal: asRefusal(error) };
  }
}

export const closeBulk = (): void => {
  const state = bulk.value;
  if (state?.phase === 'running') return stopBulk();
  bulk.value = undefined;
  if (state?.phase === 'result') state.report();
};

export const stopBulk = (): void => {
  isStopping = true;
  if (bulk.value?.phase === 'running') bulk.value = { ...bulk.value, isStopping: true };
};

function bodyOf({ to, from, picks, all }: Wanted, expected: number): BulkDecision {
  if (all === undefined)
    return { status: to, from, auth_sets: picks.map(({ device, authSet }) => ({ device, auth_set: authSet })) };
  return { status: to, from, filter: all.filter, seen_before: all.seenBefore, expected_count: expected };
}

async function look(wanted: Wanted): Promise<Preview> {
  let expected = wanted.all?.count ?? wanted.picks.length;
  let first: BulkDecided;
  try {
    first = await decide({ ...bodyOf(wanted, expected), dry_run: true });
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
    expected = error.figure('matched'); // devices that cannot be decided in bulk do not count
    if (expected === 0) return NOTHING;
    first = await decide({ ...bodyOf(wanted, expected), dry_run: true });
  }
  const parts = [first];
  for (let next = first.next; next !== undefined && parts.length < MOST_PARTS; next = parts.at(-1)?.next)
    parts.push(await decide({ ...bodyOf(wanted, expected), dry_run: true, cursor: next }));
  const results = parts.flatMap((part) => part.results);
  return {
    matched: expected,
    fits: results.filter(({ result }) => result === 'done' || result === 'no_room').length,
    results,
    facets: merged(facetsWithRoom(parts)),
    room: first.room,
    isPart: parts.at(-1)?.next !== undefined,
  };
}

const NOTHING: Preview = { matched: 0, fits: 0, results: [], facets: [], room: undefined, isPart: false };

/**
 * Each part of a preview counts as if no other part took room. Returns what is true of exactly the devices that would be decided, or nothing
 * if that is not known.
 */
function facetsWithRoom(parts: readonly BulkDecided[]): Preview['facets'] {
  let room = parts[0]?.room ?? Infinity;
  const facets: Preview['facets'][number][] = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0 && room <= 0) break;
    if (index > 0 && part.done > room) return [];
    facets.push(...(part.facets ?? []));
    room -= part.done;
  }
  return facets;
}

function merged(facets: Preview['facets']): Preview['facets'] {
  const names = new Map<string, Map<string, number>>();
  for (const { name, values } of facets) {
    const counts = names.get(name) ?? new Map<string, number>();
    for (const { value, count } of values) counts.set(value, (counts.get(value) ?? 0) + count);
    names.set(name, counts);
  }
  return [...names].map(([name, counts]) => ({
    name,
    values: [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count),
  }));
}

/** Carries out the decision in parts of 1,000. */
export async function runBulk(wanted: Wanted, preview: Preview): Promise<void> {
  const reason = typedReason.value.trim();
  const body = { ...bodyOf(wanted, preview.matched), ...(reason !== '' && { reason }) };
  const results: Result[] = [];
  const decisions: string[] = [];
  let rest = 0;
  isStopping = false;
  bulk.value = { phase: 'running', wanted, done: 0, total: preview.matched, isStopping };
  try {
    for (let cursor: string | undefined; ;) {
      const answer = await decide({ ...body, ...(cursor !== undefined && { cursor }) });
      results.push(...answer.results);
      if (answer.decision !== undefined) decisions.push(answer.decision);
      bulk.value = { phase: 'running', wanted, done: results.length, total: preview.matched, isStopping };
      cursor = answer.next;
      if (cursor !== undefined && isStopping) rest = Math.max(0, preview.matched - results.length);
      if (cursor === undefined || isStopping) break;
    }
  } catch (error) {
    if (decisions.length === 0) return notBegun(wanted, preview, asRefusal(error));
    toast(t.bulk.interrupted(results.length, preview.matched, t.refusal.short(asRefusal(error))), { isBad: true });
  }
  finish(wanted, { results, decisions, rest });
}

function notBegun(wanted: Wanted, preview: Preview, refusal: Refusal): void {
  bulk.value =
    refusal.kind === 'conflict'
      ? { phase: 'changed', wanted, matched: refusal.figure('matched'), expected: preview.matched }
      : { phase: 'ready', wanted, preview, refusal };
}

interface Finished {
  readonly results: readonly Result[];
  readonly decisions: readonly string[];
  /** The number of devices that a stop has left. */
  readonly rest: number;
}

function finish(wanted: Wanted, { results, decisions, rest }: Finished): void {
  const done = results.filter(({ result }) => result === 'done').map(({ device }) => device);
  const left = results.filter(({ result }) => result !== 'done' && result !== 'unchanged');
  const again = (): void => wanted.changed([]);
  const canUndo = wanted.from === 'pending' && done.length > 0;
  const full = left.filter(({ result }) => result === 'no_room').length;
  const says = t.bulk.done(wanted.to, { done: done.length, full, left: left.length - full, rest });
  const report = (): void =>
    toast(says, { isBad: done.length === 0, undo: canUndo ? () => undo(decisions, again) : undefined });
  bulk.value = left.length > full ? { phase: 'result', wanted, results, says, report } : undefined;
  if (bulk.value === undefined) report();
  wanted.changed(done);
  void refreshSummary().catch(() => undefined);
}
