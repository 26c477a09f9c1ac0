// Calls a server in the same way as an operator's script (D16): the management API with a token, the internal API with its key.
import type { Command } from 'commander';
import { DEFAULT_INTERNAL_SERVER, DEFAULT_SERVER } from '../config/client.ts';
import { BASE } from '../http/routes.ts';
import { oneToken, targetOf, type Credential, type Target, type TargetOptions } from './credentials.ts';
import { CommandFailed, EXIT } from './io.ts';
import { ask, send, type Answer, type Call, type Sent } from './send.ts';

export interface Client {
  /** Sends `GET /devices`. Any other answer than 2xx and those in `also` ends the command. */
  management(request: string, call?: Call): Promise<Answer>;
  internal(request: string, call?: Call): Promise<Answer>;
  /** Return the unread answer, for bodies that are long or not JSON. */
  managementStream(request: string, call?: Call): Promise<Response>;
  internalStream(request: string, call?: Call): Promise<Response>;
}

const DEFAULT_WAIT_SECONDS = 60;

export const CLIENT_OPTIONS: readonly (readonly [flags: string, says: string])[] = [
  ['--server <address>', `public address of the server (DEVAUTH_SERVER; ${DEFAULT_SERVER})`],
  ['--internal <address>', `internal address of the server (DEVAUTH_INTERNAL_SERVER; ${DEFAULT_INTERNAL_SERVER})`],
  ['--token-file <file>', 'file with a user token or API key (DEVAUTH_TOKEN_FILE, DEVAUTH_TOKEN; data/operator.token)'],
  ['--context <name>', 'the context to use, see `devauth login` (DEVAUTH_CONTEXT)'],
  ['--wait <seconds>', `how long to wait when the server says "later" (429, 503); default ${DEFAULT_WAIT_SECONDS}`],
  ['--debug', 'write method, path, status and time of each request to standard error'],
];

interface ClientOptions extends TargetOptions {
  readonly wait?: string;
  readonly debug?: true;
}

const SECOND = 1000;

export const clientOf = (command: Command): Client =>
  clientFor(command, targetOf(command.optsWithGlobals<ClientOptions>()));

export function clientFor(command: Command, target: Target): Client {
  const { wait, debug } = command.optsWithGlobals<ClientOptions>();
  const err = (text: string): void => command.configureOutput().writeErr?.(text);
  const trace = debug ? (text: string) => err(`${text}\n`) : undefined;
  const common = { waitMs: waitOf(wait), note: once((text) => err(`devauth: ${text}\n`)), trace };
  const management = target.server + BASE['management-v2'];
  const internal = target.internal + BASE['internal-v1'];
  const asUser = (call?: Call): Sent => ({ ...call, ...common, ...credentialsOf(target.token()) });
  const asSystem = (call?: Call): Sent => ({ ...call, ...common, ...keyOf(target.internalApiKey) });
  return {
    management: (request, call) => ask(management, request, asUser(call)),
    internal: (request, call) => ask(internal, request, asSystem(call)),
    managementStream: (request, call) => send(management, request, { ...asUser(call), timeout: 'none' }),
    internalStream: (request, call) => send(internal, request, { ...asSystem(call), timeout: 'none' }),
  };
}

const credentialsOf = ({ token, source, renewal }: Credential) => ({
  credentials: { Authorization: `Bearer ${token}` },
  renewal: `the token is from ${source}; ${renewal}`,
});

const keyOf = (key: string | undefined): Pick<Sent, 'credentials' | 'renewal'> => ({
  credentials: key === undefined ? {} : { Authorization: `Bearer ${oneToken(key, 'DEVAUTH_INTERNAL_API_KEY')}` },
  renewal: 'set DEVAUTH_INTERNAL_API_KEY to the key of the internal API',
});

function waitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_WAIT_SECONDS * SECOND;
  if (!/^\d{1,6}$/.test(text))
    throw new CommandFailed(EXIT.usage, '--wait must be a whole number of seconds', { next: 'such as --wait 300' });
  return Number(text) * SECOND;
}

function once(say: (text: string) => void): (text: string) => void {
  let isSaid = false;
  return (text) => {
    if (!isSaid) say(text);
    isSaid = true;
  };
}
