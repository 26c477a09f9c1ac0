// The one-time link that the first run prints. It signs in as the operator of this machine (D22).
import { isLoopback } from '../../config/rules.ts';
import type { Config } from '../../config/settings.ts';
import { createSignInCodes } from './sign-in-codes.ts';

export interface SignInLink {
  /** Makes the code of a link. */
  issue(): string;
  /** Returns the operator's token, or `undefined` for a code that is not valid. The code is used up. */
  exchange(code: string): string | undefined;
}

export interface LinkParts {
  readonly config: Pick<Config, 'console' | 'userAuth' | 'listen' | 'internalListen'>;
  /** Returns the present token of the first run's operator. Absent if users are configured. */
  readonly operatorToken: (() => string) | undefined;
  readonly now: () => Date;
}

/** Returns nothing if users are configured, a gateway signs in, or other machines reach the console. */
export function createSignInLink({ config, operatorToken, now }: LinkParts): SignInLink | undefined {
  const { console: place, userAuth, listen, internalListen } = config;
  if (operatorToken === undefined || place === 'off' || userAuth === 'gateway') return undefined;
  if (!isLoopback(place === 'internal' ? internalListen.host : listen.host)) return undefined;
  const codes = createSignInCodes(now);
  return {
    issue: () => codes.issue(),
    exchange: (code) => (codes.redeem(code) ? operatorToken() : undefined),
  };
}
