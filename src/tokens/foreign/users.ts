// The users' tokens, which others issue (D12): verified here, or only read where a gateway has verified them.
import { Refused } from '../../domain/errors.ts';
import { VERIFICATION_ALGORITHMS } from '../../domain/names.ts';
import type { JsonObject, JsonValue } from '../../domain/strict-json.ts';
import { findUngated, passGate } from '../gate.ts';
import type { User, Users } from '../tokens.ts';
import { findOwn, findUser, isCurrent, type ClaimNames } from './claims.ts';
import { findSigner, type VerificationKey } from './verification-keys.ts';

/** Where the keys of users' tokens come from. */
export interface UserKeySource {
  /** The keys that a token naming `kid`, or naming none, may be signed with. Refuses with `store_unavailable` if none were ever had. */
  findCandidates(kid: string | undefined): Promise<readonly VerificationKey[]>;
  isReady(): boolean;
}

export interface GatewayRules extends ClaimNames {
  /** Whether device tokens are signed with the key of this `kid`. */
  readonly isDeviceKey: (kid: string) => boolean;
  readonly now: () => Date;
}

export interface UserRules extends GatewayRules {
  readonly sources: readonly UserKeySource[];
  /** Checked where set. */
  readonly issuer: string | undefined;
  /** Checked where set. */
  readonly audience: string | undefined;
}

export class JwtUsers implements Users {
  readonly #rules: UserRules;

  constructor(rules: UserRules) {
    this.#rules = rules;
  }

  async read(jwt: string): Promise<User> {
    const gated = passGate(jwt, VERIFICATION_ALGORITHMS);
    if (gated === undefined || !isUserTyp(gated.typ) || isDeviceKid(gated.kid, this.#rules)) throw callerUnknown();
    const user = findUser(gated.claims, this.#rules);
    if (user === undefined || !isForUs(gated.claims, this.#rules)) throw callerUnknown();
    if (!isCurrent(findOwn(gated.claims, 'exp'), gated.claims, this.#rules.now())) throw callerUnknown();
    const candidates = await this.#findCandidates(gated.kid);
    if ((await findSigner(jwt, gated.alg, candidates)) === undefined) throw callerUnknown();
    return user;
  }

  /** `false` until every source has had keys. */
  ready(): boolean {
    return this.#rules.sources.every((source) => source.isReady());
  }

  /** A key that also signs device tokens makes no users, whether the token names it or not. */
  async #findCandidates(kid: string | undefined): Promise<readonly VerificationKey[]> {
    const candidates = await Promise.all(this.#rules.sources.map((source) => source.findCandidates(kid)));
    return candidates.flat().filter(({ thumbprint }) => !this.#rules.isDeviceKey(thumbprint));
  }
}

/**
 * Gateway mode: the user of a token that somebody else has verified, of any algorithm. Its `exp` may be a number or ISO text.
 * Refuses with `caller_unknown`. Whether the caller is that gateway is asked elsewhere, and before.
 */
export function readUnverified(jwt: string, rules: GatewayRules): User {
  const shape = findUngated(jwt);
  if (shape === undefined || isDeviceKid(shape.header['kid'], rules)) throw callerUnknown();
  const user = findUser(shape.claims, rules);
  const exp = toSeconds(findOwn(shape.claims, 'exp'));
  if (user === undefined || exp === undefined || exp * 1000 <= rules.now().getTime() - LEEWAY) throw callerUnknown();
  return user;
}

/** Configured keys, for tokens with and without `kid`: the one whose thumbprint it is, or else each. */
export function fixedUserKeys(keys: readonly VerificationKey[]): UserKeySource {
  return {
    findCandidates: (kid) => {
      const named = keys.filter(({ thumbprint }) => thumbprint === kid);
      return Promise.resolve(named.length > 0 ? named : keys);
    },
    isReady: () => true,
  };
}

const LEEWAY = 5000;
const USER_TYPS: readonly string[] = ['jwt', 'at+jwt', 'application/at+jwt'];

const isUserTyp = (typ: string | undefined): boolean => typ === undefined || USER_TYPS.includes(typ.toLowerCase());

const isDeviceKid = (kid: JsonValue | undefined, { isDeviceKey }: GatewayRules): boolean =>
  typeof kid === 'string' && isDeviceKey(kid);

function isForUs(claims: JsonObject, { issuer, audience }: UserRules): boolean {
  if (issuer !== undefined && findOwn(claims, 'iss') !== issuer) return false;
  if (audience === undefined) return true;
  const aud = findOwn(claims, 'aud');
  return aud === audience || (Array.isArray(aud) && aud.includes(audience));
}

const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/;

/** ISO text without a zone is UTC. */
function toSeconds(exp: JsonValue | undefined): number | undefined {
  if (typeof exp === 'number') return exp;
  const match = typeof exp === 'string' ? ISO.exec(exp) : null;
  if (match === null) return undefined;
  const [text, , zone = 'Z'] = match;
  const time = Date.parse(match[2] === undefined ? `${text}${zone}` : text);
  return Number.isNaN(time) ? undefined : time / 1000;
}

const callerUnknown = () => new Refused('caller_unknown', 'unauthorized');
