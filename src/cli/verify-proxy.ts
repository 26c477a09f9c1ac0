// `devauth verify-proxy`: answers `tokens/verify` at the edge with the keys and the revocation feed, without a request for each
// token.
import { Command } from 'commander';
import { once } from 'node:events';
import { readClientConfig } from '../config/client.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';

interface Options {
  readonly feed: string;
  readonly jwks: string;
  readonly listen: string;
  readonly maxAge: string;
  readonly issuer: string;
  readonly audience: string;
}

const FEED = '/api/internal/v1/devauth/revocations';
const JWKS = '/.well-known/jwks.json';

export const verifyProxyCommand = (io: Io): Command =>
  new Command('verify-proxy')
    .description('answer tokens/verify at the edge, from the keys and the revocation feed of a service')
    .requiredOption('--feed <url>', 'internal listener of the service, such as http://devauth:8081')
    .requiredOption('--jwks <url>', 'public listener of the service, such as http://devauth:8080')
    .option('--listen <address>', 'host and port to listen on', '127.0.0.1:8082')
    .option('--max-age <ms>', 'answer 503 if the contact with the service is older; at least 2500', '5000')
    .option('--issuer <text>', '`iss` of device tokens', 'Mender')
    .option('--audience <text>', '`aud` of device tokens', 'devauth')
    .action((options: Options) => run(io, options));

async function run(io: Io, options: Options): Promise<void> {
  const apiKey = readClientConfig().internalApiKey?.reveal();
  const { host, port } = addressOf(options.listen);
  const { createVerifier } = await import('../verifier/verifier.ts');
  const { createVerifyProxy } = await import('../verifier/proxy.ts');
  const verifier = await createVerifier({
    feedUrl: withPath(options.feed, FEED),
    jwksUrl: withPath(options.jwks, JWKS),
    issuer: options.issuer,
    audience: options.audience,
    maxAgeMs: maxAgeOf(options.maxAge),
    ...(apiKey !== undefined && { apiKey }),
    onStale: () => io.err('devauth: no contact with the service; answering 503\n'),
    onFresh: () => io.err('devauth: in contact with the service\n'),
  });
  const { stale, problem = 'it does not answer' } = verifier.state;
  if (stale) io.err(`devauth: no contact with the service (${problem}); answering 503\n`);
  const server = createVerifyProxy(verifier);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  io.out(`verify-proxy listens on http://${host}:${bound}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
  await verifier.close();
}

/** An address without a path names a listener of the service. */
function withPath(address: string, path: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new CommandFailed(EXIT.usage, `${address} is not an http address`, { next: 'such as http://127.0.0.1:8081' });
  return url.pathname === '/' ? new URL(path, url).href : url.href;
}

function addressOf(text: string): { readonly host: string; readonly port: number } {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === '')
    throw new CommandFailed(EXIT.usage, `--listen must be host:port, not ${text}`, {
      next: 'such as --listen 127.0.0.1:8090',
    });
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

function maxAgeOf(text: string): number {
  const ms = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (ms < 2500)
    throw new CommandFailed(EXIT.usage, '--max-age must be at least 2500 milliseconds', {
      next: 'such as --max-age 5000',
    });
  return ms;
}
