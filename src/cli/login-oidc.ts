// `devauth login --oidc`: its options, and what to say when the server does not accept the token of the issuer.
import type { Command } from 'commander';
import { readClientConfig } from '../config/client.ts';
import { secretOf } from '../config/secret.ts';
import type { Context } from './contexts.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import type { OidcClient } from './oidc.ts';

export interface OidcOptions {
  readonly oidc?: true;
  readonly deviceCode?: true;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly scopes?: string;
  readonly idToken?: true;
}

export const addOidcOptions = (command: Command): Command =>
  command
    .option('--oidc', 'sign in at an OpenID Connect issuer')
    .option('--device-code', 'with --oidc: show a code to enter in a browser of any machine')
    .option('--issuer <address>', 'with --oidc: the issuer (DEVAUTH_OIDC_ISSUER)')
    .option('--client-id <id>', 'with --oidc: the client of this program at the issuer (DEVAUTH_OIDC_CLIENT_ID)')
    .option('--scopes <scopes>', 'with --oidc: the scopes to ask for; default openid')
    .option('--id-token', 'with --oidc: send the ID token to the server in place of the access token');

export const isOidc = ({ oidc, deviceCode }: OidcOptions): boolean => oidc === true || deviceCode === true;

/** Returns the part of a context that the sign-in makes. What is not named is as it was at the last sign-in. */
export async function signInBy(
  io: Io,
  options: OidcOptions,
  before: OidcClient | undefined,
): Promise<Pick<Context, 'token' | 'oidc'>> {
  const config = readClientConfig();
  const issuer = options.issuer ?? config.oidcIssuer ?? before?.issuer;
  const clientId = options.clientId ?? config.oidcClientId ?? before?.clientId;
  if (issuer === undefined || clientId === undefined)
    throw new CommandFailed(EXIT.usage, 'the issuer and the client are not known', {
      next: 'name them: --issuer https://login.example.com --client-id devauth-cli',
    });
  const oidc: OidcClient = {
    issuer,
    clientId,
    scopes: options.scopes ?? before?.scopes ?? 'openid',
    token: options.idToken ? 'id' : (before?.token ?? 'access'),
  };
  const { signIn } = await import('./oidc.ts');
  return { token: secretOf(await signIn(io, oidc, options.deviceCode ? 'device-code' : 'browser')), oidc };
}

/** Advice for a token that the issuer gave and the server refused: the two are set up for different audiences, as a rule. */
export function whyNotAccepted(token: string, { token: kind }: OidcClient): string {
  const claims = claimsOf(token);
  if (claims === undefined)
    return `the ${kind} token of the issuer is not a JWT: ${kind === 'access' ? 'try --id-token' : 'ask the issuer for one'}`;
  const { iss, aud } = claims;
  return `its iss is ${textOf(iss)} and its aud is ${textOf(aud)}: compare them with DEVICEAUTH_USER_ISSUER and DEVICEAUTH_USER_AUDIENCE of the server, or ask for another token with --scopes or --id-token`;
}

/** Reads the claims without a check: they are shown, and nothing is decided by them. */
function claimsOf(token: string): { readonly iss?: unknown; readonly aud?: unknown } | undefined {
  const [, payload = ''] = token.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? claims : undefined;
  } catch {
    return undefined;
  }
}

const textOf = (claim: unknown): string => (claim === undefined ? 'absent' : JSON.stringify(claim));
