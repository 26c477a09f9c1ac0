// A sign-in at an issuer that has begun: what the browser keeps of it in a cookie until it comes back (D22).
import type { SignInSecrets } from '../../tokens/tokens.ts';
import { BASE } from '../routes.ts';

export interface Login extends SignInSecrets {
  readonly to: string;
}

/** The address of the page. */
export const PAGE = `${BASE.console}/`;

/** Accepts only a place of the page itself, never another address. */
export const returnPath = (to: string | undefined): string =>
  to !== undefined && to.startsWith(`${PAGE}#/`) && /^[!-[\]-~]+$/.test(to) ? to : PAGE;

export const writeLogin = (login: Login): string => Buffer.from(JSON.stringify(login)).toString('base64url');

/** Returns nothing for a text that `writeLogin` did not write. */
export function readLogin(text: string | undefined): Login | undefined {
  if (text === undefined) return undefined;
  try {
    const login: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof login !== 'object' || login === null) return undefined;
    if (!('state' in login && 'nonce' in login && 'verifier' in login && 'to' in login)) return undefined;
    const { state, nonce, verifier, to } = login;
    if (typeof state !== 'string' || typeof nonce !== 'string' || typeof verifier !== 'string') return undefined;
    return { state, nonce, verifier, to: returnPath(typeof to === 'string' ? to : undefined) };
  } catch {
    return undefined;
  }
}
