// The devices' API with its one operation. Its refusals and their order are Mender's; the document describes them.
import { Refused } from '../../domain/errors.ts';
import { identityFromText } from '../../domain/identity.ts';
import { sourceOf } from '../../domain/source.ts';
import type { Deps } from '../../service/deps.ts';
import { submitAuthRequest, type AuthRequest } from '../../service/fleet/submit-auth-request.ts';
import type { operations } from './gen/devices-v1.gen.d.ts';
import type { Handlers } from './operation.ts';

export const devicesV1 = (deps: Deps): Handlers<operations> => ({
  submitAuthRequest: async ({ body, bytes, header, from: peer, requestId }) => {
    const [signature, forwardedFor] = [header('X-MEN-Signature'), header('X-Forwarded-For')];
    const read = (): ReadAuthRequest => readAuthRequest(deps, body);
    const token = await answerAuthRequest(deps, { read, bytes, signature, peer, forwardedFor, requestId });
    return { status: 200, type: 'application/jwt', body: token };
  },
});

export type AuthRequestBody = Parameters<Handlers<operations>['submitAuthRequest']>[0]['body'];

/** The parts of a body. */
export type ReadAuthRequest = Pick<AuthRequest, 'key' | 'identity' | 'tenantToken'>;

/** Refuses a body without a key or identity data, or with a bad one. The same body always has the same outcome. */
export function readAuthRequest({ keys }: Pick<Deps, 'keys'>, body: AuthRequestBody): ReadAuthRequest {
  const idData = mustHave(body.id_data, 'id_data');
  const pubkey = mustHave(body.pubkey, 'pubkey');
  const read = invalidUnless(() => ({ key: keys.admit(pubkey), identity: identityFromText(idData) }));
  return { ...read, tenantToken: body.tenant_token ?? undefined };
}

export interface SentAuthRequest {
  /** Reads the body, or refuses it. */
  readonly read: () => ReadAuthRequest;
  /** The bytes of the body. */
  readonly bytes: Buffer;
  readonly signature: string | undefined;
  /** Address of the socket's peer. */
  readonly peer: string;
  readonly forwardedFor: string | undefined;
  readonly requestId: string;
}

/** Returns a token, or refuses. Both paths to it, Express and the hot path, use this answer. */
export async function answerAuthRequest(deps: Deps, sent: SentAuthRequest): Promise<string> {
  const { bytes, requestId } = sent;
  const { key, identity, tenantToken } = sent.read();
  const signature = readSignature(sent.signature);
  deps.forwarders.note(sent.peer, sent.forwardedFor);
  const from = sourceOf(sent.peer, sent.forwardedFor, deps.rules.trustedProxies);
  return submitAuthRequest(deps, { key, identity, tenantToken, bytes, signature, from, requestId });
}

function mustHave(value: string | null | undefined, name: string): string {
  if (!value) throw new Refused('invalid_request', `invalid auth request: ${name} must be provided`);
  return value;
}

function invalidUnless<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused(error.code, `invalid auth request: ${error.message}`, { ...error.details, cause: error });
  }
}

/** Reads standard base64 with padding, in its only canonical spelling. Any other text is a wrong signature. */
function readSignature(header: string | undefined): Uint8Array {
  if (!header) throw new Refused('signature_missing', 'missing request signature header');
  const signature = Buffer.from(header, 'base64');
  if (signature.toString('base64') !== header)
    throw new Refused('signature_wrong', 'signature verification failed', { why: 'not_base64' });
  return signature;
}
