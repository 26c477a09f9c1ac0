// A listener on this machine that the issuer sends the browser back to (RFC 8252, section 7.3), and the browser itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { environment, type Environment } from '../config/environment.ts';
import { CommandFailed, EXIT, RUN_AGAIN } from './io.ts';

export interface Loopback {
  readonly address: string;
  /** Opens the page in a browser, and returns what `finish` makes of the address that the browser is sent back to. */
  answered<Answer>(page: URL, how: Answering<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answering<Answer> {
  /** A request with another state is not the answer. */
  readonly state: string;
  readonly patienceMs: number;
  /** Called when the browser has been started. */
  readonly opened: () => void;
  readonly finish: (address: URL) => Promise<Answer>;
}

const CALLBACK = '/callback';
/** How long a browser may take to read the last page. */
const CLOSING_MS = 1000;

export async function openLoopback(): Promise<Loopback> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}${CALLBACK}`;
  return {
    address,
    answered: (page, { state, patienceMs, opened, finish }) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(nobodyCame()), patienceMs);
        server.once('close', () => clearTimeout(late));
        server.on('request', (request, response) => {
          const asked = new URL(request.url ?? '/', address);
          if (asked.pathname !== CALLBACK || asked.searchParams.get('state') !== state)
            return write(response, 404, 'This is not the page that signs in.');
          finish(asked).then(
            (answer) => {
              write(response, 200, 'You are signed in. You may close this page.');
              resolve(answer);
            },
            (error: unknown) => {
              write(response, 400, 'You are not signed in. The terminal says why. You may close this page.');
              reject(error instanceof Error ? error : new Error('not an Error'));
            },
          );
        });
        openBrowser(page, opened, reject);
      }),
    close: async () => {
      server.close();
      const late = setTimeout(() => server.closeAllConnections(), CLOSING_MS);
      await once(server, 'close');
      clearTimeout(late);
    },
  };
}

function write(response: ServerResponse, status: number, text: string): void {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', Connection: 'close' };
  response.writeHead(status, headers).end(`${text}\n`);
}

/** Calls `failed` where no browser can be opened. */
function openBrowser(page: URL, opened: () => void, failed: (error: Error) => void): void {
  const [program, ...words] = browserOf(environment);
  if (program === undefined) return failed(noBrowser());
  const browser = spawn(program, [...words, page.href], { stdio: 'ignore', detached: true });
  browser.once('spawn', opened);
  browser.once('error', () => failed(noBrowser()));
  browser.unref();
}

/** Returns the command that opens a page; an empty one on a machine without a screen. */
function browserOf({ BROWSER, DISPLAY, WAYLAND_DISPLAY }: Environment): readonly string[] {
  if (BROWSER) return [BROWSER];
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return DISPLAY || WAYLAND_DISPLAY ? ['xdg-open'] : [];
}

const noBrowser = (): CommandFailed =>
  new CommandFailed(EXIT.refused, 'no browser can be opened here', {
    next: '`devauth login --oidc --device-code` signs in with a browser on another machine',
  });

const nobodyCame = (): CommandFailed =>
  new CommandFailed(EXIT.refused, 'nobody signed in within 5 minutes', { next: RUN_AGAIN });
