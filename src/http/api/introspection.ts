// Token introspection (RFC 7662), for brokers and gateways that can ask in no other way.
import { tenantName } from '../../domain/broker-client.ts';
import { Refused, type RefusalCode } from '../../domain/errors.ts';
import { verifyToken } from '../../service/fleet/verify-token.ts';
import type { Deps } from '../../service/deps.ts';
import type { operations } from './gen/internal-v1.gen.d.ts';
import type { Handlers } from './operation.ts';

export interface IntrospectionDeps extends Deps {
  readonly issued: { readonly issuer: string; readonly audience: string };
}

const SECOND = 1000;
const NOT_GOOD: readonly RefusalCode[] = ['token_invalid', 'token_expired', 'token_revoked'];

export const introspection = (deps: IntrospectionDeps): Pick<Handlers<operations>, 'introspectToken'> => ({
  introspectToken: async ({ body, caller }) => {
    const claims = await findGood(deps, body.token);
    // An API key gives access to the devices of its own tenant.
    if (claims?.tenant !== caller.tenant) return { status: 200, body: { active: false } };
    const { device, tenant, jti, issuedAt, expiresAt } = claims;
    const { issuer: iss, audience: aud } = deps.issued;
    const [iat, exp] = [issuedAt.getTime() / SECOND, expiresAt.getTime() / SECOND];
    const about = { sub: device, exp, iat, jti, iss, aud, token_type: 'Bearer' as const, tenant: tenantName(tenant) };
    return { status: 200, body: { active: true, ...about } };
  },
});

/** RFC 7662, 2.2: an invalid token gets the same answer as an unknown one. */
async function findGood(deps: Deps, token: string) {
  try {
    return (await verifyToken(deps, token, `Bearer ${token}`)).token;
  } catch (error) {
    if (error instanceof Refused && NOT_GOOD.includes(error.code)) return undefined;
    throw error;
  }
}
