// Dismisses many auth sets, or decommissions many devices, by their ids (D21). Not part of Mender's API.
import { facetsOf, type ItemResult } from '../../domain/bulk-decision.ts';
import { decideDecommission, decideDismissal } from '../../domain/bulk-removal.ts';
import { Refused } from '../../domain/errors.ts';
import { authSetId, deviceId, type AuthSetId } from '../../domain/ids.ts';
import type { Deps } from '../../service/deps.ts';
import {
  decideMany,
  previewMany,
  type DecideMany,
  type DecideManyDeps,
  type Item,
} from '../../service/fleet/decide-many.ts';
import type { Alone } from './alone.ts';
import { callerOrigin } from './caller-origin.ts';
import type { components, operations } from './gen/management-v2.gen.d.ts';
import type { Context, Handlers } from './operation.ts';

export type RemovalDeps = DecideManyDeps & Pick<Deps, 'rules'> & { readonly alone: Alone };

type Removed = components['schemas']['BulkRemoved'];
type Result = Removed['results'][number]['result'];

export const removals = (deps: RemovalDeps): Pick<Handlers<operations>, 'dismissAuthSets' | 'decommissionDevices'> => ({
  dismissAuthSets: async ({ body, ...context }) => {
    const items = body.auth_sets.map(({ device, auth_set }) => ({
      device: deviceId(device),
      authSet: authSetId(auth_set),
    }));
    refuseTwice(
      'auth_sets',
      items.map(({ authSet }) => authSet),
    );
    const decide: Removal['decide'] = (device, { authSet }, now) =>
      authSet === undefined ? { result: 'gone' } : decideDismissal(device, authSet, body.from, now);
    return { status: 200, body: await remove(deps, { ...body, items, decide }, context) };
  },

  decommissionDevices: async ({ body, ...context }) => {
    refuseTwice('devices', body.devices);
    const items = body.devices.map((id) => ({ device: deviceId(id) }));
    const decide: Removal['decide'] = (device, _item, now) => decideDecommission(device, deps.rules, now);
    return { status: 200, body: await remove(deps, { ...body, items, decide }, context) };
  },
});

/** A device, or one of its auth sets. */
interface Named extends Item {
  readonly authSet?: AuthSetId;
}

interface Removal extends Pick<DecideMany<Named>, 'items' | 'decide'> {
  readonly reason?: string;
  readonly dry_run?: boolean;
}

const remove = (
  deps: RemovalDeps,
  { items, decide, reason, dry_run }: Removal,
  { isGone, ...context }: Pick<Context, 'caller' | 'requestId' | 'isGone'>,
): Promise<Removed> =>
  deps.alone.run(context.caller.tenant, async () => {
    const decision = deps.ids.decision();
    const origin = { ...callerOrigin(context), decision, ...(reason !== undefined && { reason }) };
    const command = { tenant: context.caller.tenant, origin, items, decide, isGone };
    if (dry_run === true) {
      const { results, devices } = await previewMany(deps, command);
      return { ...replyOf(items, results), facets: facetsOf(devices) };
    }
    const removed = replyOf(items, await decideMany(deps, command));
    return removed.done > 0 ? { decision, ...removed } : removed;
  });

function replyOf(items: readonly Named[], results: readonly (Named & { readonly result: ItemResult })[]): Removed {
  const done = results.filter(({ result }) => result === 'done').length;
  return {
    can_undo: false,
    matched: items.length,
    done,
    left: results.length - done,
    results: results.map(({ device, authSet, result }) => ({
      device,
      ...(authSet !== undefined && { auth_set: authSet }),
      result: resultOf(result),
    })),
  };
}

/** A removal takes no slot and does not depend on other keys. */
function resultOf(result: ItemResult): Result {
  if (result === 'done' || result === 'unchanged' || result === 'changed' || result === 'gone') return result;
  throw new TypeError(`a removal does not end in ${result}`);
}

function refuseTwice(member: string, ids: readonly string[]): void {
  if (new Set(ids).size < ids.length) throw new Refused('invalid_request', `${member} names one twice`);
}
