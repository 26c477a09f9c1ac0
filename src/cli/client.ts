// A server, as any operator's script would speak to it (D16): the management API with a token, the internal API with its key if it has one.
import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readClientConfig, type ClientConfig } from '../config/settings.ts';
import { CommandFailed, EXIT } from './io.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Client {
  /** `GET /devices`. What is not 2xx, or one of `also`, ends the command. */
  management(request: string, call?: Call): Promise<Answer>;
  internal(request: string, call?: Call): Promise<Answer>;
  /** The answer as it comes, for what is no JSON. */
  internalRaw(request: string): Promise<Response>;
}

export interface Call {
  readonly body?: unknown;
  readonly also?: readonly number[];
}

export const CLIENT_OPTIONS: readonly (readonly [flags: string, says: string])[] = [
  ['--server <url>', 'public address of the server (DEVAUTH_SERVER; http://127.0.0.1:8080)'],
  ['--internal <url>', 'internal address of the server (DEVAUTH_INTERNAL_SERVER; http://127.0.0.1:8081)'],
  ['--token-file <file>', 'file with a user token or API key (DEVAUTH_TOKEN_FILE, DEVAUTH_TOKEN; data/operator.token)'],
];

const MANAGEMENT = '/api/management/v2/devauth';
const INTERNAL = '/api/internal/v1/devauth';
const LOCAL_OPERATOR = 'data/operator.token';
const TIMEOUT_MS = 30_000;

export function clientOf(command: Command): Client {
  const config = {
    ...readClientConfig(),
    ...command.optsWithGlobals<Partial<Pick<ClientConfig, 'server' | 'internal' | 'tokenFile'>>>(),
  };
  const key = config.internalApiKey;
  const internalHeaders: Record<string, string> = key === undefined ? {} : { Authorization: `Bearer ${key.reveal()}` };
  return {
    management: (request, call) =>
      ask(config.server + MANAGEMENT, request, { ...call, headers: { Authorization: `Bearer ${tokenOf(config)}` } }),
    internal: (request, call) => ask(config.internal + INTERNAL, request, { ...call, headers: internalHeaders }),
    internalRaw: (request) => send(config.internal + INTERNAL, request, { headers: internalHeaders, patience: 'any' }),
  };
}

function tokenOf({ tokenFile, token }: ClientConfig): string {
  if (tokenFile === undefined && token !== undefined) return token.reveal();
  const file = tokenFile ?? LOCAL_OPERATOR;
  if (tokenFile === undefined && !existsSync(file)) {
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
  /** A large answer takes as long as it takes. */
  readonly patience?: 'any';
}

async function ask(base: string, request: string, sent: Sent): Promise<Answer> {
  const response = await send(base, request, sent);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  const body: unknown = isJson ? JSON.parse(text) : undefined;
  if (!response.ok && sent.also?.includes(response.status) !== true) throw refusalOf(response.status, body);
  return { status: response.status, headers: response.headers, body };
}

async function send(base: string, request: string, { headers, body, patience }: Sent): Promise<Response> {
  const [method = 'GET', path = ''] = request.split(/ (.*)/s);
  try {
    return await fetch(base + path, {
      method,
      redirect: 'manual',
      ...(patience === undefined && { signal: AbortSignal.timeout(TIMEOUT_MS) }),
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw new CommandFailed(EXIT.unavailable, `nobody answers at ${base}: ${reasonOf(error)}`);
  }
}

const CANNOT_NOW = [429, 502, 503, 504];

export function refusalOf(status: number, body: unknown): CommandFailed {
  const says = typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : 'no reason given';
  const id =
    typeof body === 'object' && body !== null && 'request_id' in body ? ` (request ${String(body.request_id)})` : '';
  return new CommandFailed(CANNOT_NOW.includes(status) ? EXIT.unavailable : EXIT.refused, `${status} ${says}${id}`);
}

/** `fetch` hides what happened in the cause of its error. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'failed';
  if ('cause' in error && typeof error.cause === 'object' && error.cause !== null && 'code' in error.cause)
    return String(error.cause.code);
  return 'name' in error && error.name === 'TimeoutError' ? 'no answer in time' : 'failed';
}
