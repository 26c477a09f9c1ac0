// The application behind a gateway. It keeps every request, and answers as the path says.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface Reached {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface Application {
  readonly port: number;
  /** The requests since the last call, WebSockets included. */
  takeReached(): readonly Reached[];
  close(): Promise<void>;
}

/**
 * `/answers/<status>` answers with that status and the body `of the application`; every other path answers 200. It opens a tunnel for
 * every CONNECT, and the bytes in it count as one more request.
 */
export async function openApplication(): Promise<Application> {
  let reached: Reached[] = [];
  const tunnels = new Set<Duplex>(); // the server does not close them
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      reached.push(describeRequest(request, body));
      response.writeHead(Number(/^\/answers\/(\d+)$/.exec(request.url ?? '')?.[1] ?? 200));
      response.end('of the application');
    });
  });
  server.on('upgrade', (request, socket) => {
    tunnels.add(socket.on('error', () => undefined));
    reached.push(describeRequest(request, ''));
    const accept = acceptOf(request.headers['sec-websocket-key'] ?? '');
    socket.end(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  });
  server.on('connect', (request, socket) => {
    reached.push(describeRequest(request, ''));
    tunnels.add(socket.on('error', () => undefined));
    socket.once('data', () => reached.push({ method: 'bytes', url: 'in a tunnel', headers: [], body: '' }));
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the application has no port');
  return {
    port: address.port,
    takeReached: () => {
      const taken = reached;
      reached = [];
      return taken;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      for (const tunnel of tunnels) tunnel.destroy();
      await once(server, 'close');
    },
  };
}

function describeRequest({ method = '', url = '', rawHeaders }: IncomingMessage, body: string): Reached {
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
  );
  return { method, url, headers, body };
}

/** RFC 6455, section 4.2.2. */
const acceptOf = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
