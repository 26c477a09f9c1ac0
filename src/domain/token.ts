// Which claims a token carries, and when it is good (D3): exactly while it stands in its device's tokens and has not expired.
import type { LiveToken } from './device.ts';
import type { AuthSetId, DeviceId, TenantId, TokenId } from './ids.ts';

export interface TokenClaims {
  readonly jti: TokenId;
  readonly device: DeviceId;
  readonly tenant: TenantId;
  /** `iat`, in whole seconds: a minute before the token was made. */
  readonly issuedAt: Date;
  /** Whole seconds. */
  readonly expiresAt: Date;
}

/** The claims of a token that is good, and the auth set it was issued to. */
export interface VerifiedToken extends TokenClaims {
  readonly authSet: AuthSetId;
}

export interface TokenRules {
  readonly ttlSeconds: number;
  /** The oldest token of an auth set goes when a new one would be one too many. */
  readonly maxPerAuthSet: number;
}

const SECOND = 1000;
/** A verifier whose clock is behind ours by less than this takes a new token. */
const BACKDATED_SECONDS = 60;

/** Returns the claims of a new token: it expires `ttlSeconds` from now, and says that it was issued a minute ago. */
export function issueToken(
  jti: TokenId,
  device: { readonly id: DeviceId; readonly tenant: TenantId },
  now: Date,
  rules: TokenRules,
): TokenClaims {
  const seconds = Math.floor(now.getTime() / SECOND);
  return {
    jti,
    device: device.id,
    tenant: device.tenant,
    issuedAt: new Date((seconds - BACKDATED_SECONDS) * SECOND),
    expiresAt: new Date((seconds + rules.ttlSeconds) * SECOND),
  };
}

export const isExpired = (token: { readonly expiresAt: Date }, now: Date): boolean => token.expiresAt <= now;

export const findLive = (tokens: readonly LiveToken[], jti: TokenId): LiveToken | undefined =>
  tokens.find((token) => token.jti === jti);

/** The tokens after one more was issued: expired ones are gone, and the set keeps at most `maxPerAuthSet`, the newest. */
export function addToken(
  tokens: readonly LiveToken[],
  token: LiveToken,
  now: Date,
  rules: TokenRules,
): readonly LiveToken[] {
  const live = tokens.filter((other) => !isExpired(other, now));
  const own = live.filter((other) => other.authSet === token.authSet);
  const pushedOut = new Set(own.slice(0, Math.max(0, own.length + 1 - rules.maxPerAuthSet)));
  return [...live.filter((other) => !pushedOut.has(other)), token];
}
