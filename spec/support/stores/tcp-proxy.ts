// A proxy between a process and its database, which breaks the network in real ways.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Everything passes. Connections that lost something are ended. */
  pass(): void;
  /** Everything passes, that much later in either direction. */
  delay(ms: number): void;
  /** Every connection ends, and no new one opens. */
  cut(): void;
  /** Connections stay, and nothing passes. */
  halfOpen(): void;
  close(): Promise<void>;
}

export async function openTcpProxy(target: URL): Promise<TcpProxy> {
  let mode: 'pass' | 'cut' | 'half open' = 'pass';
  let delayMs = 0;
  const sockets = new Set<Socket>();
  const lossy = new Set<Socket>();
  const pipe = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (chunk) => {
      if (mode === 'half open') lossy.add(from);
      else if (delayMs === 0) to.write(chunk);
      else setTimeout(() => to.write(chunk), delayMs);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((near) => {
    if (mode === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    pipe(near, far);
    pipe(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const end = (some: Iterable<Socket>): void => [...some].forEach((socket) => socket.destroy());
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    pass: () => {
      [mode, delayMs] = ['pass', 0];
      end(lossy);
      lossy.clear();
    },
    delay: (ms) => {
      [mode, delayMs] = ['pass', ms];
    },
    cut: () => {
      mode = 'cut';
      end(sockets);
    },
    halfOpen: () => {
      mode = 'half open';
    },
    close: async () => {
      mode = 'cut';
      end(sockets);
      server.close();
      await once(server, 'close');
    },
  };
}
