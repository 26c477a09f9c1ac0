// Talks to a server byte by byte: for what an HTTP client would not send, or would not show.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** As on the wire, in order, one entry for each header line. */
  readonly headerLines: readonly string[];
  readonly body: string;
  /** The values of that header, one for each line. */
  header(name: string): readonly string[];
}

/** Sends the bytes on a connection of their own and waits for the server to close it: the request says `Connection: close`. */
export async function exchange(url: string, ...parts: readonly (string | Uint8Array)[]): Promise<RawAnswer> {
  const socket = await open(url);
  const answered = readAnswer(socket);
  for (const part of parts) socket.write(part);
  return answered;
}

/** The head of a request, with `Connection: close` and the empty line at its end. */
export const head = (request: string, ...headers: readonly string[]): string =>
  [`${request} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n');

export async function open(url: string, how: { readonly allowHalfOpen?: boolean } = {}): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname, ...how });
  await once(socket, 'connect');
  return socket;
}

export async function readAnswer(socket: Socket): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  return parse(Buffer.concat(chunks).toString('latin1'));
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
