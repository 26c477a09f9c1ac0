// A TCP proxy between a verifier and the service, which a spec can make worse.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * `passes`: unchanged. `delays`: every byte arrives later. `hangs`: connections stay open and nothing passes (half-open). `cuts`:
 * connections are reset and new ones too.
 */
export type Weather = 'passes' | 'hangs' | 'cuts' | { readonly delays: number };

export interface TcpProxy {
  readonly url: string;
  set(weather: Weather): void;
  close(): Promise<void>;
}

export async function openTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let weather: Weather = 'passes';
  const forward = (from: Socket, to: Socket): void => {
    from.on('data', (bytes) => {
      if (weather === 'hangs' || weather === 'cuts') return;
      const write = (): boolean => to.writable && to.write(bytes);
      if (weather === 'passes') write();
      else setTimeout(write, weather.delays);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    sockets.add(from);
  };
  const server = createServer((client) => {
    if (weather === 'cuts') return client.resetAndDestroy();
    const upstream = connect(Number(port), hostname);
    forward(client, upstream);
    forward(upstream, client);
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    set: (next) => {
      weather = next;
      if (next === 'cuts') for (const socket of sockets) socket.resetAndDestroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
