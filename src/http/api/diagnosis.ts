// Explains why a device gets tokens or not, and why a device is not in the list. Not part of Mender's API.
import type { AuthSet, Device } from '../../domain/device.ts';
import { diagnoseDevice, type Decided, type Examined } from '../../domain/diagnosis.ts';
import { Refused } from '../../domain/errors.ts';
import type { Event } from '../../domain/event.ts';
import { diagnoseIdentity, type AskedAbout, type Found } from '../../domain/identity-diagnosis.ts';
import { identityOf } from '../../domain/identity.ts';
import { deviceId, type AuthSetId, type Fingerprint, type TenantId } from '../../domain/ids.ts';
import { keyTypeOf } from '../../domain/key-type.ts';
import { isOfStranger, withRefusals, type Refusal } from '../../domain/refusal.ts';
import { isExpired } from '../../domain/token.ts';
import type { Deps } from '../../service/deps.ts';
import { findNear } from '../../service/fleet/find-near.ts';
import type { Audit } from '../../store/audit.ts';
import type { DeviceSearch } from '../../store/store.ts';
import type { components, operations } from './gen/management-v2.gen.d.ts';
import type { Handlers } from './operation.ts';

export interface DiagnosisDeps extends Pick<Deps, 'devices' | 'limits' | 'keys' | 'refusals' | 'now'> {
  readonly search: DeviceSearch;
  readonly audit: Audit;
}

type DiagnosisJson = components['schemas']['DeviceDiagnosis'];
type AuthSetJson = components['schemas']['DiagnosedAuthSet'];

/** The last decision is searched among this number of the device's events. */
const LOOKED_AT = 200;

export const diagnosis = (deps: DiagnosisDeps): Pick<Handlers<operations>, 'diagnoseDevice' | 'diagnoseIdentity'> => ({
  diagnoseDevice: async ({ caller: { tenant }, params }) => {
    const device = await deps.devices.find(tenant, deviceId(params.id));
    if (device === undefined) throw new Refused('device_not_found', 'device not found');
    const room = await deps.limits.get(tenant);
    const [refusals, decisions] = await Promise.all([
      refusalsOf(deps, device),
      decisionsOf(deps.audit, tenant, device),
    ]);
    const decided = new Map([...decisions].map(([set, { actor, at }]) => [set, { actor, at }]));
    return { status: 200, body: viewOf({ device, refusals, decided, room, now: deps.now() }, decisions) };
  },

  diagnoseIdentity: async ({ caller: { tenant }, body }) => {
    const identity = body.identity_data === undefined ? undefined : identityOf(body.identity_data);
    const asked = { identity, ...readKey(deps, body.pubkey) };
    const room = await deps.limits.get(tenant);
    const found = await find(deps, tenant, asked);
    const { device, ...said } = diagnoseIdentity(asked, found, { room, now: deps.now() });
    return { status: 200, body: { ...said, ...(device && { device: device.id }) } };
  },
});

/** Returns the stored refusals, with those that this node has noted since. */
async function refusalsOf({ devices, refusals }: DiagnosisDeps, device: Device): Promise<readonly Refusal[]> {
  const recorded = await devices.listRefusals(device.tenant, device.id);
  return withRefusals(recorded, refusals.peek(device.tenant, device.id));
}

interface DecisionOnSet extends Decided {
  readonly to: AuthSetJson['status'];
  readonly reason: string | undefined;
  readonly requestId: string;
}

/** Returns the last decision about each auth set. A change by the device's own request is not a decision. */
async function decisionsOf(
  audit: Audit,
  tenant: TenantId,
  device: Device,
): Promise<ReadonlyMap<AuthSetId, DecisionOnSet>> {
  const { entries } = await audit.list(tenant, { device: device.id }, { limit: LOOKED_AT, below: undefined });
  const decisions = new Map<AuthSetId, DecisionOnSet>();
  for (const { event } of entries) {
    const decided = decisionIn(event);
    if (decided !== undefined && !decisions.has(decided[0])) decisions.set(...decided);
  }
  return decisions;
}

function decisionIn(event: Event): readonly [AuthSetId, DecisionOnSet] | undefined {
  if (event.type !== 'auth_set.added' && event.type !== 'auth_set.changed') return undefined;
  const { actor, requestId, reason } = event.origin;
  return actor.startsWith('key:')
    ? undefined
    : [event.authSet, { actor, at: event.at, to: event.to, reason, requestId }];
}

function viewOf(examined: Examined, decisions: ReadonlyMap<AuthSetId, DecisionOnSet>): DiagnosisJson {
  const { device, refusals, now } = examined;
  const { verdict, says, since, next } = diagnoseDevice(examined);
  const live = device.tokens.filter((token) => !isExpired(token, now));
  const newest = Math.max(...live.map(({ expiresAt }) => expiresAt.getTime()));
  const stranger = refusals.find(
    (refusal) => isOfStranger(refusal) && !device.authSets.some((set) => set.fingerprint === refusal.fingerprint),
  );
  return {
    verdict,
    says,
    ...(since && { since: since.toISOString() }),
    ...(next && { next }),
    live_tokens: live.length,
    ...(live.length > 0 && { newest_expires_ts: new Date(newest).toISOString() }),
    auth_sets: device.authSets.map((set) => setView(set, device, refusals, decisions.get(set.id))),
    ...(stranger && {
      refused_key: { fingerprint: stranger.fingerprint, last_attempt: attemptView(stranger) },
    }),
  };
}

function setView(
  set: AuthSet,
  { checkInAt }: Device,
  refusals: readonly Refusal[],
  decided: DecisionOnSet | undefined,
): AuthSetJson {
  const keyType = keyTypeOf(set.pubkey);
  const refused = refusals.find(({ fingerprint }) => fingerprint === set.fingerprint);
  const isIn =
    set.status === 'accepted' && checkInAt !== undefined && (refused === undefined || refused.at <= checkInAt);
  const attempt = isIn ? ({ ts: checkInAt.toISOString(), outcome: 'token' } as const) : refused && attemptView(refused);
  return {
    id: set.id,
    fingerprint: set.fingerprint,
    ...(keyType !== undefined && { key_type: keyType }),
    status: set.status,
    ...(attempt && { last_attempt: attempt }),
    ...(decided && {
      decided: {
        ts: decided.at.toISOString(),
        actor: decided.actor,
        to: decided.to,
        ...(decided.reason !== undefined && { reason: decided.reason }),
        request_id: decided.requestId,
      },
    }),
  };
}

const attemptView = ({ at, reason, times, from }: Refusal): components['schemas']['LastAttempt'] => ({
  ts: at.toISOString(),
  outcome: reason,
  times,
  ...(from !== undefined && { address: from }),
});

/** Refusing the key is the result here: it is the reason why the device is not in, not a fault of the request. */
function readKey({ keys }: DiagnosisDeps, pubkey: string | undefined): Pick<AskedAbout, 'key' | 'keyProblem'> {
  if (pubkey === undefined) return { key: undefined, keyProblem: undefined };
  try {
    return { key: keys.admit(pubkey).fingerprint, keyProblem: undefined };
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'key_refused')) throw error;
    return { key: undefined, keyProblem: error.message };
  }
}

/** Looks for the identity, then for the key, then for a near miss. */
async function find(deps: DiagnosisDeps, tenant: TenantId, { identity, key }: AskedAbout): Promise<Found | undefined> {
  const same = identity && (await deps.devices.findByIdentity(tenant, identity.key));
  if (same) return { by: 'identity', device: same };
  const ofKey = key && (await findByKey(deps, tenant, key));
  if (ofKey) return { by: 'key', device: ofKey };
  const near = identity && (await findNear(deps.search, tenant, identity));
  return near && { by: 'near', device: near };
}

async function findByKey({ search }: DiagnosisDeps, tenant: TenantId, key: Fingerprint): Promise<Device | undefined> {
  const { devices } = await search.find(tenant, { keyPrefix: key }, { limit: 1, order: 'created', after: undefined });
  return devices[0];
}
