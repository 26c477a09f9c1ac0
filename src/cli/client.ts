// Calls to a server, as a script of any operator would make them (D16): the management API with a token, the internal API with its key.
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { DEFAULT_INTERNAL_SERVER, DEFAULT_SERVER, readClientConfig, serverAddress } from '../config/client.ts';
import type { Secret } from '../config/secret.ts';
import { CommandFailed, EXIT } from './io.ts';
import { BASE } from '../http/routes.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Client {
  /** Sends `GET /devices`. An answer that is neither 2xx nor one of `also` ends the command. */
  management(request: string, call?: Call): Promise<Answer>;
  internal(request: string, call?: Call): Promise<Answer>;
  /** Returns the answer unread, for bodies that are not JSON. */
  internalRaw(request: string): Promise<Response>;
}

export interface Call {
  readonly body?: unknown;
  readonly also?: readonly number[];
  /** Sends the request again only when it was certainly not carried out (429): a second one would create a second thing. */
  readonly once?: true;
}

const DEFAULT_WAIT_SECONDS = 60;

export const CLIENT_OPTIONS: readonly (readonly [flags: string, says: string])[] = [
  ['--server <address>', `public address of the server (DEVAUTH_SERVER; ${DEFAULT_SERVER})`],
  ['--internal <address>', `internal address of the server (DEVAUTH_INTERNAL_SERVER; ${DEFAULT_INTERNAL_SERVER})`],
  ['--token-file <file>', 'file with a user token or API key (DEVAUTH_TOKEN_FILE, DEVAUTH_TOKEN; data/operator.token)'],
  ['--wait <seconds>', `how long to wait when the server says "later" (429, 503); default ${DEFAULT_WAIT_SECONDS}`],
];

interface ClientOptions {
  readonly server?: string;
  readonly internal?: string;
  readonly tokenFile?: string;
  readonly wait?: string;
}

const MANAGEMENT = BASE['management-v2'];
const INTERNAL = BASE['internal-v1'];
export const LOCAL_OPERATOR = 'data/operator.token';
const TIMEOUT_MS = 30_000;

export function clientOf(command: Command): Client {
  const options = command.optsWithGlobals<ClientOptions>();
  const config = readClientConfig();
  const server = addressOf(options.server ?? config.server, '--server');
  const internal = addressOf(options.internal ?? config.internal, '--internal');
  const key = config.internalApiKey;
  const internalHeaders: Record<string, string> = key === undefined ? {} : { Authorization: `Bearer ${key.reveal()}` };
  const waiting = { waitMs: waitOf(options.wait), note: noteOnce(command) };
  return {
    management: (request, call) => {
      const token = tokenOf(options.tokenFile, config);
      return ask(server + MANAGEMENT, request, { ...call, ...waiting, headers: { Authorization: `Bearer ${token}` } });
    },
    internal: (request, call) => ask(internal + INTERNAL, request, { ...call, ...waiting, headers: internalHeaders }),
    internalRaw: (request) =>
      send(internal + INTERNAL, request, { ...waiting, headers: internalHeaders, timeout: 'none' }),
  };
}

function addressOf(text: string, option: string): string {
  const address = serverAddress(text);
  if (address === undefined)
    throw new CommandFailed(EXIT.usage, `${option} must be host:port or an http or https address, and is ${text}`);
  return address;
}

function waitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_WAIT_SECONDS * SECOND;
  if (!/^\d{1,6}$/.test(text)) throw new CommandFailed(EXIT.usage, '--wait must be a whole number of seconds');
  return Number(text) * SECOND;
}

const SECOND = 1000;

/** Says once in a command that it waits. */
function noteOnce(command: Command): (text: string) => void {
  let isSaid = false;
  return (text) => {
    if (!isSaid) command.configureOutput().writeErr?.(`devauth: ${text}\n`);
    isSaid = true;
  };
}

function tokenOf(
  option: string | undefined,
  { token, tokenFile }: { readonly token: Secret | undefined; readonly tokenFile: string | undefined },
): string {
  const named = option ?? tokenFile;
  if (named === undefined && token !== undefined) return token.reveal();
  const file = named ?? LOCAL_OPERATOR;
  if (named === undefined && !existsSync(file)) {
    throw new CommandFailed(
      EXIT.usage,
      'no token: name a file with --token-file, or set DEVAUTH_TOKEN_FILE or DEVAUTH_TOKEN',
    );
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new CommandFailed(EXIT.usage, `${file} cannot be read`);
  }
}

interface Sent extends Call {
  readonly headers: Readonly<Record<string, string>>;
  readonly waitMs: number;
  readonly note: (text: string) => void;
  /** A large answer may take any time. */
  readonly timeout?: 'none';
}

async function ask(base: string, request: string, sent: Sent): Promise<Answer> {
  const response = await send(base, request, sent);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  const body: unknown = isJson ? JSON.parse(text) : undefined;
  if (!response.ok && sent.also?.includes(response.status) !== true) throw refusalOf(response.status, body);
  return { status: response.status, headers: response.headers, body };
}

/** Sends the request, and again after `Retry-After` while there is time left. */
async function send(base: string, request: string, sent: Sent): Promise<Response> {
  const end = performance.now() + sent.waitMs;
  for (;;) {
    const response = await sendOnce(base, request, sent);
    const pauseMs = pauseOf(response, sent);
    if (pauseMs === undefined || performance.now() + pauseMs > end) return response;
    await response.body?.cancel();
    if (pauseMs > SECOND)
      sent.note(`the server is busy (${response.status}); waiting for up to ${sent.waitMs / SECOND} s`);
    await sleep(pauseMs);
  }
}

const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;
const DEFAULT_PAUSE_SECONDS = 1;

function pauseOf({ status, headers }: Response, { once }: Sent): number | undefined {
  if (status !== TOO_MANY_REQUESTS && (status !== UNAVAILABLE || once)) return undefined;
  const seconds = headers.get('retry-after') ?? '';
  return (/^\d{1,6}$/.test(seconds) ? Number(seconds) : DEFAULT_PAUSE_SECONDS) * SECOND;
}

async function sendOnce(base: string, request: string, { headers, body, timeout }: Sent): Promise<Response> {
  const [method = 'GET', path = ''] = request.split(/ (.*)/s);
  try {
    return await fetch(base + path, {
      method,
      redirect: 'manual',
      ...(timeout === undefined && { signal: AbortSignal.timeout(TIMEOUT_MS) }),
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw new CommandFailed(EXIT.unavailable, `no server answers at ${base}: ${reasonOf(error)}`);
  }
}

const CANNOT_NOW = [TOO_MANY_REQUESTS, 502, UNAVAILABLE, 504];

export function refusalOf(status: number, body: unknown): CommandFailed {
  const says = typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : 'no reason given';
  const id =
    typeof body === 'object' && body !== null && 'request_id' in body ? ` (request ${String(body.request_id)})` : '';
  return new CommandFailed(CANNOT_NOW.includes(status) ? EXIT.unavailable : EXIT.refused, `${status} ${says}${id}`);
}

/** Finds the reason in the cause of the error, where `fetch` puts it. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'failed';
  if ('cause' in error && typeof error.cause === 'object' && error.cause !== null && 'code' in error.cause)
    return String(error.cause.code);
  return 'name' in error && error.name === 'TimeoutError' ? 'no answer in time' : 'failed';
}
