// The operators' API. A read goes to the store and a write to a command. The document describes requests and answers.
import { authSetId, deviceId, tokenId, type TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import { identityOf } from '../../domain/identity.ts';
import { decommission } from '../../service/fleet/decommission.ts';
import type { Deps } from '../../service/deps.ts';
import { dismiss } from '../../service/fleet/dismiss.ts';
import { preauthorize } from '../../service/fleet/preauthorize.ts';
import { revokeToken } from '../../service/fleet/revoke-token.ts';
import { setStatus } from '../../service/fleet/set-status.ts';
import { createAlone, type Alone } from './alone.ts';
import { callerOrigin } from './caller-origin.ts';
import { diagnosis, type DiagnosisDeps } from './diagnosis.ts';
import { exportDevices } from './export-devices.ts';
import { limitView } from './limit-view.ts';
import type { operations } from './gen/management-v2.gen.d.ts';
import type { Context, Handlers } from './operation.ts';
import { access } from './management-v2-access.ts';
import { decisions, type DecisionDeps } from './decisions.ts';
import { events, type EventsDeps } from './events.ts';
import { preauthorizeList } from './preauthorize-list.ts';
import { queue } from './queue.ts';
import { removals } from './removals.ts';
import { tenantRevocations, type RevocationsDeps } from './revocations.ts';
import { search, type SearchDeps } from './search.ts';
import { deviceView } from './views.ts';
import { webhooks } from './webhooks.ts';

export type ManagementDeps = Deps &
  EventsDeps &
  SearchDeps &
  Omit<DecisionDeps, 'alone'> &
  DiagnosisDeps &
  RevocationsDeps;

export const managementV2 = (deps: ManagementDeps): Handlers<operations> => ({
  ...access(deps),
  ...events(deps),
  ...search(deps),
  ...exportDevices(deps),
  ...bulk(deps, createAlone()),
  ...diagnosis(deps),
  ...queue(deps),
  ...tenantRevocations(deps),
  ...webhooks(deps),

  preauthorize: async ({ caller, body, requestId }) => {
    const device = await preauthorize(deps, {
      ...by(caller, requestId),
      identity: identityOf(body.identity_data),
      key: admit(deps, body.pubkey),
      force: body.force === true,
    });
    return { status: 201, headers: { Location: `devices/${device}` } };
  },

  countDevices: async ({ caller, query }) => {
    const count = await deps.devices.count(caller.tenant, query.status ? { statuses: [query.status] } : {});
    return { status: 200, body: { count } };
  },

  getDevice: async ({ caller, params }) => ({
    status: 200,
    body: deviceView(await getDevice(deps, caller.tenant, params.id)),
  }),

  decommission: async ({ caller, params, requestId }) => {
    await decommission(deps, { ...by(caller, requestId), device: deviceId(params.id) });
    return { status: 204 };
  },

  dismissAuthSet: async ({ caller, params, requestId }) => {
    await dismiss(deps, { ...by(caller, requestId), device: deviceId(params.id), authSet: authSetId(params.aid) });
    return { status: 204 };
  },

  getAuthSetStatus: async ({ caller, params }) => {
    const device = await getDevice(deps, caller.tenant, params.id);
    const set = device.authSets.find(({ id }) => id === params.aid);
    if (set === undefined) throw new Refused('auth_set_not_found', 'authorization set not found');
    return { status: 200, body: { status: set.status } };
  },

  setAuthSetStatus: async ({ caller, params, body, requestId }) => {
    const authSet = authSetId(params.aid);
    await setStatus(deps, { ...by(caller, requestId), device: deviceId(params.id), authSet, status: body.status });
    return { status: 204 };
  },

  revokeToken: async ({ caller, params, requestId }) => {
    await revokeToken(deps, { ...by(caller, requestId), jti: tokenId(params.id) });
    return { status: 204 };
  },

  getLimit: async ({ caller }) => ({ status: 200, body: await limitView(deps, caller.tenant) }),
});

/** One bulk call at a time, because each keeps the writer busy for long. */
const bulk = (deps: ManagementDeps, alone: Alone) => ({
  ...decisions({ ...deps, alone }),
  ...preauthorizeList({ ...deps, alone }),
  ...removals({ ...deps, alone }),
});

const by = (caller: Context['caller'], requestId: string): { tenant: TenantId; origin: Origin } => ({
  tenant: caller.tenant,
  origin: callerOrigin({ caller, requestId }),
});

async function getDevice(deps: Pick<Deps, 'devices'>, tenant: TenantId, id: string) {
  const device = await deps.devices.find(tenant, deviceId(id));
  if (device === undefined) throw new Refused('device_not_found', 'device not found');
  return device;
}

function admit({ keys }: Pick<Deps, 'keys'>, pubkey: string) {
  try {
    return keys.admit(pubkey);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused(error.code, `failed to decode preauth request: ${error.message}`, {
      ...error.details,
      cause: error,
    });
  }
}
