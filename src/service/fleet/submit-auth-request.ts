// A device asks for a token. Nothing of the store is touched before the signature has been checked over the very bytes that
// were sent (D7), and a request that changes nothing writes nothing.
import type { Device, Identity } from '../../domain/device.ts';
import type { AuthSetId, DeviceId, TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import { submit, type Submission } from '../../domain/auth-request.ts';
import type { Contact } from '../../domain/auth-sets.ts';
import { issueToken, type TokenClaims } from '../../domain/token.ts';
import type { DeviceKey } from '../../device-keys/keys.ts';
import { changeDevice, decided, type ChangeDeps, type Outcome } from './change-device.ts';
import type { Deps } from '../deps.ts';

export interface AuthRequest {
  /** The body as it came. */
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly key: DeviceKey;
  readonly identity: Identity;
  readonly tenantToken: string | undefined;
  readonly requestId: string;
}

type SubmitDeps = ChangeDeps & Pick<Deps, 'tokens' | 'tenantTokens' | 'lastAsked' | 'turns' | 'rates' | 'rules'>;

/**
 * A fresh token, when the device is admitted. Refuses with `signature_wrong`, and with `not_admitted` or `limit_reached` when it
 * has to wait; the device and its set are on record then.
 */
export async function submitAuthRequest(deps: SubmitDeps, request: AuthRequest): Promise<string> {
  const { key, bytes, signature } = request;
  if (!(await key.verify(bytes, signature))) {
    throw new Refused('signature_wrong', 'signature verification failed', { why: key.faultOf(bytes, signature) });
  }
  const tenant = await deps.tenantTokens.tenantOf(request.tenantToken);
  const { token, device, waits } = await deps.turns.take(`${request.identity.key} ${tenant}`, () =>
    admit(deps, tenant, request),
  );
  if (token === undefined) throw new Refused('not_admitted', 'unauthorized', { subject: { device, authSet: waits } });
  return deps.tokens.sign(token);
}

async function admit(deps: SubmitDeps, tenant: TenantId, request: AuthRequest): Promise<Answer> {
  const contact = contactOf(deps, tenant, request);
  const jti = deps.ids.token();
  const load = () => deps.devices.findByIdentity(tenant, request.identity.key);
  const first = await load();
  await refuseTooMany(deps, contact, first);
  const answer = await changeDevice(deps, {
    tenant,
    origin: { actor: `key:${request.key.fingerprint}`, requestId: request.requestId },
    load: firstThen(first, load),
    decide: (device) => {
      const now = deps.now();
      const issued = issueToken(jti, device ?? { id: contact.newDevice, tenant }, now, deps.rules);
      const how = { rules: deps.rules, lastSeen: deps.lastAsked.lastSeen, now };
      return outcomeOf(submit(device, contact, issued, how), issued, device?.id ?? contact.newDevice);
    },
  });
  if (answer.waits !== undefined) deps.lastAsked.note(answer.waits, deps.now());
  return answer;
}

/** Returns `first` to the first call and what `load` finds to later ones. */
function firstThen<Loaded>(first: Loaded, load: () => Promise<Loaded>): () => Promise<Loaded> {
  let isFirst = true;
  return () => {
    const answer = isFirst ? Promise.resolve(first) : load();
    isFirst = false;
    return answer;
  };
}

interface Answer {
  readonly device: DeviceId;
  readonly token?: TokenClaims;
  /** The auth set that has to wait. */
  readonly waits?: AuthSetId | undefined;
}

function outcomeOf(submission: Submission, token: TokenClaims, device: DeviceId): Outcome<Answer> {
  if (submission.admitted) return decided(submission.decision, { token, device });
  const answer = { waits: submission.waits, device };
  if (submission.create !== undefined) return { write: 'device', device: submission.create, answer };
  return decided(submission.decision, answer);
}

/** A key that is on record spends of its rate; one that is not makes a device, of which there may be so many waiting. */
async function refuseTooMany(deps: SubmitDeps, contact: Contact, device: Device | undefined): Promise<void> {
  const { tenant, fingerprint } = contact;
  if (device?.authSets.some((set) => set.fingerprint === fingerprint)) {
    await deps.rates.spend('auth_request', `${device.id} ${fingerprint}`);
  }
  if (device === undefined && (await deps.devices.count(tenant, { statuses: ['pending'] })) >= deps.rules.maxPending) {
    throw new Refused('too_many_requests', 'too many devices are waiting', { retryAfterSeconds: CROWD_PAUSE_SECONDS });
  }
}

const CROWD_PAUSE_SECONDS = 60;

function contactOf(deps: Pick<Deps, 'ids'>, tenant: TenantId, request: AuthRequest): Contact {
  return {
    tenant,
    identity: request.identity,
    fingerprint: request.key.fingerprint,
    pubkey: request.key.pem,
    newDevice: deps.ids.device(),
    newAuthSet: deps.ids.authSet(),
  };
}
