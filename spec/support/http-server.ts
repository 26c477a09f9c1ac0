// A server of a spec. Its handler may make calls of its own. Its end waits for the handlers that run: their calls would otherwise
// meet a service that has been closed, and fail as unhandled rejections ("other side closed") in any test.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface HttpServer {
  readonly url: string;
  /** Ends connections and waits for the handlers. Rejects with the failure of a handler whose client was still there. */
  close(): Promise<void>;
}

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export async function openHttpServer(handle: Handle): Promise<HttpServer> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const server = createServer((request, response) => {
    const run = handle(request, response).catch((error: unknown) => {
      if (!request.socket.destroyed) failures.push(error);
      response.destroy();
    });
    running.add(run);
    void run.then(() => running.delete(run));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await Promise.all(running);
      await closed;
      if (failures.length > 0) throw failures[0];
    },
  };
}
