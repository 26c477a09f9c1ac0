// Which claims a token carries, when it is good (D3), and when a device that asks gets one again that it has already.
// A token is good exactly while it is among its device's tokens and has not expired.
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
  /** The oldest token of an auth set is superseded when a new one would be one too many. */
  readonly maxPerAuthSet: number;
  /** A token is handed out again during this share of its life; 0: never. */
  readonly reusePercent: number;
}

export interface ReuseRules extends TokenRules {
  /** Verifiers that work offline refuse tokens the `issuedAt` of which is not after this, by a purge of the tenant (`domain/revocation`). */
  readonly purgedUntil?: Date | undefined;
}

const SECOND = 1000;
/** A verifier whose clock is behind ours by less than this takes a new token. */
const BACKDATED_SECONDS = 60;

/** Returns the claims of a new token: it expires `ttlSeconds` from now, and says that it was issued a minute ago. */
export function issueToken(
  jti: TokenId,
  device: { readonly id: DeviceId; readonly tenant: TenantId },
  now: Date,
  rules: Pick<TokenRules, 'ttlSeconds'>,
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

/**
 * Returns the claims of the auth set's newest token while it may be handed out again, the same that it was issued with. A token that was
 * issued right after a purge is not handed out again: it is good here, and a verifier that works offline refuses it.
 */
export function findReusable(
  device: { readonly id: DeviceId; readonly tenant: TenantId; readonly tokens: readonly LiveToken[] },
  authSet: AuthSetId,
  now: Date,
  rules: ReuseRules,
): TokenClaims | undefined {
  const newest = device.tokens.filter((token) => token.authSet === authSet).at(-1);
  if (newest === undefined || now.getTime() >= lastReuse(newest, rules)) return undefined;
  const [{ jti, expiresAt }, issuedAt] = [newest, issuedAtOf(newest, rules)];
  if (rules.purgedUntil !== undefined && issuedAt <= rules.purgedUntil) return undefined;
  return { jti, device: device.id, tenant: device.tenant, issuedAt, expiresAt };
}

function lastReuse(token: LiveToken, rules: TokenRules): number {
  const life = token.expiresAt.getTime() - issuedAtOf(token, rules).getTime();
  return token.expiresAt.getTime() - (life * (100 - rules.reusePercent)) / 100;
}

/** Tokens that an earlier version issued say nothing about it: they lived as long as tokens do now. */
const issuedAtOf = ({ issuedAt, expiresAt }: LiveToken, { ttlSeconds }: TokenRules): Date =>
  issuedAt ?? new Date(expiresAt.getTime() - (ttlSeconds + BACKDATED_SECONDS) * SECOND);

/** Adds one token: expired ones are dropped, and the auth set keeps at most `maxPerAuthSet`, the newest. */
export function addToken(
  tokens: readonly LiveToken[],
  token: LiveToken,
  now: Date,
  rules: TokenRules,
): readonly LiveToken[] {
  const live = tokens.filter((other) => !isExpired(other, now));
  const own = live.filter((other) => other.authSet === token.authSet);
  const superseded = own.slice(0, Math.max(0, own.length + 1 - rules.maxPerAuthSet));
  return [...live.filter((other) => !superseded.includes(other)), token];
}

/** True if an auth set has as many tokens as it may have, and all are newer: this one had to make room for them. */
export function isSuperseded(
  token: Pick<TokenClaims, 'issuedAt'>,
  tokens: readonly LiveToken[],
  { maxPerAuthSet }: Pick<TokenRules, 'maxPerAuthSet'>,
): boolean {
  const newer = tokens.filter(({ issuedAt }) => issuedAt !== undefined && issuedAt >= token.issuedAt);
  return newer.some(({ authSet }) => newer.filter((other) => other.authSet === authSet).length >= maxPerAuthSet);
}
