// The hot path: is this token good? Exactly while it stands in its device's tokens and has not expired (D3, D10).
import type { AuthSetId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import { findLive, isExpired, type TokenClaims } from '../../domain/token.ts';
import type { TokenState } from '../../store/store.ts';
import type { Deps } from '../deps.ts';

export interface VerifiedToken extends TokenClaims {
  readonly authSet: AuthSetId;
}

/**
 * What the token says, and the auth set it was issued to. Refuses with `token_invalid` what is no token of ours, and only what
 * carries our signature with `token_expired` or `token_revoked`, which may say why.
 */
export async function verifyToken(
  deps: Pick<Deps, 'tokens' | 'devices' | 'checkIns' | 'now'>,
  jwt: string,
): Promise<VerifiedToken> {
  const claims = await deps.tokens.read(jwt);
  const now = deps.now();
  if (isExpired(claims, now)) throw new Refused('token_expired', 'token has expired');
  const state = await deps.devices.tokenState(claims.tenant, claims.device);
  const live = state && findLive(state.tokens, claims.jti);
  if (live === undefined) throw new Refused('token_revoked', 'token is no longer good', { reason: whyNot(state) });
  deps.checkIns.note({ tenant: claims.tenant, device: claims.device, at: now });
  return { ...claims, authSet: live.authSet };
}

function whyNot(state: TokenState | undefined): 'revoked' | 'rejected' | 'decommissioned' {
  if (state === undefined || state.decommissioning) return 'decommissioned';
  return state.status === 'accepted' ? 'revoked' : 'rejected';
}
