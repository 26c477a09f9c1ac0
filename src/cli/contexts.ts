// The servers that the user has signed in to: `$XDG_CONFIG_HOME/devauth/config.json`. It holds tokens, so a file that others can
// read is refused.
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environment, type Environment } from '../config/environment.ts';
import { makeFolder } from '../config/make-folder.ts';
import { secretOf, type Secret } from '../config/secret.ts';
import { CommandFailed, EXIT } from './io.ts';
import type { OidcClient } from './oidc.ts';

export interface Context {
  readonly name: string;
  readonly server: string;
  readonly internal?: string;
  /** One of the token and the file with the token. The file is read for each command, so that a renewed token is used. */
  readonly token?: Secret;
  readonly tokenFile?: string;
  /** How the token was got, so that `devauth login --oidc` gets another one. */
  readonly oidc?: OidcClient;
}

export interface Contexts {
  readonly current?: string;
  readonly all: readonly Context[];
}

export function readContexts(env: Environment = environment): Contexts {
  const file = fileOf(env);
  const text = file === undefined ? undefined : readPrivate(file);
  if (text === undefined) return { all: [] };
  const { current, contexts } = objectIn(text, file);
  return {
    ...(typeof current === 'string' && { current }),
    all: Array.isArray(contexts) ? contexts.flatMap(contextIn) : [],
  };
}

/** Writes the file completely or not at all. Only its owner can read it. */
export function writeContexts({ current, all }: Contexts, env: Environment = environment): string {
  const file = fileOf(env);
  if (file === undefined)
    throw new CommandFailed(EXIT.usage, 'there is no place for contexts', { next: 'set HOME or XDG_CONFIG_HOME' });
  const contexts = all.map(({ name, server, internal, token, tokenFile, oidc }) => ({
    name,
    server,
    ...(internal !== undefined && { internal }),
    ...(token !== undefined && { token: token.reveal() }),
    ...(tokenFile !== undefined && { token_file: tokenFile }),
    ...(oidc !== undefined && {
      oidc: { issuer: oidc.issuer, client_id: oidc.clientId, scopes: oidc.scopes, token: oidc.token },
    }),
  }));
  const text = JSON.stringify({ ...(current !== undefined && { current }), contexts }, undefined, 2);
  try {
    makeFolder(dirname(file));
    writePrivate(file, `${text}\n`);
  } catch {
    throw new CommandFailed(EXIT.refused, `${file} cannot be written`, { next: 'see who owns it and its folder' });
  }
  return file;
}

/** Returns the context of that name, else the current one. */
export function findContext({ current, all }: Contexts, named: string | undefined): Context | undefined {
  const name = named ?? current;
  const context = all.find((other) => other.name === name);
  if (named !== undefined && context === undefined) throw unknownContext(named, all);
  return context;
}

export const unknownContext = (name: string, all: readonly Context[]): CommandFailed =>
  new CommandFailed(EXIT.usage, `there is no context ${name}`, {
    next: all.length === 0 ? '`devauth login` makes one' : `it may be ${all.map((context) => context.name).join(', ')}`,
  });

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

function fileOf({ XDG_CONFIG_HOME: config, HOME: home }: Environment): string | undefined {
  if (config) return join(config, 'devauth', 'config.json');
  return home ? join(home, '.config', 'devauth', 'config.json') : undefined;
}

/** Returns the text of the file; `undefined` without a file. */
function readPrivate(file: string): string | undefined {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new CommandFailed(EXIT.usage, `${file} cannot be read`, { next: 'see who owns it and its folder' });
  }
  try {
    if ((fstatSync(handle).mode & OTHERS) !== 0)
      throw new CommandFailed(EXIT.usage, `others can read ${file}, which has tokens in it`, {
        next: `chmod 600 ${file}, and replace its tokens`,
      });
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}

function writePrivate(file: string, text: string): void {
  const part = `${file}.part`;
  rmSync(part, { force: true }); // of a killed command
  const handle = openSync(part, 'wx', OWNER_ONLY);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, file);
}

function objectIn(text: string, file = ''): { readonly current?: unknown; readonly contexts?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // refused below
  }
  throw new CommandFailed(EXIT.usage, `${file} is not JSON`, { next: 'remove it and run `devauth login`' });
}

function contextIn(value: unknown): readonly Context[] {
  const [name, server, internal, token, tokenFile] = ['name', 'server', 'internal', 'token', 'token_file'].map((of) =>
    textIn(value, of),
  );
  if (name === undefined || server === undefined) return [];
  const oidc = oidcIn(memberOf(value, 'oidc'));
  return [
    {
      name,
      server,
      ...(internal !== undefined && { internal }),
      ...(token !== undefined && { token: secretOf(token) }),
      ...(tokenFile !== undefined && { tokenFile }),
      ...(oidc !== undefined && { oidc }),
    },
  ];
}

function oidcIn(value: unknown): OidcClient | undefined {
  const [issuer, clientId] = [textIn(value, 'issuer'), textIn(value, 'client_id')];
  if (issuer === undefined || clientId === undefined) return undefined;
  const token = textIn(value, 'token') === 'id' ? 'id' : 'access';
  return { issuer, clientId, scopes: textIn(value, 'scopes') ?? 'openid', token };
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([other]) => other === name)?.[1]
    : undefined;

function textIn(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : undefined;
}
