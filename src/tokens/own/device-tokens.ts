// Signs device tokens with the active key, and verifies them with every key that is not revoked (D3, D9). Mender's tokens have no
// `kid` and no `aud`; they are accepted if the settings name Mender's keys.
import { deviceId, tenantId, tokenId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import { SIGNING_ALGORITHMS } from '../../domain/names.ts';
import type { JsonObject } from '../../domain/strict-json.ts';
import { tenantFault } from '../../domain/tenant.ts';
import type { TokenClaims } from '../../domain/token.ts';
import { hasSignature } from '../crypto-key.ts';
import { passGate, type GatedJwt } from '../gate.ts';
import { createRememberedTokens, type RememberedTokens, type SignedClaims } from './remembered.ts';
import { signJws } from './sign-jws.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { FindSigner, PublicKeySet, Tokens } from '../tokens.ts';

export interface JoseTokensOptions {
  readonly keys: SigningKeys;
  readonly issuer: string;
  readonly audience: string;
  /** Absent if no token was imported. */
  readonly imported?: FindSigner | undefined;
  /** The number of tokens whose signature is not checked again. */
  readonly remembers?: number | undefined;
}

export class JoseTokens implements Tokens {
  readonly #options: JoseTokensOptions;
  readonly #remembered: RememberedTokens;

  constructor(options: JoseTokensOptions) {
    this.#options = options;
    this.#remembered = createRememberedTokens(options.remembers);
  }

  async sign(claims: TokenClaims): Promise<string> {
    return signJws(this.#options.keys.getActive(), toJwtClaims(claims, this.#options));
  }

  /** A token of a revoked key is refused, even if its signature was checked before. */
  async read(jwt: string): Promise<TokenClaims> {
    const remembered = this.#remembered.find(jwt);
    if (remembered !== undefined && this.#mayVerify(remembered)) return remembered.claims;
    const signed = await this.#check(jwt);
    this.#remembered.keep(jwt, signed);
    return signed.claims;
  }

  async #check(jwt: string): Promise<SignedClaims> {
    const gated = passGate(jwt, GATE);
    if (gated?.typ !== TYP) throw tokenInvalid();
    if (gated.kid === undefined) return this.#checkImported(jwt, gated);
    const key = this.#options.keys.find(gated.kid);
    if (key?.alg !== gated.alg) throw tokenInvalid();
    const claims = findClaims(gated.claims, this.#options);
    if (claims === undefined || !(await hasSignature(jwt, key.alg, key.publicKey))) throw tokenInvalid();
    return { claims, kid: key.kid };
  }

  async #checkImported(jwt: string, gated: Gated): Promise<SignedClaims> {
    const { imported, issuer } = this.#options;
    const claims = findClaims(gated.claims, { issuer, audience: undefined });
    const kid = claims && (await imported?.(jwt, gated.alg));
    if (claims === undefined || kid === undefined) throw tokenInvalid();
    const signed: SignedClaims = { claims: { ...claims, imported: true }, kid };
    if (!this.#mayVerify(signed)) throw tokenInvalid();
    return signed;
  }

  /** A revoked key that has signed here does not verify imported tokens either. */
  #mayVerify({ claims, kid }: SignedClaims): boolean {
    const { keys } = this.#options;
    return keys.find(kid) !== undefined || (claims.imported === true && !keys.isOurs(kid));
  }

  publicKeys(): PublicKeySet {
    return this.#options.keys.publicKeys();
  }
}

type Gated = GatedJwt<(typeof SIGNING_ALGORITHMS)[number]>;

const GATE = { algorithms: SIGNING_ALGORITHMS, maxBytes: 8192, otherNames: 'refused' } as const;
const TYP = 'JWT';
/** The last second that a Date can hold. A later `exp` would be an invalid date, which never expires. */
const MAX_SECONDS = 8_640_000_000_000;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

function toJwtClaims(
  { jti, device, tenant, issuedAt, expiresAt }: TokenClaims,
  { issuer, audience }: JoseTokensOptions,
) {
  return {
    jti,
    sub: device,
    iss: issuer,
    aud: audience,
    iat: toSeconds(issuedAt),
    exp: toSeconds(expiresAt),
    'mender.device': true,
    ...(tenant === '' ? {} : { 'mender.tenant': tenant }),
  };
}

interface Names {
  readonly issuer: string;
  /** Absent if the token has none. */
  readonly audience: string | undefined;
}

/**
 * Returns the claims if each is present, of its type, and ours. This is cheaper than the signature and is checked first. Clocks
 * differ, so `iat` and `nbf` are not compared with ours. Only `exp` and the store decide whether a token is good (D3).
 */
function findClaims(claims: JsonObject, { issuer, audience }: Names): TokenClaims | undefined {
  const { jti, sub, iss, aud, iat, exp, 'mender.device': device, 'mender.tenant': tenant } = claims;
  if (iss !== issuer || aud !== audience || device !== true) return undefined;
  if (typeof jti !== 'string' || !UUID.test(jti) || !isText(sub)) return undefined;
  if (tenant !== undefined && (!isText(tenant) || tenantFault(tenant) !== undefined)) return undefined;
  if (!isSeconds(iat) || !isSeconds(exp)) return undefined;
  return {
    jti: tokenId(jti),
    device: deviceId(sub),
    tenant: tenantId(tenant ?? ''),
    issuedAt: new Date(iat * 1000),
    expiresAt: new Date(exp * 1000),
  };
}

const toSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isSeconds = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MAX_SECONDS;

const tokenInvalid = () => new Refused('token_invalid', 'token is not valid');
