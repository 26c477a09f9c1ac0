// Remembers tokens whose signature this node has checked (D10), so that it is not checked again. A remembered token may be revoked
// since: the store says whether it is still good.
import type { TokenClaims } from '../../domain/token.ts';
import { createBoundedMap } from '../../memory/bounded-map.ts';

export interface SignedClaims {
  readonly claims: TokenClaims;
  /** The thumbprint of the key that made the signature. */
  readonly kid: string;
}

export interface RememberedTokens {
  /** Returns the claims of exactly this text. */
  find(jwt: string): SignedClaims | undefined;
  /** Keeps the claims. If there is no room, the oldest entry is dropped. */
  keep(jwt: string, signed: SignedClaims): void;
}

/** An entry takes about 2 KB. */
export function createRememberedTokens(max = 100_000): RememberedTokens {
  const known = createBoundedMap<string, SignedClaims>(max);
  return { find: known.get, keep: known.set };
}
