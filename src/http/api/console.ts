// The console's page and its session (D22). The page gets its data from the management API, through `console-step.ts`.
import { Refused } from '../../domain/errors.ts';
import type { Users } from '../../tokens/tokens.ts';
import type { ConsoleFile, ConsoleFiles } from '../console/files.ts';
import { MAX_COOKIE_BYTES, type SessionCookie } from '../console/session-cookie.ts';
import type { SignInLink } from '../console/sign-in-link.ts';
import { tokenExpiry } from '../console/token-expiry.ts';
import { consoleLogin, type LoginDeps } from './console-login.ts';
import type { components, operations } from './gen/console.gen.d.ts';
import type { Context, Handlers } from './operation.ts';

export interface ConsoleDeps extends Omit<LoginDeps, 'startSession'> {
  readonly files: ConsoleFiles;
  readonly cookie: SessionCookie;
  readonly users: Users;
  readonly config: components['schemas']['Config'];
  /** For the pages of the installation: the cookie of its key, and the check of a key. */
  readonly installation: { readonly cookie: SessionCookie; readonly isKey: (text: string) => boolean } | undefined;
  /** The one-time link of the first run. Absent if there is none. */
  readonly signInLink: SignInLink | undefined;
  readonly now: () => Date;
}

/** The build puts a hash of its content into the name of a file. Another name may have another content after an upgrade. */
const HASHED = /-[\w-]{8}\.\w+$/;

export const consolePage = (deps: ConsoleDeps): Handlers<operations> => ({
  ...consoleLogin({ ...deps, startSession: (token, host) => startSession(deps, token, host) }),

  getConsolePage: ({ header }) => fileReply(deps.files.page, header, 'no-cache'),

  getConsoleFile: ({ params, header }) => {
    const file = deps.files.parts.get(params.file);
    if (file === undefined) throw new Refused('not_found', 'not found');
    return fileReply(file, header, HASHED.test(params.file) ? 'public, max-age=31536000, immutable' : 'no-cache');
  },

  getConsoleConfig: () => ({ status: 200, body: deps.config }),

  getConsoleSession: async ({ header }) => ({ status: 200, body: await sessionOf(deps, header) }),

  signIn: async ({ body, header }) => {
    const host = header('host') ?? '';
    const { installation } = deps;
    const token = body.code === undefined ? (body.token ?? '') : tokenForCode(deps, body.code);
    if (installation?.isKey(token) === true)
      return { status: 204, headers: { 'Set-Cookie': installation.cookie.set(token, { host, seconds: undefined }) } };
    return { status: 204, headers: { 'Set-Cookie': await startSession(deps, token, host) } };
  },

  signOut: ({ header }) => {
    const host = header('host') ?? '';
    const cookies = [deps.cookie, ...(deps.installation ? [deps.installation.cookie] : [])];
    return {
      status: 204,
      headers: { 'Set-Cookie': cookies.map((cookie) => cookie.clear(host)), 'Clear-Site-Data': '"cache", "storage"' },
    };
  },
});

/** Gives the same answer for every code that is not valid, and if there is no link at all. */
function tokenForCode({ signInLink }: ConsoleDeps, code: string): string {
  const token = signInLink?.exchange(code);
  if (token === undefined) throw new Refused('caller_unknown', 'the link is wrong, old or used: sign in with a token');
  return token;
}

async function startSession(deps: ConsoleDeps, token: string, host: string): Promise<string> {
  await checkToken(deps, token);
  const cookie = deps.cookie.set(token, { host, seconds: secondsLeft(deps, token) });
  if (cookie.length > MAX_COOKIE_BYTES) throw new Refused('token_too_large', TOO_LARGE);
  return cookie;
}

const TOO_LARGE =
  'the token is too large for a cookie: ask for one with a smaller audience, or put the console behind a gateway that adds the token (DEVICEAUTH_USER_AUTH=gateway)';

type Header = Context['header'];

function fileReply({ type, bytes, gzip }: ConsoleFile, header: Header, caching: string) {
  const takesGzip = /(^|[ ,])gzip($|[ ,])/.test(header('accept-encoding') ?? '');
  const encoding = takesGzip ? { 'Content-Encoding': 'gzip' } : {};
  const headers = { 'Cache-Control': caching, Vary: 'Accept-Encoding', ...encoding };
  return { status: 200, type, headers, body: takesGzip ? gzip : bytes } as const;
}

/** Returns the token of the session. A gateway adds it to the request; otherwise it is in the cookie. */
async function sessionOf(deps: ConsoleDeps, header: Header): Promise<components['schemas']['Session']> {
  const host = header('host') ?? '';
  const installation = deps.installation && {
    installation: deps.installation.isKey(deps.installation.cookie.read(header('cookie'), host) ?? ''),
  };
  const token = deps.config.ways.includes('gateway')
    ? header('authorization')?.replace(/^Bearer /i, '')
    : deps.cookie.read(header('cookie'), host);
  const user = token === undefined ? undefined : await findUser(deps.users, token);
  if (token === undefined || user === undefined) return { signed_in: false, ...installation };
  const expiry = tokenExpiry(token);
  return {
    signed_in: true,
    subject: user.subject,
    tenant: user.tenant,
    ...(expiry && { expires_ts: expiry.toISOString() }),
    ...installation,
  };
}

const findUser = (users: Users, token: string) =>
  users.read(token).catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'caller_unknown') return undefined;
    throw error;
  });

async function checkToken({ users }: ConsoleDeps, token: string): Promise<void> {
  if (/^d[ad]k_/.test(token))
    throw new Refused('caller_unknown', 'API keys are for machines: sign in with the token of a user');
  await users.read(token);
}

function secondsLeft({ now }: ConsoleDeps, token: string): number | undefined {
  const expiry = tokenExpiry(token);
  return expiry === undefined ? undefined : (expiry.getTime() - now().getTime()) / 1000;
}
