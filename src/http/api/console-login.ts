// The sign-in at the issuer and the return from it (D22). At the end the token is in a cookie, and never in an address or in the
// page.
import { Refused } from '../../domain/errors.ts';
import type { SignIn, SignInSecrets } from '../../tokens/tokens.ts';
import type { SessionCookie } from '../console/session-cookie.ts';
import { BASE } from '../routes.ts';
import type { operations } from './gen/console.gen.d.ts';
import type { Handlers } from './operation.ts';

export interface LoginDeps {
  /** Absent if no issuer is set. */
  readonly oidc: SignIn | undefined;
  /** Holds the secrets of a sign-in that has begun. It must be sent on the way back from the issuer's page: SameSite=Lax. */
  readonly loginCookie: SessionCookie;
  /** Returns `Set-Cookie` of the session. Refuses a token that the management API would refuse. */
  readonly startSession: (token: string, host: string) => Promise<string>;
}

const LOGIN_SECONDS = 600;

export const consoleLogin = (
  deps: LoginDeps,
): Pick<Handlers<operations>, 'beginLogin' | 'finishLogin' | 'endLogin'> => ({
  beginLogin: async ({ query, header }) => {
    const { address, secrets } = await signInOf(deps).begin();
    const value = writeLogin({ ...secrets, to: returnPath(query.to) });
    const cookie = deps.loginCookie.set(value, { host: header('host') ?? '', seconds: LOGIN_SECONDS });
    return { status: 303, headers: { Location: address, 'Set-Cookie': cookie } };
  },

  finishLogin: async ({ url, header }) => {
    const oidc = signInOf(deps);
    const host = header('host') ?? '';
    const begun = readLogin(deps.loginCookie.read(header('cookie'), host));
    if (begun === undefined)
      throw new Refused('caller_unknown', 'no sign-in has begun in this browser, or too long ago');
    const token = await oidc.finish(url.split('?')[1] ?? '', begun);
    const cookies = [await deps.startSession(token, host), deps.loginCookie.clear(host)];
    return { status: 303, headers: { Location: begun.to, 'Set-Cookie': cookies } };
  },

  endLogin: async () => ({ status: 303, headers: { Location: (await signInOf(deps).end()) ?? PAGE } }),
});

function signInOf({ oidc }: LoginDeps): SignIn {
  if (oidc === undefined) throw new Refused('not_found', 'not found');
  return oidc;
}

interface Login extends SignInSecrets {
  readonly to: string;
}

const PAGE = `${BASE.console}/`;

/** Accepts only a place of the page itself, never another address. */
export const returnPath = (to: string | undefined): string =>
  to !== undefined && to.startsWith(`${PAGE}#/`) && /^[!-[\]-~]+$/.test(to) ? to : PAGE;

const writeLogin = (login: Login): string => Buffer.from(JSON.stringify(login)).toString('base64url');

function readLogin(text: string | undefined): Login | undefined {
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
