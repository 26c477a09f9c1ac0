// The tokens whose signature this node has checked (D10), so that a device's next call does not pay for it again. Nothing here says
// that a token is still good: that is asked of the store on each call.
import type { TokenClaims } from '../../domain/token.ts';

export interface SignedClaims {
  readonly claims: TokenClaims;
  /** The thumbprint of the key that made the signature. */
  readonly kid: string;
}

export interface RememberedTokens {
  /** What exactly this text says. */
  find(jwt: string): SignedClaims | undefined;
  /** The oldest makes room where there is none. */
  keep(jwt: string, signed: SignedClaims): void;
}

/** About 2 KB each. */
const MAX_TOKENS = 100_000;

export function openRememberedTokens(max = MAX_TOKENS): RememberedTokens {
  const known = new Map<string, SignedClaims>();
  return {
    find: (jwt) => known.get(jwt),
    keep(jwt, signed) {
      const [oldest] = known.size < max || known.has(jwt) ? [] : known.keys();
      if (oldest !== undefined) known.delete(oldest);
      known.set(jwt, signed);
    },
  };
}
