// The sign-in at the issuer and the return from it (D22). At the end the token is in a cookie, and never in an address or in the
// page.
import { Refused } from '../../domain/errors.ts';
import type { SignIn } from '../../tokens/tokens.ts';
import { PAGE, readLogin, returnPath, writeLogin } from '../console/begun-login.ts';
import type { SessionCookie } from '../console/session-cookie.ts';
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
    const query = url.split('?')[1] ?? '';
    if (begun === undefined || new URLSearchParams(query).get('state') !== begun.state) throw notBegun();
    const token = await oidc.finish(query, begun);
    const cookies = [await deps.startSession(token, host), deps.loginCookie.clear(host)];
    return { status: 303, headers: { Location: begun.to, 'Set-Cookie': cookies } };
  },

  endLogin: async () => ({ status: 303, headers: { Location: (await signInOf(deps).end()) ?? PAGE } }),
});

const notBegun = () =>
  new Refused('caller_unknown', 'no sign-in has begun in this browser, or too long ago', { why: 'not_begun' });

function signInOf({ oidc }: LoginDeps): SignIn {
  if (oidc === undefined) throw new Refused('not_found', 'not found');
  return oidc;
}
