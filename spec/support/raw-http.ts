// Talks to a server byte by byte, for requests that an HTTP client would not send, or answers that it would not show.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** As on the wire, in order, one entry for each header line. */
  readonly headerLines: readonly string[];
  readonly body: string;
  /** The values of that header, one for each line. */
  readonly header: (name: string) => readonly string[];
}

/** Sends the bytes on a new connection and waits until the server closes it: the request has `Connection: close`. */
export async function exchange(url: string, ...parts: readonly (string | Uint8Array)[]): Promise<RawAnswer> {
  const socket = await open(url);
  const answered = readAnswer(socket);
  for (const part of parts) socket.write(part);
  return answered;
}

/** The head of a request, with `Connection: close` and the empty line at its end. */
export const head = (request: string, ...headers: readonly string[]): string =>
  [`${request} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n');

export interface Connecting {
  readonly allowHalfOpen?: boolean;
  /** The local address. */
  readonly localAddress?: string;
}

export async function open(url: string, how: Connecting = {}): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname.replace(/[[\]]/g, ''), ...how });
  await once(socket, 'connect');
  return socket;
}

/** Resolves when the connection has ended, also by a reset. */
export const closed = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => (socket.closed ? resolve(true) : socket.on('error', () => {}).once('close', resolve)));

export async function readAnswer(socket: Socket): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  return parse(Buffer.concat(chunks).toString('latin1'));
}

/** A connection that stays open, and its answers one by one. */
export interface Conversation {
  readonly socket: Socket;
  readonly say: (...requests: readonly string[]) => void;
  /** The next answer, with its whole body. */
  readonly hear: () => Promise<RawAnswer>;
  /** Received bytes that are not part of an answer yet. */
  readonly unheard: () => string;
}

export async function converse(url: string): Promise<Conversation> {
  const socket = await open(url);
  let came = '';
  socket.on('data', (chunk) => (came += chunk.toString('latin1')));
  const hear = async (): Promise<RawAnswer> => {
    for (;;) {
      const answer = parse(came);
      const length = Number(answer.header('Content-Length')[0] ?? 0);
      if (came.includes('\r\n\r\n') && answer.body.length >= length) {
        came = answer.body.slice(length);
        return { ...answer, body: answer.body.slice(0, length) };
      }
      if (socket.destroyed) throw new Error(`the connection ended after ${JSON.stringify(came)}`);
      await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    }
  };
  return { socket, say: (...requests) => socket.write(requests.join('')), hear, unheard: () => came };
}

function parse(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...headerLines] = text.slice(0, end).split('\r\n');
  return {
    status: Number(statusLine.split(' ')[1]),
    headerLines,
    body: text.slice(end + 4),
    header: (name) =>
      headerLines
        .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
        .map((line) => line.slice(name.length + 1).trim()),
  };
}
