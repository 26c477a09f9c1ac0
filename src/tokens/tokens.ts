// The ports for JWTs: our own device tokens, and the users' tokens of other issuers.
import type { TenantId } from '../domain/ids.ts';
import type { SigningAlgorithm } from '../domain/names.ts';
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
  /** Returns a compact JWS under the active signing key, with its `kid` (D9). */
  sign(claims: TokenClaims): Promise<string>;
  /**
   * Returns the claims of a token that passes the gate and has our signature, issuer and audience. It may have expired or be
   * revoked (`domain/token.ts`). Refuses everything else with `token_invalid`, without a reason.
   */
  read(jwt: string): Promise<TokenClaims>;
  /** Returns every key with which a token may verify. */
  publicKeys(): PublicKeySet;
}

/** Returns the thumbprint of the key that signed a JWT of another installation; `undefined` if none of its keys did. */
export type FindSigner = (jwt: string, alg: SigningAlgorithm) => Promise<string | undefined>;

export interface User {
  readonly subject: string;
  readonly tenant: TenantId;
  /** From `scope`, `scp` or `permissions`. */
  readonly scopes: readonly string[];
  /** The claim `exp`. */
  readonly expiresAt: Date;
}

export interface Users {
  /** Returns the user of a valid token. Refuses any other text with `caller_unknown` (D12), and a device's token always. */
  read(jwt: string): Promise<User>;
}

export interface TenantTokens {
  /**
   * Returns the tenant of a device (D17). Without configured keys it is the installation's own, and the token is ignored. Otherwise
   * it is the tenant of a valid tenant token; any other text is refused with `not_admitted`.
   */
  tenantOf(tenantToken: string | undefined): Promise<TenantId>;
}

/** The secrets that a browser keeps while its operator is at the issuer. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface BegunSignIn {
  /** The issuer's page. */
  readonly address: string;
  readonly secrets: SignInSecrets;
}

/** The sign-in at an issuer (D22). Refuses with `store_unavailable` while the issuer does not answer. */
export interface SignIn {
  begin(): Promise<BegunSignIn>;
  /** Returns the operator's token. Refuses a callback that does not belong to these secrets with `caller_unknown`. */
  finish(query: string, secrets: SignInSecrets): Promise<string>;
  /** Returns the issuer's page that ends the session there and returns to the console, or nothing if it has none. */
  end(): Promise<string | undefined>;
}
