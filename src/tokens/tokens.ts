// The ports to JWTs: our own device tokens, and the users' tokens that others issue.
import type { TenantId } from '../domain/ids.ts';
import type { TokenClaims } from '../domain/token.ts';

/** Public members only (RFC 7517). */
export interface PublicKey {
  readonly kty: 'EC' | 'RSA' | 'OKP';
  /** The thumbprint (RFC 7638). */
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'ES256' | 'RS256' | 'EdDSA';
  readonly crv?: 'P-256' | 'Ed25519';
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
}

export interface PublicKeySet {
  readonly keys: readonly PublicKey[];
}

export interface Tokens {
  /** A compact JWS under the active signing key, with its `kid` (D9). */
  sign(claims: TokenClaims): Promise<string>;
  /**
   * The claims of a token that passed the gate and carries our signature, issuer and audience; whether it is still good is
   * not asked (`domain/token.ts`). Refuses everything else with `token_invalid` and no reason.
   */
  read(jwt: string): Promise<TokenClaims>;
  /** Every key under which a token may verify. */
  publicKeys(): PublicKeySet;
}

export interface User {
  readonly subject: string;
  readonly tenant: TenantId;
  /** From `scope`, `scp` or `permissions`. */
  readonly scopes: readonly string[];
}

export interface Users {
  /** Refuses with `caller_unknown` whatever is not a valid token of a user (D12); a device's token never is. */
  read(jwt: string): Promise<User>;
}

export interface TenantTokens {
  /**
   * The tenant a device falls into (D17): the installation's own while no keys are configured, whatever was sent; otherwise the one
   * of a valid tenant token, and a refusal with `not_admitted` without one.
   */
  tenantOf(tenantToken: string | undefined): Promise<TenantId>;
}
