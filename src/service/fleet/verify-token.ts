// The hot path: verifies a device token. It is good exactly while it is among its device's live tokens and has not expired (D3,
// D10).
import { Refused } from '../../domain/errors.ts';
import { findLive, isExpired, isSuperseded, type TokenClaims, type TokenRules } from '../../domain/token.ts';
import type { Verdict } from '../../memory/verdicts.ts';
import type { TokenState } from '../../store/store.ts';
import type { Deps } from '../deps.ts';

/**
 * Asks the store, and remembers the verdict under `authorization`, the whole text that the caller sent. Refuses a text that is not
 * our token with `token_invalid`. Only texts with our signature get `token_expired` and `token_revoked`.
 */
export async function verifyToken(
  deps: Pick<Deps, 'tokens' | 'devices' | 'verdicts' | 'checkIns' | 'rules' | 'now'>,
  jwt: string,
  authorization = jwt,
): Promise<Verdict> {
  const { cleared } = deps.verdicts;
  const claims = await deps.tokens.read(jwt);
  const now = deps.now();
  if (isExpired(claims, now)) throw new Refused('token_expired', 'token has expired');
  const reading = deps.verdicts.begin(claims.tenant, claims.device, cleared);
  try {
    const state = await deps.devices.tokenState(claims.tenant, claims.device);
    const live = state && findLive(state.tokens, claims);
    if (live === undefined)
      throw new Refused('token_revoked', 'token is no longer good', {
        reason: whyNot(claims, state, deps.rules),
      });
    const verdict = reading.keep(authorization, { ...claims, authSet: live.authSet });
    deps.checkIns.hear(verdict.device, now.getTime());
    return verdict;
  } finally {
    reading.end();
  }
}

function whyNot(
  claims: TokenClaims,
  state: TokenState | undefined,
  rules: TokenRules,
): 'revoked' | 'superseded' | 'rejected' | 'decommissioned' {
  if (state === undefined || state.decommissioning) return 'decommissioned';
  if (state.status !== 'accepted') return 'rejected';
  return isSuperseded(claims, state.tokens, rules) ? 'superseded' : 'revoked';
}
