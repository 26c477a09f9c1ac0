// A receiver of webhooks, which verifies messages with the package of Standard Webhooks. It can be down, slow, or broken.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';

export interface Received {
  /** The header `webhook-id`. */
  readonly id: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a spec says what it expects
  readonly event: any;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
  /** The port of the caller, which is another one for each connection. */
  readonly port: number | undefined;
}

/**
 * `held`: accepts the request and does not answer. `endless`: answers 200 with a body that never ends. `cut once`: closes the connection
 * of the next request, and then answers 204.
 */
export type ReceiverMode = number | 'held' | 'garbage' | 'cut' | 'cut once' | 'endless' | 'long';

export interface WebhookReceiver {
  readonly url: string;
  /** Messages that were answered with a 2xx, in order. */
  readonly taken: readonly Received[];
  /** All requests, with the refused ones. */
  readonly seen: readonly Received[];
  be(mode: ReceiverMode): void;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const [taken, seen]: [Received[], Received[]] = [[], []];
  let mode: ReceiverMode = 204;
  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const body = await textOf(req);
    const id = String(req.headers['webhook-id']);
    const received = { id, body, event: JSON.parse(body), headers: req.headers, port: req.socket.remotePort };
    seen.push(received);
    if (mode === 'held') return;
    if (mode === 'garbage') return void res.socket?.end('what is this?\r\n\r\n');
    if (mode === 'cut' || mode === 'cut once') {
      if (mode === 'cut once') mode = 204;
      return void res.socket?.destroy();
    }
    if (mode === 'endless' || mode === 'long' || mode < 300) taken.push(received);
    if (mode === 'endless') return void res.writeHead(200).write('and so on ');
    if (mode === 'long') return void res.writeHead(200).end('x'.repeat(1_000_000));
    res
      .writeHead(mode, mode === 302 ? { Location: 'http://127.0.0.1:9/' } : {})
      .end(mode === 204 ? undefined : 'sorry');
  };
  let server: Server | undefined;
  let port = 0;
  const start = async (): Promise<void> => {
    server = createServer((req, res) => void handle(req, res));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new TypeError('the server has no port');
    port = address.port;
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}/hook`,
    taken,
    seen,
    be: (next) => {
      if (mode === 'held' || mode === 'endless') server?.closeAllConnections();
      mode = next;
    },
    start,
    stop: async () => {
      const closed = server === undefined ? undefined : once(server, 'close');
      server?.close();
      server?.closeAllConnections();
      await closed;
      server = undefined;
    },
  };
}

/** True if the message is signed with that secret, and is not too old. */
export function isSignedWith(secret: string, { body, headers }: Received): boolean {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  try {
    new Webhook(secret).verify(body, Object.fromEntries(texts));
    return true;
  } catch {
    return false;
  }
}

async function textOf(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of req) text += String(part);
  return text;
}
