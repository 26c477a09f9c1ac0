// Signs a person in at an OpenID Connect issuer: in a browser on this machine, with PKCE and a loopback address (RFC 8252), or by a code
// that is typed into any browser (RFC 8628). The library is loaded with the first sign-in.
import type * as OpenidClient from 'openid-client';
import { CommandFailed, EXIT, RUN_AGAIN, type Io } from './io.ts';
import { openLoopback } from './loopback.ts';

export interface OidcClient {
  readonly issuer: string;
  readonly clientId: string;
  /** Separated by spaces. */
  readonly scopes: string;
  /** The token that the server gets. */
  readonly token: 'access' | 'id';
}

export interface Issuer {
  readonly client: typeof OpenidClient;
  readonly configuration: OpenidClient.Configuration;
}

const TIMEOUT_SECONDS = 10;
/** How long a person may take in the browser. */
const PATIENCE_MS = 5 * 60 * 1000;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Returns the token of the person who signs in. Fails with a sentence that says what to do. */
export async function signIn(io: Io, oidc: OidcClient, way: 'browser' | 'device-code'): Promise<string> {
  const issuer = await discover(oidc);
  const tokens = await (way === 'browser' ? inBrowser : byCode)(io, issuer, oidc).catch((error: unknown) => {
    throw failureOf(error, oidc);
  });
  const token = oidc.token === 'id' ? tokens.id_token : tokens.access_token;
  if (token !== undefined) return token;
  throw new CommandFailed(EXIT.refused, 'the issuer sent no ID token', { next: 'ask for the scope openid: --scopes' });
}

async function discover(oidc: OidcClient): Promise<Issuer> {
  const address = URL.canParse(oidc.issuer) ? new URL(oidc.issuer) : undefined;
  const isLocal = address?.protocol === 'http:' && LOOPBACK.test(address.hostname);
  if (address === undefined || (address.protocol !== 'https:' && !isLocal))
    throw new CommandFailed(EXIT.usage, '--issuer must be an https address', {
      next: 'such as --issuer https://login.example.com',
    });
  const client = await import('openid-client');
  const execute = [client.enableNonRepudiationChecks];
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- an issuer of this machine has no TLS; any other is refused above
  if (isLocal) execute.push(client.allowInsecureRequests);
  const options = { execute, timeout: TIMEOUT_SECONDS };
  const configuration = await client
    .discovery(address, oidc.clientId, undefined, client.None(), options)
    .catch((error: unknown) => {
      throw noIssuer(error, oidc.issuer);
    });
  return { client, configuration };
}

type Tokens = OpenidClient.TokenEndpointResponse;

async function inBrowser(io: Io, { client, configuration }: Issuer, { scopes }: OidcClient): Promise<Tokens> {
  const loopback = await openLoopback();
  try {
    const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const page = client.buildAuthorizationUrl(configuration, {
      redirect_uri: loopback.address,
      scope: scopes,
      state: expectedState,
      nonce: expectedNonce,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const checks = { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true };
    return await loopback.answered(page, {
      state: expectedState,
      patienceMs: PATIENCE_MS,
      opened: () =>
        io.err(`sign in with the browser; if no page opens, open this one on this machine:\n${page.href}\n`),
      finish: (address) => client.authorizationCodeGrant(configuration, address, checks),
    });
  } finally {
    await loopback.close();
  }
}

async function byCode(io: Io, { client, configuration }: Issuer, { scopes }: OidcClient): Promise<Tokens> {
  if (configuration.serverMetadata().device_authorization_endpoint === undefined)
    throw new CommandFailed(EXIT.refused, 'the issuer has no device codes', {
      next: 'run `devauth login --oidc` on a machine with a browser, or sign in with --token-file',
    });
  const begun = await client.initiateDeviceAuthorization(configuration, { scope: scopes });
  const { user_code: code, verification_uri: page, verification_uri_complete: whole } = begun;
  io.err(`open ${page} in any browser and enter the code ${code}\n`);
  if (whole !== undefined) io.err(`or open ${whole}\n`);
  return client.pollDeviceAuthorizationGrant(configuration, begun);
}

/** The issuer did not answer the first question, about itself. */
function noIssuer(error: unknown, issuer: string): CommandFailed {
  const { code } = membersOf(error);
  if (code === undefined)
    return new CommandFailed(EXIT.unavailable, `the issuer does not answer at ${issuer}`, {
      next: 'is --issuer right?',
    });
  return new CommandFailed(EXIT.refused, `there is no issuer at ${issuer} (${code})`, {
    next: `is --issuer right? ${issuer.replace(/\/$/, '')}/.well-known/openid-configuration must name this issuer, letter by letter`,
  });
}

/** Says what went wrong, and never quotes a token or a code. */
function failureOf(error: unknown, { issuer, clientId }: OidcClient): CommandFailed {
  if (error instanceof CommandFailed) return error;
  const { error: named, code, message } = membersOf(error);
  if (named === 'access_denied')
    return new CommandFailed(EXIT.refused, 'the sign-in was denied', {
      next: 'run it again and allow it, or sign in as somebody who may',
    });
  if (named === 'expired_token' || code === 'OAUTH_ABORT' || code === 'OAUTH_TIMEOUT')
    return new CommandFailed(EXIT.refused, 'nobody signed in before the code expired', { next: RUN_AGAIN });
  if (named === 'invalid_client' || named === 'unauthorized_client')
    return new CommandFailed(EXIT.refused, `the issuer does not let the client ${clientId} sign in (${named})`, {
      next: 'register a public client with the redirect address http://127.0.0.1/callback, and name it with --client-id',
    });
  if (code === undefined && named === undefined)
    return new CommandFailed(EXIT.unavailable, `the issuer does not answer at ${issuer}`, {
      next: 'is --issuer right?',
    });
  return new CommandFailed(EXIT.refused, `the sign-in was not completed (${named ?? code ?? ''}: ${message})`, {
    next: 'run it again, or sign in with --token-file',
  });
}

function membersOf(error: unknown): { readonly error?: string; readonly code?: string; readonly message: string } {
  if (!(error instanceof Error)) return { message: 'no reason given' };
  const text = (name: string): string | undefined => {
    const member: unknown = Reflect.get(error, name);
    return typeof member === 'string' ? member : undefined;
  };
  const [named, code] = [text('error'), text('code')];
  const { message } = error;
  return { ...(named !== undefined && { error: named }), ...(code !== undefined && { code }), message };
}
