// `tokens/verify` for a gateway at the edge, answered by the verifier. Every configuration for a gateway works with it unchanged.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { bearerOf, refusalOf } from './middleware.ts';
import type { Verifier } from './verifier.ts';

const VERIFY = '/api/internal/v1/devauth/tokens/verify';
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_HEADERS = 256;

/** Any method and any path below `…/tokens/verify` is a verification; `/alive` and `/readyz` are for probes. */
export function createVerifyProxy(verifier: Verifier): Server {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    if (path === VERIFY || path.startsWith(`${VERIFY}/`)) void answer(verifier, request, response);
    else if (path === '/alive') response.writeHead(204).end();
    else if (path === '/readyz') response.writeHead(verifier.state.stale ? 503 : 204).end();
    else response.writeHead(404, { 'Content-Type': 'application/json; charset=utf-8' }).end('{"error":"not found"}');
  });
  server.maxHeadersCount = 0; // Node drops the rest: a second `Authorization` in it would not be seen
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

const NO_VERDICT = { ok: false, reason: 'stale' } as const;

/** Only the service knows the auth set. No identity header is left out, because a client could send it. */
const NOT_IN_THE_TOKEN = 'unknown';

/** Percent-encodes a text with `%` or with what a header cannot carry, as the service does. */
const headerText = (text: string): string => (/^[\x21-\x24\x26-\x7e]*$/.test(text) ? text : encodeURIComponent(text));

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

function requestIdOf({ headers }: IncomingMessage): { readonly 'X-MEN-RequestID'?: string } {
  const id = headers['x-men-requestid'];
  return typeof id === 'string' && UUID.test(id) ? { 'X-MEN-RequestID': id } : {};
}
