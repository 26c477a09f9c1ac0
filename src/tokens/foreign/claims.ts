// What the claims of a token that is not ours say: whose user it is, of which tenant, and until when (D12).
import { OWN_TENANT, tenantId, type TenantId } from '../../domain/ids.ts';
import type { JsonObject, JsonValue } from '../../domain/strict-json.ts';
import { isReserved } from '../../domain/tenant.ts';
import type { User } from '../tokens.ts';

export interface ClaimNames {
  /** A literal name, dots included. `''`: not asked. */
  readonly userClaim: string;
  /** A literal name, dots included. `''`: every user is the installation's own. */
  readonly tenantClaim: string;
}

const LEEWAY_SECONDS = 5;

/** The user the claims describe; `undefined` if they describe none, or a device. Time is not asked. */
export function findUser(claims: JsonObject, { userClaim, tenantClaim }: ClaimNames): User | undefined {
  const subject = findOwn(claims, 'sub');
  if (typeof subject !== 'string' || subject === '' || isClaimed(claims, 'mender.device')) return undefined;
  if (userClaim !== '' && findOwn(claims, userClaim) !== true) return undefined;
  const tenant = tenantClaim === '' ? OWN_TENANT : findTenant(claims, tenantClaim);
  return tenant === undefined ? undefined : { subject, tenant, scopes: scopesOf(claims) };
}

/** The installation's own tenant when the claim is absent; `undefined` when it names none that can be. */
export function findTenant(claims: JsonObject, name: string): TenantId | undefined {
  const tenant = findOwn(claims, name);
  if (tenant === undefined) return OWN_TENANT;
  if (typeof tenant !== 'string' || isReserved(tenant)) return undefined;
  return tenantId(tenant);
}

/** Whether the token says something of the kind, `true` or not: it is safer not to guess what it means by another value. */
export function isClaimed(claims: JsonObject, name: 'mender.device' | 'mender.user'): boolean {
  const claim = findOwn(claims, name);
  return claim !== undefined && claim !== false;
}

/** Whether `exp` (in seconds) lies ahead and neither `nbf` nor `iat` does, give or take the leeway; an absent one of these does not. */
export function isCurrent(exp: JsonValue | undefined, claims: JsonObject, now: Date): boolean {
  const seconds = now.getTime() / 1000;
  if (typeof exp !== 'number' || exp + LEEWAY_SECONDS <= seconds) return false;
  const starts = [findOwn(claims, 'nbf'), findOwn(claims, 'iat')].filter((start) => start !== undefined);
  return starts.every((start) => typeof start === 'number' && start <= seconds + LEEWAY_SECONDS);
}

/** Every way in which issuers write them, taken together; whatever is not text grants nothing. */
function scopesOf(claims: JsonObject): readonly string[] {
  const values = ['scope', 'scp', 'permissions'].map((name) => findOwn(claims, name));
  return [...new Set(values.flatMap(toScopes))];
}

function toScopes(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return value.split(' ').filter((scope) => scope !== '');
  return Array.isArray(value) ? value.filter((scope) => typeof scope === 'string') : [];
}

/** Names come from settings: one such as `constructor` must not find what every object has. */
export const findOwn = (claims: JsonObject, name: string): JsonValue | undefined =>
  Object.hasOwn(claims, name) ? claims[name] : undefined;
