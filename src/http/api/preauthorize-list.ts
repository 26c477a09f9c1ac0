// Preauthorizes a list of devices: rows are read as they arrive, decided in groups, and reported in their order (D21). Not part of
// Mender's API.
import { Refused } from '../../domain/errors.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Origin } from '../../domain/event.ts';
import { preauthorizeMany, type ListedResult } from '../../service/fleet/preauthorize-many.ts';
import type { Deps } from '../../service/deps.ts';
import { ahead } from '../../time/ahead.ts';
import { readCsv } from '../lists/csv.ts';
import { readJsonArray } from '../lists/json-array.ts';
import { readNdjson } from '../lists/ndjson.ts';
import { inPieces, listRefused, type ReadRows, type Row } from '../lists/rows.ts';
import type { Alone } from './alone.ts';
import { callerOrigin } from './caller-origin.ts';
import type { components, operations } from './gen/management-v2.gen.d.ts';
import { groupsOf, type ListedRows, type Prepared } from './list-groups.ts';
import type { Handlers } from './operation.ts';
import { writtenAhead, type Writing } from './written-ahead.ts';

export type ListDeps = Deps & { readonly alone: Alone };

type Summary = components['schemas']['BulkPreauthorized'];
type Result = components['schemas']['ListedResult'];
type OnConflict = 'skip' | 'force' | 'fail';

export const preauthorizeList = (deps: ListDeps): Pick<Handlers<operations>, 'preauthorizeMany'> => ({
  preauthorizeMany: ({ query, stream, answerType, ...context }) => {
    if (stream === undefined) throw new TypeError('the list is read while it arrives');
    const { tenant } = context.caller;
    const isNdjson = answerType() === 'application/x-ndjson';
    const { all, nextMayBeLate } = inPieces(stream.chunks);
    const list: List = {
      tenant,
      origin: callerOrigin(context),
      rows: readerOf(stream.type)(all),
      nextMayBeLate,
      onConflict: query.on_conflict ?? 'skip',
      dryRun: query.dry_run === true,
    };
    const ended = deps.alone.begin(tenant);
    const produce = async (writing: Writing): Promise<void> => {
      await report(deps, list, { writing, form: isNdjson ? NDJSON : JSON_OBJECT, discard: stream.discard });
    };
    const body = writtenAhead({ isWhole: stream.isWhole, produce, ended });
    return { status: 200, type: isNdjson ? NDJSON.type : JSON_OBJECT.type, body };
  },
});

const readerOf = (type: string): ReadRows =>
  type === 'text/csv' ? readCsv : type === 'application/x-ndjson' ? readNdjson : readJsonArray;

interface List extends ListedRows {
  readonly tenant: TenantId;
  readonly origin: Origin;
  readonly onConflict: OnConflict;
  readonly dryRun: boolean;
}

/** Writes the answer: results when they are known, then the summary. */
interface Form {
  readonly type: string;
  readonly results: (results: readonly Result[], isFirst: boolean) => string;
  readonly summary: (summary: Summary, isEmpty: boolean) => string;
}

const NDJSON: Form = {
  type: 'application/x-ndjson; charset=utf-8',
  results: (results) => results.map((result) => `${JSON.stringify(result)}\n`).join(''),
  summary: (summary) => `${JSON.stringify(summary)}\n`,
};

const JSON_OBJECT: Form = {
  type: 'application/json; charset=utf-8',
  results: (results, isFirst) =>
    (isFirst ? '{"results":[' : ',') + results.map((result) => JSON.stringify(result)).join(','),
  summary: (summary, isEmpty) => `${isEmpty ? '{"results":[' : ''}],${JSON.stringify(summary).slice(1)}`,
};

interface Reporting {
  readonly writing: Writing;
  readonly form: Form;
  readonly discard: () => Promise<void>;
}

/**
 * Reports group by group until the list ends or is refused, or the caller no longer reads the answer. Refuses if nothing was
 * reported by then. If a group is refused, groups that were running may have been done, and are not reported.
 */
async function report(deps: Deps, list: List, { writing, form, discard }: Reporting): Promise<void> {
  const summary = emptySummary();
  const state: State = { stopped: undefined };
  try {
    for await (const { deciding } of ahead(decideGroups(deps, list, writing, state), GROUPS_AHEAD)) {
      const { results, refusal } = await deciding;
      if (state.stopped !== undefined) continue;
      if (results.length > 0) await writing.write(form.results(results, summary.rows === 0));
      for (const { result } of results) count(summary, result);
      state.stopped ??= refusal;
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    state.stopped ??= error;
  }
  const { stopped } = state;
  if (stopped !== undefined && summary.rows === 0) throw stopped;
  if (stopped !== undefined) await discard().catch(() => undefined);
  await writing.write(form.summary({ ...summary, ...(stopped && { stopped: stopOf(stopped) }) }, summary.rows === 0));
}

interface State {
  stopped: Refused | undefined;
}

/**
 * The number of groups that are prepared and given to the store while one is written, so that the thread that writes does not wait
 * for the main thread.
 */
const GROUPS_AHEAD = 5;

/** Decides the groups. With `fail`, each group waits for the one before. */
async function* decideGroups(deps: Deps, list: List, writing: Writing, state: State) {
  for await (const group of groupsOf(deps, list)) {
    if (writing.isGone() || state.stopped !== undefined) return;
    const deciding = decide(deps, list, group);
    deciding.catch(() => undefined); // it is thrown when it is awaited
    yield { deciding };
    if (list.onConflict === 'fail' && (await deciding).refusal !== undefined) return;
  }
}

const emptySummary = () => ({
  rows: 0,
  created: 0,
  updated: 0,
  exists: 0,
  other_key: 0,
  duplicate: 0,
  invalid: 0,
  full: 0,
  decommissioning: 0,
});

function count(summary: ReturnType<typeof emptySummary>, result: Result['result']): void {
  summary.rows += 1;
  summary[result] += 1;
}

const stopOf = ({ code, message, details: { line } }: Refused): NonNullable<Summary['stopped']> => ({
  error: code === 'store_unavailable' ? 'service unavailable' : message,
  ...(line !== undefined && { line }),
});

interface Decided {
  readonly results: readonly Result[];
  readonly refusal: Refused | undefined;
}

async function decide(deps: Deps, list: List, group: readonly Prepared[]): Promise<Decided> {
  if (list.onConflict !== 'fail') return decideAll(deps, list, group);
  const { results } = await decideAll(deps, { ...list, dryRun: true }, group);
  const conflict = results.findIndex(({ result }) => CONFLICTS.includes(result));
  const known = results[conflict];
  if (known === undefined) return decideAll(deps, list, group);
  const before = await decideAll(deps, list, group.slice(0, conflict));
  if (before.refusal !== undefined) return before;
  return { results: [...before.results, known], refusal: listRefused(known.line, 'the identity is known already') };
}

const CONFLICTS: readonly Result['result'][] = ['exists', 'other_key', 'decommissioning'];

async function decideAll(deps: Deps, list: List, group: readonly Prepared[]): Promise<Decided> {
  const { tenant, origin, dryRun, onConflict } = list;
  const devices = group.flatMap((prepared) => ('device' in prepared ? [prepared.device] : []));
  const command = { tenant, origin, dryRun, force: onConflict === 'force' };
  const { results: decided, refusal } = await preauthorizeMany(deps, { ...command, devices });
  const byDevice = new Map(devices.map((device, index) => [device, decided[index]]));
  const results = group.map((prepared) => {
    if ('result' in prepared) return prepared.result;
    const result = byDevice.get(prepared.device);
    return result && resultOf(prepared.row, result);
  });
  return { results: untilUndecided(results), refusal };
}

/** The report ends at the first row without a result, so that a caller may continue after the last reported row. */
function untilUndecided(results: readonly (Result | undefined)[]): readonly Result[] {
  const end = results.indexOf(undefined);
  return results.slice(0, end < 0 ? results.length : end).flatMap((result) => result ?? []);
}

const resultOf = ({ row, line }: Row, { result, device, authSet }: ListedResult): Result => ({
  row,
  line,
  result,
  ...(device !== undefined && { device }),
  ...(authSet !== undefined && { auth_set: authSet }),
});
