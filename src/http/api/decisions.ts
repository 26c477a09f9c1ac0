// Bulk decisions and their undo (D21). Not part of Mender's API.
import { createHash } from 'node:crypto';
import { facetsOf } from '../../domain/bulk-decision.ts';
import type { Device } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import { authSetId, decisionId, deviceId, type TenantId } from '../../domain/ids.ts';
import type { Deps } from '../../service/deps.ts';
import {
  byRule,
  decideMany,
  previewMany,
  type DecidedItem,
  type DecideMany,
  type DecideManyDeps,
  type SetItem,
} from '../../service/fleet/decide-many.ts';
import { countSets, selectSets, type SelectedSets, type Selection } from '../../service/fleet/select-sets.ts';
import { undoDecision } from '../../service/fleet/undo-decision.ts';
import type { Audit } from '../../store/audit.ts';
import type { Position } from '../../store/store.ts';
import type { Alone } from './alone.ts';
import { readFilter } from './device-filter.ts';
import type { components, operations } from './gen/management-v2.gen.d.ts';
import type { Context, Handlers } from './operation.ts';
import { readPosition, writePosition } from './paging.ts';

export interface DecisionDeps extends DecideManyDeps, Pick<Deps, 'ids' | 'limits'> {
  readonly audit: Audit;
  readonly alone: Alone;
}

type Body = components['schemas']['BulkDecision'];
type Decided = components['schemas']['BulkDecided'];

const PART = 1000;
const FACETED = 10_000;

export function decisions(deps: DecisionDeps): Pick<Handlers<operations>, 'decideAuthSets' | 'undoDecision'> {
  return {
    decideAuthSets: ({ body, ...context }) =>
      deps.alone.run(context.caller.tenant, async () => ({ status: 200, body: await decide(deps, body, context) })),

    undoDecision: ({ params, ...context }) =>
      deps.alone.run(context.caller.tenant, async () => {
        const { tenant, actor } = context.caller;
        const decision = deps.ids.decision();
        const origin = { actor, requestId: context.requestId, decision, reason: `undo of ${params.id}` };
        const { isGone } = context;
        const results = await undoDecision(deps, { tenant, origin, decision: decisionId(params.id), isGone });
        return { status: 200, body: named(decision, await reply(deps, tenant, results, results.length)) };
      }),
  };
}

async function decide(deps: DecisionDeps, body: Body, { caller, requestId, isGone }: Asking) {
  const { tenant, actor } = caller;
  const { matched, next, ...chosen } = await itemsOf(deps, tenant, body);
  const decision = deps.ids.decision();
  const command: DecideMany<SetItem> = {
    tenant,
    origin: { actor, requestId, decision, ...(body.reason !== undefined && { reason: body.reason }) },
    decide: byRule({
      from: body.from,
      to: body.status,
      allowKeyChange: body.allow_key_change === true,
      onlySingle: body.filter !== undefined,
    }),
    ...chosen,
    isGone,
  };
  const more = next === undefined ? {} : { next };
  if (body.dry_run === true) {
    const { results, devices } = await previewMany(deps, command);
    return { ...(await reply(deps, tenant, results, matched)), facets: facetsOf(devices.slice(0, FACETED)), ...more };
  }
  const results = await decideMany(deps, command);
  await refuseWithoutRoom(deps, tenant, results);
  return { ...named(decision, await reply(deps, tenant, results, matched)), ...more };
}

/** Names the decision if it changed something. Nothing else is in the audit under its id, so that nothing else can be undone. */
const named = (decision: string, decided: Decided): Decided => (decided.done > 0 ? { decision, ...decided } : decided);

type Asking = Pick<Context, 'caller' | 'requestId' | 'isGone'>;

interface Chosen {
  readonly items: readonly SetItem[];
  readonly devices?: readonly Device[];
  readonly matched: number;
  readonly next?: string;
}

async function itemsOf(deps: DecisionDeps, tenant: TenantId, body: Body): Promise<Chosen> {
  const { auth_sets: named, filter, expected_count: expected } = body;
  if ((named === undefined) === (filter === undefined)) throw wrong('give either auth_sets or filter');
  if (named !== undefined) {
    const items = named.map(({ device, auth_set }) => ({ device: deviceId(device), authSet: authSetId(auth_set) }));
    if (new Set(items.map((item) => item.authSet)).size < items.length) throw wrong('auth_sets names one twice');
    if (expected !== undefined && expected !== items.length) throw countChanged(items.length, expected);
    return { items, matched: items.length };
  }
  if (filter === undefined || Object.keys(filter).length === 0) throw wrong('filter: at least one member is needed');
  if (body.seen_before === undefined) throw wrong('filter needs seen_before');
  if (expected === undefined) throw wrong('filter needs expected_count');
  const selection: Selection = { filter: readFilter(filter), from: body.from, seenBefore: new Date(body.seen_before) };
  const marked = markOf(body);
  const cursor = body.cursor === undefined ? undefined : readCursor(body.cursor, marked);
  const { count, next, ...chosen } = await partOf(deps, tenant, selection, cursor);
  if (count !== undefined && count !== expected) throw countChanged(count, expected);
  return {
    ...chosen,
    matched: expected,
    ...(next !== undefined && { next: `${marked}.${writePosition(marked, next)}` }),
  };
}

/** The first part counts all of them. */
const partOf = (
  { search }: Pick<DecisionDeps, 'search'>,
  tenant: TenantId,
  selection: Selection,
  after: Position | undefined,
): Promise<SelectedSets & { readonly count?: number }> =>
  after === undefined
    ? countSets(search, tenant, selection, PART)
    : selectSets(search, tenant, selection, { most: PART, after });

async function reply(
  { limits }: Pick<DecisionDeps, 'limits'>,
  tenant: TenantId,
  results: readonly DecidedItem<SetItem>[],
  matched: number,
): Promise<Decided> {
  const { limit, used } = await limits.get(tenant);
  const done = results.filter(({ result }) => result === 'done').length;
  return {
    matched,
    done,
    left: results.length - done,
    ...(limit >= 0 && { room: Math.max(0, limit - used) }),
    results: results.map(({ device, authSet, result }) => ({ device, auth_set: authSet, result })),
  };
}

/** Returns true if nothing was done because the limit left no room. */
async function refuseWithoutRoom(
  { limits }: Pick<DecisionDeps, 'limits'>,
  tenant: TenantId,
  results: readonly DecidedItem<SetItem>[],
): Promise<void> {
  if (results.some(({ result }) => result === 'done') || results.every(({ result }) => result !== 'no_room')) return;
  const { limit, used } = await limits.get(tenant);
  throw new Refused('limit_reached', 'maximum number of accepted devices reached', { limit, used });
}

/** The next part must have the same other members as the first. */
const markOf = ({ cursor: _cursor, dry_run: _dryRun, ...members }: Body): string =>
  createHash('sha256').update(JSON.stringify(members)).digest('base64url').slice(0, 16);

function readCursor(cursor: string, marked: string): Position {
  const [mark, ...position] = cursor.split('.');
  if (mark !== marked) throw wrong('cursor: the members are not those of the part before');
  return readPosition(marked, position.join('.'));
}

const wrong = (text: string): Refused => new Refused('invalid_request', text);

const countChanged = (matched: number, expectedCount: number): Refused =>
  new Refused('count_changed', `${matched} match now, ${expectedCount} were expected`, { matched, expectedCount });
