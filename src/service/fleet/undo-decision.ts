// Undoes a bulk decision with a second decision about the sets that have not changed since (D21).
import type { BulkRule } from '../../domain/bulk-decision.ts';
import type { AuthSetStatus } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import type { Event, Origin } from '../../domain/event.ts';
import type { DecisionId, TenantId } from '../../domain/ids.ts';
import type { Audit } from '../../store/audit.ts';
import { pause } from '../../time/pause.ts';
import { byRule, decideMany, type DecidedItem, type DecideManyDeps, type SetItem } from './decide-many.ts';

const MINUTE = 60_000;
/** The longest time that a bulk decision takes. It includes a minute for the clocks of nodes. */
const LONGEST = 30 * MINUTE;
const READ_AT_ONCE = 500;

interface Undo {
  readonly tenant: TenantId;
  readonly origin: Origin;
  readonly decision: DecisionId;
  /** As for `decideMany`. */
  readonly isGone?: () => boolean;
}

/**
 * Sets every auth set that the decision changed back to its former status, unless it changed again later. Revoked tokens stay
 * revoked. Refuses with `decision_not_found` if the audit has no change of the tenant's decision, and with `invalid_request` for a
 * bulk dismissal or decommissioning.
 */
export async function undoDecision(
  deps: DecideManyDeps & { readonly audit: Audit },
  { tenant, origin, decision, isGone = () => false }: Undo,
): Promise<readonly DecidedItem<SetItem>[]> {
  const results: DecidedItem<SetItem>[] = [];
  for (const [from, to, items] of await settledChangesOf(deps, tenant, decision)) {
    const decide = byRule({ from, to, allowKeyChange: true, onlySingle: false });
    results.push(...(await decideMany(deps, { tenant, origin, decide, items, isGone })));
  }
  return results;
}

/**
 * Returns the changes of the decision. An audit that is a copy gets events a moment later, so there the changes of a recent decision
 * are read again until no more appear. An audit that is the feed itself has every change before the decision is answered.
 */
async function settledChangesOf(
  { audit, now }: Pick<DecideManyDeps, 'now'> & { readonly audit: Audit },
  tenant: TenantId,
  decision: DecisionId,
): Promise<readonly Change[]> {
  const at = timeOf(decision);
  if (at === undefined || at > now().getTime() + MINUTE) throw notFound();
  await refuseRemoval(audit, tenant, decision, at);
  let changes = await changesOf(audit, tenant, decision, at);
  const isCopy = audit.keep !== undefined;
  for (let reads = 1; isCopy && reads < MAX_READS && now().getTime() - at < SETTLED_AFTER; reads += 1) {
    await pause(READ_AGAIN_MS);
    await refuseRemoval(audit, tenant, decision, at);
    const later = await changesOf(audit, tenant, decision, at);
    const isSettled = changes.length > 0 && countOf(later) === countOf(changes);
    changes = later;
    if (isSettled) break;
  }
  if (changes.length === 0) throw notFound();
  return changes;
}

const SETTLED_AFTER = MINUTE / 2;
const READ_AGAIN_MS = 200;
const MAX_READS = 25;

const countOf = (changes: readonly Change[]): number => changes.reduce((sum, [, , items]) => sum + items.length, 0);

type Change = readonly [from: AuthSetStatus, to: BulkRule['to'], items: readonly SetItem[]];

/** Returns the changes of the decision, by old and new status. */
async function changesOf(audit: Audit, tenant: TenantId, decision: DecisionId, at: number): Promise<readonly Change[]> {
  const groups = new Map<string, { from: AuthSetStatus; to: BulkRule['to']; items: SetItem[] }>();
  for await (const event of eventsAround(audit, tenant, at)) {
    if (event.origin.decision !== decision || event.type !== 'auth_set.changed' || event.device === undefined) continue;
    const { from: to, to: from } = event;
    if (to === 'preauthorized') continue; // only the device itself leaves that status
    const group = groups.get(`${from} ${to}`) ?? { from, to, items: [] };
    group.items.push({ device: event.device, authSet: event.authSet });
    groups.set(`${from} ${to}`, group);
  }
  // Takes back acceptances first, so that there is room for sets that were rejected.
  return [...groups.values()]
    .sort((a, b) => Number(a.to === 'accepted') - Number(b.to === 'accepted'))
    .map(({ from, to, items }) => [from, to, items]);
}

/** A bulk removal cannot be undone: the keys and ids no longer exist. */
async function refuseRemoval(audit: Audit, tenant: TenantId, decision: DecisionId, at: number): Promise<void> {
  for (const type of REMOVALS) {
    for await (const event of eventsAround(audit, tenant, at, type)) {
      if (event.origin.decision === decision)
        throw new Refused('invalid_request', 'a bulk decision that removes auth sets or devices cannot be undone');
    }
  }
}

const REMOVALS = ['auth_set.dismissed', 'device.removed', 'device.decommissioning'] as const;

async function* eventsAround(
  audit: Audit,
  tenant: TenantId,
  at: number,
  type: Event['type'] = 'auth_set.changed',
): AsyncGenerator<Event> {
  const filter = { type, after: new Date(at - MINUTE), before: new Date(at + LONGEST) };
  for (let below: number | undefined; ;) {
    const { entries, next } = await audit.list(tenant, filter, { limit: READ_AT_ONCE, below });
    for (const { event } of entries) yield event;
    if (next === undefined) return;
    below = next;
  }
}

/** Returns the time in a UUIDv7, in milliseconds. */
function timeOf(decision: DecisionId): number | undefined {
  const [, high, low] = /^([\da-f]{8})-([\da-f]{4})-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.exec(decision) ?? [];
  return high === undefined || low === undefined ? undefined : Number.parseInt(high + low, 16);
}

const notFound = () => new Refused('decision_not_found', 'no bulk decision with this id has changed anything');
