// Which tenant a device falls into (D17).
import { OWN_TENANT, type TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import { VERIFICATION_ALGORITHMS } from '../../domain/names.ts';
import type { JsonObject } from '../../domain/strict-json.ts';
import { passGate } from '../gate.ts';
import type { TenantTokens } from '../tokens.ts';
import { findOwn, findTenant, isClaimed, isCurrent } from './claims.ts';
import { findSigner, type VerificationKey } from './verification-keys.ts';

export interface TenantTokenRules {
  /** None: tenant tokens are not looked at, and every device is the installation's own. */
  readonly keys: readonly VerificationKey[];
  readonly now: () => Date;
}

export class JwtTenantTokens implements TenantTokens {
  readonly #rules: TenantTokenRules;

  constructor(rules: TenantTokenRules) {
    this.#rules = rules;
  }

  async tenantOf(tenantToken: string | undefined): Promise<TenantId> {
    if (this.#rules.keys.length === 0) return OWN_TENANT;
    const gated = passGate(tenantToken ?? '', VERIFICATION_ALGORITHMS);
    if (gated === undefined || isOfOther(gated.claims)) throw notAdmitted();
    const tenant = findTenant(gated.claims, 'mender.tenant');
    if (tenant === undefined || tenant === OWN_TENANT) throw notAdmitted();
    const exp = findOwn(gated.claims, 'exp') ?? Infinity; // Mender's have none
    if (!isCurrent(exp, gated.claims, this.#rules.now())) throw notAdmitted();
    if ((await findSigner(tenantToken ?? '', gated.alg, this.#rules.keys)) === undefined) throw notAdmitted();
    return tenant;
  }
}

const isOfOther = (claims: JsonObject): boolean =>
  isClaimed(claims, 'mender.device') || isClaimed(claims, 'mender.user');

const notAdmitted = () => new Refused('not_admitted', 'unauthorized');
