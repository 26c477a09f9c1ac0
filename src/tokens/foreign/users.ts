// Verifies users' tokens of other issuers (D12). `gateway-users.ts` has the other mode.
import { passGate } from '../gate.ts';
import type { User, Users } from '../tokens.ts';
import {
  callerUnknown,
  findClaimFault,
  findOwn,
  readUser,
  type ClaimFault,
  type ClaimNames,
  type ForUs,
  type TimeRules,
} from './claims.ts';
import { findSigner, FOREIGN_GATE, type VerificationKey } from './verification-keys.ts';

/** Source of the keys of users' tokens. */
export interface UserKeySource {
  /**
   * Returns the keys that may have signed a token with `kid`, or without one. Refuses with `store_unavailable` while the source has
   * never had keys.
   */
  findCandidates(kid: string | undefined): Promise<readonly VerificationKey[]>;
  isReady(): boolean;
}

export interface UserRules extends ClaimNames, TimeRules, ForUs {
  readonly sources: readonly UserKeySource[];
  /** True if the key with this `kid` signs device tokens. */
  readonly isDeviceKey: (kid: string) => boolean;
}

export class JwtUsers implements Users {
  readonly #rules: UserRules;

  constructor(rules: UserRules) {
    this.#rules = rules;
  }

  /** Checks the signature first: only a caller with a good one learns the other fault. */
  async read(jwt: string): Promise<User> {
    if (jwt.length > FOREIGN_GATE.maxBytes) throw callerUnknown({ why: 'too_large' });
    const gated = passGate(jwt, FOREIGN_GATE);
    if (gated === undefined) throw callerUnknown({ why: 'malformed' });
    if (gated.kid !== undefined && this.#rules.isDeviceKey(gated.kid)) throw callerUnknown({ why: 'device_key' });
    const candidates = await this.#findCandidates(gated.kid);
    if ((await findSigner(jwt, gated.alg, candidates)) === undefined) throw callerUnknown({ why: 'wrong_signature' });
    const fault = findTypFault(gated.typ) ?? findClaimFault(gated.claims, this.#rules);
    const user = fault ?? readUser(gated.claims, this.#rules, findOwn(gated.claims, 'exp'));
    if ('why' in user) throw callerUnknown(user);
    return user;
  }

  /** Returns `false` until every source has had keys. */
  ready(): boolean {
    return this.#rules.sources.every((source) => source.isReady());
  }

  /** A key that also signs device tokens never makes a user, whether the token names it or not. */
  async #findCandidates(kid: string | undefined): Promise<readonly VerificationKey[]> {
    const { sources, isDeviceKey } = this.#rules;
    const candidates = (await Promise.all(sources.map((source) => source.findCandidates(kid)))).flat();
    if (candidates.length === 0) throw callerUnknown({ why: 'unknown_kid' });
    const others = candidates.filter(({ thumbprint }) => !isDeviceKey(thumbprint));
    if (others.length === 0) throw callerUnknown({ why: 'device_key' });
    return others;
  }
}

/**
 * Returns a source of configured keys. A token that names the thumbprint of a key is checked with that key, any other token with
 * all of them.
 */
export function fixedUserKeys(keys: readonly VerificationKey[]): UserKeySource {
  return {
    findCandidates: (kid) => {
      const named = keys.filter(({ thumbprint }) => thumbprint === kid);
      return Promise.resolve(named.length > 0 ? named : keys);
    },
    isReady: () => true,
  };
}

const USER_TYPS: readonly string[] = ['jwt', 'at+jwt', 'application/at+jwt'];

function findTypFault(typ: string | undefined): ClaimFault | undefined {
  if (typ === undefined || USER_TYPS.includes(typ.toLowerCase())) return undefined;
  return { why: 'wrong_typ', description: 'the typ is not that of an access token' };
}
