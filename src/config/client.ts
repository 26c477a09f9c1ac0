// Settings of the commands that call a server: `DEVAUTH_…`. Options of a command override them.
import { environment, type Environment } from './environment.ts';
import { secretOf, type Secret } from './secret.ts';

export interface ClientConfig {
  /** Absent if the environment has none. */
  readonly server: string | undefined;
  readonly internal: string | undefined;
  readonly context: string | undefined;
  readonly token: Secret | undefined;
  readonly tokenFile: string | undefined;
  readonly internalApiKey: Secret | undefined;
  readonly oidcIssuer: string | undefined;
  readonly oidcClientId: string | undefined;
}

export const DEFAULT_SERVER = 'http://127.0.0.1:8080';
export const DEFAULT_INTERNAL_SERVER = 'http://127.0.0.1:8081';

export function readClientConfig(env: Environment = environment): ClientConfig {
  const {
    DEVAUTH_SERVER,
    DEVAUTH_INTERNAL_SERVER,
    DEVAUTH_TOKEN,
    DEVAUTH_TOKEN_FILE,
    DEVAUTH_INTERNAL_API_KEY,
    DEVAUTH_CONTEXT,
    DEVAUTH_OIDC_ISSUER,
    DEVAUTH_OIDC_CLIENT_ID,
  } = env;
  return {
    server: DEVAUTH_SERVER,
    internal: DEVAUTH_INTERNAL_SERVER,
    context: DEVAUTH_CONTEXT,
    token: DEVAUTH_TOKEN === undefined ? undefined : secretOf(DEVAUTH_TOKEN),
    tokenFile: DEVAUTH_TOKEN_FILE,
    internalApiKey: DEVAUTH_INTERNAL_API_KEY === undefined ? undefined : secretOf(DEVAUTH_INTERNAL_API_KEY),
    oidcIssuer: DEVAUTH_OIDC_ISSUER,
    oidcClientId: DEVAUTH_OIDC_CLIENT_ID,
  };
}

/**
 * Returns the address with a scheme and without a slash at the end. Returns `undefined` for a text that is no address, or that has
 * a user or a password.
 */
export function serverAddress(text: string): string | undefined {
  const address = (/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`).replace(/\/+$/, '');
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return undefined;
  const { username, password } = new URL(address);
  return username === '' && password === '' ? address : undefined;
}
