// `devauth login`, `logout`, `whoami` and `context`: the servers that the user works with. A token is never an argument, because
// other users of the machine could see it.
import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEFAULT_SERVER, readClientConfig } from '../config/client.ts';
import { secretOf } from '../config/secret.ts';
import { systemClock } from '../time/clock.ts';
import { clientFor } from './client.ts';
import { findContext, readContexts, unknownContext, writeContexts, type Context } from './contexts.ts';
import {
  addressOf,
  LOCAL_OPERATOR,
  oneToken,
  readToken,
  targetOf,
  type Target,
  type TargetOptions,
} from './credentials.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { addOidcOptions, isOidc, signInBy, whyNotAccepted, type OidcOptions } from './login-oidc.ts';
import { list, say, type Shape } from './output.ts';
import { ageOf } from './show-text.ts';

export const loginCommand = (io: Io): Command =>
  addOidcOptions(
    new Command('login')
      .description('sign in to a server with a user token, an API key or at an issuer, and make it the current context')
      .option('--name <name>', 'name of the context; without it, host and port of the server'),
  )
    .addHelpText('after', HELP)
    .action((options: LoginOptions, command: Command) => login(io, command, options));

const HELP = `
devauth login --server https://devauth.example.com

--token-file <file> remembers the file, which is read again for each command; \`--token-file -\` reads a token from
standard input and remembers the token. Without it the token is asked for at the terminal.

--oidc signs in at an OpenID Connect issuer: in a browser of this machine, or with --device-code in any browser. The
issuer and the client are remembered with the context. The server must accept the issuer's tokens.
`;

interface LoginOptions extends OidcOptions {
  readonly name?: string;
}

async function login(io: Io, command: Command, { name: named, ...options }: LoginOptions): Promise<void> {
  const { server: asked, internal, tokenFile } = command.optsWithGlobals<TargetOptions>();
  const contexts = readContexts();
  const config = readClientConfig();
  const known = findContext(contexts, undefined);
  const server = addressOf(asked ?? config.server ?? known?.server ?? DEFAULT_SERVER, '--server');
  const before = contexts.all.find((context) => context.server === server);
  const token = isOidc(options)
    ? await signInBy(io, options, before?.oidc)
    : await tokenFor(io, server, tokenFile ?? config.tokenFile);
  const name = named ?? before?.name ?? new URL(server).host;
  const context: Context = { name, server, ...(internal && { internal: addressOf(internal, '--internal') }), ...token };
  const session = await sessionOf(command, targetWith(context));
  const others = contexts.all.filter((other) => other.name !== name);
  writeContexts({ current: name, all: [...others, context] });
  say(
    io,
    command,
    { context: name, server, ...session },
    `signed in to ${server} as ${nameOf(session)}; context ${name}`,
  );
  if (isOpenToOthers(server)) io.err('devauth: the address is not https: others on the way can read the token\n');
}

type Token = Pick<Context, 'token' | 'tokenFile'>;

async function tokenFor(io: Io, server: string, file: string | undefined): Promise<Token> {
  if (file === '-') return { token: secretOf(oneToken((await io.input?.()) ?? '', 'standard input')) };
  if (file !== undefined) return { tokenFile: resolve(file) };
  if (existsSync(LOCAL_OPERATOR) && !isOpenToOthers(server) && isLoopback(server))
    return { tokenFile: resolve(LOCAL_OPERATOR) };
  if (io.ask === undefined)
    throw new CommandFailed(EXIT.usage, 'there is no terminal to ask for a token', {
      next: 'name a file: --token-file <file>, or --token-file - for standard input',
    });
  return {
    token: secretOf(
      oneToken(await io.ask({ text: `Token for ${server} (it is not shown): `, isSecret: true }), 'the answer'),
    ),
  };
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

const isLoopback = (server: string): boolean => LOOPBACK.test(new URL(server).hostname);

const isOpenToOthers = (server: string): boolean => server.startsWith('http:') && !isLoopback(server);

const targetWith = ({ server, internal, token, tokenFile, oidc }: Context): Target => ({
  server,
  internal: internal ?? '',
  internalApiKey: undefined,
  context: undefined,
  token: () => ({
    token: token?.reveal() ?? readToken(tokenFile ?? ''),
    source: tokenFile ?? (oidc === undefined ? 'what was given' : 'the issuer'),
    renewal:
      oidc === undefined || token === undefined
        ? 'get a new one and run `devauth login` again'
        : whyNotAccepted(token.reveal(), oidc),
  }),
});

interface Session {
  readonly kind: string;
  readonly subject: string;
  readonly tenant: string;
  readonly scopes: readonly string[];
  readonly expires_ts?: string;
}

async function sessionOf(command: Command, target: Target): Promise<Session> {
  const { body } = await clientFor(command, target).management('GET /session');
  if (isSession(body)) return body;
  throw new CommandFailed(EXIT.refused, `${target.server} does not answer as devauth does`, {
    next: 'is it the public address of the service?',
  });
}

const isSession = (body: unknown): body is Session =>
  typeof body === 'object' && body !== null && 'kind' in body && 'subject' in body && 'tenant' in body;

const nameOf = ({ kind, subject, tenant }: Session): string =>
  `${kind === 'user' ? 'user' : 'API key'} ${subject}${tenant === '' ? '' : ` of tenant ${tenant}`}`;

export const whoamiCommand = (io: Io): Command =>
  new Command('whoami')
    .description('show the server, and who you are for it')
    .action(async (_options: unknown, command: Command) => {
      const target = targetOf(command.optsWithGlobals<TargetOptions>());
      const { source } = target.token();
      const session = await sessionOf(command, target);
      const { server, context } = target;
      const { kind, scopes, expires_ts: expires } = session;
      const facts = [
        nameOf(session),
        kind === 'user' ? 'may do everything in the tenant' : `may do ${scopes.join(', ')}`,
        `server ${server}${context === undefined ? '' : `, context ${context}`}`,
        `token from ${source}${expires === undefined ? '' : `, expires ${ageOf(new Date(expires), systemClock())}`}`,
      ];
      say(io, command, { ...session, server, ...(context !== undefined && { context }), source }, facts.join('\n'));
    });

export const logoutCommand = (io: Io): Command =>
  new Command('logout')
    .description('forget the current context, or the one of --context, with its token')
    .action((_options: unknown, command: Command) => {
      const { context: named } = command.optsWithGlobals<TargetOptions>();
      const contexts = readContexts();
      const context = findContext(contexts, named ?? readClientConfig().context);
      if (context === undefined)
        throw new CommandFailed(EXIT.refused, 'you are not signed in', { next: '`devauth login` signs in' });
      const { current } = contexts;
      const all = contexts.all.filter((other) => other !== context);
      writeContexts({ ...(current !== undefined && current !== context.name && { current }), all });
      const sentence = `signed out of ${context.server}; the token itself is good until it expires`;
      say(io, command, { context: context.name, server: context.server, signed_in: false }, sentence);
    });

export function contextCommand(io: Io): Command {
  const context = new Command('context').description('servers you have signed in to');
  context
    .command('list')
    .alias('ls')
    .description('list the contexts; * marks the current one')
    .action((_options: unknown, command: Command) => {
      const { current, all } = readContexts();
      const rows = all.map((of) => ({
        name: of.name,
        current: of.name === current,
        server: of.server,
        token: of.tokenFile ?? (of.token === undefined ? 'none' : 'stored'),
      }));
      list(io, command, rows, SHAPE);
    });
  context
    .command('use <name>')
    .description('make a context the current one')
    .action((name: string, _options: unknown, command: Command) => {
      const { all } = readContexts();
      const chosen = all.find((other) => other.name === name);
      if (chosen === undefined) throw unknownContext(name, all);
      writeContexts({ current: name, all });
      say(io, command, { context: name, server: chosen.server }, `${name}: ${chosen.server}`);
    });
  return context;
}

interface ContextRow {
  readonly name: string;
  readonly current: boolean;
  readonly server: string;
  readonly token: string;
}

const COLUMNS: Shape<ContextRow>['whole'] = [
  { name: 'current', of: ({ current }) => (current ? '*' : '') },
  { name: 'name', of: ({ name }) => name },
  { name: 'server', of: ({ server }) => server },
  { name: 'token', of: ({ token }) => token },
];

const SHAPE: Shape<ContextRow> = { short: COLUMNS, whole: COLUMNS, name: ({ name }) => name };
