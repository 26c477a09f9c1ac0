// A tap on the connections between a gateway and the internal listener. It counts them, keeps the bytes of the gateway, and can
// replace the service by one that is down, hangs, or gives another answer.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** `answer`: the complete answer to every request, as bytes. */
export type TapMode = 'pass' | 'hang' | { readonly answer: string };

export interface Tap {
  readonly port: number;
  mode: TapMode;
  /** The internal listener, as a URL. New connections lead there. */
  target: string;
  /** Connections since the last call. */
  takeConnections(): number;
  /** The bytes that gateways sent since the last call. */
  takeSent(): string;
  /** Refuses connections until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export async function openTap(target: string): Promise<Tap> {
  const open = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  let connections = 0;
  let sent = '';
  const tap: Tap = {
    get port() {
      return port;
    },
    mode: 'pass',
    target,
    takeConnections: () => {
      const count = connections;
      connections = 0;
      return count;
    },
    takeSent: () => {
      const text = sent;
      sent = '';
      return text;
    },
    down: async () => {
      const listening = server;
      server = undefined;
      listening?.close();
      for (const socket of open) socket.destroy();
      if (listening !== undefined) await once(listening, 'close');
    },
    up: async () => {
      server = createServer(accept).listen(port, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (address !== null && typeof address === 'object') port = address.port;
    },
    close: () => tap.down(),
  };
  const accept = (socket: Socket): void => {
    connections += 1;
    keep(socket);
    const upstream = connect(addressOf(tap.target));
    keep(upstream);
    socket.on('data', (chunk) => {
      sent += chunk.toString('latin1');
      if (tap.mode === 'pass') upstream.write(chunk);
      else if (tap.mode !== 'hang' && /\r\n\r\n/.test(chunk.toString('latin1'))) socket.write(tap.mode.answer);
    });
    upstream.on('data', (chunk) => socket.write(chunk));
    socket.on('close', () => upstream.destroy());
    upstream.on('close', () => socket.destroy());
  };
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  };
  await tap.up();
  return tap;
}

/** A complete answer with that status and these header lines. The connection closes after it. */
export const answerOf = (status: number, ...headers: readonly string[]): string =>
  [`HTTP/1.1 ${status} Answer`, ...headers, 'Content-Length: 0', 'Connection: close', '', ''].join('\r\n');

const addressOf = (url: string): { host: string; port: number } => {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
};
