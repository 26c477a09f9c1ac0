// Chooses the server and the token of a command: first the options, then DEVAUTH_…, the context, and the token of the first run.
import { existsSync, readFileSync } from 'node:fs';
import { DEFAULT_INTERNAL_SERVER, DEFAULT_SERVER, readClientConfig, serverAddress } from '../config/client.ts';
import type { Secret } from '../config/secret.ts';
import { findContext, readContexts, type Context } from './contexts.ts';
import { CommandFailed, EXIT } from './io.ts';

export interface TargetOptions {
  readonly server?: string;
  readonly internal?: string;
  readonly tokenFile?: string;
  readonly context?: string;
}

export interface Target {
  readonly server: string;
  readonly internal: string;
  readonly internalApiKey: string | undefined;
  /** The name of the context that has the server. */
  readonly context: string | undefined;
  token(): Credential;
}

export interface Credential {
  readonly token: string;
  /** The origin of the token, in words for a person. */
  readonly source: string;
  /** What to do if the token is not accepted. */
  readonly renewal: string;
}

/** The token of the first run, in the folder of the service. */
export const LOCAL_OPERATOR = 'data/operator.token';

export function targetOf(options: TargetOptions): Target {
  const config = readClientConfig();
  const context = findContext(readContexts(), options.context ?? config.context);
  const server = addressOf(options.server ?? config.server ?? context?.server ?? DEFAULT_SERVER, '--server');
  const internal = options.internal ?? config.internal ?? context?.internal ?? DEFAULT_INTERNAL_SERVER;
  const used = context?.server === server ? context : undefined;
  return {
    server,
    internal: addressOf(internal, '--internal'),
    internalApiKey: config.internalApiKey?.reveal(),
    context: used?.name,
    token: () => {
      const file = options.tokenFile ?? config.tokenFile;
      if (file !== undefined) return fromFile(file, 'put a new token into that file');
      if (config.token !== undefined) return fromVariable('DEVAUTH_TOKEN', config.token);
      return fromContext(used) ?? fromFirstRun(server);
    },
  };
}

const fromVariable = (name: string, token: Secret): Credential => ({
  ...{ token: oneToken(token.reveal(), name), source: name },
  renewal: `set ${name} to a new token`,
});

/** Sends the token of a context only to the server of that context. */
function fromContext(context: Context | undefined): Credential | undefined {
  if (context === undefined) return undefined;
  const renewal = context.oidc ? 'run `devauth login --oidc`' : 'run `devauth login` with a new token';
  if (context.tokenFile !== undefined) return fromFile(context.tokenFile, renewal);
  if (context.token === undefined) return undefined;
  const source = `context ${context.name}`;
  return { token: oneToken(context.token.reveal(), source), source, renewal };
}

function fromFirstRun(server: string): Credential {
  if (existsSync(LOCAL_OPERATOR))
    return fromFile(LOCAL_OPERATOR, 'the service renews that file while it runs; is this the folder of that service?');
  throw new CommandFailed(EXIT.usage, `no token for ${server}`, {
    next: 'run `devauth login`, or name a file with --token-file or DEVAUTH_TOKEN_FILE',
  });
}

function fromFile(file: string, renewal: string): Credential {
  return { token: readToken(file), source: file, renewal };
}

/** Returns the token in a text from that source. A header takes one line of ASCII. */
export function oneToken(text: string, source: string): string {
  const token = text.trim();
  if (TOKEN.test(token)) return token;
  const fault =
    token === '' ? 'has no token' : 'does not hold one token: there are spaces, line breaks or other characters in it';
  throw new CommandFailed(EXIT.usage, `${source} ${fault}`, {
    next: 'give one token: a JWT of a user, or an API key (dak_…)',
  });
}

const TOKEN = /^[!-~]+$/;

export const readToken = (file: string): string => oneToken(textOf(file), file);

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CommandFailed(EXIT.usage, `${file} cannot be read`, {
      next: 'name a file with a token: --token-file, or `devauth login`',
    });
  }
}

export function addressOf(text: string, option: string): string {
  const address = serverAddress(text);
  if (address !== undefined) return address;
  throw new CommandFailed(EXIT.usage, `${option} must be host:port or an http or https address, without a password`, {
    next: `such as ${option} https://devauth.example.com`,
  });
}
