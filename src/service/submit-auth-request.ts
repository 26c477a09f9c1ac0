// A device asks for a token. Nothing of the store is touched before the signature has been checked over the very bytes that
// were sent (D7), and a request that changes nothing writes nothing.
import type { TenantId } from '../domain/device.ts';
import { Refused } from '../domain/errors.ts';
import type { Identity } from '../domain/device.ts';
import { submit, type Contact, type Submission } from '../domain/first-contact.ts';
import { issueToken, type TokenClaims } from '../domain/token.ts';
import type { DeviceKey } from '../keys/keys.ts';
import { changeDevice, type ChangeDeps } from './change-device.ts';
import type { Deps } from './deps.ts';

export interface AuthRequest {
  /** The body as it came. */
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly key: DeviceKey;
  readonly identity: Identity;
  readonly tenantToken: string | undefined;
  readonly requestId: string;
}

type SubmitDeps = ChangeDeps & Pick<Deps, 'tokens' | 'tenantTokens' | 'sightings' | 'rules'>;

/**
 * A fresh token, when the device is admitted. Refuses with `signature_wrong`, and with `not_admitted` or `limit_reached` when it
 * has to wait; the device and its set are on record then.
 */
export async function submitAuthRequest(deps: SubmitDeps, request: AuthRequest): Promise<string> {
  if (!(await request.key.verify(request.bytes, request.signature))) {
    throw new Refused('signature_wrong', 'signature verification failed');
  }
  const tenant = await deps.tenantTokens.tenantOf(request.tenantToken);
  const contact = contactOf(deps, tenant, request);
  const claims = await changeDevice(deps, {
    tenant,
    origin: { actor: `key:${request.key.fingerprint}`, requestId: request.requestId },
    load: () => deps.devices.findByIdentity(tenant, request.identity.key),
    decide: (device) => {
      const now = deps.now();
      const token = issueToken(deps.ids.token(), device ?? { id: contact.newDevice, tenant }, now, deps.rules);
      const submission = submit(device, contact, token, { rules: deps.rules, lastSeen: deps.sightings.lastSeen, now });
      return { answer: answerOf(deps, submission, token, now), ...submission };
    },
  });
  if (claims === undefined) throw new Refused('not_admitted', 'unauthorized');
  return deps.tokens.sign(claims);
}

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

function answerOf(
  deps: Pick<Deps, 'sightings'>,
  submission: Submission,
  token: TokenClaims,
  now: Date,
): TokenClaims | undefined {
  if (submission.admitted) return token;
  if (submission.waits !== undefined) deps.sightings.note(submission.waits, now);
  return undefined;
}
