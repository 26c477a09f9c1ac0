// Finds the tenant of a device (D17).
import { OWN_TENANT, type TenantId } from '../../domain/ids.ts';
import { Refused, type TokenFault } from '../../domain/errors.ts';
import type { JsonObject } from '../../domain/strict-json.ts';
import { passGate } from '../gate.ts';
import type { TenantTokens } from '../tokens.ts';
import { findOwn, findTenant, findTimeFault, isClaimed, type TimeRules } from './claims.ts';
import { findSigner, FOREIGN_GATE, type VerificationKey } from './verification-keys.ts';

export interface TenantTokenRules extends TimeRules {
  /** If empty, tenant tokens are ignored, and every device belongs to the installation's own tenant. */
  readonly keys: readonly VerificationKey[];
}

export class JwtTenantTokens implements TenantTokens {
  readonly #rules: TenantTokenRules;

  constructor(rules: TenantTokenRules) {
    this.#rules = rules;
  }

  async tenantOf(tenantToken: string | undefined): Promise<TenantId> {
    if (this.#rules.keys.length === 0) return OWN_TENANT;
    if (!tenantToken) throw notAdmitted('missing');
    if (tenantToken.length > FOREIGN_GATE.maxBytes) throw notAdmitted('too_large');
    const gated = passGate(tenantToken, FOREIGN_GATE);
    if (gated === undefined) throw notAdmitted('malformed');
    if ((await findSigner(tenantToken, gated.alg, this.#rules.keys)) === undefined)
      throw notAdmitted('wrong_signature');
    const exp = findOwn(gated.claims, 'exp') ?? Infinity; // Mender's tokens have none
    const fault = findTimeFault(exp, gated.claims, this.#rules);
    if (fault !== undefined) throw notAdmitted(fault.why);
    const tenant = findTenant(gated.claims, 'mender.tenant');
    if (tenant === undefined || tenant === OWN_TENANT || isOfOther(gated.claims)) throw notAdmitted('missing_claim');
    return tenant;
  }
}

const isOfOther = (claims: JsonObject): boolean =>
  isClaimed(claims, 'mender.device') || isClaimed(claims, 'mender.user');

const notAdmitted = (why: TokenFault) => new Refused('not_admitted', 'unauthorized', { why });
