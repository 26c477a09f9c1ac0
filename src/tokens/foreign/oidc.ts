// The sign-in at an OpenID Connect issuer (D22): authorization code with PKCE, state and nonce, with openid-client. The library is
// loaded at the first sign-in. The result is a token that the management API verifies like any other (D12).
import type * as OpenidClient from 'openid-client';
import { Refused } from '../../domain/errors.ts';
import type { BegunSignIn, SignIn, SignInSecrets } from '../tokens.ts';

export interface OidcRules {
  readonly issuer: URL;
  readonly clientId: string;
  /** Empty for a public client. */
  readonly clientSecret: string;
  readonly scopes: string;
  /** The issuer's token that the operator gets. */
  readonly token: 'access' | 'id';
  /** The address of the callback, as the issuer has registered it. */
  readonly callback: string;
}

const TIMEOUT_SECONDS = 5;

interface Opened {
  readonly client: typeof OpenidClient;
  readonly configuration: OpenidClient.Configuration;
}

export function openOidc(rules: OidcRules): SignIn {
  let opening: Promise<Opened> | undefined;
  /** If the issuer did not answer, the next sign-in asks again. */
  const opened = (): Promise<Opened> =>
    (opening ??= discover(rules).catch((error: unknown) => {
      opening = undefined;
      throw unavailable(error);
    }));
  return {
    begin: async () => begin(await opened(), rules),
    finish: async (query, secrets) => finish(await opened(), rules, { query, secrets }),
    end: async () => endAddress(await opened(), rules),
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcRules): Promise<Opened> {
  const client = await import('openid-client');
  const execute = [client.enableNonRepudiationChecks];
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- an issuer of this machine has no TLS; the settings refuse any other
  if (issuer.protocol === 'http:') execute.push(client.allowInsecureRequests);
  const secret = clientSecret === '' ? undefined : clientSecret;
  const how = secret === undefined ? client.None() : client.ClientSecretPost(secret);
  const options = { execute, timeout: TIMEOUT_SECONDS };
  return { client, configuration: await client.discovery(issuer, clientId, undefined, how, options) };
}

async function begin({ client, configuration }: Opened, { scopes, callback }: OidcRules): Promise<BegunSignIn> {
  const secrets = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  };
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope: scopes,
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
    code_challenge_method: 'S256',
  });
  return { address: address.href, secrets };
}

interface Returned {
  readonly query: string;
  readonly secrets: SignInSecrets;
}

async function finish({ client, configuration }: Opened, rules: OidcRules, returned: Returned): Promise<string> {
  const { state, nonce, verifier } = returned.secrets;
  const address = new URL(rules.callback);
  address.search = returned.query;
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(configuration, address, checks).catch((error: unknown) => {
    throw isAway(error) ? unavailable(error) : refused(error);
  });
  const token = rules.token === 'id' ? tokens.id_token : tokens.access_token;
  if (token === undefined) throw refused(undefined);
  return token;
}

/** RP-initiated logout. The address has no token in it: the issuer recognises its session by its own cookie. */
function endAddress({ client, configuration }: Opened, { clientId, callback }: OidcRules): string | undefined {
  if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
  const parameters = { client_id: clientId, post_logout_redirect_uri: new URL('./', callback).href };
  return client.buildEndSessionUrl(configuration, parameters).href;
}

/** True if the issuer did not answer. False for an answer that is not good. */
function isAway(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== undefined || !(error instanceof Error)) return code === 'OAUTH_TIMEOUT';
  return [error, error.cause].some(isConnectionFault);
}

/** `fetch` throws a `TypeError` if there is no answer. It may be of another realm, so its name decides. */
const isConnectionFault = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'TypeError';

const unavailable = (cause: unknown) =>
  new Refused('store_unavailable', 'the issuer does not answer: sign in with a token, or try again', { cause });

const refused = (cause: unknown) => {
  const why = isDenied(cause) ? 'denied' : 'not_completed';
  return new Refused('caller_unknown', 'the sign-in was not completed: open the console and sign in again', {
    cause,
    why,
  });
};

/** True if the issuer did not let the person in, or the person stopped there (RFC 6749 §4.1.2.1). */
const isDenied = (error: unknown): boolean =>
  error instanceof Error && 'error' in error && error.error === 'access_denied';
