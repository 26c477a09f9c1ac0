// The claims of a token, when a token is good (D3), and when a device gets its present token again. A token is good exactly while
// it is among its device's live tokens and has not expired. `tokens/own/device-tokens` writes the claims as a JWT, with `iss`, `aud`
// and `mender.*`.
import type { LiveToken } from './device.ts';
import type { AuthSetId, DeviceId, TenantId, TokenId } from './ids.ts';

export interface TokenClaims {
  readonly jti: TokenId;
  readonly device: DeviceId;
  readonly tenant: TenantId;
  /** `iat`, in whole seconds: a minute before the token was made. */
  readonly issuedAt: Date;
  /** In whole seconds. */
  readonly expiresAt: Date;
  /** True for a token that Mender issued. */
  readonly imported?: true;
}

/** The claims of a good token, and the auth set for which it was issued. */
export interface VerifiedToken extends TokenClaims {
  readonly authSet: AuthSetId;
}

export interface TokenRules {
  readonly ttlSeconds: number;
  /** The most tokens of an auth set. A new one beyond it supersedes the oldest. */
  readonly maxPerAuthSet: number;
  /** The share of a token's life during which the device gets it again; 0 for never. */
  readonly reusePercent: number;
}

export interface ReuseRules extends TokenRules {
  /**
   * An offline verifier refuses tokens whose `issuedAt` is not after this time, because of a purge of the tenant
   * (`domain/revocation`).
   */
  readonly purgedUntil?: Date | undefined;
}

const SECOND = 1000;
/** A verifier accepts a new token if its clock is behind ours by less than this. */
const BACKDATED_SECONDS = 60;

/** Returns the claims of a new token. It expires `ttlSeconds` from now. Its `iat` is a minute in the past. */
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

type Named = Pick<TokenClaims, 'jti' | 'issuedAt' | 'expiresAt' | 'imported'>;

/**
 * Returns the entry of the token. All of Mender's tokens of an auth set have the same `jti`, so an imported token must also have
 * the stored times: only the newest is good.
 */
export const findLive = (tokens: readonly LiveToken[], claims: Named): LiveToken | undefined =>
  tokens.find((token) => token.jti === claims.jti && token.imported === claims.imported && hasTimes(token, claims));

const hasTimes = ({ imported, issuedAt, expiresAt }: LiveToken, claims: Named): boolean =>
  imported !== true ||
  (issuedAt?.getTime() === claims.issuedAt.getTime() && expiresAt.getTime() === claims.expiresAt.getTime());

/**
 * Returns the claims of the auth set's newest token, as they were issued, while the token may be given again. A token that was
 * issued right after a purge is not given again: it is good here, but an offline verifier refuses it.
 */
export function findReusable(
  device: { readonly id: DeviceId; readonly tenant: TenantId; readonly tokens: readonly LiveToken[] },
  authSet: AuthSetId,
  now: Date,
  rules: ReuseRules,
): TokenClaims | undefined {
  const newest = device.tokens.filter((token) => token.authSet === authSet && token.imported !== true).at(-1);
  if (newest === undefined || now.getTime() >= lastReuse(newest, rules)) return undefined;
  const [{ jti, expiresAt }, issuedAt] = [newest, issuedAtOf(newest, rules)];
  if (rules.purgedUntil !== undefined && issuedAt <= rules.purgedUntil) return undefined;
  return { jti, device: device.id, tenant: device.tenant, issuedAt, expiresAt };
}

function lastReuse(token: LiveToken, rules: TokenRules): number {
  const life = token.expiresAt.getTime() - issuedAtOf(token, rules).getTime();
  return token.expiresAt.getTime() - (life * (100 - rules.reusePercent)) / 100;
}

/** Tokens of an earlier version have no `issuedAt`. They live as long as new tokens. */
const issuedAtOf = ({ issuedAt, expiresAt }: LiveToken, { ttlSeconds }: TokenRules): Date =>
  issuedAt ?? new Date(expiresAt.getTime() - (ttlSeconds + BACKDATED_SECONDS) * SECOND);

/** Adds one token, drops expired ones, and keeps at most `maxPerAuthSet` of the auth set, the newest. */
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

/** True if the auth set has the highest number of tokens and all are newer: this token was superseded by them. */
export function isSuperseded(
  token: Pick<TokenClaims, 'issuedAt'>,
  tokens: readonly LiveToken[],
  { maxPerAuthSet }: Pick<TokenRules, 'maxPerAuthSet'>,
): boolean {
  const newer = tokens.filter(({ issuedAt }) => issuedAt !== undefined && issuedAt >= token.issuedAt);
  return newer.some(({ authSet }) => newer.filter((other) => other.authSet === authSet).length >= maxPerAuthSet);
}
