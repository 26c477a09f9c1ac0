// `tokens/verify` for a gateway at the edge, answered by the verifier. Every configuration for a gateway works with it unchanged.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { bearerOf, refusalOf } from './middleware.ts';
import type { Verifier } from './verifier.ts';

const VERIFY = '/api/internal/v1/devauth/tokens/verify';
/** As in the service: room for what gateways send of their clients. Node counts the target and all headers together. */
const MAX_HEAD_BYTES = 128 * 1024;
const MAX_HEADERS = 256;

/** Any method and any path below `…/tokens/verify` is a verification; `/alive` and `/readyz` are for probes. */
export function createVerifyProxy(verifier: Verifier): Server {
  const server = createServer({ maxHeaderSize: MAX_HEAD_BYTES }, (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    if (path === VERIFY || path.startsWith(`${VERIFY}/`)) void answer(verifier, request, response);
    else if (path === '/alive') response.writeHead(204).end();
    else if (path === '/readyz') response.writeHead(verifier.state.stale ? 503 : 204).end();
    else response.writeHead(404, { 'Content-Type': 'application/json; charset=utf-8' }).end('{"error":"not found"}');
  });
  server.maxHeadersCount = 0; // Node drops the rest: a second `Authorization` in it would not be seen
  server.on('clientError', giveNoVerdict);
  return server;
}

async function answer(verifier: Verifier, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const hasRoom = request.rawHeaders.length <= 2 * MAX_HEADERS;
  const verdict = hasRoom ? await verifier.verify(bearerOf(request)) : NO_VERDICT;
  request.resume();
  if (!verdict.ok) {
    const { status, headers, body } = refusalOf(verdict.reason);
    response.writeHead(status, { ...headers, ...requestIdOf(request) }).end(JSON.stringify(body));
    return;
  }
  response
    .writeHead(200, {
      'Cache-Control': 'no-store',
      'Content-Length': '0',
      'X-MEN-Device-Id': headerText(verdict.device),
      'X-MEN-Tenant-Id': verdict.tenant === '' ? 'default' : headerText(verdict.tenant),
      'X-MEN-Token-Id': verdict.jti,
      'X-MEN-Token-Exp': String(verdict.expiresAt.getTime() / 1000),
      'X-MEN-Auth-Set-Id': NOT_IN_THE_TOKEN,
      ...requestIdOf(request),
    })
    .end();
}

/** Answers what the parser cannot read: a gateway understands 503, and passes a 431 on to its client. */
function giveNoVerdict(_error: Error, socket: Duplex): void {
  const { status, headers, body } = refusalOf(NO_VERDICT.reason);
  const text = JSON.stringify(body);
  const lines = Object.entries({ ...headers, 'Content-Length': text.length, Connection: 'close' });
  if (!socket.writable) return void socket.destroy();
  socket.end(
    `HTTP/1.1 ${status} Service Unavailable\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n${text}`,
  );
}

const NO_VERDICT = { ok: false, reason: 'stale' } as const;

/** Only the service knows the auth set. No identity header is left out, because a client could send it. */
const NOT_IN_THE_TOKEN = 'unknown';

/** Percent-encodes a text with `%` or with what a header cannot carry, as the service does. */
const headerText = (text: string): string => (/^[\x21-\x24\x26-\x7e]*$/.test(text) ? text : encodeURIComponent(text));

/** Wide enough for the ids of proxies, as in the service. */
const OWN_ID = /^[\w.:/-]{1,128}$/;

/** Every answer has an id: some gateways write the name of a missing header into the request for the app. */
function requestIdOf({ headersDistinct }: IncomingMessage): { readonly 'X-MEN-RequestID': string } {
  const [given = '', ...others] = headersDistinct['x-men-requestid'] ?? [];
  return { 'X-MEN-RequestID': others.length === 0 && OWN_ID.test(given) ? given : randomUUID() };
}
