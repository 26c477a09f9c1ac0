// Reads the claims of a token of another issuer: its user, the user's tenant, and its expiry (D12).
import { OWN_TENANT, tenantId, type TenantId } from '../../domain/ids.ts';
import { Refused, type TokenFault } from '../../domain/errors.ts';
import type { JsonObject, JsonValue } from '../../domain/strict-json.ts';
import { tenantFault } from '../../domain/tenant.ts';
import type { User } from '../tokens.ts';

export interface ClaimNames {
  /** A literal name, dots included. `''` if the claim is not required. */
  readonly userClaim: string;
  /** A literal name, dots included. `''` if every user belongs to the installation's own tenant. */
  readonly tenantClaim: string;
}

/** Fault in the claims of a token with a good signature. */
export interface ClaimFault {
  readonly why: TokenFault;
  readonly description: string;
}

export interface TimeRules {
  readonly now: () => Date;
  /** The most that an issuer's clock may differ from ours. */
  readonly leewaySeconds: number;
}

export interface ForUs {
  /** Checked if set. */
  readonly issuer: string | undefined;
  /** Checked if set. */
  readonly audience: string | undefined;
}

/** Makes the refusal of a user's token. The caller gets the description, and the log the reason. */
export const callerUnknown = (fault: { readonly why: TokenFault; readonly description?: string }) =>
  new Refused('caller_unknown', 'unauthorized', fault);

/** Returns the fault in the time, the issuer or the audience of a user's token. */
export function findClaimFault(claims: JsonObject, rules: TimeRules & ForUs): ClaimFault | undefined {
  const fault = findTimeFault(findOwn(claims, 'exp'), claims, rules);
  if (fault !== undefined) return fault;
  const { issuer, audience } = rules;
  if (issuer !== undefined && findOwn(claims, 'iss') !== issuer)
    return { why: 'wrong_issuer', description: 'another issuer is configured' };
  const aud = findOwn(claims, 'aud');
  const isForUs = audience === undefined || aud === audience || (Array.isArray(aud) && aud.includes(audience));
  return isForUs ? undefined : { why: 'wrong_audience', description: 'another audience is configured' };
}

/** The latest time that RFC 3339 can write. */
const LAST_TIME = Date.parse('9999-12-31T23:59:59Z');

/** Returns the user that the claims name, or their fault. `exp` is in seconds; it is not checked here. */
export function readUser(
  claims: JsonObject,
  { userClaim, tenantClaim }: ClaimNames,
  exp: JsonValue | undefined,
): User | ClaimFault {
  const subject = findOwn(claims, 'sub');
  if (isClaimed(claims, 'mender.device')) return { why: 'device_token', description: 'the token of a device' };
  if (typeof subject !== 'string' || subject === '') return missing('sub');
  if (userClaim !== '' && findOwn(claims, userClaim) !== true) return missing(userClaim);
  const tenant = tenantClaim === '' ? OWN_TENANT : findTenant(claims, tenantClaim);
  if (tenant === undefined) return missing(tenantClaim);
  if (typeof exp !== 'number') return missing('exp');
  return { subject, tenant, scopes: scopesOf(claims), expiresAt: new Date(Math.min(exp * 1000, LAST_TIME)) };
}

/** Returns the tenant that the claim names: the installation's own if it is absent, `undefined` if no tenant can have that id. */
export function findTenant(claims: JsonObject, name: string): TenantId | undefined {
  const tenant = findOwn(claims, name);
  if (tenant === undefined) return OWN_TENANT;
  if (typeof tenant !== 'string' || tenantFault(tenant) !== undefined) return undefined;
  return tenantId(tenant);
}

/** True if the token has the claim with any value except `false`: it is safer not to guess the meaning of another value. */
export function isClaimed(claims: JsonObject, name: 'mender.device' | 'mender.user'): boolean {
  const claim = findOwn(claims, name);
  return claim !== undefined && claim !== false;
}

/** Returns the fault of `exp` (in seconds) or `nbf`, within the leeway. `iat` is not checked, because clocks differ. */
export function findTimeFault(
  exp: JsonValue | undefined,
  claims: JsonObject,
  { now, leewaySeconds }: TimeRules,
): ClaimFault | undefined {
  const seconds = now().getTime() / 1000;
  if (typeof exp !== 'number') return missing('exp');
  if (exp + leewaySeconds <= seconds) return { why: 'expired', description: `expired ${inWords(seconds - exp)} ago` };
  const nbf = findOwn(claims, 'nbf');
  if (nbf === undefined) return undefined;
  if (typeof nbf !== 'number') return { why: 'not_yet_valid', description: 'the claim nbf is not a number' };
  if (nbf <= seconds + leewaySeconds) return undefined;
  return { why: 'not_yet_valid', description: `not valid for another ${inWords(nbf - seconds)}` };
}

const missing = (claim: string): ClaimFault => ({
  why: 'missing_claim',
  description: `the claim ${claim} is missing or has a wrong value`,
});

// prettier-ignore
const UNITS = [[86_400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']] as const;

/** Returns a length of time in its largest unit: `3 h`. */
function inWords(seconds: number): string {
  const [length, unit] = UNITS.find(([size]) => seconds >= size) ?? [1, 's'];
  return `${Math.floor(seconds / length)} ${unit}`;
}

/** Returns the scopes, in every form that issuers write, merged. A value that is not a text grants nothing. */
function scopesOf(claims: JsonObject): readonly string[] {
  const values = ['scope', 'scp', 'permissions'].map((name) => findOwn(claims, name));
  return [...new Set(values.flatMap(toScopes))];
}

function toScopes(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return value.split(' ').filter((scope) => scope !== '');
  return Array.isArray(value) ? value.filter((scope) => typeof scope === 'string') : [];
}

/** Reads an own member. Names come from settings, and a name such as `constructor` must not find a member of every object. */
export const findOwn = (claims: JsonObject, name: string): JsonValue | undefined =>
  Object.hasOwn(claims, name) ? claims[name] : undefined;
